import type { Tone } from "../kit/status.tsx";

/** How a task or case stands against its due date. */
export type DueState = "none" | "on-time" | "at-risk" | "overdue";

/** The last part of the time a task was given, in which it is at risk; at least an hour, at most a day. */
const RISK_SHARE = 0.25;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Decides by the clock alone: at risk from the first alarm before the due date (`atRiskAt`), or, where no alarm says so, for the last
 * part of the time. All times are epoch milliseconds.
 */
export function dueState(createdAt: number, dueAt: number | null, now: number, atRiskAt: number | null = null): DueState {
	if (dueAt === null) return "none";
	if (now >= dueAt) return "overdue";
	if (atRiskAt !== null) return now >= atRiskAt ? "at-risk" : "on-time";
	const risk = Math.min(DAY_MS, Math.max(HOUR_MS, (dueAt - createdAt) * RISK_SHARE));
	return dueAt - now <= risk ? "at-risk" : "on-time";
}

export const DUE_WORDS: Readonly<Record<DueState, { readonly tone: Tone; readonly word: string }>> = {
	none: { tone: "neutral", word: "No due date" },
	"on-time": { tone: "success", word: "On time" },
	"at-risk": { tone: "warning", word: "At risk" },
	overdue: { tone: "error", word: "Overdue" },
};
