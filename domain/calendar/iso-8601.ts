/** Durations, dates and repeating intervals of ISO 8601 as BPMN's timers use them. Times are epoch milliseconds, calendars are UTC. */

export interface Duration {
	readonly months: number;
	readonly milliseconds: number;
}

export interface Repeating {
	/** Times it repeats; Infinity without a number. */
	readonly times: number;
	readonly start: number | null;
	readonly every: Duration;
}

const DURATION = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const DATE = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;
const DAY = 86_400_000;

/** `P1M`, `PT90M`, `P2DT3H`; null for what is no duration or longer than a thousand years. */
export function parseDuration(text: string): Duration | null {
	const match = DURATION.exec(text);
	if (match === null || text.endsWith("P") || text.endsWith("T") || text.length > 60) return null;
	const part = (index: number): number => Number(match[index] ?? 0);
	const sign = match[1] === "-" ? -1 : 1;
	const months = part(2) * 12 + part(3);
	const milliseconds = part(4) * 7 * DAY + part(5) * DAY + part(6) * 3_600_000 + part(7) * 60_000 + Math.round(part(8) * 1000);
	if (months > 12_000 || milliseconds > 366_000 * DAY) return null;
	return { months: months * sign || 0, milliseconds: milliseconds * sign || 0 };
}

/** A moment some months and milliseconds later; the 31st becomes the last day of a shorter month. */
export function addDuration(moment: number, duration: Duration): number {
	if (duration.months === 0) return moment + duration.milliseconds;
	const date = new Date(moment);
	const day = date.getUTCDate();
	date.setUTCDate(1);
	date.setUTCMonth(date.getUTCMonth() + duration.months);
	const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
	date.setUTCDate(Math.min(day, last));
	return date.getTime() + duration.milliseconds;
}

/** `2026-11-24`, `2026-11-24T10:00`, with `Z` or an offset; without either it is UTC. Null for what is no date. */
export function parseDate(text: string): number | null {
	const match = DATE.exec(text);
	if (match === null) return null;
	const [, day = "", time = "00:00", zone = "Z"] = match;
	const moment = Date.parse(`${day}T${time}${zone}`);
	if (Number.isNaN(moment)) return null;
	// JavaScript takes 31 February for 3 March.
	return new Date(Date.parse(`${day}T00:00Z`)).toISOString().startsWith(day) ? moment : null;
}

/** `R3/PT1H`, `R/P1D`, `R2/2026-11-24T10:00Z/P1D`; null for what is none, or comes more often than every second. */
export function parseRepeating(text: string): Repeating | null {
	const parts = text.split("/");
	const head = /^R(\d{0,9})$/.exec(parts[0] ?? "");
	if (head === null || parts.length < 2 || parts.length > 3) return null;
	const every = parseDuration(parts.at(-1) ?? "");
	if (every === null || (every.months <= 0 && every.milliseconds < 1000) || every.months < 0 || every.milliseconds < 0) return null;
	const start = parts.length === 3 ? parseDate(parts[1] ?? "") : null;
	if (parts.length === 3 && start === null) return null;
	return { times: head[1] === "" ? Infinity : Number(head[1]), start, every };
}

/** The text of a repeating interval that has so many times left. */
export function repeatingText(times: number, every: string): string {
	return `R${times === Infinity ? "" : times}/${every}`;
}
