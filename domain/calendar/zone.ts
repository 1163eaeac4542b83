/** IANA time zones, by the data that JavaScript's `Intl` carries. No clock is read here: every moment is given. Moments are epoch milliseconds. */

const DAY = 86_400_000;
/** No zone changes its offset twice within a week, so a week with the same offset at both ends has no change in it. */
const PROBE = 7 * DAY;

/** A stretch of time in which the zone keeps one offset to UTC. */
export interface Segment {
	readonly from: number;
	/** Exclusive. */
	readonly to: number;
	/** Local time minus UTC, in milliseconds. */
	readonly offset: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** What is known of a zone, a list of segments a UTC year. It never changes, so it is kept. */
const years = new Map<string, Map<number, readonly Segment[]>>();

/** Whether there is such a zone. An offset (`+02:00`) is none: it knows no daylight saving. */
export function isZone(zone: string): boolean {
	if (!/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(zone)) return false;
	try {
		format(zone);
		return true;
	} catch {
		return false;
	}
}

/** Local time minus UTC at a moment, in milliseconds. */
export function offsetAt(zone: string, moment: number): number {
	return segmentAt(zone, moment).offset;
}

/** The stretch with one offset that a moment lies in; it ends at the latest with its UTC year. Throws for an unknown zone. */
export function segmentAt(zone: string, moment: number): Segment {
	const year = new Date(moment).getUTCFullYear();
	const segments = ofYear(zone, year);
	for (const segment of segments) if (moment < segment.to) return segment;
	throw new RangeError(`no such moment: ${moment}`);
}

function ofYear(zone: string, year: number): readonly Segment[] {
	const known = years.get(zone)?.get(year);
	if (known !== undefined) return known;
	const end = Date.UTC(year + 1, 0, 1);
	const segments: Segment[] = [];
	let from = Date.UTC(year, 0, 1);
	let offset = read(zone, from);
	for (let at = from; at < end; at += PROBE) {
		const next = Math.min(at + PROBE, end);
		// The last probe is the last moment of the year, not the first of the next.
		const after = read(zone, next === end ? end - 1000 : next);
		if (after === offset) continue;
		const change = changeBetween(zone, at, next, offset);
		segments.push({ from, to: change, offset });
		from = change;
		offset = after;
	}
	segments.push({ from, to: end, offset });
	const ofZone = years.get(zone) ?? new Map<number, readonly Segment[]>();
	ofZone.set(year, segments);
	years.set(zone, ofZone);
	return segments;
}

/** The first second that no longer has the offset that `low` has. */
function changeBetween(zone: string, low: number, high: number, offset: number): number {
	let before = low / 1000;
	let after = high / 1000;
	while (after - before > 1) {
		const middle = Math.floor((before + after) / 2);
		if (read(zone, middle * 1000) === offset) before = middle;
		else after = middle;
	}
	return after * 1000;
}

function read(zone: string, moment: number): number {
	const field: Record<string, number> = {};
	for (const { type, value } of format(zone).formatToParts(moment)) if (type !== "literal") field[type] = Number(value);
	const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = field;
	return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
}

function format(zone: string): Intl.DateTimeFormat {
	const known = formats.get(zone);
	if (known !== undefined) return known;
	const made = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
		timeZone: zone,
		hourCycle: "h23",
		year: "numeric",
		month: "numeric",
		day: "numeric",
		hour: "numeric",
		minute: "numeric",
		second: "numeric",
	});
	formats.set(zone, made);
	return made;
}
