import { env, exports } from "cloudflare:workers";
import type { Automation } from "../../domain/deployment/automation.ts";
import { sealPackage, type PackageContent } from "../../domain/deployment/package.ts";
import { packageSigner } from "../../workers/tenancy/package-keys.ts";
import type { TestPerson } from "./company.ts";

const BPMN = `<?xml version="1.0"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="D" targetNamespace="t"><process id="P" name="Loan" isExecutable="true"><startEvent id="S"><outgoing>f</outgoing></startEvent><userTask id="Check" name="Check request"><incoming>f</incoming><outgoing>g</outgoing></userTask><endEvent id="E"><incoming>g</incoming></endEvent><sequenceFlow id="f" sourceRef="S" targetRef="Check"/><sequenceFlow id="g" sourceRef="Check" targetRef="E"/></process><bpmndi:BPMNDiagram id="G"><bpmndi:BPMNPlane id="L" bpmnElement="P"><bpmndi:BPMNShape id="Ts" bpmnElement="Check"><dc:Bounds x="0" y="0" width="100" height="80"/></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>`;

/** A package of a process with one user task, `Check`, between start and end. */
export function content(projectId: string, version = 1, over: Partial<Automation> = {}): PackageContent {
	return {
		manifest: {
			name: "Loan request",
			version,
			note: "First",
			madeAt: "2026-11-24T00:00:00.000Z",
			madeBy: { name: "Ann", email: "ann@acme.example" },
			project: { id: projectId as PackageContent["manifest"]["project"]["id"], name: "Loans" },
			engine: 1,
		},
		bpmn: BPMN,
		automation: {
			format: 1,
			processId: "P",
			category: "Lending",
			data: { attributes: [] },
			forms: [],
			elements: {},
			flows: {},
			roles: [],
			parameters: [
				{ name: "limit", label: "Limit", type: "number", default: 10 },
				{ name: "token", label: "Token", type: "secret" },
			],
			...over,
		},
	};
}

/** The file of a package, signed by this deployment. */
export async function seal(made: PackageContent): Promise<Uint8Array> {
	const sealed = await sealPackage(made, await packageSigner(env));
	if (!sealed.ok) throw new Error(sealed.error.code);
	return sealed.value.bytes;
}

/** Uploads a package file to an environment, as the console does. */
export function upload(environmentId: string, bytes: Uint8Array, as: TestPerson): Promise<Response> {
	return exports.default.fetch(`http://portico.test/api/console/${environmentId}/packages`, {
		method: "POST",
		headers: { origin: "http://portico.test", cookie: as.cookie, "content-type": "application/octet-stream" },
		body: new Uint8Array(bytes),
	});
}
