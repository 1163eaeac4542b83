import { ChevronDown, Command, Keyboard, LogOut, type LucideIcon, Monitor, Moon, PanelLeft, Sun } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { CommandPalette, paletteOpen, useCommands } from "../kit/commands.tsx";
import { IconButton } from "../kit/button.tsx";
import { Kbd } from "../kit/kbd.tsx";
import { Menu, type MenuItem } from "../kit/menu.tsx";
import { Monogram } from "../kit/person.tsx";
import { shortcutSheetOpen, ShortcutSheet, useShortcuts } from "../kit/shortcuts.tsx";
import { OfflineBar } from "../kit/states.tsx";
import { chooseTheme, isDark, type ThemeChoice, themeChoice } from "../kit/theme.ts";
import { Toasts, undoLatest } from "../kit/toast.tsx";
import { type Portal, PORTALS } from "./portals.ts";
import { realmOf } from "./realm.ts";
import { type Session, signOut, useSession } from "./session.ts";
import { type Stage, StageChip, stageWords } from "./stage.tsx";

/** A line of the place list. */
export interface Place {
	readonly href: string;
	readonly label: string;
	readonly icon?: LucideIcon;
	readonly count?: number;
	/** Also current for these paths below it; otherwise only for its own. */
	readonly within?: boolean;
	/** Not current while one of these is in the address: the plain view beside filtered ones. */
	readonly without?: readonly string[];
}

/** Places under a heading; no heading for the first ones. */
export interface PlaceGroup {
	readonly title?: string;
	readonly places: readonly Place[];
}

interface FrameProps {
	readonly portal: Portal["id"];
	/** The workspace or environment one is in, with others to change to. */
	readonly scope?: { readonly label: string; readonly stage?: Stage; readonly items?: readonly MenuItem[] };
	readonly places?: readonly PlaceGroup[];
	/** Below the places: a tree, for instance; or in their stead. */
	readonly sidebar?: ComponentChildren;
	readonly children: ComponentChildren;
}

const SIDEBAR_KEY = "portico.sidebar";
const THEMES: readonly { readonly choice: ThemeChoice; readonly label: string; readonly icon: LucideIcon }[] = [
	{ choice: "light", label: "Light", icon: Sun },
	{ choice: "dark", label: "Dark", icon: Moon },
	{ choice: "system", label: "As the system", icon: Monitor },
];

/**
 * The shell around every portal: bar, rail, place list, and the room for the thing itself.
 * A portal's `index.tsx` renders it once around its routes; views inside render a `Page`.
 */
export function Frame({ portal, scope, places = [], sidebar, children }: FrameProps) {
	const [path, navigate] = useLocation();
	const realm = realmOf(path);
	const session = useSession(realm).data;
	const [wide, setWide] = useState(readSidebar);
	const [drawer, setDrawer] = useState(false);
	const hasPlaces = places.length > 0 || sidebar !== undefined;
	const open = PORTALS.filter((each) => mayEnter(session, each, portal));

	function toggleSidebar(): void {
		if (matchMedia("(max-width: 767px)").matches) {
			setDrawer(!drawer);
			return;
		}
		setWide(!wide);
		try {
			localStorage.setItem(SIDEBAR_KEY, wide ? "closed" : "open");
		} catch {
			// Storage can be refused; the list is then open at the next visit.
		}
	}
	useShortcuts("Everywhere", [
		{ keys: "$mod+k", does: "Find or do anything", run: () => (paletteOpen.value = true), inFields: true },
		{ keys: "?", does: "These keys", run: () => (shortcutSheetOpen.value = true) },
		{ keys: "[", does: "Show or hide the list at the left", run: toggleSidebar },
		{ keys: "$mod+z", does: "Undo", run: () => undoLatest() },
	]);
	useEffect(() => {
		// Escape leaves a field, so that the keys of the view work again; in a dialog or an open list of choices it is theirs.
		function leaveField(event: KeyboardEvent): void {
			const field = event.target;
			if (event.key !== "Escape" || !(field instanceof HTMLElement) || event.defaultPrevented) return;
			if (!field.matches("input, textarea, select") || field.closest("dialog[open]") !== null) return;
			if (field.getAttribute("aria-expanded") !== "true") field.blur();
		}
		document.addEventListener("keydown", leaveField);
		return () => document.removeEventListener("keydown", leaveField);
	}, []);
	useCommands([
		...open.map((each) => ({
			id: each.id,
			title: `Go to ${each.title}`,
			group: "Go to",
			icon: each.icon,
			run: () => navigate(hrefOf(each, path)),
		})),
		...places
			.flatMap((group) => group.places)
			.map((place) => ({
				id: place.href,
				title: place.label,
				group: "Here",
				...(place.icon === undefined ? {} : { icon: place.icon }),
				run: () => navigate(place.href),
			})),
		...THEMES.map((theme) => ({
			id: `theme-${theme.choice}`,
			title: `Theme: ${theme.label}`,
			group: "Settings",
			icon: theme.icon,
			words: "dark light mode colour",
			run: () => chooseTheme(theme.choice),
		})),
		{
			id: "keys",
			title: "Show the keys",
			group: "Settings",
			icon: Keyboard,
			keys: "?",
			words: "shortcuts keyboard help",
			run: () => (shortcutSheetOpen.value = true),
		},
		{ id: "sign-out", title: "Sign out", group: "Settings", icon: LogOut, run: () => void signOut(realm) },
	]);

	return (
		<div class="flex h-dvh flex-col overflow-hidden">
			<a
				href="#content"
				class="sr-only z-50 rounded-field bg-primary px-3 py-2 text-primary-content focus:not-sr-only focus:absolute focus:m-2"
			>
				Skip to the content
			</a>
			<header class="relative flex h-12 shrink-0 items-center gap-1 border-b border-line bg-base-100 pr-2 sm:gap-2">
				<Link
					href={hrefOf(PORTALS.find((each) => each.id === portal) ?? { id: portal, href: "/" }, path)}
					aria-label="Home of this portal"
					class="grid w-14 shrink-0 place-items-center"
				>
					<img src="/icon.svg" alt="" width={24} height={24} />
				</Link>
				{hasPlaces && (
					<IconButton label="Show or hide the list" expanded={drawer || wide} class="aria-expanded:!bg-transparent" onClick={toggleSidebar}>
						<PanelLeft size={16} />
					</IconButton>
				)}
				<span class="truncate font-medium max-sm:hidden">{session?.company}</span>
				{scope !== undefined && (
					<>
						<span class="text-soft max-sm:hidden" aria-hidden>
							/
						</span>
						<Scope scope={scope} />
					</>
				)}
				<div class="min-w-0 flex-1" />
				<button
					type="button"
					class="btn btn-ghost gap-2 text-soft max-sm:btn-square"
					title="Find or do anything"
					onClick={() => (paletteOpen.value = true)}
				>
					<Command size={16} aria-hidden class="sm:hidden" />
					<span class="max-sm:sr-only">Find</span>
					<span class="max-sm:hidden">
						<Kbd keys="$mod+k" />
					</span>
				</button>
				<Menu
					label="Theme"
					class="btn btn-ghost btn-square max-sm:hidden"
					placement="bottom-end"
					items={THEMES.map((theme) => ({
						value: theme.choice,
						label: theme.label,
						icon: theme.icon,
						checked: themeChoice.value === theme.choice,
						run: () => chooseTheme(theme.choice),
					}))}
				>
					<Moon size={16} class="dark-only" />
					<Sun size={16} class="light-only" />
				</Menu>
				{session !== undefined && (
					<Menu
						label={session.person.name}
						class="btn btn-ghost btn-square"
						placement="bottom-end"
						header={
							<div class="flex items-center gap-2">
								<Monogram name={session.person.name} size={28} />
								<div class="min-w-0">
									<div class="truncate font-medium">{session.person.name}</div>
									<div class="truncate text-xs text-soft">{session.person.email}</div>
								</div>
							</div>
						}
						items={[
							isDark()
								? { value: "light", label: "Light theme", icon: Sun, run: () => chooseTheme("light") }
								: { value: "dark", label: "Dark theme", icon: Moon, run: () => chooseTheme("dark") },
							{ value: "keys", label: "Keyboard", icon: Keyboard, keys: "?", run: () => (shortcutSheetOpen.value = true) },
							{ value: "out", label: "Sign out", icon: LogOut, run: () => void signOut(realm) },
						]}
					>
						<Monogram name={session.person.name} size={28} />
					</Menu>
				)}
				{scope?.stage === "production" && (
					<div class="absolute inset-x-0 top-full z-40 h-0.5 bg-[var(--stage-production)]" aria-hidden data-production />
				)}
				<div id="floating" class="z-50" />
			</header>
			<OfflineBar />
			<div class="flex min-h-0 flex-1 max-md:flex-col-reverse">
				{open.length > 1 && <Rail portals={open} current={portal} path={path} />}
				{hasPlaces && (wide || drawer) && (
					<Places groups={places} path={path} drawer={drawer} onClose={() => setDrawer(false)}>
						{sidebar}
					</Places>
				)}
				<main id="content" tabIndex={-1} class="relative min-h-0 min-w-0 flex-1 overflow-auto outline-none">
					{children}
				</main>
			</div>
			<Toasts />
			<CommandPalette />
			<ShortcutSheet />
		</div>
	);
}

function Scope({ scope }: { readonly scope: NonNullable<FrameProps["scope"]> }) {
	const content =
		scope.stage === undefined ? (
			<span class="truncate font-medium">{scope.label}</span>
		) : (
			<StageChip stage={scope.stage} name={scope.label} />
		);
	if (scope.items === undefined || scope.items.length === 0) return <span class="flex min-w-0">{content}</span>;
	// Begins with what is seen on it, so that one who speaks to the machine is understood (WCAG 2.5.3).
	const shown = scope.stage === undefined ? scope.label : stageWords(scope.stage, scope.label);
	return (
		<Menu label={`${shown}: change`} items={scope.items} class="btn btn-ghost min-w-0 shrink gap-1 px-2">
			{content}
			<ChevronDown size={14} aria-hidden class="shrink-0 text-soft" />
		</Menu>
	);
}

function Rail({ portals, current, path }: { readonly portals: readonly Portal[]; readonly current: string; readonly path: string }) {
	return (
		<nav
			aria-label="Portals"
			class="flex shrink-0 gap-1 border-line bg-base-100 max-md:justify-around max-md:border-t max-md:p-1 md:w-14 md:flex-col md:items-center md:border-r md:py-2"
		>
			{portals.map((portal) => (
				<Link
					key={portal.id}
					href={hrefOf(portal, path)}
					aria-label={portal.title}
					title={portal.title}
					aria-current={portal.id === current ? "page" : undefined}
					class={`grid size-10 place-items-center rounded-field ${portal.id === current ? "bg-picked text-primary" : "text-soft hover:bg-hover hover:text-base-content"}`}
				>
					<portal.icon size={20} aria-hidden />
				</Link>
			))}
		</nav>
	);
}

interface PlacesProps {
	readonly groups: readonly PlaceGroup[];
	readonly path: string;
	readonly drawer: boolean;
	readonly onClose: () => void;
	readonly children: ComponentChildren;
}

/** The list at the left, 224 px; on narrow screens a drawer over the content. */
function Places({ groups, path, drawer, onClose, children }: PlacesProps) {
	return (
		<>
			{drawer && <div class="fixed inset-0 top-12 z-20 bg-black/40 md:hidden" aria-hidden onClick={onClose} />}
			<nav
				aria-label="Places"
				class={`w-56 shrink-0 overflow-auto border-r border-line bg-base-200 p-2 ${drawer ? "max-md:fixed max-md:top-12 max-md:bottom-0 max-md:left-0 max-md:z-30 max-md:w-72 max-md:shadow-float" : "max-md:hidden"}`}
				onClick={(event) => {
					if (event.target instanceof Element && event.target.closest("a") !== null) onClose();
				}}
				onKeyDown={(event) => {
					if (event.key === "Escape") onClose();
				}}
			>
				{groups.map((group, index) => (
					<div key={group.title ?? index} class="mb-3">
						{group.title !== undefined && <h2 class="px-2 pb-1 text-xs font-medium text-soft">{group.title}</h2>}
						<ul class="flex flex-col gap-px">
							{group.places.map((place) => {
								const here = isHere(place, path);
								return (
									<li key={place.href}>
										<Link
											href={place.href}
											aria-current={here ? "page" : undefined}
											class={`flex h-8 items-center gap-2 rounded-field px-2 ${here ? "bg-picked font-medium" : "hover:bg-hover"}`}
										>
											{place.icon !== undefined && <place.icon size={16} aria-hidden class="shrink-0 text-soft" />}
											<span class="min-w-0 flex-1 truncate">{place.label}</span>
											{place.count !== undefined && place.count > 0 && <span class="num text-xs text-soft">{place.count}</span>}
										</Link>
									</li>
								);
							})}
						</ul>
					</div>
				))}
				{children}
			</nav>
		</>
	);
}

function isHere(place: Place, path: string): boolean {
	const [own, search] = place.href.split("?");
	const query = new URLSearchParams(search);
	const now = new URLSearchParams(location.search);
	const samePath = path === own || (place.within === true && path.startsWith(`${own}/`));
	return samePath && !(place.without ?? []).some((name) => now.has(name)) && [...query].every(([name, value]) => now.get(name) === value);
}

/** The rail's link: the Console and the Work Portal stay in the environment one is in. */
function hrefOf(portal: Pick<Portal, "id" | "href">, path: string): string {
	const environment = /^\/(?:console|work)\/([^/]+)/.exec(path)?.[1];
	const keeps = portal.id === "console" || portal.id === "work";
	return keeps && environment !== undefined ? `${portal.href}/${environment}` : portal.href;
}

/** The portal one is in shows at once; the others when the server has said which may be entered. */
function mayEnter(session: Session | undefined, portal: Portal, current: Portal["id"]): boolean {
	return portal.id === current || (session?.portals.includes(portal.id) ?? false);
}

function readSidebar(): boolean {
	try {
		return localStorage.getItem(SIDEBAR_KEY) !== "closed";
	} catch {
		return true;
	}
}
