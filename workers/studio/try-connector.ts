import * as v from "valibot";
import type { HttpConnector } from "../../domain/deployment/automation.ts";
import { compileFeel, evaluateFeel, type FeelContext } from "../../domain/rules/feel.ts";
import type { Value } from "../../domain/data/model.ts";
import { callOut, networkOf, policyOf } from "../effects/egress.ts";
import { HttpProblem } from "../http/problem.ts";

/** What a try-out shows of an answer: enough to write mappings by. */
const SHOWN_CHARACTERS = 20_000;
const SHOWN_HEADERS = ["content-type", "date", "etag", "location", "retry-after"];

export const triedAnswer = v.object({
	status: v.number(),
	headers: v.record(v.string(), v.string()),
	/** The body as text, cut where it is long. */
	body: v.string(),
	cut: v.boolean(),
	/** What the output mappings would write, by path. */
	outputs: v.array(v.object({ to: v.string(), value: v.string() })),
	ms: v.number(),
});

/**
 * Calls what a service task would call, once, with sample data, through the same guard that cases go through. Secrets are not at
 * hand here: a text that names a secret parameter is refused.
 */
export async function tryConnector(
	env: Env,
	given: {
		readonly connector: HttpConnector;
		readonly data: FeelContext;
		readonly inputs: readonly { readonly from: string; readonly to: string }[];
		readonly outputs: readonly { readonly from: string; readonly to: string }[];
	},
	secrets: ReadonlySet<string>,
): Promise<v.InferInput<typeof triedAnswer>> {
	const { connector } = given;
	const names: Record<string, Value> = { ...given.data };
	for (const input of given.inputs) names[input.to] = evaluate(input.from, names, `inputs ${input.to}`);
	const started = performance.now();
	const result = await callOut(
		{
			method: connector.method,
			url: fill(connector.url, names, secrets, "url", true),
			headers: (connector.headers ?? []).map(({ name, value }) => ({ name, value: fill(value, names, secrets, `headers ${name}`, false) })),
			body: connector.body === undefined ? null : JSON.stringify(evaluate(connector.body, names, "body")),
			timeout: connector.timeout ?? 10_000,
		},
		policyOf(env),
		networkOf(env),
	);
	if (!result.ok) throw new HttpProblem(422, result.error.code, result.error.detail, { field: result.error.at ?? "url" });
	const text = new TextDecoder().decode(result.value.body);
	const body = parsed(text, result.value.headers.get("content-type") ?? "");
	const headers: Record<string, string> = {};
	for (const name of SHOWN_HEADERS) {
		const value = result.value.headers.get(name);
		if (value !== null) headers[name] = value;
	}
	const answer = { status: result.value.status, headers, body };
	const context = { ...names, ...answer, result: answer };
	return {
		status: result.value.status,
		headers,
		body: text.slice(0, SHOWN_CHARACTERS),
		cut: text.length > SHOWN_CHARACTERS,
		outputs: given.outputs.map(({ from, to }) => ({ to, value: JSON.stringify(evaluate(from, context, `outputs ${to}`)).slice(0, 2000) })),
		ms: Math.round(performance.now() - started),
	};
}

function evaluate(source: string, context: FeelContext, field: string): Value {
	const compiled = compileFeel(source);
	if (!compiled.ok) throw new HttpProblem(422, compiled.error.code, compiled.error.detail, { field });
	const value = evaluateFeel(compiled.value, context);
	if (!value.ok) throw new HttpProblem(422, value.error.code, value.error.detail, { field });
	return value.value;
}

/** A text with `{{ FEEL }}` in it. In an address values are encoded, so that none becomes another path. */
function fill(text: string, context: FeelContext, secrets: ReadonlySet<string>, field: string, address: boolean): string {
	return text.replaceAll(/\{\{(.*?)\}\}/gs, (_match, source: string) => {
		const secret = /^\s*parameters\.([A-Za-z0-9]+)\s*$/.exec(source)?.[1];
		if (secret !== undefined && secrets.has(secret))
			throw new HttpProblem(
				422,
				"connector.needs_secret",
				`The secret "${secret}" is known only to running cases. Run a case to try this call.`,
				{
					field,
				},
			);
		const value = evaluate(source, context, field);
		const filled = value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
		return address ? encodeURIComponent(filled) : filled;
	});
}

function parsed(text: string, type: string): Value {
	if (!/[/+]json\b/i.test(type)) return text;
	try {
		return JSON.parse(text) as Value;
	} catch {
		return text;
	}
}
