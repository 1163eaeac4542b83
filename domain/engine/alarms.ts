import type * as v from "valibot";
import { type Alarm, type AlarmRule, alarmTimes } from "../calendar/alarm.ts";
import { after } from "../calendar/after.ts";
import { type Calendar, STANDARD_CALENDARS } from "../calendar/calendar.ts";
import type { serviceLevel } from "../deployment/automation.ts";
import type { ServiceLevel } from "./program.ts";
import type { Reading } from "./reading.ts";
import type { Stepping } from "./stepping.ts";

/** The alarms of a task or process: refused where there is no due date to count from, or what cannot be counted in working time. */
export function readAlarms(reading: Reading, rules: readonly AlarmRule[] | undefined, due: boolean): readonly AlarmRule[] {
	if (rules === undefined || rules.length === 0) return [];
	if (!due) reading.refuse("engine.alarm_without_due", `${reading.title} has alarms and no time to do it, from which they would count.`);
	for (const rule of rules)
		for (const text of [rule.by, ...(rule.repeat === undefined ? [] : [rule.repeat.every])])
			reading.moment("duration", text, rule.inWorkingTime ?? false);
	return rules;
}

/** Sets alarms for something that is due: those that still have a moment to ring at. */
export function setAlarms(step: Stepping, rules: readonly AlarmRule[], dueAt: number, calendar: Calendar): readonly Alarm[] {
	return rules.map((rule) => ({ rule, at: alarmTimes(rule, dueAt, calendar, step.context.now) })).filter((alarm) => alarm.at.length > 0);
}

/** The service level of a process, read from its automation. */
export function readServiceLevel(reading: Reading, given: v.InferOutput<typeof serviceLevel>): ServiceLevel | undefined {
	const moment = reading.moment("duration", given.dueIn, given.inWorkingTime ?? false);
	if (!("iso" in moment)) {
		reading.refuse("engine.not_a_time", `${reading.title} is due after "${given.dueIn}", which is no duration such as P5D.`);
		return undefined;
	}
	return {
		dueIn: moment.iso,
		...(moment.working === true && { working: true as const }),
		alarms: readAlarms(reading, given.alarms, true),
	};
}

/** A case begins: when it is due by the service level of its process, in the organisation's working time. */
export function setDue(step: Stepping, level: ServiceLevel): void {
	const { calendar } = (step.context.calendars ?? STANDARD_CALENDARS).organisation;
	const dueAt = after(step.context.now, level.dueIn, level.working === true ? calendar : null);
	// Nobody works that long within a hundred years: such a case is never late.
	if (dueAt === null) return;
	step.record({ kind: "case-due", dueAt });
	step.effects.push({ type: "set-due", dueAt, alarms: setAlarms(step, level.alarms, dueAt, calendar) });
}
