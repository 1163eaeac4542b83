import {
	DAY,
	DaysDuration,
	type FeelDate,
	FeelDateTime,
	type FeelTime,
	NANOS,
	YearsDuration,
	dateOfEpochDay,
	epochDay,
	knowsZone,
	makeDate,
	makeTime,
	type Temporal,
	type Zone,
} from "./temporal.ts";

/** The lexical forms of dates, times and durations (DMN 1.5 §10.3.4.1, XML Schema part 2). Each gives null for any other text. */

const DATE = /^(-?)([1-9]\d{4,8}|\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(.*)$/;
const DAYS = /^(-?)P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?$/;
const YEARS = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?$/;
/** Characters of a written date, time or duration. */
const LONGEST = 200;
const LARGEST_OFFSET = 18 * 3600;

export function readDate(text: string): FeelDate | null {
	if (text.length > LONGEST) return null;
	const match = DATE.exec(text);
	if (match === null) return null;
	const year = Number(match[2]);
	return makeDate(match[1] === "-" ? -year : year, Number(match[3]), Number(match[4]));
}

export function readTime(text: string): FeelTime | null {
	if (text.length > LONGEST) return null;
	const match = TIME.exec(text);
	if (match === null) return null;
	const zone = readZone(match[5] ?? "");
	if (zone === undefined) return null;
	const nano = Number((match[4] ?? "").slice(0, 9).padEnd(9, "0"));
	// The end of a day is the start of the next.
	if (match[1] === "24" && match[2] === "00" && match[3] === "00" && nano === 0) return makeTime(0, 0, 0, 0, zone);
	return makeTime(Number(match[1]), Number(match[2]), Number(match[3]), nano, zone);
}

export function readDateTime(text: string): FeelDateTime | null {
	const at = text.indexOf("T");
	if (at < 0) return null;
	const date = readDate(text.slice(0, at));
	const time = readTime(text.slice(at + 1));
	if (date === null || time === null) return null;
	if (!text.startsWith("24", at + 1)) return new FeelDateTime(date, time);
	const next = dateOfEpochDay(epochDay(date) + 1);
	return next === null ? null : new FeelDateTime(next, time);
}

export function readDuration(text: string): DaysDuration | YearsDuration | null {
	if (text.length > LONGEST) return null;
	const years = YEARS.exec(text);
	if (years !== null && (years[2] ?? years[3]) !== undefined) {
		const months = Number(years[2] ?? 0) * 12 + Number(years[3] ?? 0);
		return Number.isSafeInteger(months) ? new YearsDuration(years[1] === "-" ? -months + 0 : months) : null;
	}
	const days = DAYS.exec(text);
	if (days === null || days.slice(2, 6).every((part) => part === undefined)) return null;
	const seconds = BigInt(days[3] ?? 0) * 3600n + BigInt(days[4] ?? 0) * 60n + BigInt(days[5] ?? 0);
	const nano = BigInt((days[6] ?? "").slice(0, 9).padEnd(9, "0"));
	const nanos = BigInt(days[2] ?? 0) * DAY + seconds * NANOS + nano;
	return new DaysDuration(days[1] === "-" ? -nanos : nanos);
}

/** What `@"…"` writes (§10.3.4.1, at literals). */
export function readTemporal(text: string): Temporal | null {
	return readDate(text) ?? readDateTime(text) ?? readTime(text) ?? readDuration(text);
}

/** Undefined when the text is no zone, null when it is empty. */
function readZone(text: string): Zone | null | undefined {
	if (text === "") return null;
	if (text === "Z") return { name: null, offset: 0 };
	if (text.startsWith("@")) {
		const name = text.slice(1);
		return /^[A-Za-z]/.test(name) && knowsZone(name) ? { name, offset: 0 } : undefined;
	}
	const match = /^([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text);
	if (match === null || Number(match[3]) > 59 || Number(match[4] ?? 0) > 59) return undefined;
	const size = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
	if (size > LARGEST_OFFSET) return undefined;
	return { name: null, offset: match[1] === "-" && size > 0 ? -size : size };
}
