import { signal } from "@preact/signals";

/** The minute that relative times count from; one clock for the page. */
const tick = signal(Date.now());
setInterval(() => (tick.value = Date.now()), 30_000);

const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [
	["year", 31_557_600_000],
	["month", 2_629_800_000],
	["week", 604_800_000],
	["day", 86_400_000],
	["hour", 3_600_000],
	["minute", 60_000],
];
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

/** `3 min ago`, `in 2 days`; below a minute `just now` or `any moment`. Both arguments are epoch milliseconds. */
export function relativeTime(at: number, now: number): string {
	const distance = at - now;
	for (const [unit, ms] of STEPS) {
		if (Math.abs(distance) >= ms) return relative.format(Math.trunc(distance / ms), unit);
	}
	return distance > 0 ? "any moment" : "just now";
}

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
			{relativeTime(at, Math.max(tick.value, Date.now() - 30_000))}
		</time>
	);
}

/** The page's clock, moving every half minute; reading it in a component makes that redraw. */
export function pageNow(): number {
	return tick.value;
}
