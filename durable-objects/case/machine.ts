import type { Calendars } from "../../domain/calendar/calendar.ts";
import type { Executable } from "../../domain/deployment/executable.ts";
import { advance } from "../../domain/engine/advance.ts";
import { link } from "../../domain/engine/link.ts";
import type { Linked } from "../../domain/engine/linked.ts";
import { DEFAULT_LIMITS, type Command, type State, type Variables } from "../../domain/engine/types.ts";
import type { Token } from "../../domain/engine/state.ts";
import type { Problem } from "../../domain/problem.ts";
import { ok, type Result } from "../../domain/result.ts";
import { type Committed, commit } from "./commit.ts";
import type { Actor } from "./effects.ts";
import type { Facts } from "./facts.ts";
import { isShort, readState, writeState } from "./long-text.ts";

/** The engine's state in memory; written through, so it is only ever what the rows say. */
interface Held {
	readonly state: State | null;
	readonly variables: Variables;
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

/** The engine's state as it is stored: the variables are apart, one row each. */
function textOf(state: State): string {
	const { variables: _, ...engine } = state;
	return JSON.stringify(engine);
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
	step(
		facts: Facts,
		executable: Executable,
		command: Command,
		{ actor, now, along, calendars }: { actor: Actor; now: number; along?: (() => void) | undefined; calendars?: Calendars | undefined },
	): Result<Committed, Problem> {
		const sql = this.#storage.sql;
		const before = this.#load();
		try {
			const result = advance(linked(executable), before.state, command, {
				now,
				limits: DEFAULT_LIMITS,
				caseNumber: facts.number,
				parameters: JSON.parse(facts.parameters) as Variables,
				...(calendars !== undefined && { calendars }),
			});
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
					command: command.type,
					actor,
					now,
					before: before.variables,
					engine: short ? text : null,
				});
				if (text !== null && !short) this.#pieces = writeState(sql, text, this.#pieces);
				along?.();
				return made;
			});
			this.#held = { state, variables: state.variables };
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
		this.#held = { state, variables };
		return this.#held;
	}
}
