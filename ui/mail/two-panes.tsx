import type { ComponentChildren } from "preact";

/** A list, and beside it what is open; on narrow screens one of them. */
export function TwoPanes({ list, open }: { readonly list: ComponentChildren; readonly open: ComponentChildren | null }) {
	return (
		<div class="flex h-full min-h-0">
			<div class={`flex min-h-0 min-w-0 flex-col ${open === null ? "flex-1" : "w-96 shrink-0 border-r border-line max-lg:hidden"}`}>
				{list}
			</div>
			{open !== null && <div class="min-h-0 min-w-0 flex-1 overflow-auto">{open}</div>}
		</div>
	);
}
