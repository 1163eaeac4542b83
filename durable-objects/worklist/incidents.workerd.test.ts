import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, it } from "vitest";
import { activate, automate, bpmn } from "../../test/workerd/activate.ts";
import { makeCompany } from "../../test/workerd/company.ts";
import { settle } from "../../test/workerd/settle.ts";
import { objects } from "../../workers/tenancy/objects.ts";
import { startCase } from "../../workers/work-portal/start-case.ts";

/** A gateway that has no way at all for the data: every case begins with an incident. */
const STUCK = bpmn(
	`<bpmn:startEvent id="S"/><bpmn:exclusiveGateway id="G" name="Large?"/><bpmn:userTask id="A"/><bpmn:userTask id="B"/><bpmn:sequenceFlow id="f" sourceRef="S" targetRef="G"/>
	${["A", "B"].map((to) => `<bpmn:sequenceFlow id="g${to}" sourceRef="G" targetRef="${to}"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">1 &gt; 2</bpmn:conditionExpression></bpmn:sequenceFlow>`).join("")}`,
);

/** What the level that knows of incidents and due dates added, taken away again. */
const OLDER = `
	DROP TABLE incident_row; DROP TABLE behind; DROP INDEX case_due;
	ALTER TABLE case_row DROP COLUMN due_at; ALTER TABLE case_row DROP COLUMN at_risk_at;
	DELETE FROM schema_level WHERE level >= 3;
`;

describe("a list of an older level", () => {
	it("shows the incidents that were there before it knew of them, and when cases are due", async ({ expect }) => {
		const company = await makeCompany();
		const scope = { companyId: company.id, environmentId: (await company.project("Older")).environments.development };
		await activate(scope, STUCK, automate());
		const list = objects.worklist(env, scope, 0);
		for (const key of ["older-incident-1", "older-incident-2"]) {
			const made = await startCase(env, scope, {
				variables: {},
				starter: { personId: null, name: "Robot", email: null },
				idempotencyKey: key,
				source: "test",
			});
			if (!made.ok) throw new Error(made.error.detail);
			const stub = objects.case(env, scope, made.value.caseId);
			await settle(stub);
			await runInDurableObject(stub, (_case, state) => void state.storage.sql.exec("UPDATE position SET due_at = 4711, at_risk_at = 4000"));
		}
		const before = await list.incidents(scope, { limit: 5 });
		expect(before.incidents).toHaveLength(2);

		await runInDurableObject(list, (_list, state) => void state.storage.sql.exec(OLDER));
		await evictDurableObject(list);
		expect(await list.incidents(scope, { limit: 5 })).toEqual(before);
		expect(await list.incidentSummary(scope, {})).toMatchObject({ groups: [{ elementId: "G", count: 2, cases: 2 }], behind: 0 });
		const dues = await runInDurableObject(list, (_list, state) =>
			state.storage.sql.exec("SELECT due_at, at_risk_at FROM case_row").toArray(),
		);
		expect(dues).toEqual([
			{ due_at: 4711, at_risk_at: 4000 },
			{ due_at: 4711, at_risk_at: 4000 },
		]);
	});

	it("says how many cases it has still to ask, and keeps what a case told by itself meanwhile", async ({ expect }) => {
		const company = await makeCompany();
		const scope = { companyId: company.id, environmentId: (await company.project("Behind")).environments.development };
		await activate(scope, STUCK, automate());
		const list = objects.worklist(env, scope, 0);
		const made = await startCase(env, scope, {
			variables: {},
			starter: { personId: null, name: "Robot", email: null },
			idempotencyKey: "older-incident-3",
			source: "test",
		});
		if (!made.ok) throw new Error(made.error.detail);
		const { caseId } = made.value;
		const stub = objects.case(env, scope, caseId);
		await settle(stub);
		await runInDurableObject(list, (_list, state) => void state.storage.sql.exec(OLDER));
		await evictDurableObject(list);
		const missing = await runInDurableObject(list, (_list, state) => state.storage.sql.exec("SELECT * FROM behind").toArray());
		expect(missing).toEqual([{ case_id: caseId, incidents: 1 }]);
		await stub.cancel(scope, caseId, "enough", { personId: null, name: "Op" });
		await settle(stub);
		const left = await runInDurableObject(list, (_list, state) => state.storage.sql.exec("SELECT * FROM behind").toArray());
		expect(left).toEqual([]);
		expect(await list.incidents(scope, { limit: 5 })).toEqual({ incidents: [], total: { incidents: 0, cases: 0 }, next: null });
	});
});
