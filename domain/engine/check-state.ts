import type { Problem } from "../problem.ts";
import type { Linked } from "./linked.ts";
import type { State } from "./state.ts";

type Fields = Readonly<Record<string, unknown>>;

const STATUSES: ReadonlySet<unknown> = new Set(["active", "completed", "terminated", "failed", "cancelled"]);
const WAITS: ReadonlySet<unknown> = new Set(["task", "job", "timer", "message", "signal", "condition", "choice"]);

/**
 * What is wrong with a state that comes from outside: one that is broken, that an engine made which this one does not understand, or
 * whose case ran on another model. Undefined when a step can be made from it. Linear in what is active.
 */
export function misfit(linked: Linked, state: unknown): Problem | undefined {
	const wrong = wrongIn(linked, state);
	return wrong === undefined
		? undefined
		: { code: "engine.state_misfit", detail: `The state of this case does not fit its model: ${wrong}. Nothing was changed.` };
}

function wrongIn(linked: Linked, given: unknown): string | undefined {
	if (!isObject(given)) return "it is no state";
	const state = given as Fields & Partial<State>;
	if (state.format !== 1) return "its format is another";
	if (!isId(state.next)) return "it has no next id";
	if (!STATUSES.has(state.status)) return "its status is unknown";
	if (typeof state.title !== "string" || typeof state.processId !== "string" || !isObject(state.starter))
		return "it does not say whose it is";
	if (!isObject(state.variables)) return "it has no data";
	const scopes = byId(state.scopes, state.next);
	const tokens = byId(state.tokens, state.next);
	const waits = byId(state.waits, state.next);
	const incidents = byId(state.incidents, state.next);
	if (scopes === undefined || tokens === undefined || waits === undefined || incidents === undefined)
		return "its scopes, tokens, waits or incidents are not in the order of their ids";
	const known = (at: unknown): boolean => typeof at === "string" && linked.byId.has(at);
	for (const [id, { at, token, live, instance, data, compensates, keys }] of scopes) {
		if (!known(at)) return `scope ${id} is of an element that the model does not have`;
		// A scope is begun after the token that it belongs to, and a token after the scope that it is in: so no path goes in a circle.
		if (token !== undefined && !(isId(token) && token < id && tokens.has(token))) return `scope ${id} belongs to no token`;
		if (
			!Number.isSafeInteger(live) ||
			!isOptional(instance, isObject) ||
			!isOptional(data, isObject) ||
			!isOptional(compensates, isId) ||
			!isOptional(keys, isKeys)
		)
			return `scope ${id} is broken`;
	}
	if (!isOptional(state.compensables, (list) => Array.isArray(list) && list.every((each) => isCompensable(each))))
		return "what can be compensated is broken";
	for (const [id, { at, in: scope, via, loop, compensating, came }] of tokens) {
		if (!known(at)) return `token ${id} is at an element that the model does not have`;
		if (!(isId(scope) && scope < id && scopes.has(scope))) return `token ${id} is in no scope`;
		if (
			!isOptional(via, isText) ||
			!isOptional(loop, isLoop) ||
			!isOptional(compensating, isCompensating) ||
			!isOptional(came, (list) => Array.isArray(list) && list.every((each) => isObject(each) && isObject(each["wait"])))
		)
			return `token ${id} is broken`;
	}
	for (const [id, { at, token, what, dueAt, cycle, event }] of waits) {
		if (!known(at) || !WAITS.has(what) || !isId(token) || !tokens.has(token)) return `wait ${id} belongs to nothing`;
		if (!isOptional(dueAt, isNumber) || !isOptional(cycle, isText) || !isOptional(event, isNumber)) return `wait ${id} is broken`;
	}
	for (const [id, { at, token, problem, resume }] of incidents) {
		if (!known(at) || !isId(token) || !tokens.has(token)) return `incident ${id} belongs to nothing`;
		if (!isObject(problem) || !isText(problem["code"]) || !isText(problem["detail"]) || !isOptional(resume, isResume))
			return `incident ${id} is broken`;
	}
	return undefined;
}

function isKeys(keys: unknown): boolean {
	return isObject(keys) && Object.values(keys).every((values) => Array.isArray(values) && values.every((each) => typeof each !== "object"));
}

/** A list as a map by id; undefined when its ids do not go up to below `next`. */
function byId(list: unknown, next: number): ReadonlyMap<number, Fields> | undefined {
	if (!Array.isArray(list)) return undefined;
	const made = new Map<number, Fields>();
	let last = 0;
	for (const item of list as readonly unknown[]) {
		const id = isObject(item) ? item["id"] : undefined;
		if (!isObject(item) || !isId(id) || id <= last || id >= next) return undefined;
		made.set(id, item);
		last = id;
	}
	return made;
}

function isObject(value: unknown): value is Fields {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isId(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) > 0;
}

function isNumber(value: unknown): value is number {
	return typeof value === "number";
}

function isText(value: unknown): value is string {
	return typeof value === "string";
}

function isOptional(value: unknown, is: (value: unknown) => boolean): boolean {
	return value === undefined || is(value);
}

function isLoop(value: unknown): boolean {
	if (!isObject(value)) return false;
	const { total, started, done, items } = value;
	return (total === null || isNumber(total)) && isNumber(started) && isNumber(done) && isOptional(items, Array.isArray);
}

function isCompensable(value: unknown): boolean {
	if (!isObject(value)) return false;
	const { id, at, in: scope, token, within, names } = value;
	return isId(id) && isText(at) && isId(scope) && isOptional(token, isId) && isOptional(within, isId) && isOptional(names, isObject);
}

function isCompensating(value: unknown): boolean {
	return isObject(value) && Array.isArray(value["left"]) && value["left"].every(isCompensable);
}

function isResume(value: unknown): boolean {
	if (!isObject(value)) return false;
	return value["from"] === "outputs"
		? isObject(value["result"])
		: value["from"] === "data"
			? isObject(value["data"])
			: value["from"] === "flows" ||
				value["from"] === "loop" ||
				value["from"] === "throws" ||
				value["from"] === "condition" ||
				value["from"] === "ad-hoc";
}
