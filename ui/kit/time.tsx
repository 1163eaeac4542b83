import { signal } from "@preact/signals";
import { relativeTime } from "./relative-time.ts";

export { relativeTime };

/** The minute that relative times count from; one clock for the page. */
const tick = signal(Date.now());
setInterval(() => (tick.value = Date.now()), 30_000);

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

/** The exact moment with its zone, in words of the person's locale. */
export function exactTime(at: number): string {
	return exact.format(at);
}

/** A day without its time. */
export function dayOf(at: number): string {
	return day.format(at);
}

/** A moment, relative and alive, exact on hover and for screen readers that ask. `at` is epoch milliseconds. */
export function RelativeTime({ at, class: more = "" }: { readonly at: number; readonly class?: string }) {
	return (
		<time dateTime={new Date(at).toISOString()} title={exactTime(at)} class={`num whitespace-nowrap ${more}`}>
			{relativeTime(at, pageNow())}
		</time>
	);
}

/** What time it is, in epoch milliseconds; a component that reads it is drawn again every half minute. */
export function pageNow(): number {
	// The signal alone would lag behind what was just made, and say of it that it is to come.
	return Math.max(tick.value, Date.now());
}
