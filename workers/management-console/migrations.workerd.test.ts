import { env } from "cloudflare:workers";
import { describe, it } from "vitest";
import { call, makeCompany } from "../../test/workerd/company.ts";
import { content, seal, upload } from "../../test/workerd/packages.ts";
import { startCase } from "../work-portal/start-case.ts";

interface Result {
	readonly cases: readonly { readonly caseId: string; readonly problem: { readonly code: string } | null }[];
}

/** An environment with a version that runs, two cases of it, and a second version that has another task after the first. */
async function lay() {
	const company = await makeCompany();
	const project = await company.project("Loans");
	const ann = await company.builder("Ann", [["project-owner", project.id]]);
	const environmentId = project.environments.test;
	const scope = { companyId: company.id, environmentId };
	const at = `/api/console/${environmentId}`;
	const bare = { parameters: [], data: { attributes: [] } };
	const add = async (version: number, change: (bpmn: string) => string): Promise<string> => {
		const made = content(project.id, version, bare);
		const file = await seal({ ...made, bpmn: change(made.bpmn) });
		const { packageId } = (await (await upload(environmentId, file, ann)).json()) as { packageId: string };
		return packageId;
	};
	const first = await add(1, (bpmn) => bpmn);
	expectOk((await call(`${at}/packages/${first}/activate`, { as: ann, method: "POST" })).status);
	const start = async (key: string) => {
		const started = await startCase(env, scope, {
			variables: {},
			starter: { personId: null, name: "Test", email: null },
			idempotencyKey: `migration-${key}`,
			source: "api",
		});
		if (!started.ok) throw new Error(started.error.code);
		return started.value;
	};
	const [one, two] = [await start("one"), await start("two")];
	const second = await add(2, (bpmn) =>
		bpmn
			.replaceAll('"Check"', '"Inspect"')
			.replace('targetRef="E"', 'targetRef="Pay"')
			.replace(
				'<endEvent id="E">',
				'<userTask id="Pay" name="Pay out"/><sequenceFlow id="h" sourceRef="Pay" targetRef="E"/><endEvent id="E">',
			)
			.replace("<incoming>g</incoming></endEvent>", "</endEvent>"),
	);
	const idle = await add(3, (bpmn) => bpmn.replace('name="Loan"', 'name="Loans"'));
	expectOk((await call(`${at}/packages/${second}/activate`, { as: ann, method: "POST" })).status);
	const json = async <Made>(path: string, body?: unknown): Promise<Made> =>
		(await (await call(`${at}/${path}`, { as: ann, ...(body !== undefined && { body }) })).json()) as Made;
	return { ann, at, first, second, idle, one, two, json };
}

function expectOk(status: number): void {
	if (status !== 200) throw new Error(`status ${status}`);
}

describe("running cases and another version of their process", () => {
	it("are moved by a proposed mapping after a dry run, go on there, and are told in log and trail", async ({ expect }) => {
		const { ann, at, first, second, one, two, json } = await lay();
		const proposal = await json<{ elements: { from: string; to: string | null }[] }>(`migrations/proposal?from=${first}&to=${second}`);
		expect(proposal.elements).toContainEqual({ from: "Check", name: "Check request", type: "userTask", to: "Inspect" });
		const mapping = Object.fromEntries(proposal.elements.flatMap((each) => (each.to === null ? [] : [[each.from, each.to]])));
		const cases = [one.caseId, two.caseId];
		const { Check: _, ...without } = mapping;
		expect(await json("migrations/check", { to: second, mapping: without, cases })).toMatchObject({
			cases: cases.map((caseId) => ({ caseId, findings: [{ code: "migration.no_target", at: "Check", severity: "error" }] })),
		});
		expect(await json("migrations/check", { to: second, mapping, cases })).toEqual({
			cases: cases.map((caseId) => ({ caseId, findings: [] })),
		});
		// The dry run moved nothing.
		expect(await json(`cases/${one.caseId}`)).toMatchObject({ marks: { active: ["Check"] } });

		expect(await json("migrations", { to: second, mapping, cases })).toEqual({
			cases: cases.map((caseId) => ({ caseId, problem: null })),
		});
		expect(await json(`cases/${one.caseId}`)).toMatchObject({ marks: { active: ["Inspect"] } });
		expect((await json<{ svg: string }>(`cases/${one.caseId}/diagram`)).svg).toContain("Check request");
		const log = await json<{ steps: unknown[] }>(`cases/${one.caseId}/log`);
		expect(JSON.stringify(log)).toContain("case-migrated");
		const listed = async () => (await json<{ cases: { caseId: string }[] }>(`cases?packageId=${second}`)).cases.map(({ caseId }) => caseId);
		await expect.poll(async () => (await listed()).toSorted()).toEqual(cases.toSorted());
		const { trail } = (await (await call(at, { as: ann })).json()) as { trail: readonly { action: string }[] };
		expect(trail.map(({ action }) => action)).toContain("case.migrate");

		// Completed in the new version, the case goes on to what only that one has.
		const token = await json<{ tokens: { token: number; elementId: string }[] }>(`cases/${two.caseId}`);
		const resting = token.tokens.find((each) => each.elementId === "Inspect");
		expect((await call(`${at}/cases/${two.caseId}/move-token`, { as: ann, body: { token: resting?.token, to: "Pay" } })).status).toBe(200);
		expect(await json(`cases/${two.caseId}`)).toMatchObject({ marks: { active: ["Pay"] } });

		// Back: the one that stood still goes, the other is told why it stays.
		const back = await json<Result>("migrations/undo", { cases });
		expect(back.cases.map(({ problem }) => problem?.code ?? null)).toEqual([null, "migration.went_on"]);
		expect(await json(`cases/${one.caseId}`)).toMatchObject({ marks: { active: ["Check"] } });
		expect((await json<Result>("migrations/undo", { cases: [one.caseId] })).cases[0]?.problem?.code).toBe("migration.none");
	});

	it("stay where they are when they cannot be moved, each for itself", async ({ expect }) => {
		const { ann, at, second, one, two, json } = await lay();
		await call(`${at}/cases/${two.caseId}/cancel`, { as: ann, body: { reason: "Twice" } });
		const mapping = { P: "P", Check: "Inspect" };
		const { cases } = await json<Result>("migrations", { to: second, mapping, cases: [two.caseId, one.caseId] });
		expect(cases.map(({ problem }) => problem?.code ?? null)).toEqual(["engine.case_ended", null]);
		const again = await json<Result>("migrations", { to: second, mapping, cases: [one.caseId] });
		expect(again.cases[0]?.problem?.code).toBe("migration.already_there");
	});

	it("are refused with a clear problem for a package of elsewhere, an unknown case and too much at once", async ({ expect }) => {
		const { ann, at, first, second, idle, one, json } = await lay();
		const other = await lay();
		const mapping = { P: "P", Check: "Inspect" };
		const post = (body: unknown) => call(`${at}/migrations`, { as: ann, body });
		expect((await post({ to: other.second, mapping, cases: [one.caseId] })).status).toBe(404);
		expect((await call(`${at}/migrations/proposal?from=${first}&to=${other.second}`, { as: ann })).status).toBe(404);
		const never = await post({ to: idle, mapping, cases: [one.caseId] });
		expect([never.status, ((await never.json()) as { code: string }).code]).toEqual([409, "migration.never_active"]);
		expect((await post({ to: second, mapping, cases: [] })).status).toBe(400);
		expect((await post({ to: second, mapping, cases: Array.from({ length: 101 }, () => one.caseId) })).status).toBe(400);
		const { cases } = await json<Result>("migrations", { to: second, mapping, cases: [other.one.caseId] });
		expect(cases[0]?.problem?.code).toBe("not_found");
	});
});
