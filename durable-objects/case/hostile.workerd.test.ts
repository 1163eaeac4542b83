import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, it, type ExpectStatic } from "vitest";
import type { CaseView } from "../../domain/case/view.ts";
import type { Automation } from "../../domain/deployment/automation.ts";
import type { Variables } from "../../domain/engine/types.ts";
import { HOSTILE_MODELS } from "../../test/engine/hostile-models.ts";
import { activate, automate, bpmn, inRow } from "../../test/workerd/activate.ts";
import { makeCompany } from "../../test/workerd/company.ts";
import { settle } from "../../test/workerd/settle.ts";
import { type EnvironmentScope, objects } from "../../workers/tenancy/objects.ts";
import { startCaseOn } from "../../workers/work-portal/start-case.ts";

const starter = { personId: "per_ann", name: "Ann", email: "ann@acme.example" };
const operator = { personId: null, name: "Operator" };
const worker = { personId: "per_ann", name: "Ann", email: "ann@acme.example", roles: [], groups: [] };
const PEACEFUL = bpmn(inRow(["startEvent", "S"], ["userTask", "T"], ["endEvent", "E"]));

let scope: EnvironmentScope;
beforeAll(async () => {
	const company = await makeCompany();
	const project = await company.project("Project");
	scope = { companyId: company.id, environmentId: project.environments.development };
});

let started = 0;
async function start(model: string, settings: Automation, variables: Variables = {}) {
	await activate(scope, model, settings);
	// What an isolate remembers of the active package for a second would be the one before.
	const active = await objects.environment(env, scope).active(scope);
	if (active === null) throw new Error("nothing is active");
	const result = await startCaseOn(env, scope, active, { variables, starter, idempotencyKey: `hostile-${++started}`, source: "test" });
	if (!result.ok) throw new Error(result.error.detail);
	const stub = objects.case(env, scope, result.value.caseId);
	return {
		...result.value,
		stub,
		view: async () => JSON.parse((await stub.read(scope, result.value.caseId)) ?? "null") as CaseView,
	};
}

type Started = Awaited<ReturnType<typeof start>>;

/** The only task of the peaceful case is completed and the case ends. */
async function goesOn(expect: ExpectStatic, { stub, caseId, view, tasks }: Started): Promise<void> {
	const answer = await stub.completeTask(scope, caseId, worker, tasks[0]?.task ?? 0, "{}");
	expect(answer.ok && answer.value.state).toBe("completed");
	expect((await view()).incidents).toEqual([]);
}

describe("a case of a hostile model", () => {
	for (const { name, bpmn: model, automation, variables, incident } of HOSTILE_MODELS)
		it(`(${name}) stands with its incident, is retried and cancelled, and its neighbours go on`, async ({ expect }) => {
			const before = await start(PEACEFUL, automate());
			const hostile = await start(model, automation, variables);
			const beside = await start(PEACEFUL, automate());
			const [code, at] = incident.split("@");
			const [raised] = await runInDurableObject(hostile.stub, (_case, state) =>
				state.storage.sql
					.exec<{ incident: number }>("SELECT incident FROM incident WHERE code = ? AND element_id = ? AND resolved_at IS NULL", code, at)
					.toArray(),
			);
			expect(raised).toBeDefined();
			await goesOn(expect, before);
			// The list of cases is told of it, whatever it has.
			await settle(hostile.stub);
			const retried = await hostile.stub.retryIncident(scope, hostile.caseId, raised?.incident ?? 0, operator);
			expect(retried.ok && retried.value.state).toBe("running");
			const cancelled = await hostile.stub.cancel(scope, hostile.caseId, "Too much", operator);
			expect(cancelled.ok && cancelled.value.state).toBe("cancelled");
			expect((await hostile.view()).incidents.filter((each) => each.resolvedAt === null)).toEqual([]);
			await settle(hostile.stub);
			await goesOn(expect, beside);
		});
});
