/**
 * The thread on files that nobody of us drew: models of the BPMN interchange suite, from `MIWG_SUITE` or from
 * `../shared/suites/miwg` beside the project. All are imported, two people edit one of them at the same time, it is automated as
 * Studio proposes, deployed, and its cases are completed down two paths. Where there are none, the tests are skipped.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { makeCompany, makeModel, publish, tree } from "../../tools/acts.ts";
import type { Client } from "../../tools/client.ts";
import type { Path } from "../../tools/demo/follow-case.ts";
import { walk } from "../../tools/demo/walk.ts";
import { root } from "../../tools/build.ts";
import { readDemoCompany } from "../../tools/seed.ts";
import { startPortico, type TestPortico } from "../bundle/portico.ts";

const folder = process.env["MIWG_SUITE"] ?? path.join(root, "..", "shared", "suites", "miwg");
const files = existsSync(folder)
	? readdirSync(folder)
			.filter((name) => name.endsWith(".bpmn"))
			.toSorted()
	: [];
const read = (name: string): string => readFileSync(path.join(folder, name), "utf8");

/** Tasks of people, an exclusive gateway and three ends: every path of it can be walked by hand. */
const AUTOMATED = "A.2.0.bpmn";

if (files.length === 0) process.stdout.write(`real input: skipped, there are no models at ${folder}\n`);

describe.skipIf(files.length === 0)("models that others drew", () => {
	let portico: TestPortico;
	let admin: Client;
	beforeAll(async () => {
		portico = await startPortico();
		const demo = await readDemoCompany();
		const [administrator] = demo.people;
		if (administrator === undefined) throw new Error("the demo company is empty");
		admin = await makeCompany(portico.url, portico.runtime.database, demo, { ...administrator, password: demo.password });
	});
	afterAll(() => portico.close());

	it("are imported, drawn, published and exported whole", async ({ expect }) => {
		expect(files.length).toBeGreaterThanOrEqual(3);
		const modeler = (await tree(admin)).find((node) => node.level === "subscription" && node.kind === "modeler")?.id ?? "";
		for (const file of files) {
			const { modelId, report } = await makeModel(admin, modeler, file, read(file));
			expect([file, report.filter((finding) => finding.severity === "error")]).toEqual([file, []]);
			const exported = await (await admin.fetch(`/api/modeler/models/${modelId}/bpmn`)).text();
			expect([file, idsOf(exported)]).toEqual([file, expect.arrayContaining(idsOf(read(file)))]);
			expect((await publish(admin, modelId, "As it came")).number).toBe(1);
			const page = await admin.json<{ diagrams: { svg: string }[] }>("GET", `/api/library/processes/${modelId}`);
			expect([file, page.diagrams[0]?.svg.startsWith("<svg")]).toEqual([file, true]);
		}
	});

	it("are edited by two people at once, automated, deployed and worked down two paths to their ends", async ({ expect }) => {
		const made = new Map<string, unknown>();
		for (const step of await walk(portico.url, { fileName: AUTOMATED, bpmn: read(AUTOMATED), automation: undefined }))
			made.set(step.name, await step.run());
		expect(made.get("modeler")).toMatchObject({ drawnBy: 2 });
		const { paths } = made.get("engine") as { paths: Path[] };
		expect(paths.map((each) => each.state)).toEqual(["completed", "completed"]);
		expect(paths[0]?.passed).not.toEqual(paths[1]?.passed);
		expect(made.get("mail")).toMatchObject({ case: expect.any(String) });
	});
});

/** Ids of the flow nodes of a file. */
function idsOf(bpmn: string): string[] {
	return [...bpmn.matchAll(/<(?:\w+:)?(?:\w*[tT]ask|\w+Event|\w+Gateway|subProcess|callActivity)\s[^>]*?\bid="([^"]+)"/g)].map(
		(match) => match[1] ?? "",
	);
}
