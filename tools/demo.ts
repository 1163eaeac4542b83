/**
 * `npm run demo`: walks the whole thread over the public HTTP and WebSocket API of a running `npm start`
 * (`PORTICO_URL`, by default http://127.0.0.1:8787): govern, draw together, publish, automate, deploy, work, mail.
 *
 * `-- --json` prints one line: {"ok":…,"steps":[{"name":…,"ok":…,"ms":…,"made":…}]}
 * `-- --bpmn FILE` takes any supported process instead of ours.
 *
 * Names are random, so it holds any number of times on one instance. The exit status says whether all steps held.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { Client } from "./client.ts";
import { walk, type Walk } from "./demo/walk.ts";

const { values } = parseArgs({ options: { json: { type: "boolean", default: false }, bpmn: { type: "string" } } });
const url = process.env["PORTICO_URL"] ?? "http://127.0.0.1:8787";

interface StepResult {
	readonly name: string;
	readonly ok: boolean;
	readonly ms: number;
	readonly made: unknown;
}

async function own(): Promise<Walk["process"]> {
	const folder = path.join(import.meta.dirname, "demo-company");
	return {
		fileName: "loan-request.bpmn",
		bpmn: await readFile(path.join(folder, "loan-request.bpmn"), "utf8"),
		automation: JSON.parse(await readFile(path.join(folder, "loan-request.automation.json"), "utf8")) as Record<string, unknown>,
	};
}

const steps: StepResult[] = [];
const health = await new Client(url).fetch("/api/health").catch(() => undefined);
if (health?.ok !== true) {
	process.stderr.write(`Nothing answers at ${url}. Start Portico first: npm start\n`);
	process.exit(2);
}

const given =
	values.bpmn === undefined
		? await own()
		: { fileName: path.basename(values.bpmn), bpmn: await readFile(values.bpmn, "utf8"), automation: undefined };
for (const step of await walk(url, given)) {
	const started = performance.now();
	let result: StepResult;
	try {
		const made = await step.run();
		result = { name: step.name, ok: true, ms: Math.round(performance.now() - started), made };
	} catch (error) {
		result = {
			name: step.name,
			ok: false,
			ms: Math.round(performance.now() - started),
			made: { problem: error instanceof Error ? error.message : String(error) },
		};
	}
	steps.push(result);
	if (!values.json) process.stdout.write(`${result.ok ? "✓" : "✗"} ${result.name} (${result.ms} ms)\n    ${JSON.stringify(result.made)}\n`);
	// Each step stands on the one before: after a failure there is nothing to stand on.
	if (!result.ok) break;
}
const ok = steps.every((step) => step.ok);
if (values.json) process.stdout.write(`${JSON.stringify({ ok, steps })}\n`);
process.exit(ok ? 0 : 1);
