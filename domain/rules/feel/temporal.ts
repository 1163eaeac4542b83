/**
 * Dates, times and durations of FEEL (DMN 1.5 §10.3.2.3.4 to .8), with years from -999,999,999 to 999,999,999 and nanoseconds.
 * All are immutable.
 */

export const NANOS = 1_000_000_000n;
export const DAY = 86_400n * NANOS;
const LARGEST_YEAR = 999_999_999;

export interface Zone {
	/** The name of the IANA database, when the zone was named. */
	readonly name: string | null;
	/** Seconds east of Greenwich, when it was written as an offset. */
	readonly offset: number;
}

export class FeelDate {
	readonly year: number;
	readonly month: number;
	readonly day: number;
	constructor(year: number, month: number, day: number) {
		this.year = year;
		this.month = month;
		this.day = day;
	}
	toString(): string {
		const digits = String(Math.abs(this.year)).padStart(4, "0");
		return `${this.year < 0 ? "-" : ""}${digits}-${two(this.month)}-${two(this.day)}`;
	}
}

export class FeelTime {
	readonly hour: number;
	readonly minute: number;
	readonly second: number;
	readonly nano: number;
	readonly zone: Zone | null;
	constructor(hour: number, minute: number, second: number, nano: number, zone: Zone | null) {
		this.hour = hour;
		this.minute = minute;
		this.second = second;
		this.nano = nano;
		this.zone = zone;
	}
	toString(): string {
		const fraction = this.nano === 0 ? "" : `.${String(this.nano).padStart(9, "0").replace(/0+$/, "")}`;
		return `${two(this.hour)}:${two(this.minute)}:${two(this.second)}${fraction}${writeZone(this.zone)}`;
	}
}

export class FeelDateTime {
	readonly date: FeelDate;
	readonly time: FeelTime;
	constructor(date: FeelDate, time: FeelTime) {
		this.date = date;
		this.time = time;
	}
	toString(): string {
		return `${this.date.toString()}T${this.time.toString()}`;
	}
}

/** A duration of days, hours, minutes and seconds, in nanoseconds. */
export class DaysDuration {
	readonly nanos: bigint;
	constructor(nanos: bigint) {
		this.nanos = nanos;
	}
	toString(): string {
		const size = this.nanos < 0n ? -this.nanos : this.nanos;
		const days = size / DAY;
		const hours = (size % DAY) / (3600n * NANOS);
		const minutes = (size / (60n * NANOS)) % 60n;
		const seconds = (size / NANOS) % 60n;
		const nano = size % NANOS;
		const fraction = nano === 0n ? "" : `.${String(nano).padStart(9, "0").replace(/0+$/, "")}`;
		const time = `${hours > 0n ? `${hours}H` : ""}${minutes > 0n ? `${minutes}M` : ""}${seconds > 0n || nano > 0n ? `${seconds}${fraction}S` : ""}`;
		if (size === 0n) return "PT0S";
		return `${this.nanos < 0n ? "-" : ""}P${days > 0n ? `${days}D` : ""}${time === "" ? "" : `T${time}`}`;
	}
}

/** A duration of years and months, in months. */
export class YearsDuration {
	readonly months: number;
	constructor(months: number) {
		this.months = months;
	}
	toString(): string {
		const size = Math.abs(this.months);
		const years = Math.floor(size / 12);
		const months = size % 12;
		if (size === 0) return "P0M";
		return `${this.months < 0 ? "-" : ""}P${years > 0 ? `${years}Y` : ""}${months > 0 ? `${months}M` : ""}`;
	}
}

export type Temporal = FeelDate | FeelTime | FeelDateTime | DaysDuration | YearsDuration;

export function isTemporal(value: unknown): value is Temporal {
	return (
		value instanceof FeelDate ||
		value instanceof FeelDateTime ||
		value instanceof FeelTime ||
		value instanceof DaysDuration ||
		value instanceof YearsDuration
	);
}

function two(value: number): string {
	return String(value).padStart(2, "0");
}

function writeZone(zone: Zone | null): string {
	if (zone === null) return "";
	if (zone.name !== null) return `@${zone.name}`;
	if (zone.offset === 0) return "Z";
	const size = Math.abs(zone.offset);
	const seconds = size % 60;
	return `${zone.offset < 0 ? "-" : "+"}${two(Math.floor(size / 3600))}:${two(Math.floor(size / 60) % 60)}${seconds === 0 ? "" : `:${two(seconds)}`}`;
}

export function daysInMonth(year: number, month: number): number {
	if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
	return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export function makeDate(year: number, month: number, day: number): FeelDate | null {
	if (!Number.isInteger(year) || !Number.isInteger(month) || !Number.isInteger(day)) return null;
	if (Math.abs(year) > LARGEST_YEAR || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
	return new FeelDate(year, month, day);
}

export function makeTime(hour: number, minute: number, second: number, nano: number, zone: Zone | null): FeelTime | null {
	const inside = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
	return inside && Number.isInteger(hour) && Number.isInteger(minute) ? new FeelTime(hour, minute, second, nano, zone) : null;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar. */
export function epochDay(date: FeelDate): number {
	const year = date.month <= 2 ? date.year - 1 : date.year;
	const era = Math.floor(year / 400);
	const ofEra = year - era * 400;
	const ofYear = Math.floor((153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5) + date.day - 1;
	return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

export function dateOfEpochDay(epoch: number): FeelDate | null {
	const shifted = epoch + 719_468;
	const era = Math.floor(shifted / 146_097);
	const ofEra = shifted - era * 146_097;
	const yearOfEra = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365);
	const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
	const day = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
	const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
	return makeDate(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
}

/** Nanoseconds since midnight, as the clock on the wall shows it. */
export function nanosOfDay(time: FeelTime): bigint {
	return BigInt(time.hour * 3600 + time.minute * 60 + time.second) * NANOS + BigInt(time.nano);
}

export function timeOfNanos(nanos: bigint, zone: Zone | null): FeelTime {
	const inDay = ((nanos % DAY) + DAY) % DAY;
	const seconds = Number(inDay / NANOS);
	return new FeelTime(Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, Number(inDay % NANOS), zone);
}

/** Nanoseconds since 1970 on the wall's clock, whatever the zone. */
export function wallNanos(value: FeelDateTime): bigint {
	return BigInt(epochDay(value.date)) * DAY + nanosOfDay(value.time);
}

export function dateTimeOfNanos(nanos: bigint, zone: Zone | null): FeelDateTime | null {
	const inDay = ((nanos % DAY) + DAY) % DAY;
	const date = dateOfEpochDay(Number((nanos - inDay) / DAY));
	return date === null ? null : new FeelDateTime(date, timeOfNanos(inDay, zone));
}

/** Seconds east of Greenwich at that time of the zone's own clock. */
export function offsetAt(zone: Zone, date: FeelDate | null, time: FeelTime): number {
	if (zone.name === null) return zone.offset;
	const day = date === null || Math.abs(date.year) > 200_000 ? 0 : epochDay(date);
	const wall = day * 86_400 + time.hour * 3600 + time.minute * 60 + time.second;
	// The offset of the wall's clock depends on the instant, which depends on the offset: the second round settles it.
	const first = offsetOf(zone.name, wall);
	return offsetOf(zone.name, wall - first);
}

const zones = new Map<string, Intl.DateTimeFormat | null>();

export function knowsZone(name: string): boolean {
	return formatOf(name) !== null;
}

function formatOf(name: string): Intl.DateTimeFormat | null {
	const known = zones.get(name);
	if (known !== undefined) return known;
	let made: Intl.DateTimeFormat | null = null;
	try {
		made = new Intl.DateTimeFormat("en-GB", { timeZone: name, timeZoneName: "longOffset" });
	} catch {
		// No zone of that name.
	}
	if (zones.size < 1000) zones.set(name, made);
	return made;
}

function offsetOf(name: string, seconds: number): number {
	const written = formatOf(name)
		?.formatToParts(seconds * 1000)
		.find((part) => part.type === "timeZoneName")?.value;
	const match = /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(written ?? "");
	if (match === null) return 0;
	const size = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
	return match[1] === "-" ? -size : size;
}
