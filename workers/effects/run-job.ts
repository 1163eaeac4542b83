import type { TakenJob } from "../../domain/case/answers.ts";
import type { Value } from "../../domain/data/model.ts";
import { nestsDeeper } from "../../domain/data/json-depth.ts";
import { DEFAULT_LIMITS, type JobInput, type Template } from "../../domain/engine/types.ts";
import type { CaseId } from "../../domain/ids.ts";
import { readSecrets } from "../management-console/parameters.ts";
import { type EnvironmentScope, objects } from "../tenancy/objects.ts";
import { type Answer, callOut, networkOf, policyOf } from "./egress.ts";

/** Attempts at one job, over all messages about it. */
export const MAX_ATTEMPTS = 6;
/** Largest answer that a case takes, in characters of JSON: a variable holds 256 KiB, and the mapping picks from this. */
const MAX_RESULT = 600_000;

/** What became of an attempt. `again`: in so many seconds. */
export type Attempt = { readonly done: true } | { readonly done: false; readonly again: number };

/**
 * One attempt at a service or send job: takes it from its case, calls out, and brings the case the answer. Secrets are read now
 * and are in no message, log or row. The same key goes along with every attempt, so the called system can know a repeat.
 */
export async function runJob(env: Env, scope: EnvironmentScope, caseId: CaseId, job: number): Promise<Attempt> {
	const stub = objects.case(env, scope, caseId);
	const taken = await stub.takeJob(scope, caseId, job);
	if (taken === null) return { done: true };
	const input = JSON.parse(taken.input) as JobInput;
	const secrets = await readSecrets(env, scope, secretNames(input));
	const missing = secretNames(input).find((name) => !secrets.has(name));
	if (missing !== undefined) {
		await stub.failJob(scope, caseId, job, `The secret parameter "${missing}" has no value in this environment. Set it, then retry.`);
		return { done: true };
	}
	const result = await callOut(
		{
			method: input.method,
			url: fill(input.url, secrets),
			headers: [
				...input.headers.map(({ name, value }) => ({ name, value: fill(value, secrets) })),
				{ name: "idempotency-key", value: taken.key },
			],
			body: input.body === null ? null : JSON.stringify(input.body),
			timeout: input.timeout,
		},
		policyOf(env),
		networkOf(env),
	);
	if (!result.ok) {
		if (result.error.retry) return tryAgain(env, scope, caseId, taken, result.error.detail);
		await stub.failJob(scope, caseId, job, result.error.detail, result.error.code);
		return { done: true };
	}
	const { status } = result.value;
	if (status >= 500 || status === 429 || status === 408)
		return tryAgain(env, scope, caseId, taken, `The called system answered with status ${status}.`);
	if (status >= 400) {
		await stub.failJob(scope, caseId, job, `The called system answered with status ${status}.`, `http.${status}`);
		return { done: true };
	}
	const kept = resultOf(result.value);
	const text = kept === undefined ? "" : JSON.stringify(kept);
	if (kept === undefined)
		await stub.failJob(
			scope,
			caseId,
			job,
			`The answer of the called system has lists and objects more than ${DEFAULT_LIMITS.valueDepth} deep within each other.`,
			"egress.answer_too_deep",
		);
	else if (text.length > MAX_RESULT)
		await stub.failJob(scope, caseId, job, "The answer of the called system is too large to keep in a case.", "egress.answer_too_large");
	else await stub.completeJob(scope, caseId, job, text);
	return { done: true };
}

/** Lets the queue bring the job again, or ends it as failed when it has been tried often enough. */
async function tryAgain(env: Env, scope: EnvironmentScope, caseId: CaseId, taken: TakenJob, why: string): Promise<Attempt> {
	const stub = objects.case(env, scope, caseId);
	if (taken.attempt >= MAX_ATTEMPTS) {
		await stub.failJob(scope, caseId, taken.job, `${why} It was tried ${taken.attempt} times.`);
		return { done: true };
	}
	const again = Math.min(2 ** taken.attempt, 60);
	await stub.releaseJob(scope, caseId, taken.job, why, Date.now() + again * 1000);
	return { done: false, again };
}

/** An answer as a case keeps it: `{ status, headers, body }`, the body read as JSON where it is JSON; undefined when that is too deep. */
function resultOf(answer: Answer): Value | undefined {
	const text = new TextDecoder().decode(answer.body);
	const type = answer.headers.get("content-type") ?? "";
	const isJson = /[/+]json\b/i.test(type);
	// The body stands one level deep in the result.
	if (isJson && nestsDeeper(text, DEFAULT_LIMITS.valueDepth - 1)) return undefined;
	const headers: Record<string, Value> = {};
	for (const [name, value] of answer.headers) {
		if (name !== "set-cookie" && Object.keys(headers).length < 50) headers[name] = value.slice(0, 1000);
	}
	return { status: answer.status, headers, body: isJson ? parsed(text) : text };
}

function parsed(text: string): Value {
	try {
		return JSON.parse(text) as Value;
	} catch {
		return text;
	}
}

function secretNames(input: JobInput): string[] {
	const names = new Set<string>();
	for (const template of [input.url, ...input.headers.map((header) => header.value)])
		for (const part of template) if (typeof part !== "string") names.add(part.secret);
	return [...names];
}

function fill(template: Template, secrets: ReadonlyMap<string, string>): string {
	return template.map((part) => (typeof part === "string" ? part : (secrets.get(part.secret) ?? ""))).join("");
}
