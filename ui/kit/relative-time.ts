const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [
	["year", 31_557_600_000],
	["month", 2_629_800_000],
	["week", 604_800_000],
	["day", 86_400_000],
	["hour", 3_600_000],
	["minute", 60_000],
];
/** English as the rest of the words; exact moments are in the form of the person's locale. */
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "narrow" });

/** Clocks of two machines differ by this much, and what just happened must not be said to come. */
const SKEW_MS = 10_000;

/** `3 min ago`, `in 2 days`; below a minute `just now` or `in a moment`. Both arguments are epoch milliseconds. */
export function relativeTime(at: number, now: number): string {
	const distance = at - now;
	for (const [unit, ms] of STEPS) {
		if (Math.abs(distance) >= ms) return relative.format(Math.trunc(distance / ms), unit);
	}
	return distance > SKEW_MS ? "in a moment" : "just now";
}
