import type { Holiday } from "./calendar.ts";
import { isDate } from "./check-calendar.ts";

/** Characters of a list or an iCalendar file that are read; a country's holidays of a century have half of it. */
export const LONGEST_HOLIDAY_TEXT = 500_000;
/** Days that one event of a file may last; a longer one is no holiday but a project. */
const LONGEST_EVENT_DAYS = 62;
const DAY = 86_400_000;

/** What a text holds: its holidays in order, everyone once, and the lines that are none. */
export interface ReadHolidays {
	readonly holidays: readonly Holiday[];
	readonly unread: readonly { readonly line: number; readonly text: string; readonly why: string }[];
}

/**
 * Reads holidays from what people have: an iCalendar file (RFC 5545, whole-day events, those that come every year too), or lines of
 * a date and a name: `2026-12-25 Christmas Day`, `25.12.2026; Christmas Day`, `12-25 Christmas Day` for every year. A date that comes
 * twice counts once.
 */
export function readHolidays(text: string): ReadHolidays {
	const given = text.slice(0, LONGEST_HOLIDAY_TEXT);
	const read = /^\s*BEGIN:VCALENDAR/i.test(given) ? readICalendar(given) : readLines(given);
	const holidays = new Map<string, Holiday>();
	for (const each of read.holidays) if (!holidays.has(each.date)) holidays.set(each.date, each);
	return { holidays: [...holidays.values()].toSorted((one, other) => (one.date < other.date ? -1 : 1)), unread: read.unread };
}

function readLines(text: string): ReadHolidays {
	const holidays: Holiday[] = [];
	const unread: ReadHolidays["unread"][number][] = [];
	for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
		const line = raw.trim();
		if (line === "") continue;
		const match = /^(\d{4}-\d{2}-\d{2}|\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4})(?:[\s,;:]+(.*))?$/.exec(line);
		const date = match === null ? undefined : isoDate(match[1] ?? "");
		if (date === undefined || !isDate(date))
			unread.push({
				line: index + 1,
				text: line.slice(0, 80),
				why: match === null ? "does not begin with a date" : "is not a day of the calendar",
			});
		else holidays.push({ date, name: (match?.[2] ?? "").trim().slice(0, 120) });
	}
	return { holidays, unread };
}

/** `25.12.2026` as `2026-12-25`; what is in the order of ISO stays. */
function isoDate(text: string): string {
	const parts = text.split(".");
	if (parts.length !== 3) return text;
	const [day = "", month = "", year = ""] = parts;
	return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

interface Event {
	readonly line: number;
	start?: string;
	end?: string;
	name: string;
	rule: string;
	timed: boolean;
	cancelled: boolean;
}

function readICalendar(text: string): ReadHolidays {
	const holidays: Holiday[] = [];
	const unread: ReadHolidays["unread"][number][] = [];
	let event: Event | undefined;
	for (const { line, value } of unfold(text)) {
		const match = /^([A-Z-]+)((?:;[^:"]*(?:"[^"]*"[^:"]*)*)?):(.*)$/i.exec(value);
		if (match === null) continue;
		const [, property = "", parameters = "", content = ""] = match;
		const name = property.toUpperCase();
		if (name === "BEGIN" && content.toUpperCase() === "VEVENT") event = { line, name: "", rule: "", timed: false, cancelled: false };
		else if (event === undefined) continue;
		else if (name === "SUMMARY") event.name = plain(content);
		else if (name === "RRULE") event.rule = content.toUpperCase();
		else if (name === "STATUS") event.cancelled = content.toUpperCase() === "CANCELLED";
		else if (name === "DTSTART") {
			event.start = content.slice(0, 8);
			event.timed = content.length > 8 || /VALUE=DATE-TIME/i.test(parameters);
		} else if (name === "DTEND") event.end = content.slice(0, 8);
		else if (name === "END" && content.toUpperCase() === "VEVENT") {
			const made = daysOf(event);
			if (typeof made === "string") unread.push({ line: event.line, text: event.name.slice(0, 80), why: made });
			else holidays.push(...made);
			event = undefined;
		}
	}
	return { holidays, unread };
}

/** The days of one event, or why it is no holiday. */
function daysOf(event: Event): Holiday[] | string {
	if (event.cancelled) return "is cancelled";
	if (event.timed) return "is not for a whole day";
	const first = dayOf(event.start);
	if (first === null) return "has no date";
	// DTEND is the day after the last (RFC 5545 §3.6.1); without it an event is one day long.
	const last = (event.end === undefined ? null : dayOf(event.end)) ?? first + DAY;
	const days = Math.max(1, Math.round((last - first) / DAY));
	if (days > LONGEST_EVENT_DAYS) return `lasts ${days} days`;
	const yearly = event.rule.split(";").includes("FREQ=YEARLY");
	if (event.rule !== "" && (!yearly || /BYDAY|BYSETPOS|BYWEEKNO|BYYEARDAY|UNTIL|COUNT|INTERVAL=(?!1(?:;|$))/.test(event.rule)))
		return "repeats in a way that is no fixed day of every year";
	return Array.from({ length: days }, (_, index) => {
		const date = new Date(first + index * DAY).toISOString().slice(0, 10);
		return { date: yearly ? date.slice(5) : date, name: event.name.slice(0, 120) };
	});
}

function dayOf(text: string | undefined): number | null {
	const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text ?? "");
	if (match === null) return null;
	const date = `${match[1]}-${match[2]}-${match[3]}`;
	return isDate(date) ? Date.parse(`${date}T00:00Z`) : null;
}

/** Lines of iCalendar, with those that go on after a fold joined (RFC 5545 §3.1). */
function unfold(text: string): { line: number; value: string }[] {
	const lines: { line: number; value: string }[] = [];
	for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
		const before = lines.at(-1);
		if ((raw.startsWith(" ") || raw.startsWith("\t")) && before !== undefined) before.value += raw.slice(1);
		else lines.push({ line: index + 1, value: raw });
	}
	return lines;
}

/** A text without iCalendar's escapes (RFC 5545 §3.3.11). */
function plain(text: string): string {
	return text.replaceAll(/\\([nN,;\\])/g, (_, sign: string) => (sign === "n" || sign === "N" ? " " : sign)).trim();
}
