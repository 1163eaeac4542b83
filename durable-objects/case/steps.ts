import type { Worker } from "../../domain/allocation/may-take.ts";
import type { StepAnswer } from "../../domain/case/answers.ts";
import type { Calendars } from "../../domain/calendar/calendar.ts";
import { type Refusal, refuse } from "../../domain/case/refusal.ts";
import type { Executable } from "../../domain/deployment/executable.ts";
import type { Command } from "../../domain/engine/types.ts";
import type { Problem } from "../../domain/problem.ts";
import { ok, type Result } from "../../domain/result.ts";
import { knownCalendars, readCalendars } from "../../workers/tenancy/calendars.ts";
import { cachedExecutable, readExecutable } from "../../workers/tenancy/executables.ts";
import type { Wake } from "../wake.ts";
import { type Committed, note } from "./commit.ts";
import type { Courier } from "./courier.ts";
import { type Actor, SYSTEM } from "./effects.ts";
import { type Facts, readFacts } from "./facts.ts";
import { hold, suspended } from "./held.ts";
import { raise } from "./incidents.ts";
import { Machine, type Move } from "./machine.ts";
import { nextWake } from "./outbox.ts";
import { madeTasks } from "./read.ts";
import { RowTooLarge } from "./row-limit.ts";

export type Answer = Result<StepAnswer, Refusal>;

/** A command that is no step of the engine but can fail and be retried like one. */
export type ObjectCommand = { readonly type: "allocate"; readonly task: number };

/** Steps of one alarm at most, so that a person's command never waits for more than these. */
const STEPS_TOGETHER = 500;
/** Entries of the journal after which an alarm begins no further step: the platform ends an event that takes too long, and would end it again and again. */
const WORK_TOGETHER = 10_000;

/** What a case runs on, and for whom. */
type Runs = Pick<Facts, "scope" | "packageHash" | "starter">;

/** What an act on a case works with. */
export interface At {
	readonly facts: Facts;
	readonly sql: SqlStorage;
	readonly steps: Steps;
}

/** Thrown to roll a transaction back; caught where it is thrown. */
class NothingMade extends Error {
	override readonly name = "NothingMade";
}

/** How a case makes its steps: in one transaction, failures kept as incidents, the alarm in the same commit, delivery after it. */
export class Steps {
	readonly machine: Machine;
	readonly #storage: DurableObjectStorage;
	readonly #env: Env;
	readonly #wake: Wake;
	readonly #courier: Courier;
	/** As they were read for the newest command of a program that needs them. */
	#calendars: Calendars | undefined;

	constructor(storage: DurableObjectStorage, env: Env, wake: Wake, courier: Courier) {
		this.machine = new Machine(storage);
		this.#storage = storage;
		this.#env = env;
		this.#wake = wake;
		this.#courier = courier;
	}

	/**
	 * A command of the system: what fails becomes an incident with its command kept. `prepare` runs in the step's transaction; false
	 * when it had nothing.
	 */
	async system(given: Facts, prepare: (now: number) => Command | undefined): Promise<boolean> {
		const { facts, executable } = await this.#current(given);
		const now = Date.now();
		const committed = this.#storage.transactionSync(() => {
			const command = this.ended() ? undefined : prepare(now);
			if (command === undefined) return undefined;
			if (suspended(this.#storage.sql)) {
				hold(this.#storage.sql, command, now);
				return note(this.#storage.sql, { command: command.type, actor: SYSTEM, now, entries: [{ kind: "kept-for-later" }] });
			}
			const result = this.attempt(facts, executable, command, SYSTEM, now);
			if (result.ok) return result.value;
			return raise(this.#storage.sql, command, result.error, now);
		});
		if (committed !== undefined) this.after(committed);
		return committed !== undefined;
	}

	/**
	 * Commands of the system in one transaction, each a step of its own, until `prepare` has no more or they have cost as much as one
	 * event may. Throws `RowTooLarge` when the state that all of them leave cannot be kept: then none was made.
	 */
	async systemTogether(given: Facts, prepare: (now: number) => Command | undefined): Promise<void> {
		const { facts, executable } = await this.#current(given);
		const now = Date.now();
		let last: Committed | undefined;
		const effectKeys: string[] = [];
		this.#storage.transactionSync(() =>
			this.machine.together(() => {
				for (let made = 0, work = 0; made < STEPS_TOGETHER && work < WORK_TOGETHER && !this.ended(); made++) {
					const command = prepare(now);
					if (command === undefined) return;
					const result = this.attempt(facts, executable, command, SYSTEM, now);
					last = result.ok ? result.value : raise(this.#storage.sql, command, result.error, now);
					effectKeys.push(...last.effectKeys);
					work += last.work;
				}
			}),
		);
		if (last !== undefined) this.after({ ...last, effectKeys });
	}

	/** What the case runs on now: it may have been moved to another version since `facts` were read, and again while its package is. */
	async #current(given: Facts): Promise<{ readonly facts: Facts; readonly executable: Executable }> {
		for (let facts = given; ; facts = readFacts(this.#storage.sql) ?? given) {
			const executable = this.ready(facts) ?? (await this.executable(facts));
			if (this.machine.runsOn(facts.packageHash)) return { facts, executable };
		}
	}

	/** A person's command: what the engine refuses is refused to the person; what throws is an incident and is said so. */
	command(facts: Facts, executable: Executable, command: Command, actor: Actor, now: number, along?: () => void): Answer {
		const result = this.attempt(facts, executable, command, actor, now, along);
		if (!result.ok) {
			this.#wake.by(this.nextWake());
			return result;
		}
		this.after(result.value);
		const { failure } = result.value;
		if (failure !== undefined)
			return refuse(
				"stopped",
				failure.code,
				"This step could not be made. It is kept as an incident, and nothing you did is lost: an operator can retry it.",
			);
		return ok(this.answer(facts, result.value, actor));
	}

	/**
	 * Moves the case to another version. What throws changes nothing and is told, not kept: the case is where it was. `moved` runs
	 * after the commit and before anybody is told.
	 */
	migrate(
		facts: Facts,
		move: Move,
		actor: Actor,
		{ now, along, moved }: { readonly now: number; readonly along: (step: number) => void; readonly moved: (facts: Facts) => void },
	): Answer {
		try {
			const result = this.machine.migrate(facts, move, {
				actor: { personId: actor.personId, name: actor.name },
				now,
				along,
				calendars: this.#calendars,
			});
			if (!result.ok) return refuse("invalid", result.error.code, result.error.detail, result.error.at);
			moved(facts);
			this.after(result.value);
			return ok(this.answer(facts, result.value, actor));
		} catch (error) {
			return tooLarge(error);
		}
	}

	/** Makes a step. A throw is rolled back and recorded as an incident with the command, then the case goes on. */
	attempt(
		facts: Facts,
		executable: Executable,
		command: Command,
		actor: Actor,
		now: number,
		along?: () => void,
	): Result<Committed, Refusal> {
		try {
			const result = this.machine.step(facts, executable, command, {
				actor: { personId: actor.personId, name: actor.name },
				now,
				along,
				calendars: this.#calendars,
			});
			if (result.ok) return result;
			return refuse("invalid", result.error.code, result.error.detail, result.error.at);
		} catch (error) {
			if (error instanceof RowTooLarge) return tooLarge(error);
			console.error(JSON.stringify({ at: "case.step", case: facts.caseId, command: command.type, error: String(error) }));
			const detail = error instanceof Error ? error.message : String(error);
			return ok(raise(this.#storage.sql, command, { code: "case.step_failed", detail: `The step could not be made: ${detail}` }, now));
		}
	}

	/** Keeps something that failed outside the engine as an incident that can be retried. */
	keepFailed(command: ObjectCommand, problem: Problem, now: number): Committed {
		const committed = this.#storage.transactionSync(() => raise(this.#storage.sql, command, problem, now));
		this.after(committed);
		return committed;
	}

	/** A change that is no step of the engine, with its row of the journal, in one transaction. */
	note(
		facts: Facts,
		command: string,
		actor: Actor,
		now: number,
		entries: Parameters<typeof note>[1]["entries"],
		change: () => void,
		effectKeys: readonly string[] = [],
	): Answer {
		try {
			const committed = this.#storage.transactionSync(() => {
				change();
				return note(this.#storage.sql, { command, actor: { personId: actor.personId, name: actor.name }, now, entries });
			});
			this.after({ ...committed, effectKeys: [...effectKeys] });
			return ok(this.answer(facts, committed, actor));
		} catch (error) {
			return tooLarge(error);
		}
	}

	/** After every commit and without waiting: the alarm that guards the outbox, in the same commit, then the delivery. */
	after(committed: Committed): void {
		this.#wake.by(this.nextWake());
		this.#courier.deliverSoon(committed.effectKeys);
	}

	/** What a command answers to whoever gave it. */
	answer(facts: Facts, committed: Committed, actor: Actor | Worker): StepAnswer {
		return {
			caseId: facts.caseId,
			sequence: committed.sequence,
			state: committed.state,
			tasks: madeTasks(this.#storage.sql, committed.tasks, "roles" in actor ? actor : undefined),
		};
	}

	/** The answer of a command that had nothing to change. */
	nothing(facts: Facts): StepAnswer {
		const { step, state } = this.#storage.sql.exec<{ step: number; state: StepAnswer["state"] }>("SELECT step, state FROM position").one();
		return { caseId: facts.caseId, sequence: step, state, tasks: [] };
	}

	/** Whether the case has ended; nothing of the system reaches it then. */
	ended(): boolean {
		return this.#storage.sql.exec("SELECT 1 FROM position WHERE ended_at IS NOT NULL").toArray().length > 0;
	}

	/** The case's package, if this isolate has it and the calendars that it needs: the usual case, without waiting. */
	ready(facts: Runs): Executable | undefined {
		const executable = cachedExecutable(facts.scope.companyId, facts.packageHash);
		if (executable?.program.workingTime !== true) return executable;
		const calendars = knownCalendars(facts.scope, facts.starter.personId, Date.now());
		if (calendars === undefined) return undefined;
		this.#calendars = { organisation: calendars.organisation, starter: calendars.person };
		return executable;
	}

	/** The case's package, with the calendars that it needs. Throws when there is none, which an alarm or a caller tries again. */
	async executable(facts: Runs): Promise<Executable> {
		const executable = await readExecutable(this.#env, facts.scope.companyId, facts.packageHash);
		if (executable === undefined) throw new Error(`package.not_compiled: no program for package ${facts.packageHash}`);
		if (executable.program.workingTime === true) {
			const calendars = await readCalendars(this.#env, facts.scope, facts.starter.personId, Date.now());
			this.#calendars = { organisation: calendars.organisation, starter: calendars.person };
		}
		return executable;
	}

	/** When the case must wake: its earliest timer or delivery; `null`: never. */
	nextWake(): number | null {
		return nextWake(this.#storage.sql);
	}

	/** Runs `work` in a transaction that is rolled back when it gives nothing. */
	orNothing<Value>(work: () => Value | undefined): Value | undefined {
		try {
			return this.#storage.transactionSync(() => {
				const value = work();
				if (value === undefined) throw new NothingMade();
				return value;
			});
		} catch (error) {
			if (!(error instanceof NothingMade)) throw error;
			this.machine.forget();
			return undefined;
		}
	}
}

export function tooLarge(error: unknown): { readonly ok: false; readonly error: Refusal } {
	if (error instanceof RowTooLarge) return refuse("too-large", error.code, error.message);
	throw error;
}

/** The answer about a case that was never started: it says no more than any other id would be told. */
export function noCase(): { readonly ok: false; readonly error: Refusal } {
	return refuse("not-found", "not_found", "There is nothing here, or it is not yours to see.");
}
