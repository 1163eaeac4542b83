import type { Calendars } from "../../domain/calendar/calendar.ts";
import type { Value } from "../../domain/data/model.ts";
import type { Automation, ElementAutomation } from "../../domain/deployment/automation.ts";
import { advance } from "../../domain/engine/advance.ts";
import { compile } from "../../domain/engine/compile.ts";
import { fold } from "../../domain/engine/fold.ts";
import { link } from "../../domain/engine/link.ts";
import type { Linked } from "../../domain/engine/linked.ts";
import type { State, Wait } from "../../domain/engine/state.ts";
import { DEFAULT_LIMITS, type Command, type Effect, type JournalEntry, type Limits, type Variables } from "../../domain/engine/types.ts";
import type { Problem } from "../../domain/problem.ts";

export const NOW = Date.UTC(2026, 10, 24, 9);

/** A BPMN file around the elements of one process `P`. */
export function model(inside: string, roots = ""): string {
	return `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t">${roots}<process id="P" name="Order" isExecutable="true">${inside}</process></definitions>`;
}

/** Sequence flows as `A>B`, each with the id `A>B` spelled `A-B`; a condition follows a question mark. */
export function flows(...list: readonly string[]): string {
	return list
		.map((each) => {
			const [ends = "", condition] = each.split("?");
			const [source = "", target = ""] = ends.split(">");
			const body =
				condition === undefined
					? ""
					: `<conditionExpression>${condition.replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</conditionExpression>`;
			return `<sequenceFlow id="${source}-${target}" sourceRef="${source}" targetRef="${target}">${body}</sequenceFlow>`;
		})
		.join("");
}

export function automation(elements: Readonly<Record<string, ElementAutomation>> = {}, more: Partial<Automation> = {}): Automation {
	return {
		format: 1,
		processId: "P",
		category: "Test",
		data: { attributes: [] },
		forms: [],
		elements,
		flows: {},
		roles: [],
		parameters: [],
		...more,
	};
}

/** A connector whose only use is to wait for its job. */
export const CALL: ElementAutomation = { connector: { kind: "http", method: "POST", url: "https://example.test/" } };

/**
 * One case under test. After every step it is also saved, dropped and loaded (state and program), and its journal folded: all three
 * must give the same bytes, so every test is a test of that as well.
 */
export class Trial {
	readonly linked: Linked;
	readonly journal: JournalEntry[] = [];
	readonly effects: Effect[] = [];
	readonly limits: Limits;
	state: State | null = null;
	now = NOW;
	calendars: Calendars | undefined;

	constructor(linked: Linked, limits: Limits = DEFAULT_LIMITS) {
		this.linked = linked;
		this.limits = limits;
	}

	static async of(bpmn: string, settings: Automation = automation(), limits?: Limits): Promise<Trial> {
		const compiled = await compile({ bpmn, automation: settings });
		if (!compiled.ok) throw new Error(compiled.error.map((each) => `${each.code} ${each.at ?? ""}: ${each.detail}`).join("\n"));
		return new Trial(link(compiled.value), limits);
	}

	/** Makes a step; answers the problem when it was refused. */
	step(command: Command): Problem | undefined {
		const context = {
			now: this.now,
			limits: this.limits,
			caseNumber: "C-1",
			parameters: { base: "https://api.test" },
			...(this.calendars !== undefined && { calendars: this.calendars }),
		};
		const before = JSON.stringify(this.state);
		const result = advance(this.linked, this.state, command, context);
		if (JSON.stringify(this.state) !== before) throw new Error("The step changed the state it was given");
		const loaded = advance(link(JSON.parse(JSON.stringify(this.linked.program))), JSON.parse(before), command, context);
		if (JSON.stringify(loaded) !== JSON.stringify(result)) throw new Error("A loaded case went another way");
		if (!result.ok) return result.error;
		for (const entry of result.value.journal) this.journal.push(entry);
		for (const effect of result.value.effects) this.effects.push(effect);
		this.state = result.value.state;
		const folded = JSON.stringify(fold(JSON.parse(JSON.stringify(this.journal))));
		if (folded !== JSON.stringify(this.state))
			throw new Error(`The journal folds to\n${folded}\ninstead of\n${JSON.stringify(this.state)}`);
		return undefined;
	}

	start(variables: Variables = {}, startEvent?: string, payload?: Value): this {
		return this.#must({
			type: "start",
			variables,
			starter: { personId: "per_1", name: "Ana", email: "ana@example.test" },
			...(startEvent !== undefined && { startEvent }),
			...(payload !== undefined && { payload }),
		});
	}

	complete(elementId: string, variables: Variables = {}): this {
		return this.#must({ type: "complete-task", task: this.wait(elementId, "task").id, variables });
	}

	job(elementId: string, result: Value = null): this {
		return this.#must({ type: "complete-job", job: this.wait(elementId, "job").id, result });
	}

	failJob(elementId: string, code?: string): this {
		return this.#must({
			type: "fail-job",
			job: this.wait(elementId, "job").id,
			message: "It did not work.",
			...(code !== undefined && { code }),
		});
	}

	/** Lets a timer come when it is due. */
	fire(elementId: string): this {
		const wait = this.wait(elementId, "timer");
		this.now = Math.max(this.now, wait.dueAt ?? 0);
		return this.#must({ type: "fire-timer", timer: wait.id });
	}

	deliver(elementId: string, payload: Value = null): this {
		return this.#must({ type: "deliver-message", subscription: this.wait(elementId, "message").id, payload });
	}

	/** A signal reaches one who waits for it. */
	signal(elementId: string, payload: Value = null): this {
		return this.#must({ type: "deliver-signal", subscription: this.wait(elementId, "signal").id, payload });
	}

	set(variables: Variables): this {
		return this.#must({ type: "set-variables", variables });
	}

	retry(): this {
		return this.#must({ type: "retry-incident", incident: this.state?.incidents[0]?.id ?? 0 });
	}

	cancel(): this {
		return this.#must({ type: "cancel", reason: "Not needed" });
	}

	wait(elementId: string, what: Wait["what"]): Wait {
		const found = this.state?.waits.find((each) => each.at === elementId && each.what === what);
		if (found === undefined) throw new Error(`Nothing waits at ${elementId} for a ${what}; open: ${this.open.join(", ")}`);
		return found;
	}

	/** Elements where something is waited for, in the order of beginning. */
	get open(): readonly string[] {
		return (this.state?.waits ?? []).map((each) => each.at);
	}

	/** Incidents as `code@element`. */
	get incidents(): readonly string[] {
		return (this.state?.incidents ?? []).map((each) => `${each.problem.code}@${each.at}`);
	}

	get status(): string | undefined {
		return this.state?.status;
	}

	get variables(): Variables {
		return this.state?.variables ?? {};
	}

	/** Elements that tokens passed or left, in order. */
	get path(): readonly string[] {
		return this.journal.flatMap((entry) =>
			entry.kind === "element-passed" || (entry.kind === "element-left" && entry.how === "completed") ? [entry.elementId] : [],
		);
	}

	effect<Type extends Effect["type"]>(type: Type): readonly Extract<Effect, { type: Type }>[] {
		return this.effects.filter((each): each is Extract<Effect, { type: Type }> => each.type === type);
	}

	#must(command: Command): this {
		const problem = this.step(command);
		if (problem !== undefined) throw new Error(`${problem.code}: ${problem.detail}`);
		return this;
	}
}

/** The problems of a model that is refused, as `code@element`. */
export async function refusals(bpmn: string, settings: Automation = automation()): Promise<readonly string[]> {
	const compiled = await compile({ bpmn, automation: settings });
	return compiled.ok ? [] : compiled.error.map((each) => `${each.code}@${each.at ?? ""}`);
}
