import { wake } from "./waits.ts";
import type { State, Wait } from "./state.ts";
import type { Stepping } from "./stepping.ts";
import type { Variables } from "./types.ts";

/**
 * The conditions that tokens of a case wait for (BPMN 2.0.2 §10.5.5, §13.5.3): they are asked when they begin to wait and whenever the
 * data became others, each time nothing moves any more. One that comes again must have been false before.
 */
export class Conditions {
	/** The data that all were asked over; none when they are to be asked anew. */
	#over: Variables | undefined;
	/** Waits from this id on were not asked yet. */
	#from: number;

	constructor({ variables, next }: State) {
		this.#over = variables;
		this.#from = next;
	}

	/** Data may have changed while nobody asked, or what stopped a condition is mended. */
	askAll(): void {
		this.#over = undefined;
	}

	/** Asks what is to be asked, and lets go on what became true. Answers whether anything did. */
	ask(step: Stepping): boolean {
		if (!step.linked.conditional) return false;
		const { variables, next } = step.state;
		const all = this.#over !== variables;
		const from = this.#from;
		this.#over = variables;
		this.#from = next;
		const came: Wait[] = [];
		for (const wait of step.state.waits)
			if (wait.what === "condition" && (all || wait.id >= from) && !stopped(step, wait) && becameTrue(step, wait)) came.push(wait);
		// What one of them does may end another's wait.
		for (const wait of came) if (step.state.waits.includes(wait)) wake(step, wait, null);
		return came.length > 0;
	}
}

function becameTrue(step: Stepping, wait: Wait): boolean {
	const node = step.linked.byId.get(wait.at);
	const token = step.state.tokens.find((each) => each.id === wait.token);
	const condition = node?.events[wait.event ?? 0]?.settings;
	if (node === undefined || token === undefined || typeof condition !== "number") return false;
	step.stand(token.in);
	const over = step.charge(node, token.in);
	const answer = over === undefined ? step.evaluate(condition) : undefined;
	const problem = over ?? (answer?.ok === false ? { ...answer.error, at: node.id } : undefined);
	if (problem !== undefined) {
		step.incident(token, problem, { from: "condition" }, node);
		return false;
	}
	const value = answer?.ok === true ? answer.value : null;
	if (value !== null && typeof value !== "boolean") {
		const detail = `The condition of "${node.name || node.id}" gives a value instead of true or false.`;
		step.incident(token, { code: "engine.condition_not_boolean", detail, at: node.id }, { from: "condition" }, node);
		return false;
	}
	// Over data that are not there yet a condition does not hold.
	if (wait.holds === true && value !== true) step.record({ kind: "condition-failed", elementId: node.id, wait: wait.id });
	return value === true && wait.holds !== true;
}

/** Whether an incident keeps a condition from being asked. */
function stopped(step: Stepping, wait: Wait): boolean {
	return step.state.incidents.some((each) => each.token === wait.token && each.at === wait.at && each.resume?.from === "condition");
}
