import { DurableObject } from "cloudflare:workers";
import type { Worker } from "../../domain/allocation/may-take.ts";
import type { Calendar } from "../../domain/calendar/calendar.ts";
import type { MigrationTarget, Notice, ReceivedMail, NewAttachment, StartAnswer, StartInput, TakenJob } from "../../domain/case/answers.ts";
import type { Refusal } from "../../domain/case/refusal.ts";
import type { CaseProjection } from "../../domain/case/rows.ts";
import type { AttachmentView, CaseView, LogEntry, MailView } from "../../domain/case/view.ts";
import type { CaseId, PackageId } from "../../domain/ids.ts";
import type { Finding } from "../../domain/problem.ts";
import { ok, type Result } from "../../domain/result.ts";
import { type EnvironmentScope, names } from "../../workers/tenancy/objects.ts";
import { requireOwnName } from "../../workers/tenancy/own-name.ts";
import { migrate } from "../migrate.ts";
import { Wake } from "../wake.ts";
import { readAlarm } from "./alarms.ts";
import { attach, listAttachments } from "./attachments.ts";
import { beginCase, startAnswer } from "./begin.ts";
import { Bell } from "./bell.ts";
import { completeJob, deliverMessage, failJob, receiveMail } from "./arrivals.ts";
import { Courier } from "./courier.ts";
import type { Actor } from "./effects.ts";
import { type Facts, projection, readFacts } from "./facts.ts";
import { releaseJob, takeJob } from "./jobs.ts";
import { readNotice, recordMail } from "./mails.ts";
import { cancel, moveToken, resume, retryIncident, retryIncidents, setVariables, suspend } from "./operate.ts";
import { caseLog, caseView, taskPage } from "./read.ts";
import { checkMigration, migrateCase, undoMigration } from "./migration.ts";
import { CASE_MIGRATIONS } from "./schema.ts";
import { type Answer, type At, noCase, Steps } from "./steps.ts";
import { assign, type Chosen, claim, completeTask, reckonDue, release, saveDraft, startActivity } from "./work-on-tasks.ts";

/** One running case. The truth about it is here; lists, waits and queues are told by its outbox. */
export class Case extends DurableObject<Env> {
	readonly #sql: SqlStorage;
	readonly #wake: Wake;
	readonly #steps: Steps;
	readonly #courier: Courier;
	readonly #bell: Bell;
	#facts: Facts | undefined;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		this.#sql = ctx.storage.sql;
		this.#wake = new Wake(ctx.storage);
		this.#courier = new Courier(ctx, env, () => this.#facts);
		this.#steps = new Steps(ctx.storage, env, this.#wake, this.#courier);
		this.#bell = new Bell(this.#sql, this.#steps, this.#wake, this.#courier);
		void ctx.blockConcurrencyWhile(async () => {
			migrate(ctx.storage, CASE_MIGRATIONS);
			this.#facts = readFacts(this.#sql);
			await this.#wake.load(this.#steps.nextWake());
		});
	}

	/** Starts the case; a repeat answers with what the first start made. */
	async start(scope: EnvironmentScope, input: StartInput): Promise<Result<StartAnswer, Refusal>> {
		requireOwnName(this.ctx, names.case(scope, input.caseId));
		if (this.#facts !== undefined) return ok(this.#started(this.#facts, false));
		const executable = await this.#steps.executable({ ...input, scope });
		// Reading the package let other calls in: a repeat may have started the case meanwhile.
		if (this.#facts !== undefined) return ok(this.#started(this.#facts, false));
		const begun = beginCase(this.#sql, this.#steps, executable, scope, input);
		if (!begun.ok) return begun;
		this.#facts = begun.value.facts;
		this.#steps.after(begun.value.committed);
		return ok(this.#started(begun.value.facts, true));
	}

	#started(facts: Facts, created: boolean): StartAnswer {
		return startAnswer({ facts, sql: this.#sql, steps: this.#steps }, created);
	}

	/** Completes a task with what its form was filled with (JSON text, by path). The form is enforced here, on the data as it is now. */
	async completeTask(scope: EnvironmentScope, caseId: CaseId, worker: Worker, task: number, submitted: string): Promise<Answer> {
		const at = this.#at(scope, caseId);
		return at === undefined ? noCase() : completeTask(at, worker, task, submitted);
	}

	/** Begins an activity that an ad-hoc sub-process of the case offers. */
	async startActivity(scope: EnvironmentScope, caseId: CaseId, worker: Worker, choice: number): Promise<Answer> {
		const at = this.#at(scope, caseId);
		return at === undefined ? noCase() : startActivity(at, worker, choice);
	}

	/** Takes a task of a pool: it leaves everyone else's inbox. Claiming one's own task again changes nothing. */
	claim(scope: EnvironmentScope, caseId: CaseId, worker: Worker, task: number): Answer {
		const at = this.#at(scope, caseId);
		return at === undefined ? noCase() : claim(at, worker, task);
	}

	/** Gives a claimed task back to its pool. Drafts stay: they are the person's own. */
	release(scope: EnvironmentScope, caseId: CaseId, worker: Worker, task: number): Answer {
		const at = this.#at(scope, caseId);
		return at === undefined ? noCase() : release(at, worker, task);
	}

	/** Keeps what a person has filled in so far (JSON text). It is theirs alone and is no step of the case. */
	saveDraft(scope: EnvironmentScope, caseId: CaseId, worker: Worker, task: number, draft: string): Result<{ savedAt: number }, Refusal> {
		const at = this.#at(scope, caseId);
		return at === undefined ? noCase() : saveDraft(at, worker, task, draft);
	}

	/** The Environment's answer to an allocation: the person who gets the task, or that there is nobody. Repeats do nothing. */
	assign(scope: EnvironmentScope, caseId: CaseId, task: number, person: Chosen | null): { sequence: number } {
		const at = this.#at(scope, caseId);
		return at === undefined ? { sequence: 0 } : assign(at, task, person);
	}

	/** The Environment's answer to who the one person of a pool is: the calendar that the task's due date counts in. */
	reckonDue(scope: EnvironmentScope, caseId: CaseId, task: number, calendar: Calendar): void {
		const at = this.#at(scope, caseId);
		if (at !== undefined) reckonDue(at, task, calendar);
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
		const at = this.#at(scope, caseId);
		if (at !== undefined) await completeJob(at, job, result);
	}

	/** The job failed for good: a BPMN error where the model catches `code`, else an incident. */
	async failJob(scope: EnvironmentScope, caseId: CaseId, job: number, message: string, code?: string): Promise<void> {
		const at = this.#at(scope, caseId);
		if (at !== undefined) await failJob(at, job, message, code);
	}

	/** A message is offered, or a signal under an id of its own for each wait; true when the case takes it, which ends this wait. The same message offered again is taken again, once. */
	async deliverMessage(
		scope: EnvironmentScope,
		caseId: CaseId,
		offer: { readonly subscription: number; readonly messageId: string; readonly payload: string },
	): Promise<boolean> {
		const at = this.#at(scope, caseId);
		return at === undefined ? false : deliverMessage(at, offer);
	}

	/** A mail that answers this case: it is listed with its attachments. A mail that came before changes nothing. */
	receiveMail(scope: EnvironmentScope, caseId: CaseId, mail: ReceivedMail): Answer {
		const at = this.#at(scope, caseId);
		return at === undefined ? noCase() : receiveMail(at, mail);
	}

	/** What an alarm has to say; `null` when its task is closed, or the alarm has rung again: then its effect is confirmed. */
	alarmNotice(scope: EnvironmentScope, caseId: CaseId, key: string, alarm: number): Notice | null {
		const facts = this.#open(scope, caseId);
		return facts === undefined ? null : readAlarm(this.#sql, facts, key, alarm);
	}

	/** What a notification has to say; `null` when its task is closed: then its effect is confirmed. */
	notice(scope: EnvironmentScope, caseId: CaseId, key: string, task: number): Notice | null {
		const facts = this.#open(scope, caseId);
		return facts === undefined ? null : readNotice(this.#sql, facts, key, task);
	}

	/** The delivery state of a mail about this case. `done`: nothing more will be tried, the effect with `key` is confirmed. */
	recordMail(scope: EnvironmentScope, caseId: CaseId, mail: MailView, done: { readonly key: string } | null): void {
		const at = this.#at(scope, caseId);
		if (at !== undefined) recordMail(at, mail, done);
	}

	/** Attaches documents that already lie in R2. One that is attached already is left alone. */
	attach(scope: EnvironmentScope, caseId: CaseId, actor: Actor, attachments: readonly NewAttachment[]): Answer {
		const at = this.#at(scope, caseId);
		return at === undefined ? noCase() : attach(at, actor, attachments);
	}

	/** One attachment of this case; `null` for any other id. */
	attachment(scope: EnvironmentScope, caseId: CaseId, fileId: string): AttachmentView | null {
		if (this.#open(scope, caseId) === undefined) return null;
		return listAttachments(this.#sql).find((file) => file.fileId === fileId) ?? null;
	}

	/** Retries an incident: the engine's own, or a step that failed as a whole. */
	async retryIncident(scope: EnvironmentScope, caseId: CaseId, incident: number, actor: Actor): Promise<Answer> {
		const at = this.#at(scope, caseId);
		return at === undefined ? noCase() : retryIncident(at, incident, actor);
	}

	/** Retries all open incidents of the case, or those of `only`. */
	async retryIncidents(scope: EnvironmentScope, caseId: CaseId, actor: Actor, only?: readonly number[]): Promise<Answer> {
		const at = this.#at(scope, caseId);
		return at === undefined ? noCase() : retryIncidents(at, actor, only);
	}

	/** Corrects the case's data (JSON text by name), by an operator. */
	async setVariables(scope: EnvironmentScope, caseId: CaseId, variables: string, actor: Actor): Promise<Answer> {
		const at = this.#at(scope, caseId);
		return at === undefined ? noCase() : setVariables(at, variables, actor);
	}

	/** Ends the case now, whatever it waits for. */
	async cancel(scope: EnvironmentScope, caseId: CaseId, reason: string, actor: Actor): Promise<Answer> {
		const at = this.#at(scope, caseId);
		return at === undefined ? noCase() : cancel(at, reason, actor);
	}

	/** Holds the case until it is resumed. */
	async suspend(scope: EnvironmentScope, caseId: CaseId, reason: string, actor: Actor): Promise<Answer> {
		const at = this.#at(scope, caseId);
		return at === undefined ? noCase() : suspend(at, reason, actor);
	}

	/** Lets a suspended case go on. */
	async resume(scope: EnvironmentScope, caseId: CaseId, actor: Actor): Promise<Answer> {
		const at = this.#at(scope, caseId);
		return at === undefined ? noCase() : resume(at, actor);
	}

	/** Takes a token from where it rests and puts one at the element `to`. */
	async moveToken(scope: EnvironmentScope, caseId: CaseId, token: number, to: string, actor: Actor): Promise<Answer> {
		const at = this.#at(scope, caseId);
		return at === undefined ? noCase() : moveToken(at, token, to, actor);
	}

	/** What keeps the case from being moved to another version; `null` when it was never started. Changes nothing. */
	async checkMigration(scope: EnvironmentScope, caseId: CaseId, target: MigrationTarget): Promise<readonly Finding[] | null> {
		const at = this.#at(scope, caseId);
		return at === undefined ? null : checkMigration(at, target);
	}

	/** Moves the case to another version of its process. */
	async migrate(scope: EnvironmentScope, caseId: CaseId, target: MigrationTarget, actor: Actor): Promise<Answer> {
		const at = this.#at(scope, caseId);
		return at === undefined ? noCase() : migrateCase(at, target, actor, this.#moved);
	}

	/** Moves the case back to the version that it was moved from. */
	async undoMigration(scope: EnvironmentScope, caseId: CaseId, actor: Actor): Promise<Answer> {
		const at = this.#at(scope, caseId);
		return at === undefined ? noCase() : undoMigration(at, actor, this.#moved);
	}

	#moved = (facts: Facts): void => {
		this.#facts = facts;
	};

	/** Sets the alarm anew from what there is to do, for one that was lost. Answers when the case must wake; null: never. */
	async rearm(scope: EnvironmentScope, caseId: CaseId): Promise<number | null> {
		if (this.#open(scope, caseId) === undefined) return null;
		await this.#wake.load(this.#steps.nextWake());
		return this.#steps.nextWake();
	}

	/** The case's rows in the Worklist; `null` when it was never started. */
	rows(scope: EnvironmentScope, caseId: CaseId): CaseProjection | null {
		const facts = this.#open(scope, caseId);
		return facts === undefined ? null : projection(this.#sql, facts);
	}

	/** The case's page, as JSON text of a `CaseView`; `null` when it was never started. */
	read(scope: EnvironmentScope, caseId: CaseId): string | null {
		const facts = this.#open(scope, caseId);
		return facts === undefined ? null : JSON.stringify(this.#view(facts));
	}

	#view(facts: Facts): CaseView {
		const { machine } = this.#steps;
		return caseView(this.#sql, facts, machine.variables(), machine.tokens(), machine.quietWaits());
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
		const executable = this.#steps.ready(facts) ?? (await this.#steps.executable(facts));
		const page = taskPage(this.#sql, facts, executable, this.#steps.machine.variables(), worker, task);
		return page === undefined ? null : JSON.stringify(page);
	}

	override async alarm(): Promise<void> {
		await this.#bell.ring(this.#facts);
	}

	/** What the acts on this case work with; `undefined` when it was never started. */
	#at(scope: EnvironmentScope, caseId: CaseId): At | undefined {
		const facts = this.#open(scope, caseId);
		return facts === undefined ? undefined : { facts, sql: this.#sql, steps: this.#steps };
	}

	#open(scope: EnvironmentScope, caseId: CaseId): Facts | undefined {
		requireOwnName(this.ctx, names.case(scope, caseId));
		return this.#facts;
	}
}
