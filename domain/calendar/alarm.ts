import * as v from "valibot";
import { roleName } from "../allocation/performer.ts";
import { after } from "./after.ts";
import type { Calendar } from "./calendar.ts";
import { parseDuration } from "./iso-8601.ts";
import { addWorkingTime } from "./working-time.ts";
import { parseWorkingDuration } from "./working-duration.ts";

/** Alarms of one task or process. */
export const MOST_ALARMS = 10;
/** Times that one alarm rings. */
export const MOST_RINGS = 50;

const span = v.pipe(
	v.string(),
	v.maxLength(60),
	v.check((text) => {
		const duration = parseDuration(text);
		return duration !== null && !text.startsWith("-");
	}, "not a duration such as PT4H or P2D"),
);

/** Whom an alarm tells: whoever has the task (or may take it), that person's supervisor, or everybody of a group or role. */
export const alarmRecipient = v.variant("kind", [
	v.strictObject({ kind: v.literal("performer") }),
	v.strictObject({ kind: v.literal("supervisor") }),
	v.strictObject({ kind: v.literal("group"), group: roleName }),
	v.strictObject({ kind: v.literal("role"), role: roleName }),
]);
export type AlarmRecipient = v.InferOutput<typeof alarmRecipient>;

/** Rings some time before or after a due date, once, or again and again up to a number of times in all. */
export const alarmRule = v.strictObject({
	when: v.picklist(["before", "after"]),
	by: span,
	/** Its times count in working time. */
	inWorkingTime: v.exactOptional(v.boolean()),
	/** Again after each `every`, `times` in all. */
	repeat: v.exactOptional(v.strictObject({ every: span, times: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(MOST_RINGS)) })),
	to: v.pipe(v.array(alarmRecipient), v.minLength(1), v.maxLength(10)),
});
export type AlarmRule = v.InferOutput<typeof alarmRule>;

export const alarmRules = v.pipe(v.array(alarmRule), v.maxLength(MOST_ALARMS));

/** An alarm that is set: its rule and the moments at which it rings, the earliest first. */
export interface Alarm {
	readonly rule: AlarmRule;
	readonly at: readonly number[];
}

/**
 * The moments at which an alarm rings for something due at `dueAt`, reckoned in `calendar` where it counts in working time. A moment
 * that has passed at `now` does not ring; neither does one that no working time reaches. Epoch milliseconds.
 */
export function alarmTimes(rule: AlarmRule, dueAt: number, calendar: Calendar, now: number): readonly number[] {
	const by = rule.inWorkingTime === true ? calendar : null;
	const times: number[] = [];
	let next = rule.when === "after" ? after(dueAt, rule.by, by) : before(dueAt, rule.by, by);
	for (let ring = 0; next !== null && ring < (rule.repeat?.times ?? 1); ring++) {
		if (next > now) times.push(next);
		const later: number | null = rule.repeat === undefined ? null : after(next, rule.repeat.every, by);
		// An interval of nothing rings once.
		next = later !== null && later > next ? later : null;
	}
	return times;
}

function before(moment: number, duration: string, calendar: Calendar | null): number | null {
	if (calendar === null) return after(moment, `-${duration}`, null);
	const amount = parseWorkingDuration(duration, calendar);
	return amount === null ? null : addWorkingTime(calendar, moment, -amount);
}
