import { ChevronRight } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Link } from "wouter-preact";

export interface Crumb {
	readonly label: string;
	readonly href: string;
}

/** Where this thing lies: the way back up. The thing itself is the h1 below. */
export function Breadcrumb({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
	return (
		<nav aria-label="Breadcrumb">
			<ol class="flex flex-wrap items-center gap-1 text-xs text-soft">
				{crumbs.map((crumb, index) => (
					<li key={crumb.href} class="flex items-center gap-1">
						{index > 0 && <ChevronRight size={12} aria-hidden />}
						<Link href={crumb.href} class="rounded hover:text-base-content hover:underline">
							{crumb.label}
						</Link>
					</li>
				))}
			</ol>
		</nav>
	);
}

interface PageProps {
	/** The one h1, also the title of the window. */
	readonly title: string;
	/** Beside the title: chips. */
	readonly status?: ComponentChildren;
	/** A line below the title. */
	readonly subtitle?: ComponentChildren;
	readonly crumbs?: readonly Crumb[];
	/** At the right: at most one primary button, further acts in a menu. */
	readonly actions?: ComponentChildren;
	readonly children: ComponentChildren;
	/** At the right of the content; goes below it on narrow screens. */
	readonly inspector?: ComponentChildren;
	/** The content takes the whole space and scrolls inside by itself (lists with panes, canvas). */
	readonly fill?: boolean;
}

/** The thing of a view: header with one h1 and actions, then the content. */
export function Page({ title, status, subtitle, crumbs, actions, children, inspector, fill }: PageProps) {
	useTitle(title);
	return (
		<div class="flex h-full min-h-0 flex-col">
			<header class="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-base-100 px-4 py-2.5">
				<div class={`flex min-w-0 flex-1 flex-col gap-0.5 ${subtitle === undefined ? "basis-48" : "basis-60"}`}>
					{crumbs !== undefined && <Breadcrumb crumbs={crumbs} />}
					<div class="flex min-w-0 flex-wrap items-center gap-2">
						<h1 class="line-clamp-2 min-w-0 text-lg font-semibold break-words" title={title}>
							{title}
						</h1>
						{status}
					</div>
					{subtitle !== undefined && <div class="text-soft">{subtitle}</div>}
				</div>
				{actions !== undefined && <div class="flex flex-wrap items-center gap-2">{actions}</div>}
			</header>
			<div
				class={`flex min-h-0 flex-1 flex-col lg:flex-row ${fill !== true ? "overflow-auto" : inspector === undefined ? "" : "max-lg:overflow-auto"}`}
			>
				<div
					class={`min-w-0 flex-1 ${fill !== true ? "p-4" : inspector === undefined ? "flex min-h-0 flex-col" : "flex flex-col max-lg:shrink-0 lg:min-h-0"}`}
				>
					{children}
				</div>
				{inspector}
			</div>
		</div>
	);
}

/** Names the window for the time a view is shown. */
export function useTitle(title: string): void {
	useEffect(() => {
		document.title = `${title} · Portico`;
	}, [title]);
}

/** A panel at the right, 320 px, for what is selected. */
export function Inspector({
	title,
	actions,
	children,
}: {
	readonly title: string;
	readonly actions?: ComponentChildren;
	readonly children: ComponentChildren;
}) {
	return (
		<aside aria-label={title} class="flex shrink-0 flex-col border-t lg:min-h-0 border-line bg-base-100 lg:w-80 lg:border-t-0 lg:border-l">
			<header class="flex h-11 shrink-0 items-center gap-2 px-4">
				<h2 class="min-w-0 flex-1 truncate font-semibold">{title}</h2>
				{actions}
			</header>
			<div class="flex-1 px-4 pb-4 lg:min-h-0 lg:overflow-auto">{children}</div>
		</aside>
	);
}

/** A titled part of a page. */
export function Section({
	title,
	actions,
	children,
}: {
	readonly title: string;
	readonly actions?: ComponentChildren;
	readonly children: ComponentChildren;
}) {
	return (
		<section class="mb-4 rounded-box border border-line bg-base-100">
			<header class="flex min-h-11 flex-wrap items-center gap-2 border-b border-line px-4 py-1.5">
				<h2 class="min-w-0 flex-1 basis-40 font-semibold">{title}</h2>
				{actions}
			</header>
			<div class="p-4">{children}</div>
		</section>
	);
}

/** Names and values, one line each. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: ComponentChildren])[] }) {
	return (
		<dl class="grid grid-cols-[fit-content(45%)_minmax(0,1fr)] items-baseline gap-x-4 gap-y-2">
			{facts.map(([name, value]) => (
				<div key={name} class="contents">
					<dt class="min-w-20 break-words text-soft">{name}</dt>
					<dd class="min-w-0 break-words">{value}</dd>
				</div>
			))}
		</dl>
	);
}
