import type { Worker } from "../../domain/allocation/may-take.ts";
import { after } from "../../domain/calendar/after.ts";
import type { Calendar } from "../../domain/calendar/calendar.ts";
import { type Refusal, refuse } from "../../domain/case/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { acceptForm } from "./accept-form.ts";
import { moveAlarms } from "./alarms.ts";
import { hasAttachment } from "./attachments.ts";
import { enqueue, SYSTEM } from "./effects.ts";
import { suspended } from "./held.ts";
import { withinRow } from "./row-limit.ts";
import { type Answer, type At, tooLarge } from "./steps.ts";
import { mayWork, readTask, type StoredTask, writeDraft } from "./tasks.ts";

/** Completes a task with what its form was filled with (JSON text, by path). The form is enforced here, on the data as it is now. */
export async function completeTask({ facts, sql, steps }: At, worker: Worker, task: number, submitted: string): Promise<Answer> {
	const executable = steps.ready(facts) ?? (await steps.executable(facts));
	const now = Date.now();
	const allowed = mayWork(sql, task, worker, now);
	if (!allowed.ok) return allowed;
	if (suspended(sql))
		return refuse(
			"conflict",
			"case.suspended",
			"This case is suspended. What you filled in is kept; complete the task once the case is resumed.",
		);
	const accepted = acceptForm(executable.automation, allowed.value.form_id, steps.machine.variables(), JSON.parse(submitted), (fileId) =>
		hasAttachment(sql, fileId),
	);
	if (!accepted.ok) return accepted;
	const { assignee_id: assigneeId, assignee_name: assigneeName } = allowed.value;
	const along =
		assigneeId === worker.personId && assigneeName === worker.name
			? undefined
			: () => sql.exec("UPDATE task SET assignee_id = ?, assignee_name = ? WHERE task = ?", worker.personId, worker.name, task);
	return steps.command(facts, executable, { type: "complete-task", task, variables: accepted.value }, worker, now, along);
}

const NOT_NOW: ReadonlySet<string> = new Set([
	"engine.unknown_choice",
	"engine.ad_hoc_busy",
	"engine.case_suspended",
	"engine.case_ended",
	"case.moved_meanwhile",
]);

/** Begins an activity that an ad-hoc sub-process offers. */
export async function startActivity({ facts, steps }: At, worker: Worker, choice: number): Promise<Answer> {
	const executable = steps.ready(facts) ?? (await steps.executable(facts));
	const answer = steps.command(facts, executable, { type: "start-activity", choice }, worker, Date.now());
	return answer.ok || !NOT_NOW.has(answer.error.code) ? answer : { ok: false, error: { ...answer.error, kind: "conflict" } };
}

/** Takes a task of a pool: it leaves everyone else's inbox. Claiming one's own task again changes nothing. */
export function claim({ facts, sql, steps }: At, worker: Worker, task: number): Answer {
	const now = Date.now();
	const allowed = mayWork(sql, task, worker, now);
	if (!allowed.ok) return allowed;
	if (allowed.value.assignee_id === worker.personId) return ok(steps.nothing(facts));
	return steps.note(
		facts,
		"claim-task",
		worker,
		now,
		[{ kind: "task-claimed", elementId: allowed.value.element_id, task, person: worker.name }],
		() => sql.exec("UPDATE task SET assignee_id = ?, assignee_name = ? WHERE task = ?", worker.personId, worker.name, task),
	);
}

/** Gives a claimed task back to its pool. Drafts stay: they are the person's own. */
export function release({ facts, sql, steps }: At, worker: Worker, task: number): Answer {
	const now = Date.now();
	const allowed = mayWork(sql, task, worker, now);
	if (!allowed.ok) return allowed;
	const row = allowed.value;
	if (row.assignee_id === null) return ok(steps.nothing(facts));
	if (row.assign !== "pool") return refuse("conflict", "task.not_of_a_pool", "This task was given to you and has no pool to go back to.");
	return steps.note(
		facts,
		"release-task",
		worker,
		now,
		[{ kind: "task-released", elementId: row.element_id, task, person: worker.name }],
		() => sql.exec("UPDATE task SET assignee_id = NULL, assignee_name = NULL WHERE task = ?", task),
	);
}

/** Keeps what a person has filled in so far (JSON text). It is theirs alone and is no step of the case. */
export function saveDraft({ sql }: At, worker: Worker, task: number, draft: string): Result<{ savedAt: number }, Refusal> {
	const now = Date.now();
	const allowed = mayWork(sql, task, worker, now);
	if (!allowed.ok) return allowed;
	try {
		writeDraft(sql, task, worker.personId, withinRow(draft, "The draft"), now);
	} catch (error) {
		return tooLarge(error);
	}
	return ok({ savedAt: now });
}

/** The person that a task is given to, with the calendar they work by. */
export interface Chosen {
	readonly personId: string;
	readonly name: string;
	readonly calendar?: Calendar;
}

/** The Environment's answer to an allocation: the person who gets the task, or that there is nobody. Repeats do nothing. */
export function assign({ facts, sql, steps }: At, task: number, person: Chosen | null): { sequence: number } {
	const row = readTask(sql, task);
	if (row === undefined || row.state !== "open" || row.assignee_id !== null) return { sequence: 0 };
	const now = Date.now();
	if (person === null) {
		const committed = steps.keepFailed(
			{ type: "allocate", task },
			{
				code: "allocation.nobody",
				detail: `Nobody can be given "${row.name}": no active person has the role, group or address it asks for. Add one, then retry.`,
				at: row.element_id,
			},
			now,
		);
		return { sequence: committed.sequence };
	}
	const keys: string[] = [];
	// Reckoned by the organisation's calendar until now; whoever does it works by their own, from when the task began.
	const ownDue = person.calendar === undefined ? row.due_at : dueIn(row, person.calendar);
	const moved = ownDue === row.due_at ? {} : { dueAt: ownDue };
	const answer = steps.note(
		facts,
		"assign-task",
		SYSTEM,
		now,
		[{ kind: "task-assigned", elementId: row.element_id, task, person: person.name, ...moved }],
		() => {
			sql.exec("UPDATE task SET assignee_id = ?, assignee_name = ?, due_at = ? WHERE task = ?", person.personId, person.name, ownDue, task);
			if (person.calendar !== undefined && ownDue !== null) moveAlarms(sql, task, ownDue, person.calendar, now);
			if (row.notify === 1) keys.push(enqueue(sql, facts, "notify", task, now, person.personId));
		},
		keys,
	);
	return { sequence: answer.ok ? answer.value.sequence : 0 };
}

/** When a task is due in the working time of a calendar, counted from its beginning. */
function dueIn({ created_at: createdAt, due_in: duration, due_at: dueAt }: StoredTask, calendar: Calendar): number | null {
	return duration === null ? dueAt : (after(createdAt, duration, calendar) ?? dueAt);
}

/** The Environment's answer to who the one person of a pool is: their calendar. The due date is reckoned in it. Repeats do nothing. */
export function reckonDue({ facts, sql, steps }: At, task: number, calendar: Calendar): void {
	const row = readTask(sql, task);
	const dueAt = row === undefined ? null : dueIn(row, calendar);
	if (row === undefined || row.state !== "open" || dueAt === null || dueAt === row.due_at) return;
	const now = Date.now();
	steps.note(facts, "reckon-due", SYSTEM, now, [{ kind: "due-reckoned", elementId: row.element_id, task, dueAt }], () => {
		sql.exec("UPDATE task SET due_at = ? WHERE task = ?", dueAt, task);
		moveAlarms(sql, task, dueAt, calendar, now);
	});
}
