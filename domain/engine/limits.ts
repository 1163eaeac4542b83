import { XML_LIMITS } from "../bpmn/scan-xml.ts";
import type { Problem } from "../problem.ts";
import { FEEL_LIMITS } from "../rules/feel/limits.ts";
import type { Node } from "./linked.ts";

/** Bounds of one case: what goes over one of them is an incident at its element, or a refused command; the case lives on. */
export interface Limits {
	/** Elements entered in one step. */
	readonly stepElements: number;
	/** Tokens alive in one case. */
	readonly tokens: number;
	/** What tokens of one case wait for, all together. */
	readonly waits: number;
	/** Instances of one multi-instance activity. */
	readonly instances: number;
	/** Scopes within scopes: sub-processes, called processes, instances of what repeats. */
	readonly scopeDepth: number;
	/** Called processes within called processes. */
	readonly callDepth: number;
	/** Bytes of one variable, as JSON. */
	readonly variableBytes: number;
	/** Lists and objects within each other, in one value. */
	readonly valueDepth: number;
	/** Fuel of all expressions of one step together (`FEEL_LIMITS.fuel` is that of one): at most about a second of CPU. */
	readonly stepFuel: number;
}

export const DEFAULT_LIMITS: Limits = {
	stepElements: 10_000,
	tokens: 10_000,
	waits: 120_000,
	instances: 10_000,
	scopeDepth: 500,
	callDepth: 100,
	variableBytes: 256 * 1024,
	valueDepth: 64,
	stepFuel: 1_000_000,
};

/** Characters of a message's correlation key. */
export const KEY_CHARACTERS = 400;

/** Every limit that a model or its data can meet: its name, its value, and the code of what is told. `docs/limits.md` shows this table. */
export const LIMITS: readonly {
	readonly name: string;
	readonly value: number;
	readonly of: string;
	readonly code: string;
	readonly told: "incident" | "deployment" | "command" | "incident or command" | "incident or deployment";
}[] = [
	{
		name: "stepElements",
		value: DEFAULT_LIMITS.stepElements,
		of: "elements entered in one step",
		code: "engine.endless_loop",
		told: "incident",
	},
	{ name: "tokens", value: DEFAULT_LIMITS.tokens, of: "tokens of a case", code: "engine.too_many_tokens", told: "incident" },
	{ name: "waits", value: DEFAULT_LIMITS.waits, of: "waits of a case", code: "engine.too_many_waits", told: "incident" },
	{
		name: "instances",
		value: DEFAULT_LIMITS.instances,
		of: "instances of a multi-instance activity",
		code: "engine.too_many_instances",
		told: "incident",
	},
	{ name: "scopeDepth", value: DEFAULT_LIMITS.scopeDepth, of: "scopes within scopes", code: "engine.too_deep", told: "incident" },
	{ name: "callDepth", value: DEFAULT_LIMITS.callDepth, of: "calls within calls", code: "engine.too_many_calls", told: "incident" },
	{
		name: "variableBytes",
		value: DEFAULT_LIMITS.variableBytes,
		of: "bytes of a variable",
		code: "engine.variable_too_large",
		told: "incident or command",
	},
	{
		name: "valueDepth",
		value: DEFAULT_LIMITS.valueDepth,
		of: "lists and objects within each other",
		code: "engine.value_too_deep",
		told: "incident or command",
	},
	{
		name: "stepFuel",
		value: DEFAULT_LIMITS.stepFuel,
		of: "fuel of the expressions of one step",
		code: "engine.too_much_work",
		told: "incident",
	},
	{
		name: "key",
		value: KEY_CHARACTERS,
		of: "characters of a correlation key that the model gives",
		code: "engine.key_too_long",
		told: "incident",
	},
	{ name: "FEEL fuel", value: FEEL_LIMITS.fuel, of: "fuel of one expression", code: "feel.too_much_work", told: "incident" },
	{ name: "FEEL calls", value: FEEL_LIMITS.calls, of: "calls within calls in an expression", code: "feel.too_much_work", told: "incident" },
	{ name: "FEEL list", value: FEEL_LIMITS.list, of: "items of a list that an expression makes", code: "feel.too_large", told: "incident" },
	{
		name: "FEEL text",
		value: FEEL_LIMITS.text,
		of: "characters of a text that an expression makes",
		code: "feel.too_large",
		told: "incident",
	},
	{ name: "FEEL result", value: FEEL_LIMITS.result, of: "characters of an expression's value", code: "feel.too_large", told: "incident" },
	{ name: "FEEL source", value: FEEL_LIMITS.source, of: "characters of an expression", code: "feel.too_long", told: "deployment" },
	{
		name: "FEEL depth",
		value: FEEL_LIMITS.depth,
		of: "expressions within each other",
		code: "feel.too_deep",
		told: "incident or deployment",
	},
	{ name: "FEEL chain", value: FEEL_LIMITS.chain, of: "one sign in a row (a + b + c)", code: "feel.too_deep", told: "deployment" },
	{ name: "XML bytes", value: XML_LIMITS.bytes, of: "bytes of a model's file", code: "bpmn.too_large", told: "deployment" },
	{
		name: "XML elements",
		value: XML_LIMITS.flowElements,
		of: "flow elements of a file",
		code: "bpmn.too_many_elements",
		told: "deployment",
	},
	{ name: "XML depth", value: XML_LIMITS.depth, of: "tags within tags", code: "bpmn.too_deep", told: "deployment" },
	{ name: "XML attributes", value: XML_LIMITS.attributes, of: "attributes of a tag", code: "bpmn.too_many_attributes", told: "deployment" },
];

/** What a case has when a token comes to an element; tokens without the one that comes. */
export interface Load {
	readonly entries: number;
	readonly tokens: number;
	readonly waits: number;
	/** Scopes around the token. */
	readonly depth: () => number;
}

/** Why a token may not enter an element: with what begins there, the case would go over a limit. Undefined when it may. */
export function overLimit(limits: Limits, node: Node, load: Load): Problem | undefined {
	const at = node.id;
	if (load.entries > limits.stepElements)
		return {
			code: "engine.endless_loop",
			detail: `The case went through ${amount(limits.stepElements)} elements without waiting. Change what keeps the loop going, then retry.`,
			at,
		};
	// Its own token, those that begin within it, and those that listen there.
	if (load.tokens + 1 + node.starts.length + node.listeners.length > limits.tokens) return { ...tooManyTokens(limits), at };
	if (load.waits + waitsOf(node) > limits.waits)
		return {
			code: "engine.too_many_waits",
			detail: `This case would wait for more than ${amount(limits.waits)} things at once. Let some of them come, then retry.`,
			at,
		};
	if ((node.starts.length > 0 || node.loop !== null) && load.depth() >= limits.scopeDepth)
		return {
			code: "engine.too_deep",
			detail: `Sub-processes and called processes are more than ${amount(limits.scopeDepth)} deep within each other. Change what nests them, then retry.`,
			at,
		};
	return undefined;
}

/** What an element waits for itself, what its boundary events do, and what a gateway does in the name of the events behind it. */
function waitsOf(node: Node): number {
	let waits = 1 + node.events.length;
	for (const event of node.boundary) waits += event.events.length;
	if (node.type === "eventBasedGateway") for (const { target } of node.outgoing) waits += Math.max(1, target.events.length);
	return waits;
}

export function tooManyTokens(limits: Limits): Problem {
	return { code: "engine.too_many_tokens", detail: `More than ${amount(limits.tokens)} things would go on at once in this case.` };
}

function overValueLimit(limits: Limits, name: string, value: unknown): Problem | undefined {
	const { bytes, depth } = measure(value, limits.variableBytes, limits.valueDepth);
	if (depth > limits.valueDepth) return tooDeep(limits, name);
	if (bytes > limits.variableBytes)
		return {
			code: "engine.variable_too_large",
			detail: `"${name}" is larger than ${Math.round(limits.variableBytes / 1024)} kB.`,
			at: name,
		};
	return undefined;
}

/** Why the first of these values that is over a limit may not be kept under its name. */
export function overValueLimits(limits: Limits, values: Readonly<Record<string, unknown>>): Problem | undefined {
	for (const [name, value] of Object.entries(values)) {
		const problem = overValueLimit(limits, name, value);
		if (problem !== undefined) return problem;
	}
	return undefined;
}

/** Why something that came from outside may not be looked at: `name` says what it is. */
export function overDepth(limits: Limits, name: string, value: unknown): Problem | undefined {
	return measure(value, Infinity, limits.valueDepth).depth > limits.valueDepth ? tooDeep(limits, name) : undefined;
}

function tooDeep(limits: Limits, name: string): Problem {
	return {
		code: "engine.value_too_deep",
		detail: `"${name}" has lists and objects more than ${limits.valueDepth} deep within each other.`,
		at: name,
	};
}

/** How many bytes a value has as JSON, about, and how deep it is; counting ends soon after either limit. */
export function measure(value: unknown, mostBytes: number, mostDepth: number): { readonly bytes: number; readonly depth: number } {
	if (typeof value !== "object" || value === null) return { bytes: typeof value === "string" ? textBytes(value) : 4, depth: 0 };
	let bytes = 0;
	let depth = 0;
	let level: unknown[] = [value];
	while (level.length > 0) {
		const within: unknown[] = [];
		let nests = false;
		for (const each of level) {
			if (typeof each === "string") bytes += textBytes(each);
			else if (typeof each !== "object" || each === null) bytes += 4;
			else {
				nests = true;
				for (const [name, item] of Object.entries(each)) {
					if (!Array.isArray(each)) bytes += textBytes(name) + 1;
					bytes++;
					within.push(item);
				}
				bytes += 2;
			}
			if (bytes > mostBytes) return { bytes, depth };
		}
		if (nests) depth++;
		if (depth > mostDepth) break;
		level = within;
	}
	return { bytes, depth };
}

/** Bytes of a text in JSON: what must be escaped has six, a character beyond ASCII up to three a unit. */
function textBytes(text: string): number {
	let bytes = text.length + 2;
	for (let at = 0; at < text.length; at++) {
		const unit = text.charCodeAt(at);
		if (unit < 0x20) bytes += 5;
		else if (unit === 0x22 || unit === 0x5c) bytes++;
		else if (unit >= 0x80) bytes += unit < 0x800 ? 1 : 2;
	}
	return bytes;
}

function amount(limit: number): string {
	return limit.toLocaleString("en");
}
