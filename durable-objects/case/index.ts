import { DurableObject } from "cloudflare:workers";
import type { Worker } from "../../domain/allocation/may-take.ts";
import type { Notice, ReceivedMail, NewAttachment, StartAnswer, StartInput, TakenJob } from "../../domain/case/answers.ts";
import { type Refusal, refuse } from "../../domain/case/refusal.ts";
import type { CaseProjection } from "../../domain/case/rows.ts";
import type { AttachmentView, CaseView, LogEntry, MailView } from "../../domain/case/view.ts";
import type { Command, Variables } from "../../domain/engine/types.ts";
import type { CaseId, PackageId } from "../../domain/ids.ts";
import { ok, type Result } from "../../domain/result.ts";
import { type EnvironmentScope, names } from "../../workers/tenancy/objects.ts";
import { requireOwnName } from "../../workers/tenancy/own-name.ts";
import { migrate } from "../migrate.ts";
import { backOff, Wake } from "../wake.ts";
import { acceptForm } from "./accept-form.ts";
import { addAttachments, hasAttachment, listAttachments } from "./attachments.ts";
import { type Actor, enqueue, SYSTEM } from "./effects.ts";
import { type Facts, projection, readFacts, writeFacts } from "./facts.ts";
import { readIncident, resolve } from "./incidents.ts";
import { endJob, jobError, releaseJob, takeJob } from "./jobs.ts";
import { type Answer, type ObjectCommand, Steps, tooLarge } from "./steps.ts";
import { readNotice, writeMail } from "./mails.ts";
import { advanceLane, confirmEffect } from "./outbox.ts";
import { Courier } from "./courier.ts";
import { caseLog, caseView, taskPage } from "./read.ts";
import { withinRow } from "./row-limit.ts";
import { CASE_MIGRATIONS } from "./schema.ts";
import { mayWork, readTask, writeDraft } from "./tasks.ts";

/** Timers fired in one alarm; the rest follows in the next. */
const TIMERS_PER_ALARM = 100;

/** One running case. The truth about it is here; lists, waits and queues are told by its outbox. */
export class Case extends DurableObject<Env> {
	readonly #sql: SqlStorage;
	readonly #wake: Wake;
	readonly #steps: Steps;
	readonly #courier: Courier;
	#facts: Facts | undefined;
	/** Alarms in a row that could not do their work. */
	#failures = 0;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		this.#sql = ctx.storage.sql;
		this.#wake = new Wake(ctx.storage);
		this.#courier = new Courier(ctx, env, () => this.#facts);
		this.#steps = new Steps(ctx.storage, env, this.#wake, this.#courier);
		void ctx.blockConcurrencyWhile(async () => {
			migrate(ctx.storage, CASE_MIGRATIONS);
			this.#facts = readFacts(this.#sql);
			await this.#wake.load(this.#steps.nextWake());
		});
	}

	/** Starts the case; a repeat answers with what the first start made. */
	async start(scope: EnvironmentScope, input: StartInput): Promise<Result<StartAnswer, Refusal>> {
		requireOwnName(this.ctx, names.case(scope, input.caseId));
		if (this.#facts !== undefined) return ok(this.#steps.started(this.#facts, false));
		const executable = await this.#steps.executable(scope, input.packageHash);
		// Reading the package let other calls in: a repeat may have started the case meanwhile.
		if (this.#facts !== undefined) return ok(this.#steps.started(this.#facts, false));
		const now = Date.now();
		const facts: Facts = {
			scope: { companyId: scope.companyId, environmentId: scope.environmentId },
			caseId: input.caseId,
			number: input.number,
			packageId: input.packageId,
			packageHash: input.packageHash,
			process: input.process,
			category: input.category,
			parameters: input.parameters,
			starter: input.starter,
			source: input.source,
			startedAt: now,
		};
		const actor: Actor = { personId: input.starter.personId, name: input.starter.name };
		const command: Command = {
			type: "start",
			...(input.startEvent === undefined ? {} : { startEvent: input.startEvent }),
			variables: JSON.parse(input.variables) as Variables,
			starter: input.starter,
		};
		let refusal: Refusal | undefined;
		const committed = this.#steps.orNothing(() => {
			writeFacts(this.#sql, facts);
			this.#sql.exec(
				"INSERT INTO position (one, step, state, title, ended_at, engine) VALUES (1, 0, 'running', ?, NULL, NULL)",
				facts.process,
			);
			advanceLane(this.#sql, "mark", 1, now);
			addAttachments(this.#sql, input.attachments ?? [], actor, now);
			const result = this.#steps.attempt(facts, executable, command, actor, now);
			if (result.ok) return result.value;
			refusal = result.error;
			return undefined;
		});
		if (committed === undefined) return { ok: false, error: refusal ?? noCase().error };
		this.#facts = facts;
		this.#steps.after(committed);
		return ok(this.#steps.started(facts, true));
	}

	/** Completes a task with what its form was filled with (JSON text, by path). The form is enforced here, on the data as it is now. */
	async completeTask(scope: EnvironmentScope, caseId: CaseId, worker: Worker, task: number, submitted: string): Promise<Answer> {
		const facts = this.#open(scope, caseId);
		if (facts === undefined) return noCase();
		const executable = this.#steps.ready(facts) ?? (await this.#steps.executable(facts.scope, facts.packageHash));
		const now = Date.now();
		const allowed = mayWork(this.#sql, task, worker, now);
		if (!allowed.ok) return allowed;
		const accepted = acceptForm(
			executable.automation,
			allowed.value.form_id,
			this.#steps.machine.variables(),
			JSON.parse(submitted),
			(fileId) => hasAttachment(this.#sql, fileId),
		);
		if (!accepted.ok) return accepted;
		const { assignee_id: assigneeId, assignee_name: assigneeName } = allowed.value;
		const along =
			assigneeId === worker.personId && assigneeName === worker.name
				? undefined
				: () => this.#sql.exec("UPDATE task SET assignee_id = ?, assignee_name = ? WHERE task = ?", worker.personId, worker.name, task);
		return this.#steps.command(facts, executable, { type: "complete-task", task, variables: accepted.value }, worker, now, along);
	}

	/** Takes a task of a pool: it leaves everyone else's inbox. Claiming one's own task again changes nothing. */
	claim(scope: EnvironmentScope, caseId: CaseId, worker: Worker, task: number): Answer {
		const facts = this.#open(scope, caseId);
		if (facts === undefined) return noCase();
		const now = Date.now();
		const allowed = mayWork(this.#sql, task, worker, now);
		if (!allowed.ok) return allowed;
		if (allowed.value.assignee_id === worker.personId) return ok(this.#steps.nothing(facts));
		return this.#steps.note(
			facts,
			"claim-task",
			worker,
			now,
			[{ kind: "task-claimed", elementId: allowed.value.element_id, task, person: worker.name }],
			() => this.#sql.exec("UPDATE task SET assignee_id = ?, assignee_name = ? WHERE task = ?", worker.personId, worker.name, task),
		);
	}

	/** Gives a claimed task back to its pool. Drafts stay: they are the person's own. */
	release(scope: EnvironmentScope, caseId: CaseId, worker: Worker, task: number): Answer {
		const facts = this.#open(scope, caseId);
		if (facts === undefined) return noCase();
		const now = Date.now();
		const allowed = mayWork(this.#sql, task, worker, now);
		if (!allowed.ok) return allowed;
		const row = allowed.value;
		if (row.assignee_id === null) return ok(this.#steps.nothing(facts));
		if (row.assign !== "pool") return refuse("conflict", "task.not_of_a_pool", "This task was given to you and has no pool to go back to.");
		return this.#steps.note(
			facts,
			"release-task",
			worker,
			now,
			[{ kind: "task-released", elementId: row.element_id, task, person: worker.name }],
			() => this.#sql.exec("UPDATE task SET assignee_id = NULL, assignee_name = NULL WHERE task = ?", task),
		);
	}

	/** Keeps what a person has filled in so far (JSON text). It is theirs alone and is no step of the case. */
	saveDraft(scope: EnvironmentScope, caseId: CaseId, worker: Worker, task: number, draft: string): Result<{ savedAt: number }, Refusal> {
		if (this.#open(scope, caseId) === undefined) return noCase();
		const now = Date.now();
		const allowed = mayWork(this.#sql, task, worker, now);
		if (!allowed.ok) return allowed;
		try {
			writeDraft(this.#sql, task, worker.personId, withinRow(draft, "The draft"), now);
		} catch (error) {
			return tooLarge(error);
		}
		return ok({ savedAt: now });
	}

	/** The Environment's answer to an allocation: the person who gets the task, or that there is nobody. Repeats do nothing. */
	assign(scope: EnvironmentScope, caseId: CaseId, task: number, person: { personId: string; name: string } | null): { sequence: number } {
		const facts = this.#open(scope, caseId);
		const row = facts === undefined ? undefined : readTask(this.#sql, task);
		if (facts === undefined || row === undefined || row.state !== "open" || row.assignee_id !== null) return { sequence: 0 };
		const now = Date.now();
		if (person === null) {
			const committed = this.#steps.keepFailed(
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
		const answer = this.#steps.note(
			facts,
			"assign-task",
			SYSTEM,
			now,
			[{ kind: "task-assigned", elementId: row.element_id, task, person: person.name }],
			() => {
				this.#sql.exec("UPDATE task SET assignee_id = ?, assignee_name = ? WHERE task = ?", person.personId, person.name, task);
				if (row.notify === 1) keys.push(enqueue(this.#sql, facts, "notify", task, now, person.personId));
			},
			keys,
		);
		return { sequence: answer.ok ? answer.value.sequence : 0 };
	}

	/** Takes up a job for one attempt; `null` when there is nothing to do (done, cancelled, or another consumer is at it). */
	takeJob(scope: EnvironmentScope, caseId: CaseId, job: number): TakenJob | null {
		const facts = this.#open(scope, caseId);
		if (facts === undefined) return null;
		const taken = takeJob(this.#sql, facts, job, Date.now());
		this.#wake.by(this.#steps.nextWake());
		return taken;
	}

	/** One attempt failed and another will be made: the lease ends, the error is kept for people. */
	releaseJob(scope: EnvironmentScope, caseId: CaseId, job: number, error: string, retryAt: number): void {
		const facts = this.#open(scope, caseId);
		if (facts === undefined) return;
		releaseJob(this.#sql, facts, job, error, retryAt);
	}

	/** The job is done; `result` is JSON text. A second completion is dropped: the first wins. */
	async completeJob(scope: EnvironmentScope, caseId: CaseId, job: number, result: string): Promise<void> {
		const facts = this.#open(scope, caseId);
		if (facts === undefined) return;
		await this.#steps.system(facts, (now) => {
			if (!endJob(this.#sql, facts, job, "done", now)) return undefined;
			return { type: "complete-job", job, result: JSON.parse(result) as Variables[string] };
		});
	}

	/** The job failed for good: a BPMN error where the model catches `code`, else an incident. */
	async failJob(scope: EnvironmentScope, caseId: CaseId, job: number, message: string, code?: string): Promise<void> {
		const facts = this.#open(scope, caseId);
		if (facts === undefined) return;
		await this.#steps.system(facts, (now) => {
			if (!endJob(this.#sql, facts, job, "failed", now)) return undefined;
			const why = message === "" ? (jobError(this.#sql, job) ?? "The job failed.") : message;
			return { type: "fail-job", job, message: why, ...(code === undefined ? {} : { code }) };
		});
	}

	/** A message is offered, or a signal under an id of its own for each wait; true when the case takes it, which ends this wait. The same message offered again is taken again, once. */
	async deliverMessage(
		scope: EnvironmentScope,
		caseId: CaseId,
		offer: { readonly subscription: number; readonly messageId: string; readonly payload: string },
	): Promise<boolean> {
		const facts = this.#open(scope, caseId);
		if (facts === undefined) return false;
		const known = () => this.#sql.exec("SELECT 1 FROM message_taken WHERE message_id = ?", offer.messageId).toArray().length > 0;
		if (known()) return true;
		await this.#steps.system(facts, () => {
			const [open] = this.#sql
				.exec<{ kind: string }>("DELETE FROM subscription WHERE subscription = ? RETURNING kind", offer.subscription)
				.toArray();
			if (open === undefined) return undefined;
			this.#sql.exec("INSERT INTO message_taken (message_id, subscription) VALUES (?, ?)", offer.messageId, offer.subscription);
			const type = open.kind === "signal" ? "deliver-signal" : "deliver-message";
			return { type, subscription: offer.subscription, payload: JSON.parse(offer.payload) as Variables[string] };
		});
		return known();
	}

	/** A mail that answers this case: it is listed with its attachments. A mail that came before changes nothing. */
	receiveMail(scope: EnvironmentScope, caseId: CaseId, mail: ReceivedMail): Answer {
		const facts = this.#open(scope, caseId);
		if (facts === undefined) return noCase();
		const now = Date.now();
		if (this.#sql.exec("SELECT 1 FROM mail WHERE mail_id = ?", mail.mailId).toArray().length > 0) return ok(this.#steps.nothing(facts));
		const actor: Actor = { personId: null, name: mail.from };
		const entry = { kind: "mail-received", mailId: mail.mailId, from: mail.from, subject: mail.subject, text: mail.text.slice(0, 20_000) };
		return this.#steps.note(facts, "receive-mail", actor, now, [entry], () => {
			writeMail(this.#sql, {
				mailId: mail.mailId,
				direction: "in",
				address: mail.from,
				subject: mail.subject,
				state: "received",
				detail: "",
				at: now,
			});
			addAttachments(this.#sql, mail.attachments, actor, now);
		});
	}

	/** What a notification has to say; `null` when its task is closed: then its effect is confirmed. */
	notice(scope: EnvironmentScope, caseId: CaseId, key: string, task: number): Notice | null {
		const facts = this.#open(scope, caseId);
		return facts === undefined ? null : readNotice(this.#sql, facts, key, task);
	}

	/** The delivery state of a mail about this case. `done`: nothing more will be tried, the effect with `key` is confirmed. */
	recordMail(scope: EnvironmentScope, caseId: CaseId, mail: MailView, done: { readonly key: string } | null): void {
		const facts = this.#open(scope, caseId);
		if (facts === undefined) return;
		const entries = [{ kind: `mail-${mail.state}`, mailId: mail.mailId, to: mail.address, subject: mail.subject }];
		this.#steps.note(facts, "record-mail", SYSTEM, Date.now(), entries, () => {
			writeMail(this.#sql, mail);
			if (done !== null) confirmEffect(this.#sql, done.key);
		});
	}

	/** Attaches documents that already lie in R2. One that is attached already is left alone. */
	attach(scope: EnvironmentScope, caseId: CaseId, actor: Actor, attachments: readonly NewAttachment[]): Answer {
		const facts = this.#open(scope, caseId);
		if (facts === undefined) return noCase();
		const now = Date.now();
		const entries = attachments.map((file) => ({ kind: "attachment-added", fileId: file.fileId, name: file.name, size: file.size }));
		return this.#steps.note(facts, "attach", actor, now, entries, () => addAttachments(this.#sql, attachments, actor, now));
	}

	/** One attachment of this case; `null` for any other id. */
	attachment(scope: EnvironmentScope, caseId: CaseId, fileId: string): AttachmentView | null {
		if (this.#open(scope, caseId) === undefined) return null;
		return listAttachments(this.#sql).find((file) => file.fileId === fileId) ?? null;
	}

	/** Retries an incident: the engine's own, or a step that failed as a whole. */
	async retryIncident(scope: EnvironmentScope, caseId: CaseId, incident: number, actor: Actor): Promise<Answer> {
		const facts = this.#open(scope, caseId);
		if (facts === undefined) return noCase();
		const executable = await this.#steps.executable(facts.scope, facts.packageHash);
		const now = Date.now();
		const row = readIncident(this.#sql, incident);
		if (row === undefined) return refuse("not-found", "incident.not_found", "This case has no such incident.");
		if (row.resolved_at !== null) return refuse("conflict", "incident.resolved", "This incident is resolved already.");
		if (row.command === null) return this.#steps.command(facts, executable, { type: "retry-incident", incident }, actor, now);
		const command = JSON.parse(row.command) as Command | ObjectCommand;
		if (command.type === "allocate") return this.#steps.allocateAgain(facts, incident, command.task, actor, now);
		return this.#steps.command(facts, executable, command, actor, now, () => resolve(this.#sql, incident, now));
	}

	/** Corrects the case's data (JSON text by name), by an operator. */
	async setVariables(scope: EnvironmentScope, caseId: CaseId, variables: string, actor: Actor): Promise<Answer> {
		const facts = this.#open(scope, caseId);
		if (facts === undefined) return noCase();
		const executable = await this.#steps.executable(facts.scope, facts.packageHash);
		return this.#steps.command(
			facts,
			executable,
			{ type: "set-variables", variables: JSON.parse(variables) as Variables },
			actor,
			Date.now(),
		);
	}

	/** Ends the case now, whatever it waits for. */
	async cancel(scope: EnvironmentScope, caseId: CaseId, reason: string, actor: Actor): Promise<Answer> {
		const facts = this.#open(scope, caseId);
		if (facts === undefined) return noCase();
		const executable = await this.#steps.executable(facts.scope, facts.packageHash);
		if (this.#steps.ended()) return refuse("conflict", "case.ended", "This case has ended already.");
		return this.#steps.command(facts, executable, { type: "cancel", reason }, actor, Date.now());
	}

	/** The case's rows in the Worklist; `null` when it was never started. */
	rows(scope: EnvironmentScope, caseId: CaseId): CaseProjection | null {
		const facts = this.#open(scope, caseId);
		return facts === undefined ? null : projection(this.#sql, facts);
	}

	/** The case's page, as JSON text of a `CaseView`; `null` when it was never started. */
	read(scope: EnvironmentScope, caseId: CaseId): string | null {
		const facts = this.#open(scope, caseId);
		return facts === undefined ? null : JSON.stringify(caseView(this.#sql, facts, this.#steps.machine.variables()) satisfies CaseView);
	}

	/** The package that the case runs on, for life; `null` when it was never started. */
	package(scope: EnvironmentScope, caseId: CaseId): { packageId: PackageId; packageHash: string } | null {
		const facts = this.#open(scope, caseId);
		return facts === undefined ? null : { packageId: facts.packageId, packageHash: facts.packageHash };
	}

	/** The case's log, the newest step first, before `before` (a step; all when left out). */
	log(scope: EnvironmentScope, caseId: CaseId, limit: number, before?: number): LogEntry[] | null {
		return this.#open(scope, caseId) === undefined ? null : caseLog(this.#sql, limit, before);
	}

	/** A task's page for one person, as JSON text of a `TaskPage`; `null` when there is no such task. */
	async task(scope: EnvironmentScope, caseId: CaseId, worker: Worker, task: number): Promise<string | null> {
		const facts = this.#open(scope, caseId);
		if (facts === undefined) return null;
		const executable = this.#steps.ready(facts) ?? (await this.#steps.executable(facts.scope, facts.packageHash));
		const page = taskPage(this.#sql, facts, executable, this.#steps.machine.variables(), worker, task);
		return page === undefined ? null : JSON.stringify(page);
	}

	override async alarm(): Promise<void> {
		this.#wake.rang();
		let failed = false;
		try {
			await this.#fireTimers();
		} catch (error) {
			// A timer keeps its row and is tried again; what is caught here is lost to nobody.
			failed = true;
			console.error(JSON.stringify({ at: "case.alarm", case: this.#facts?.caseId, error: String(error) }));
		}
		try {
			await this.#courier.deliverDue();
		} catch (error) {
			failed = true;
			console.error(JSON.stringify({ at: "case.alarm.outbox", case: this.#facts?.caseId, error: String(error) }));
		} finally {
			this.#failures = failed ? this.#failures + 1 : 0;
			const next = this.#steps.nextWake();
			this.#wake.by(next === null || !failed ? next : Math.max(next, Date.now() + backOff(this.#failures)));
		}
	}

	async #fireTimers(): Promise<void> {
		const facts = this.#facts;
		if (facts === undefined) return;
		for (let fired = 0; fired < TIMERS_PER_ALARM; fired++) {
			const due = this.#sql
				.exec<{ timer: number }>("SELECT timer FROM timer WHERE due_at <= ? ORDER BY due_at, timer LIMIT 1", Date.now())
				.toArray()[0];
			if (due === undefined) return;
			await this.#steps.system(facts, () => {
				// Gone with the step that fires it; a cyclic timer is set again by that step.
				const gone = this.#sql.exec("DELETE FROM timer WHERE timer = ? RETURNING timer", due.timer).toArray();
				return gone.length === 0 ? undefined : { type: "fire-timer", timer: due.timer };
			});
		}
	}

	#open(scope: EnvironmentScope, caseId: CaseId): Facts | undefined {
		requireOwnName(this.ctx, names.case(scope, caseId));
		return this.#facts;
	}
}

function noCase(): { readonly ok: false; readonly error: Refusal } {
	return refuse("not-found", "not_found", "There is nothing here, or it is not yours to see.");
}
