import type { UseQueryResult } from "@tanstack/preact-query";
import { CloudOff, Inbox, Lock, type LucideIcon, Mail, TriangleAlert } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type ApiProblem, asProblem } from "./api.ts";
import { Button } from "./button.tsx";

interface StateProps {
	readonly icon?: LucideIcon;
	readonly title: string;
	readonly children?: ComponentChildren;
	/** The one next act. */
	readonly action?: ComponentChildren;
	/** A pane inside a view: less space around it. */
	readonly small?: boolean;
}

function State({ icon: Icon = Inbox, title, children, action, small }: StateProps) {
	return (
		<div class={`mx-auto flex max-w-md flex-col items-center gap-3 px-4 text-center ${small === true ? "py-6" : "py-16"}`}>
			<span class="grid size-10 place-items-center rounded-full bg-hover text-soft">
				<Icon size={20} aria-hidden />
			</span>
			<div class="flex flex-col gap-1">
				<p class="text-base font-semibold">{title}</p>
				{children !== undefined && <div class="text-soft">{children}</div>}
			</div>
			{action}
		</div>
	);
}

/** Says what this place is for and offers the one next act. */
export function EmptyState(props: StateProps) {
	return <State {...props} />;
}

/** What happened, what is safe, what to do; the code small. */
export function ErrorState({
	problem,
	retry,
	small,
}: {
	readonly problem: unknown;
	readonly retry?: () => void;
	readonly small?: boolean;
}) {
	const shown = asProblem(problem);
	if (shown.status === 403) return <NoAccess problem={shown} small={small === true} />;
	const offline = shown.code === "offline";
	return (
		<div role="alert">
			<State
				icon={offline ? CloudOff : TriangleAlert}
				title={offline ? "You are offline" : shown.status === 404 ? "Not found" : "This did not work"}
				small={small === true}
				action={retry !== undefined && shown.status !== 404 && <Button onClick={retry}>Try again</Button>}
			>
				<p>{shown.message}</p>
				<p class="mt-2 text-xs">
					<code>{shown.code}</code>
				</p>
			</State>
		</div>
	);
}

interface Administrator {
	readonly name: string;
	readonly email: string;
}

function isAdministrator(value: unknown): value is Administrator {
	const { name, email } = Object(value) as Partial<Administrator>;
	return typeof name === "string" && typeof email === "string";
}

/** Who can give a role, in place of a thing that the person's roles do not open, and a letter to them that says what is asked for. */
export function NoAccess({ problem, small }: { readonly problem?: ApiProblem; readonly small?: boolean }) {
	const listed = problem?.more["administrators"];
	const administrators = Array.isArray(listed) ? listed.filter(isAdministrator) : [];
	const names = new Intl.ListFormat("en", { type: "disjunction" }).format(administrators.map(({ name }) => name));
	return (
		<State
			icon={Lock}
			title="You have no access to this"
			small={small === true}
			action={
				administrators.length > 0 && (
					<a class="btn" href={letterTo(administrators)}>
						<Mail size={16} aria-hidden /> Ask for access
					</a>
				)
			}
		>
			<p>
				{names === ""
					? (problem?.message ?? "Someone who administers this place can give you a role.")
					: `${names} can give you a role here.`}
			</p>
			{problem !== undefined && (
				<p class="mt-2 text-xs">
					<code>{problem.code}</code>
				</p>
			)}
		</State>
	);
}

/** Opens a letter in the person's own mail program; what they ask for is the page they are on. */
function letterTo(administrators: readonly Administrator[]): string {
	const to = administrators.map(({ email }) => encodeURIComponent(email)).join(",");
	const text = `Please give me a role for this place in Portico:\n${location.href}`;
	return `mailto:${to}?subject=${encodeURIComponent("Access in Portico")}&body=${encodeURIComponent(text)}`;
}

/** A bar under the top bar while the browser has no network. */
export function OfflineBar() {
	const [online, setOnline] = useState(navigator.onLine);
	useEffect(() => {
		const update = (): void => setOnline(navigator.onLine);
		addEventListener("online", update);
		addEventListener("offline", update);
		return () => {
			removeEventListener("online", update);
			removeEventListener("offline", update);
		};
	}, []);
	if (online) return null;
	return (
		<div role="status" class="flex items-center justify-center gap-2 border-b border-line bg-base-100 px-4 py-1.5 font-medium text-warning">
			<CloudOff size={16} aria-hidden /> You are offline. You can read what is loaded; what you type is kept.
		</div>
	);
}

/** Grey shapes of the result to come; nothing for the first 100 ms, so that a quick answer does not flicker. */
export function Skeleton({ rows = 6, rowHeight = 40 }: { readonly rows?: number; readonly rowHeight?: number }) {
	const [late, setLate] = useState(false);
	useEffect(() => {
		const timer = setTimeout(() => setLate(true), 100);
		return () => clearTimeout(timer);
	}, []);
	return (
		<div role="status" class="flex flex-col px-3">
			<span class="sr-only">Loading</span>
			{late &&
				Array.from({ length: rows }, (_, index) => (
					<div key={index} class="flex items-center gap-3" style={{ height: rowHeight }} aria-hidden>
						<span class="skeleton size-4 rounded" />
						<span class="skeleton h-3 rounded" style={{ width: `${60 - ((index * 17) % 35)}%` }} />
					</div>
				))}
		</div>
	);
}

/** A query's result, or the state it is in: skeleton, error with retry, no access, offline. An old answer stays while a new one comes. */
export function Loaded<T>({
	query,
	children,
	skeleton,
	small,
}: {
	readonly query: Pick<UseQueryResult<T, ApiProblem>, "data" | "error" | "refetch">;
	readonly children: (data: T) => ComponentChildren;
	readonly skeleton?: ComponentChildren;
	readonly small?: boolean;
}) {
	if (query.data !== undefined) return <>{children(query.data)}</>;
	if (query.error !== null) return <ErrorState problem={query.error} retry={() => void query.refetch()} small={small === true} />;
	return <>{skeleton ?? <Skeleton />}</>;
}
