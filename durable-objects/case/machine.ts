import type { Calendars } from "../../domain/calendar/calendar.ts";
import type { Executable } from "../../domain/deployment/executable.ts";
import { advance } from "../../domain/engine/advance.ts";
import { link } from "../../domain/engine/link.ts";
import type { Linked } from "../../domain/engine/linked.ts";
import { cannotMigrate, migrate } from "../../domain/engine/migrate.ts";
import type { ElementMapping } from "../../domain/engine/migration-plan.ts";
import { DEFAULT_LIMITS, type Command, type State, type StepResult, type Variables } from "../../domain/engine/types.ts";
import type { Token, Wait } from "../../domain/engine/state.ts";
import type { Finding, Problem } from "../../domain/problem.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { type Committed, commit } from "./commit.ts";
import type { Actor } from "./effects.ts";
import type { Facts } from "./facts.ts";
import { isShort, readState, writeState } from "./long-text.ts";

/** The engine's state in memory; written through, so it is only ever what the rows say. */
interface Held {
	readonly state: State | null;
	readonly variables: Variables;
	/** The package that the state belongs to. */
	readonly packageHash: string;
}

/** Programs tied together for running, for as long as the isolate keeps the executable. */
const ready = new WeakMap<Executable, Linked>();

function linked(executable: Executable): Linked {
	const known = ready.get(executable);
	if (known !== undefined) return known;
	const made = link(executable.program);
	ready.set(executable, made);
	return made;
}

const MOVED: Problem = { code: "case.moved_meanwhile", detail: "The case was moved to another version just now. Try again." };

/** The engine's state as it is stored: the variables are apart, one row each. */
function textOf(state: State): string {
	const { variables: _, ...engine } = state;
	return JSON.stringify(engine);
}

/** From which version to which a case is moved, and how; `version` names the target in the journal. */
export interface Move {
	readonly from: Executable;
	readonly to: Executable;
	readonly mapping: ElementMapping;
	readonly version: string;
}

interface Along {
	readonly actor: Actor;
	readonly now: number;
	/** Runs in the step's transaction, with its number. */
	readonly along?: ((step: number) => void) | undefined;
	readonly calendars?: Calendars | undefined;
}

/** One case's engine: loads its state, makes steps with the pure engine, writes each in one transaction. */
export class Machine {
	readonly #storage: DurableObjectStorage;
	#held: Held | undefined;
	/** Rows of `state_piece` that the stored state has. */
	#pieces = 0;
	/** Within `together`: whether a step was made whose state is not written yet. */
	#unwritten: boolean | undefined;

	constructor(storage: DurableObjectStorage) {
		this.#storage = storage;
	}

	/** The case's variables as they are now. */
	variables(): Variables {
		return this.#load().variables;
	}

	/** The tokens that rest in the case now, without those that only listen for the start of an event sub-process. */
	tokens(): Token[] {
		return (this.#load().state?.tokens ?? []).filter((token) => token.listens === undefined);
	}

	/** What is waited for without a row of its own: the choices of ad-hoc sub-processes, and conditions. */
	quietWaits(): Wait[] {
		return (this.#load().state?.waits ?? []).filter(({ what }) => what === "choice" || what === "condition");
	}

	/** Whether the case still runs on the package of these facts: it may have been moved while somebody waited for the package. */
	runsOn(packageHash: string): boolean {
		return this.#load().packageHash === packageHash;
	}

	/** Forgets what is in memory: the next use reads the rows. After a transaction around a step was rolled back. */
	forget(): void {
		this.#held = undefined;
	}

	/**
	 * Runs several steps in the caller's transaction and writes the state once, after the last: a large state is not written for each
	 * of a thousand timers. What throws here must roll that transaction back.
	 */
	together(work: () => void): void {
		this.#unwritten = false;
		try {
			work();
			const state = this.#held?.state ?? null;
			if (this.#unwritten && state !== null) this.#pieces = writeState(this.#storage.sql, textOf(state), this.#pieces);
		} catch (error) {
			this.#held = undefined;
			throw error;
		} finally {
			this.#unwritten = undefined;
		}
	}

	/**
	 * One step: advance, then state, journal and outbox in one transaction, then `along` in the same. An error is data when the
	 * engine refuses the command; what throws has changed nothing and leaves the memory empty, to be read anew.
	 */
	step(facts: Facts, executable: Executable, command: Command, { actor, now, along, calendars }: Along): Result<Committed, Problem> {
		if (!this.runsOn(facts.packageHash)) return fail(MOVED);
		return this.#make(facts, command.type, { actor, now, along }, (state) =>
			advance(linked(executable), state, command, {
				now,
				limits: DEFAULT_LIMITS,
				caseNumber: facts.number,
				parameters: JSON.parse(facts.parameters) as Variables,
				...(calendars !== undefined && { calendars }),
			}),
		);
	}

	/** What keeps the case, as it is now, from being moved from one version to another. */
	cannotMigrate(from: Executable, to: Executable, mapping: ElementMapping): readonly Finding[] {
		const { state } = this.#load();
		return state === null ? [] : cannotMigrate(linked(from), linked(to), state, mapping);
	}

	/** A step that moves the case to another version; `facts` are those after it. `along` is told the number of the step. */
	migrate(facts: Facts, { from, to, mapping, version }: Move, { actor, now, along, calendars }: Along): Result<Committed, Problem> {
		return this.#make(facts, "migrate", { actor, now, along }, (state) =>
			state === null
				? fail({ code: "engine.not_started", detail: "This case is not started yet." })
				: migrate(
						linked(from),
						linked(to),
						state,
						{ mapping, version },
						{
							now,
							limits: DEFAULT_LIMITS,
							caseNumber: facts.number,
							parameters: JSON.parse(facts.parameters) as Variables,
							...(calendars !== undefined && { calendars }),
						},
					),
		);
	}

	/** Writes what `work` makes of the state. */
	#make(
		facts: Facts,
		command: string,
		{ actor, now, along }: Omit<Along, "calendars">,
		work: (state: State | null) => StepResult,
	): Result<Committed, Problem> {
		const sql = this.#storage.sql;
		const before = this.#load();
		try {
			const result = work(before.state);
			if (!result.ok) {
				// A fault of the engine is not a refusal of the command: it is kept as an incident, as if it had thrown.
				if (result.error.code === "engine.defect") throw new Error(result.error.detail);
				return result;
			}
			const { state } = result.value;
			const committed = this.#storage.transactionSync(() => {
				const text = this.#unwritten === undefined ? textOf(state) : null;
				const short = text !== null && this.#pieces === 0 && isShort(text);
				const made = commit(sql, facts, {
					step: result.value,
					command,
					actor,
					now,
					before: before.variables,
					engine: short ? text : null,
				});
				if (text !== null && !short) this.#pieces = writeState(sql, text, this.#pieces);
				along?.(made.sequence);
				return made;
			});
			this.#held = { state, variables: state.variables, packageHash: facts.packageHash };
			if (this.#unwritten !== undefined) this.#unwritten = true;
			return ok(committed);
		} catch (error) {
			// The rows of steps made together do not have their state yet: what was before this one is only in memory.
			this.#held = this.#unwritten === undefined ? undefined : before;
			throw error;
		}
	}

	#load(): Held {
		if (this.#held !== undefined) return this.#held;
		const sql = this.#storage.sql;
		const variables: Record<string, Variables[string]> = {};
		for (const row of sql.exec<{ name: string; json: string }>("SELECT name, json FROM variable ORDER BY name"))
			variables[row.name] = JSON.parse(row.json) as Variables[string];
		const { text, pieces } = readState(sql);
		const state = text === null ? null : ({ ...(JSON.parse(text) as object), variables } as State);
		this.#pieces = pieces;
		const { packageHash } = sql.exec<{ packageHash: string }>("SELECT package_hash AS packageHash FROM facts").one();
		this.#held = { state, variables, packageHash };
		return this.#held;
	}
}
