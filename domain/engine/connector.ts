import type { Value } from "../data/model.ts";
import type { Problem } from "../problem.ts";
import { ok, type Result } from "../result.ts";
import type { Node } from "./linked.ts";
import type { Reading } from "./reading.ts";
import type { Stepping } from "./stepping.ts";
import type { JobInput, Template, Variables } from "./types.ts";

/** A connector with its texts split into words, expressions and names of secrets (`Reading.template`). */
export type Connector = {
	readonly kind: "http";
	readonly method: JobInput["method"];
	readonly url: Value;
	readonly headers: readonly { readonly name: string; readonly value: Value }[];
	readonly body: number | null;
	readonly timeout: number;
};

/** Milliseconds that a call may take when the connector does not say. */
const TIMEOUT = 10_000;

export function readConnector(reading: Reading): Connector | null {
	const { connector } = reading.automation;
	if (connector === undefined) return null;
	return {
		kind: "http",
		method: connector.method,
		url: reading.template(connector.url),
		headers: (connector.headers ?? []).map(({ name, value }) => ({ name, value: reading.template(value) })),
		body: reading.optional(connector.body),
		timeout: connector.timeout ?? TIMEOUT,
	};
}

/** Evaluates what a job needs, over the data and the element's input mappings. */
export function jobInput(step: Stepping, node: Node, connector: Connector): Result<JobInput, Problem> {
	const names = step.expressions.inputs(node.inputs);
	if (!names.ok) return names;
	const url = fill(step, connector.url, names.value, true);
	if (!url.ok) return url;
	const headers: { name: string; value: Template }[] = [];
	for (const { name, value } of connector.headers) {
		const filled = fill(step, value, names.value, false);
		if (!filled.ok) return filled;
		headers.push({ name, value: filled.value });
	}
	const body = connector.body === null ? ok<Value>(null) : step.evaluate(connector.body, names.value);
	if (!body.ok) return body;
	return ok({ kind: "http", method: connector.method, url: url.value, headers, body: body.value, timeout: connector.timeout });
}

/** What a job's result is called in output mappings: `result`, and for an HTTP answer also `status`, `headers` and `body`. */
export function resultNames(result: Value): Variables {
	if (typeof result !== "object" || result === null || Array.isArray(result)) return { result };
	const { status = null, headers = null, body = null } = result as Variables;
	return { result, status, headers, body };
}

/** In an address data are encoded, so that a value cannot become another path or query; parameters of the environment are trusted text. */
function fill(step: Stepping, template: Value, names: Variables, address: boolean): Result<Template, Problem> {
	const parts: (string | { readonly secret: string })[] = [];
	for (const part of Array.isArray(template) ? template : []) {
		if (typeof part === "string") parts.push(part);
		else if (typeof part === "object" && part !== null && "secret" in part) parts.push({ secret: String(part.secret) });
		else if (typeof part === "object" && part !== null && "feel" in part && typeof part.feel === "number") {
			const result = step.evaluate(part.feel, names);
			if (!result.ok) return result;
			const text = asText(result.value);
			parts.push(address && !("own" in part) ? encodeURIComponent(text.toWellFormed()) : text);
		}
	}
	return ok(parts);
}

function asText(value: Value): string {
	if (value === null) return "";
	return typeof value === "object" ? JSON.stringify(value) : String(value);
}
