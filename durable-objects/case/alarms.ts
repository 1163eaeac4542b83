import type { Notice } from "../../domain/case/answers.ts";
import { type Alarm, type AlarmRule, alarmTimes } from "../../domain/calendar/alarm.ts";
import type { Calendar } from "../../domain/calendar/calendar.ts";
import type { Entry } from "./commit.ts";
import { enqueue, SYSTEM } from "./effects.ts";
import type { Facts } from "./facts.ts";
import { suspended } from "./held.ts";
import { confirmEffect } from "./outbox.ts";
import type { At } from "./steps.ts";
import { candidatesOf, readTask } from "./tasks.ts";

/** Alarms that ring in one alarm of the object; the rest follows in the next. */
const RINGS_TOGETHER = 100;

interface StoredAlarm extends Record<string, SqlStorageValue> {
	alarm: number;
	/** `null`: of the case as a whole. */
	task: number | null;
	/** JSON text. */
	rule: string;
	times: string;
	/** How many of the times have come. */
	rung: number;
	next_at: number | null;
}

/** Keeps the alarms of a task, or of the case (`null`), inside the transaction of a step. */
export function keepAlarms(sql: SqlStorage, task: number | null, alarms: readonly Alarm[]): void {
	if (alarms.length === 0) return;
	for (const { rule, at } of alarms)
		sql.exec(
			"INSERT INTO alarm (task, rule, times, rung, next_at) VALUES (?, ?, ?, 0, ?)",
			task,
			JSON.stringify(rule),
			JSON.stringify(at),
			at[0] ?? null,
		);
	markRisk(sql, task);
}

/** When the first alarm before the due date rings, the task or case is at risk: its colour follows. */
function markRisk(sql: SqlStorage, task: number | null): void {
	const { at } = sql
		.exec<{ at: number | null }>("SELECT min(times ->> 0) AS at FROM alarm WHERE task IS ? AND rule ->> 'when' = 'before'", task)
		.one();
	if (task === null) sql.exec("UPDATE position SET at_risk_at = ?", at);
	else sql.exec("UPDATE task SET at_risk_at = ? WHERE task = ?", at, task);
}

/** A task is closed: its alarms ring no more, and what they were about to say is not said. */
export function dropAlarms(sql: SqlStorage, facts: Facts, task: number): void {
	for (const { alarm, rung } of sql.exec<StoredAlarm>("DELETE FROM alarm WHERE task = ? RETURNING *", task).toArray())
		if (rung > 0) confirmEffect(sql, keyOf(facts, alarm, rung));
}

/** A task is due at another moment: its alarms that have not rung yet are reckoned anew. */
export function moveAlarms(sql: SqlStorage, task: number, dueAt: number, calendar: Calendar, now: number): void {
	for (const { alarm, rule } of sql.exec<StoredAlarm>("SELECT * FROM alarm WHERE task = ? AND rung = 0", task).toArray()) {
		const at = alarmTimes(JSON.parse(rule) as AlarmRule, dueAt, calendar, now);
		sql.exec("UPDATE alarm SET times = ?, next_at = ? WHERE alarm = ?", JSON.stringify(at), at[0] ?? null, alarm);
	}
	markRisk(sql, task);
}

/**
 * Rings the alarms whose time has come: each is in the log and its mails in the outbox, in one transaction, so that each time rings
 * once whatever fails. Times that passed while nothing ran ring once together. A suspended case keeps them.
 */
export function ringAlarms({ facts, sql, steps }: At): void {
	if (suspended(sql)) return;
	const now = Date.now();
	const due = sql
		.exec<StoredAlarm>("SELECT * FROM alarm WHERE next_at <= ? ORDER BY next_at, alarm LIMIT ?", now, RINGS_TOGETHER)
		.toArray();
	if (due.length === 0) return;
	const keys: string[] = [];
	steps.note(
		facts,
		"ring-alarm",
		SYSTEM,
		now,
		due.map((each) => entryOf(sql, each)),
		() => {
			for (const { alarm, times, rung: before } of due) {
				const all = JSON.parse(times) as number[];
				const rung = all.filter((at) => at <= now).length;
				sql.exec("UPDATE alarm SET rung = ?, next_at = ? WHERE alarm = ?", rung, all[rung] ?? null, alarm);
				// What the time before had to say and has not said yet is said by this one.
				if (before > 0) confirmEffect(sql, keyOf(facts, alarm, before));
				keys.push(enqueue(sql, facts, "alarm", alarm, now, String(rung)));
			}
		},
		keys,
	);
}

function keyOf(facts: Facts, alarm: number, rung: number): string {
	return `${facts.caseId}.alarm.${alarm}.${rung}`;
}

function entryOf(sql: SqlStorage, { task, rule: json }: StoredAlarm): Entry {
	const rule = JSON.parse(json) as AlarmRule;
	const row = task === null ? undefined : readTask(sql, task);
	return {
		kind: "alarm-rung",
		...(row !== undefined && { elementId: row.element_id, task: row.task }),
		when: rule.when,
		by: rule.by,
		dueAt: row === undefined ? dueOf(sql) : row.due_at,
		to: rule.to.map((each) => (each.kind === "group" ? each.group : each.kind === "role" ? each.role : each.kind)),
	};
}

function dueOf(sql: SqlStorage): number | null {
	return sql.exec<{ due_at: number | null }>("SELECT due_at FROM position").one().due_at;
}

/** What an alarm says, and to whom. `null` when its task is closed, or another time of it has come: then nothing is sent. */
export function readAlarm(sql: SqlStorage, facts: Facts, key: string, alarm: number): Notice | null {
	if (sql.exec("SELECT 1 FROM effect WHERE key = ?", key).toArray().length === 0) return null;
	const stored = sql.exec<StoredAlarm>("SELECT * FROM alarm WHERE alarm = ?", alarm).toArray()[0];
	if (stored === undefined || key !== keyOf(facts, alarm, stored.rung)) {
		confirmEffect(sql, key);
		return null;
	}
	const rule = JSON.parse(stored.rule) as AlarmRule;
	const { title } = sql.exec<{ title: string }>("SELECT title FROM position").one();
	const row = stored.task === null ? undefined : readTask(sql, stored.task);
	const { starter } = facts;
	return {
		task: stored.task,
		key,
		taskName: row?.name ?? facts.process,
		taskTitle: row?.title ?? title,
		dueAt: row === undefined ? dueOf(sql) : row.due_at,
		caseNumber: facts.number,
		caseTitle: title,
		process: facts.process,
		// A case has no performer: whoever started it answers for it.
		assigneeId: row === undefined ? starter.personId : row.assignee_id,
		...(row === undefined ? { people: [], groups: [], roles: [] } : candidatesOf(row)),
		alarm: { when: rule.when, to: rule.to },
	};
}
