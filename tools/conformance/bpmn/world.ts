import type { Value } from "../../../domain/data/model.ts";
import { advance } from "../../../domain/engine/advance.ts";
import { link } from "../../../domain/engine/link.ts";
import type { Linked } from "../../../domain/engine/linked.ts";
import type { State } from "../../../domain/engine/state.ts";
import { DEFAULT_LIMITS, type Command, type Effect, type ProgramStart, type Variables } from "../../../domain/engine/types.ts";

/** Carries out one job: how many virtual milliseconds it takes, and the BPMN error that it ends with. */
type Work = (elementId: string, data: Value, now: number) => { readonly takes: number; readonly error: string | undefined };

interface Running {
	state: State | null;
}

interface Due {
	readonly at: number;
	readonly case: Running;
	readonly command: Command;
}

/** Steps that one case of a suite may take: what loops is ended. */
const MOST_STEPS = 20_000;
const STARTER = { personId: null, name: "Conformance", email: null };

/** Everything around the engine, for one case of a suite: cases, a virtual clock, jobs, messages. */
export class World {
	readonly failures: string[] = [];
	readonly problems: string[] = [];
	#linked: Linked;
	readonly #reload: boolean;
	readonly #work: Work;
	readonly #cases: Running[] = [];
	readonly #due: Due[] = [];
	#signals: { readonly case: Running; readonly subscription: number; readonly signal: string }[] = [];
	readonly #kept: Extract<Effect, { type: "throw-message" }>[] = [];
	/** Triggers that came of start events with several. */
	readonly #came = new Map<string, Set<number>>();
	#now = 0;

	/** `reload`: state and program are saved, dropped and loaded after every step. */
	constructor(linked: Linked, reload: boolean, work: Work) {
		this.#linked = linked;
		this.#reload = reload;
		this.#work = work;
	}

	/** Starts a process of the file by its none start event; the main one without a name. */
	startProcess(processId: string | undefined, variables: Variables): void {
		const { starts } = this.#linked.program;
		const startEvent =
			processId === undefined ? undefined : starts.find((each) => each.processId === processId && each.kind === "none")?.elementId;
		if (processId !== undefined && startEvent === undefined) this.#failed("engine.no_start", `No process ${processId} can be started.`);
		else this.#start(startEvent, variables, null);
	}

	/** Lets everything come that is due within so many virtual milliseconds of the beginning. */
	runUntil(end: number): void {
		for (let steps = 0; steps < MOST_STEPS; steps++) {
			let next = -1;
			for (const [at, due] of this.#due.entries()) if (due.at <= end && due.at < (this.#due[next]?.at ?? Infinity)) next = at;
			const [due] = next === -1 ? [] : this.#due.splice(next, 1);
			if (due === undefined) return;
			this.#now = Math.max(this.#now, due.at);
			this.#perform(due.case, due.command);
		}
		this.#failed("engine.endless_loop", "The case never rests.");
	}

	#start(startEvent: string | undefined, variables: Variables, payload: Value): void {
		const begun: Running = { state: null };
		this.#cases.push(begun);
		this.#perform(begun, { type: "start", variables, starter: STARTER, payload, ...(startEvent !== undefined && { startEvent }) });
	}

	/** A trigger of a start event came; where all of several must come, the last one starts. */
	#startBy({ elementId, event = 0, together = 1 }: ProgramStart, payload: Value): void {
		const came = (this.#came.get(elementId) ?? new Set()).add(event);
		this.#came.set(elementId, came);
		if (came.size < together) return;
		this.#came.delete(elementId);
		this.#start(elementId, {}, payload);
	}

	#perform(running: Running, command: Command): void {
		const context = { now: this.#now, limits: DEFAULT_LIMITS, caseNumber: "C-1", parameters: {} };
		const step = advance(this.#linked, running.state, command, context);
		if (!step.ok) {
			// What was cancelled meanwhile comes in vain; anything else is a failure.
			if (
				!step.error.code.startsWith("engine.unknown_") &&
				step.error.code !== "engine.case_ended" &&
				step.error.code !== "engine.ad_hoc_busy"
			)
				this.#failed(step.error.code, step.error.detail);
			return;
		}
		running.state = step.value.state;
		if (this.#reload) {
			running.state = JSON.parse(JSON.stringify(running.state)) as State;
			this.#linked = link(JSON.parse(JSON.stringify(this.#linked.program)));
		}
		for (const effect of step.value.effects) this.#carryOut(running, effect);
		this.#choose(running);
	}

	/** In an ad-hoc sub-process everything is chosen once, in the order of the model, where one thing at a time as soon as it may. */
	#choose(running: Running): void {
		const offered = running.state?.waits.find(({ what, started }) => what === "choice" && started === undefined);
		if (offered === undefined || running.state === null) return;
		const idle = !this.#due.some((due) => due.case === running && due.command.type === "start-activity");
		if (idle) this.#later(0, running, { type: "start-activity", choice: offered.id });
	}

	#carryOut(running: Running, effect: Effect): void {
		switch (effect.type) {
			case "create-job": {
				const { takes, error } = this.#work(effect.elementId, effect.input.body, this.#now);
				const { job } = effect;
				this.#later(
					takes,
					running,
					error === undefined
						? { type: "complete-job", job, result: null }
						: { type: "fail-job", job, code: error, message: "The script throws an error." },
				);
				return;
			}
			case "create-task":
				return this.#later(0, running, { type: "complete-task", task: effect.task, variables: {} });
			case "set-timer":
				return this.#later(effect.dueAt - this.#now, running, { type: "fire-timer", timer: effect.timer });
			case "throw-message":
				this.#kept.push(effect);
				return this.#deliver();
			case "open-subscription":
				return this.#deliver();
			case "open-signal":
				this.#signals.push({ case: running, subscription: effect.subscription, signal: effect.signal });
				return;
			case "throw-signal":
				return this.#broadcast(effect);
			case "raise-incident":
				return this.#failed(effect.problem.code, effect.problem.detail);
			case "complete-task":
			case "cancel-task":
			case "cancel-job":
			case "cancel-timer":
			case "close-subscription":
			case "resolve-incident":
			case "set-title":
			case "set-due":
			case "carry-over":
			case "end-case":
				// What is cancelled comes in vain; the rest is for people.
				return;
		}
	}

	/** A signal, to all who wait for it now, and to start events. */
	#broadcast({ signal, payload }: Extract<Effect, { type: "throw-signal" }>): void {
		const reached = this.#signals.filter((each) => each.signal === signal);
		this.#signals = this.#signals.filter((each) => each.signal !== signal);
		for (const { case: running, subscription } of reached) this.#later(0, running, { type: "deliver-signal", subscription, payload });
		for (const start of this.#linked.program.starts) if (start.signal === signal) this.#startBy(start, payload);
	}

	/** Messages that are kept, to the oldest wait for their name and key, else for any key, else to a start event. */
	#deliver(): void {
		for (const message of this.#kept.splice(0)) {
			const waits = this.#cases
				.flatMap((each) => (each.state?.waits ?? []).map((wait) => ({ case: each, wait })))
				.filter(({ wait }) => wait.what === "message" && wait.message === message.message);
			const waiting =
				waits.find(({ wait }) => wait.any === undefined && wait.key === message.key) ?? waits.find(({ wait }) => wait.any === true);
			const start = this.#linked.program.starts.find((each) => each.kind === "message" && each.message === message.message);
			if (waiting !== undefined)
				this.#later(0, waiting.case, { type: "deliver-message", subscription: waiting.wait.id, payload: message.payload });
			else if (start !== undefined) this.#startBy(start, message.payload);
			else this.#kept.push(message);
		}
	}

	#later(wait: number, running: Running, command: Command): void {
		this.#due.push({ at: this.#now + wait, case: running, command });
	}

	#failed(code: string, detail: string): void {
		this.failures.push(code);
		this.problems.push(`${code}: ${detail}`);
	}
}
