import { parseDuration } from "../../domain/calendar/iso-8601.ts";

/** What a length of time is written in where one number and one word do; `expression`: everything else. */
export type Unit = "minutes" | "hours" | "days" | "weeks" | "months";

export const UNITS: readonly Unit[] = ["minutes", "hours", "days", "weeks", "months"];

export interface Simple {
	/** As it is typed: digits, or nothing yet. */
	readonly count: string;
	readonly unit: Unit;
}

const LETTERS: Readonly<Record<Unit, readonly [before: string, after: string]>> = {
	minutes: ["PT", "M"],
	hours: ["PT", "H"],
	days: ["P", "D"],
	weeks: ["P", "W"],
	months: ["P", "M"],
};

/** `P2D` as two days; null for what is not one number of one unit: a longer duration, or FEEL. */
export function readSimple(text: string): Simple | null {
	for (const unit of UNITS) {
		const [before, after] = LETTERS[unit];
		const count = text.slice(before.length, text.length - after.length);
		if (text === `${before}${count}${after}` && /^\d{0,6}$/.test(count)) return { count, unit };
	}
	return null;
}

/** Two days as `P2D`; without a number it is no duration yet. */
export function writeSimple({ count, unit }: Simple): string {
	const [before, after] = LETTERS[unit];
	return `${before}${count}${after}`;
}

/** What is wrong with a length of time, as a sentence. */
export function durationProblem(text: string, inWorkingTime: boolean): string | undefined {
	const simple = readSimple(text);
	if (simple === null) return undefined;
	if (simple.count === "") return `Type how many ${simple.unit}.`;
	if (inWorkingTime && simple.unit === "months") return "A month is no amount of work. Use weeks, days or hours.";
	return parseDuration(text) === null ? `That many ${simple.unit} are too long.` : undefined;
}

/** A cycle as its interval and how often it comes (empty: without end); null for one that has a start, or is FEEL. */
export function readCycle(text: string): { readonly every: string; readonly times: string } | null {
	const match = /^R(\d*)\/([^/]*)$/.exec(text);
	return match === null ? null : { times: match[1] ?? "", every: match[2] ?? "" };
}
