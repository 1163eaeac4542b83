import { env } from "cloudflare:workers";
import { automation, type Automation } from "../../domain/deployment/automation.ts";
import { compile } from "../../domain/engine/compile.ts";
import { idFrom } from "../../domain/ids.ts";
import { sha256Hex } from "../../workers/tenancy/content-hash.ts";
import { writeExecutable } from "../../workers/tenancy/executables.ts";
import { type EnvironmentScope, keys, objects } from "../../workers/tenancy/objects.ts";
import * as v from "valibot";

/** A process without a picture: `body` are the flow elements of one executable process with the id `Process`. */
export function bpmn(body: string, more = ""): string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="Definitions" targetNamespace="http://portico.test">
${more}<bpmn:process id="Process" name="Test process" isExecutable="true">${body}</bpmn:process>
</bpmn:definitions>`;
}

/** Flow elements in a row, tied by sequence flows: `row("<bpmn:startEvent id="S"/>", …)` by their ids. */
export function inRow(...elements: readonly (readonly [tag: string, id: string, attributes?: string, inner?: string])[]): string {
	const shapes = elements.map(([tag, id, attributes = "", inner = ""]) => `<bpmn:${tag} id="${id}" ${attributes}>${inner}</bpmn:${tag}>`);
	const flows = elements.slice(1).map(([, id], index) => {
		const from = elements[index]?.[1] ?? "";
		return `<bpmn:sequenceFlow id="${from}_${id}" sourceRef="${from}" targetRef="${id}"/>`;
	});
	return [...shapes, ...flows].join("");
}

export type AutomationInput = Partial<v.InferInput<typeof automation>>;

/** An automation with everything left out that a test does not speak of. */
export function automate(given: AutomationInput = {}): Automation {
	return v.parse(automation, {
		format: 1,
		processId: "Process",
		category: "Tests",
		data: { attributes: [] },
		forms: [],
		elements: {},
		flows: {},
		roles: [],
		parameters: [],
		...given,
	});
}

/** Compiles a model and makes it what new cases of an environment run. */
export async function activate(
	scope: EnvironmentScope,
	model: string,
	automated: Automation,
	parameters: Readonly<Record<string, unknown>> = {},
): Promise<string> {
	const compiled = await compile({ bpmn: model, automation: automated });
	if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
	const packageHash = await sha256Hex(new TextEncoder().encode(JSON.stringify([model, automated])));
	const bpmnHash = await sha256Hex(new TextEncoder().encode(model));
	await env.FILES.put(keys.content(scope.companyId, "bpmn", bpmnHash), model);
	await writeExecutable(env, scope.companyId, packageHash, {
		format: 1,
		program: compiled.value,
		automation: automated,
		processName: "Test process",
		bpmnHash,
	});
	const stub = objects.environment(env, scope);
	await stub.setParameters(scope, JSON.stringify(parameters));
	await stub.activate(
		scope,
		{
			packageId: idFrom("package", new Uint8Array(16).fill(Number.parseInt(packageHash.slice(0, 2), 16))),
			packageHash,
			name: "Test",
			version: "1",
			process: { id: automated.processId, name: "Test process", category: automated.category },
			starts: compiled.value.starts,
		},
		{ id: "per_test", name: "Test" },
	);
	return packageHash;
}
