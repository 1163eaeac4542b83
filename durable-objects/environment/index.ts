import { DurableObject } from "cloudflare:workers";
import { type Calendar, STANDARD_CALENDAR } from "../../domain/calendar/calendar.ts";
import type { AllocationRequest, LaneRow } from "../../domain/case/lanes.ts";
import { SHARD } from "../../domain/case/shard.ts";
import type { ActiveRelease, Activation, Release } from "../../domain/deployment/release.ts";
import type { ProgramStart, Variables } from "../../domain/engine/types.ts";
import type { CaseId, CompanyId, EnvironmentId } from "../../domain/ids.ts";
import { readCalendars } from "../../workers/tenancy/calendars.ts";
import { peopleNamed } from "../../workers/tenancy/environment-people.ts";
import { type EnvironmentScope, names, objects } from "../../workers/tenancy/objects.ts";
import { requireOwnName } from "../../workers/tenancy/own-name.ts";
import { startCaseOn } from "../../workers/work-portal/start-case.ts";
import { migrate } from "../migrate.ts";
import { Wake } from "../wake.ts";
import { receiveLane } from "../watermark.ts";
import type { AtLeast } from "../worklist/index.ts";
import { activate, activations, activeRelease } from "./activation.ts";
import { allocateDue, keepRequest, nextAllocation } from "./allocation.ts";
import { askConditionStarts, nextConditionStart, startDueConditions } from "./condition-starts.ts";
import { fireDue, nextFiring } from "./schedule.ts";
import { forgetTogether, keepTogether } from "./starts-together.ts";
import { CONDITION_STARTS, LIVE_TABLES, STARTS_BY_KEY, STARTS_TOGETHER } from "./schema.ts";
import type { ActResult } from "../company/index.ts";
import type { NewSession } from "../realm/realm.ts";
import { REALM_TABLES } from "../realm/schema.ts";
import { EndUserSessions, type EndUserAct, type EndUserMember, type HeldNames, sameNames } from "./sessions.ts";

/** What is live in one environment, and the sessions of its end users. */
export class Environment extends DurableObject<Env> {
	readonly #endUsers: EndUserSessions;
	readonly #wake: Wake;
	#allocating: Promise<void> | undefined;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		this.#wake = new Wake(ctx.storage);
		void ctx.blockConcurrencyWhile(async () => {
			migrate(ctx.storage, [REALM_TABLES, LIVE_TABLES, CONDITION_STARTS, STARTS_TOGETHER, STARTS_BY_KEY]);
			await this.#wake.load(this.#nextWake());
		});
		this.#endUsers = new EndUserSessions(ctx.storage, env, ctx.id.name ?? "");
	}

	/** The end user whose session has this hash, or `undefined`. Times are epoch milliseconds. */
	async principal(hash: string, now: number): Promise<(EndUserMember & { readonly sessionId: string }) | undefined> {
		const found = await this.#endUsers.realm.find(hash, now);
		return found === undefined ? undefined : { ...found.person, sessionId: found.sessionId };
	}

	/** Milliseconds until another sign-in may be tried for this account from this address; 0 takes the try. */
	admitSignIn(account: string, address: string, now: number): number {
		return this.#endUsers.realm.admit(account, address, now);
	}

	openSession(session: NewSession, account: string, now: number): void {
		this.#endUsers.realm.open(session, account, now);
	}

	async endSession(hash: string): Promise<void> {
		await this.#endUsers.realm.end(hash);
	}

	/** Changes end users: marked here, written with its row of the company's trail, then cleared and their sockets closed. */
	async changeEndUsers(act: EndUserAct, now: number): Promise<ActResult> {
		return this.#endUsers.act(act, now);
	}

	/**
	 * Registers an end user's socket that a Worklist shard has accepted with these roles and groups. False when the session has
	 * ended or the person no longer has just those: the door then closes it, and it opens again as the person now is.
	 */
	async registerSocket(sessionId: string, shard: number, held: HeldNames, now: number): Promise<boolean> {
		return this.#endUsers.realm.register(sessionId, `worklist ${shard}`, now, (person) => sameNames(person, held));
	}

	/** Makes a package the one that new cases start on; its timer starts replace those before. Running cases keep theirs. */
	async activate(scope: EnvironmentScope, release: Release, actor: { readonly id: string; readonly name: string }): Promise<Activation> {
		requireOwnName(this.ctx, names.environment(scope));
		const working = release.starts.some((start) => start.timer?.working === true);
		const calendar = working ? await this.#calendar(scope, null) : STANDARD_CALENDAR;
		const activation = activate(this.ctx.storage, release, actor, calendar, Date.now());
		askConditionStarts(this.ctx.storage, activeRelease(this.ctx.storage.sql), Date.now());
		forgetTogether(this.ctx.storage.sql, release.starts);
		this.#wake.by(this.#nextWake());
		return activation;
	}

	/** What runs now; `null` before the first activation. */
	active(scope: EnvironmentScope): ActiveRelease | null {
		requireOwnName(this.ctx, names.environment(scope));
		return activeRelease(this.ctx.storage.sql);
	}

	/** The switches of the active package, the newest first. */
	activations(scope: EnvironmentScope): Activation[] {
		requireOwnName(this.ctx, names.environment(scope));
		return activations(this.ctx.storage.sql);
	}

	/** Takes the effective parameters of the environment, without secrets (JSON text). New cases get them, and conditions may begin some. */
	setParameters(scope: EnvironmentScope, parameters: string): void {
		requireOwnName(this.ctx, names.environment(scope));
		this.ctx.storage.sql.exec("INSERT OR REPLACE INTO parameters (one, json) VALUES (1, ?)", parameters);
		askConditionStarts(this.ctx.storage, activeRelease(this.ctx.storage.sql), Date.now());
		this.#wake.by(this.#nextWake());
	}

	/** The receiving end of a case's lane: tasks to give to one person. Answers the case's watermark. */
	receive(scope: EnvironmentScope, caseId: CaseId, rows: readonly LaneRow<AllocationRequest>[]): number {
		requireOwnName(this.ctx, names.environment(scope));
		const now = Date.now();
		const watermark = receiveLane(this.ctx.storage, caseId, rows, (request) => keepRequest(this.ctx.storage.sql, caseId, request, now));
		this.#wake.by(this.#nextWake());
		this.ctx.waitUntil(this.#allocate(scope));
		return watermark;
	}

	/** Starts a case by a message start event of the active package. `taken`: there is one of that name, the message is used up. */
	async startByMessage(
		scope: EnvironmentScope,
		message: { readonly messageId: string; readonly message: string; readonly payload: string },
	): Promise<{ taken: boolean; caseId: CaseId | null }> {
		requireOwnName(this.ctx, names.environment(scope));
		const active = activeRelease(this.ctx.storage.sql);
		const start = active?.release.starts.find((each) => each.kind === "message" && each.message === message.message);
		if (active === null || start === undefined) return { taken: false, caseId: null };
		if (start.together !== undefined)
			return { taken: true, caseId: await this.#startTogether(scope, active, start, message.messageId, message.payload) };
		const payload: unknown = JSON.parse(message.payload);
		const started = await startCaseOn(this.env, scope, active, {
			startEvent: start.elementId,
			variables: typeof payload === "object" && payload !== null && !Array.isArray(payload) ? (payload as Variables) : {},
			payload: message.payload,
			starter: { personId: null, name: `Message ${message.message}`, email: null },
			idempotencyKey: `message:${message.messageId}`,
			source: "message",
		});
		// A start that is refused for its data would be refused for ever: the message is used up, and the refusal is in the log.
		if (!started.ok) console.error(JSON.stringify({ at: "environment.message-start", code: started.error.code }));
		return { taken: true, caseId: started.ok ? started.value.caseId : null };
	}

	/** A signal starts a case at every signal start event of the active package that names it; the same signal again starts none. */
	async startBySignal(
		scope: EnvironmentScope,
		signal: { readonly signalId: string; readonly signal: string; readonly payload: string },
	): Promise<void> {
		requireOwnName(this.ctx, names.environment(scope));
		const active = activeRelease(this.ctx.storage.sql);
		if (active === null) return;
		const payload: unknown = JSON.parse(signal.payload);
		for (const start of active.release.starts) {
			if (start.kind !== "signal" || start.signal !== signal.signal) continue;
			if (start.together !== undefined) {
				await this.#startTogether(scope, active, start, signal.signalId, signal.payload);
				continue;
			}
			const started = await startCaseOn(this.env, scope, active, {
				startEvent: start.elementId,
				variables: typeof payload === "object" && payload !== null && !Array.isArray(payload) ? (payload as Variables) : {},
				payload: signal.payload,
				starter: { personId: null, name: `Signal ${signal.signal}`, email: null },
				idempotencyKey: `signal:${signal.signalId}.${start.elementId}`,
				source: "signal",
			});
			if (!started.ok) console.error(JSON.stringify({ at: "environment.signal-start", code: started.error.code }));
		}
	}

	/** Sets the alarm from what there is to do; changes nothing when it is set already. */
	async rearm(scope: EnvironmentScope): Promise<void> {
		requireOwnName(this.ctx, names.environment(scope));
		await this.#wake.load(this.#nextWake());
	}

	override async alarm(): Promise<void> {
		this.#wake.rang();
		const scope = this.#scope();
		try {
			await fireDue(
				this.ctx.storage.sql,
				Date.now(),
				(elementId, at) => this.#startByItself(scope, "timer", elementId, at),
				() => this.#calendar(scope, null),
			);
			await startDueConditions(this.ctx.storage.sql, Date.now(), (elementId, at) => this.#startByItself(scope, "condition", elementId, at));
			await this.#allocate(scope);
		} catch (error) {
			console.error(JSON.stringify({ at: "environment.alarm", error: String(error) }));
		} finally {
			this.#wake.by(this.#nextWake());
		}
	}

	async #startByItself(scope: EnvironmentScope, source: "timer" | "condition", elementId: string, at: number): Promise<void> {
		const active = activeRelease(this.ctx.storage.sql);
		if (active === null) return;
		const start = active.release.starts.find((each) => each.elementId === elementId && each.kind === source);
		if (start?.together !== undefined) return void (await this.#startTogether(scope, active, start, String(at), "null"));
		const started = await startCaseOn(this.env, scope, active, {
			startEvent: elementId,
			variables: {},
			starter: { personId: null, name: source === "timer" ? "Timer" : "Condition", email: null },
			// A condition that is due stays due when another package goes live meanwhile.
			idempotencyKey: source === "timer" ? `timer:${active.activation}:${elementId}:${at}` : `condition:${elementId}:${at}`,
			source,
		});
		if (!started.ok) throw new Error(`${started.error.code}: ${started.error.detail}`);
	}

	/** One trigger came of a start event that begins a case when all came: the last one begins it. */
	async #startTogether(
		scope: EnvironmentScope,
		active: ActiveRelease,
		start: ProgramStart,
		id: string,
		payload: string,
	): Promise<CaseId | null> {
		const all = keepTogether(this.ctx.storage.sql, active.release.starts, start, { id, payload }, Date.now());
		if (all === undefined) return null;
		const started = await startCaseOn(this.env, scope, active, {
			startEvent: start.elementId,
			variables: all.variables,
			...(all.payload !== undefined && { payload: all.payload }),
			starter: { personId: null, name: "Several events", email: null },
			idempotencyKey: all.idempotencyKey,
			source: "events",
		});
		if (!started.ok) console.error(JSON.stringify({ at: "environment.start-together", code: started.error.code }));
		all.done();
		return started.ok ? started.value.caseId : null;
	}

	/** One allocation at a time: each is to see what the one before it was given. */
	async #allocate(scope: EnvironmentScope): Promise<void> {
		while (this.#allocating !== undefined) await this.#allocating;
		this.#allocating = this.#allocateDue(scope);
		try {
			await this.#allocating;
		} finally {
			this.#allocating = undefined;
			this.#wake.by(this.#nextWake());
		}
	}

	async #allocateDue(scope: EnvironmentScope): Promise<void> {
		let last: AtLeast | undefined;
		await allocateDue(this.ctx.storage.sql, Date.now, {
			members: (performers) => peopleNamed(this.env.DB, scope, performers),
			openTasks: async (personIds) => {
				const counts = await objects.worklist(this.env, scope, SHARD).openTasks(scope, personIds, last);
				return new Map(counts.map(({ personId, count }) => [personId, count]));
			},
			assign: async (caseId, task, person) => {
				const chosen = person === null ? null : { ...person, calendar: await this.#calendar(scope, person.personId) };
				const { sequence } = await objects.case(this.env, scope, caseId).assign(scope, caseId, task, chosen);
				if (sequence > 0) last = { caseId, sequence };
			},
			tellOne: async (caseId, task, person) =>
				objects.case(this.env, scope, caseId).reckonDue(scope, caseId, task, await this.#calendar(scope, person.personId)),
		});
	}

	/** What a person works by now; `null`: the organisation. */
	async #calendar(scope: EnvironmentScope, personId: string | null): Promise<Calendar> {
		return (await readCalendars(this.env, scope, personId, Date.now())).person.calendar;
	}

	/** The scope in this object's own name: an alarm comes without a caller. */
	#scope(): EnvironmentScope {
		const [companyId, environmentId] = (this.ctx.id.name ?? "").split("/");
		return { companyId: companyId as CompanyId, environmentId: environmentId as EnvironmentId };
	}

	#nextWake(): number | null {
		const { sql } = this.ctx.storage;
		const due = [nextFiring(sql), nextAllocation(sql), nextConditionStart(sql)].filter((at) => at !== null);
		return due.length === 0 ? null : Math.min(...due);
	}
}
