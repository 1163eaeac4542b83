import type { Calendar, Interval } from "./calendar.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Work within one local day, in milliseconds after its midnight. */
export interface Span {
	readonly from: number;
	/** Exclusive. */
	readonly to: number;
}

/** A calendar made ready for many look-ups. */
interface Ready {
	readonly week: readonly (readonly Span[])[];
	/** By the number of the local day since 1 January 1970. */
	readonly once: ReadonlyMap<number, readonly Span[]>;
	/** By month and day of the month, as `month * 32 + day`. */
	readonly yearly: ReadonlyMap<number, readonly Span[]>;
}

const ready = new WeakMap<Calendar, Ready>();

/** `09:30` as minutes after midnight. */
export function minutesOf(time: string): number {
	return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** The work of a local day, in order; touching intervals stay apart. `day` counts local days since 1 January 1970. */
export function workOf(calendar: Calendar, day: number): readonly Span[] {
	const { week, once, yearly } = prepared(calendar);
	const own = once.get(day);
	if (own !== undefined) return own;
	if (yearly.size > 0) {
		const date = new Date(day * DAY);
		const everyYear = yearly.get((date.getUTCMonth() + 1) * 32 + date.getUTCDate());
		if (everyYear !== undefined) return everyYear;
	}
	return week[(((day + 3) % 7) + 7) % 7] ?? [];
}

/** Working milliseconds of a week without holidays, and of one of its working days on average. */
export function usualWork(calendar: Calendar): { readonly week: number; readonly day: number } {
	const days = prepared(calendar).week.map((spans) => spans.reduce((sum, span) => sum + span.to - span.from, 0));
	const week = days.reduce((sum, day) => sum + day, 0);
	const worked = days.filter((day) => day > 0).length;
	return { week, day: worked === 0 ? 0 : Math.round(week / worked) };
}

function prepared(calendar: Calendar): Ready {
	const known = ready.get(calendar);
	if (known !== undefined) return known;
	const once = new Map<number, readonly Span[]>();
	const yearly = new Map<number, readonly Span[]>();
	for (const { date, hours } of calendar.holidays) {
		const work = spans(hours ?? []);
		if (date.length === 5) yearly.set(Number(date.slice(0, 2)) * 32 + Number(date.slice(3)), work);
		else once.set(Math.floor(Date.parse(`${date}T00:00Z`) / DAY), work);
	}
	const made = { week: calendar.week.map(spans), once, yearly };
	ready.set(calendar, made);
	return made;
}

function spans(intervals: readonly Interval[]): Span[] {
	return intervals
		.map(({ from, to }) => ({ from: minutesOf(from) * MINUTE, to: minutesOf(to) * MINUTE }))
		.toSorted((one, other) => one.from - other.from);
}
