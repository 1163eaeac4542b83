/**
 * The walk of the demo: one step for each part of the product, each standing on what the one before made. A step does what its
 * people would do, checks what they would see, and answers what it made.
 */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { Form } from "../../domain/forms/form.ts";
import type { DataModel } from "../../domain/data/model.ts";
import {
	activatePackage,
	addEndUser,
	type Answer,
	grant,
	invite,
	makeModel,
	makePackage,
	makeProject,
	promotePackage,
	publish,
	readProject,
	revoke,
	saveDraft,
	signIn,
	type Stage,
	startCase,
	tree,
	uploadPackage,
} from "../acts.ts";
import { ApiProblem, type Client } from "../client.ts";
import { Drawer } from "../room.ts";
import { readDemoCompany } from "../seed.ts";
import { type Choose, fillForm } from "./fill-form.ts";
import { followCase, takingTurns } from "./follow-case.ts";
import { walkMail } from "./walk-mail.ts";

export interface Step {
	readonly name: string;
	run(): Promise<unknown>;
}

export interface Walk {
	readonly process: {
		readonly fileName: string;
		readonly bpmn: string;
		/** What makes it executable; left out, Studio proposes it. */
		readonly automation: Readonly<Record<string, unknown>> | undefined;
	};
}

const PASSWORD = "a-walk-in-the-park-7";

/** What a step leaves for those after it. Reading what no step has made yet is a mistake in the walk. */
class Made {
	readonly #things = new Map<string, unknown>();
	set<T>(name: string, thing: T): T {
		this.#things.set(name, thing);
		return thing;
	}
	get<T>(name: string): T {
		if (!this.#things.has(name)) throw new Error(`no step made "${name}"`);
		return this.#things.get(name) as T;
	}
}

interface Startable {
	readonly startEvent: string;
	readonly form: Form | null;
	readonly dataModel: DataModel;
}

/** Starts a case as a person does from "new case": with the start form filled, where there is one. */
async function begin(by: Client, environmentId: string, choose: Choose): Promise<Answer & { readonly number: string }> {
	const { processes } = await by.json<{ processes: Startable[] }>("GET", `/api/work/${environmentId}/processes`);
	const [process] = processes;
	assert(process !== undefined, "the environment offers no process to start");
	const values = process.form === null ? {} : fillForm(process.form, process.dataModel, {}, choose, Date.now());
	return startCase(by, environmentId, values, process.startEvent);
}

/** The steps for one process, in order. */
export async function walk(url: string, process: Walk["process"]): Promise<readonly Step[]> {
	const demo = await readDemoCompany();
	const tag = randomBytes(4).toString("hex");
	const made = new Made();
	const address = (name: string): string => `${name}.${tag}@walk.example`;
	const subscription = (kind: string): string => made.get<Readonly<Record<string, string>>>("subscriptions")[kind] ?? "";

	return [
		{
			name: "customer-portal",
			run: async () => {
				const [administrator] = demo.people;
				assert(administrator !== undefined);
				const admin = made.set("admin", await signIn(url, demo.slug, administrator.email, demo.password));
				const nodes = await tree(admin);
				const root = nodes.find((node) => node.level === "company");
				assert(root !== undefined, "the tree has no company");
				made.set(
					"subscriptions",
					Object.fromEntries(nodes.filter((node) => node.level === "subscription").map((node) => [node.kind, node.id])),
				);
				const drawer = await invite(admin, { name: `Wanda Walker ${tag}`, email: address("wanda"), password: PASSWORD });
				made.set("drawer", drawer);
				// A grant holds from the next request, and so does its end.
				const granted = await grant(admin, "company", root.id, "company-administrator", drawer.id);
				await drawer.client.json("GET", "/api/customer-portal/audit");
				await revoke(admin, "company", root.id, granted);
				await assert.rejects(
					drawer.client.json("GET", "/api/customer-portal/audit"),
					(error: unknown) => error instanceof ApiProblem && error.status === 403,
				);
				const { rows } = await admin.json<{ rows: { action: string }[] }>("GET", "/api/customer-portal/audit");
				const { ok } = await admin.json<{ ok: boolean }>("GET", "/api/customer-portal/audit/verify");
				assert(ok, "the audit trail does not verify");
				return { person: address("wanda"), audited: rows.slice(0, 3).map((row) => row.action) };
			},
		},
		{
			name: "modeler",
			run: async () => {
				const admin = made.get<Client>("admin");
				const drawer = made.get<{ id: string; client: Client }>("drawer");
				const { modelId, report } = await makeModel(admin, subscription("modeler"), `Walk ${tag}`, process.bpmn);
				made.set("modelId", modelId);
				await grant(admin, "model", modelId, "model-editor", drawer.id);
				const [first, second] = await Promise.all([Drawer.enter(admin, modelId), Drawer.enter(drawer.client, modelId)]);
				const named = (of: Drawer): string[] =>
					[...of.elements].filter(([, element]) => String(element.get("$type")).endsWith("Task")).map(([key]) => key);
				await Promise.all([first, second].map((each) => each.until("the model", () => named(each).length > 0)));
				const [one, two] = [named(first)[0] ?? "", named(first).at(-1) ?? ""];
				const before = [String(first.elements.get(one)?.get("name")), String(first.elements.get(two)?.get("name"))];
				first.rename(one, `${before[0]} *`);
				if (two !== one) second.rename(two, `${before[1]} *`);
				await second.until("the other's change", () => second.elements.get(one)?.get("name") === `${before[0]} *`);
				if (two !== one) await first.until("the other's change", () => first.elements.get(two)?.get("name") === `${before[1]} *`);
				// Both names go back, each by the other person.
				second.rename(one, before[0] ?? "");
				await first.until("the name back", () => first.elements.get(one)?.get("name") === before[0]);
				if (two !== one) {
					first.rename(two, before[1] ?? "");
					await second.until("the name back", () => second.elements.get(two)?.get("name") === before[1]);
				}
				first.leave();
				second.leave();
				const exported = await (await admin.fetch(`/api/modeler/models/${modelId}/bpmn`)).text();
				assert(exported.includes("definitions"), "the model does not export");
				return { modelId, elements: first.elements.size, report: report.map((finding) => finding.detail).slice(0, 5), drawnBy: 2 };
			},
		},
		{
			name: "process-library",
			run: async () => {
				const admin = made.get<Client>("admin");
				const modelId = made.get<string>("modelId");
				const revision = await publish(admin, modelId, "Published by the walk");
				const { processes } = await admin.json<{ processes: { modelId: string }[] }>("GET", "/api/library/processes");
				assert(
					processes.some((each) => each.modelId === modelId),
					"the library does not list it",
				);
				const page = await admin.json<{ diagrams: { svg: string; elements: { name: string }[] }[] }>(
					"GET",
					`/api/library/processes/${modelId}`,
				);
				const name = page.diagrams.flatMap((diagram) => diagram.elements).find((element) => element.name !== "")?.name ?? "";
				const { results } = await admin.json<{ results: { modelId: string }[] }>(
					"GET",
					`/api/library/search?q=${encodeURIComponent(name)}`,
				);
				assert(
					results.some((result) => result.modelId === modelId),
					`the library does not find "${name}"`,
				);
				return { revision: revision.number, contentHash: revision.contentHash, found: name, diagrams: page.diagrams.length };
			},
		},
		{
			name: "studio",
			run: async () => {
				const admin = made.get<Client>("admin");
				const project = made.set(
					"project",
					await makeProject(admin, subscription("studio"), `Walk ${tag}`, { kind: "model", modelId: made.get<string>("modelId") }),
				);
				const draft = await readProject(admin, project.projectId);
				const automation = process.automation ?? draft.automation;
				await saveDraft(admin, project.projectId, draft.version, automation);
				made.set(
					"roles",
					(automation as { roles: { name: string }[] }).roles.map((role) => role.name),
				);
				const check = await admin.json<{ findings: { severity: string; detail: string; at?: string }[] }>(
					"GET",
					`/api/studio/projects/${project.projectId}/check`,
				);
				const errors = check.findings.filter((finding) => finding.severity === "error");
				assert(errors.length === 0, `the project can not run: ${errors.map((error) => `${error.at ?? ""} ${error.detail}`).join("; ")}`);
				const run = await admin.json<{ caseId: string; number: string }>("POST", `/api/studio/projects/${project.projectId}/run`, {});
				const { file } = await makePackage(admin, project.projectId, "Made by the walk");
				made.set("file", file);
				return { projectId: project.projectId, runCase: run.number, packageBytes: file.byteLength };
			},
		},
		{
			name: "management-console",
			run: async () => {
				const admin = made.get<Client>("admin");
				const { environments } = made.get<{ environments: Readonly<Record<Stage, string>> }>("project");
				const first = await uploadPackage(admin, environments.development, made.get<Uint8Array<ArrayBuffer>>("file"));
				await activatePackage(admin, environments.development, first);
				const promoted = await promotePackage(admin, environments.development, environments.test, first);
				const check = await admin.json<{ blocked: boolean }>("GET", `/api/console/${environments.test}/packages/${promoted}/check`);
				assert(!check.blocked, "the check report blocks the package");
				await activatePackage(admin, environments.test, promoted);
				// An altered package is refused, and what runs stays.
				const altered = new Uint8Array(made.get<Uint8Array<ArrayBuffer>>("file"));
				const middle = Math.floor(altered.length / 2);
				altered[middle] = (altered[middle] ?? 0) ^ 1;
				await assert.rejects(
					uploadPackage(admin, environments.test, altered),
					(error: unknown) => error instanceof ApiProblem && error.status < 500,
				);
				const { activePackageId } = await admin.json<{ activePackageId: string }>("GET", `/api/console/${environments.test}/packages`);
				assert.equal(activePackageId, promoted);
				return { packageId: promoted, active: ["development", "test"] };
			},
		},
		{
			name: "engine",
			run: async () => {
				const admin = made.get<Client>("admin");
				const { environments } = made.get<{ environments: Readonly<Record<Stage, string>> }>("project");
				const roles = made.get<string[]>("roles");
				const [eva, bo] = await Promise.all(
					["eva", "bo"].map((name) =>
						addEndUser(admin, environments.test, { name: `${name} ${tag}`, email: address(name), password: PASSWORD, roles }),
					),
				);
				assert(eva !== undefined && bo !== undefined);
				made.set("people", [eva, bo]);
				const paths = [];
				for (const first of [0, 1])
					paths.push(
						await followCase([eva, bo], environments.test, await begin(eva, environments.test, takingTurns(first)), takingTurns(first)),
					);
				return { paths };
			},
		},
		{
			name: "work-portal",
			run: async () => {
				const { environments } = made.get<{ environments: Readonly<Record<Stage, string>> }>("project");
				const [eva, bo] = made.get<readonly [Client, Client]>("people");
				const at = `/api/work/${environments.test}`;
				const live = await bo.socket(`${at}/live`);
				const pushed = new Promise<void>((resolve) => live.addEventListener("message", () => resolve(), { once: true }));
				const started = await begin(eva, environments.test, takingTurns(0));
				await pushed;
				live.close();
				const { tasks } = await bo.json<{ tasks: { caseId: string; task: number; title: string }[] }>(
					"GET",
					`${at}/inbox?after=${started.caseId}:${started.sequence}&limit=200`,
				);
				const task = tasks.find((each) => each.caseId === started.caseId);
				if (task === undefined) return { case: started.number, note: "this process asks nobody at its beginning" };
				const taskId = `${task.caseId}.${task.task}`;
				const page = await bo.json<{ standing: string }>("GET", `${at}/tasks/${taskId}`);
				const owner = page.standing === "claimable" ? bo : page.standing === "yours" ? bo : eva;
				const other = owner === bo ? eva : bo;
				if (page.standing === "claimable") {
					await owner.json("POST", `${at}/tasks/${taskId}/claim`, {});
					await assert.rejects(
						other.json("POST", `${at}/tasks/${taskId}/claim`, {}),
						(error: unknown) => error instanceof ApiProblem && error.status === 409,
					);
				}
				const { form, dataModel, values } = await owner.json<{ form: Form | null; dataModel: DataModel; values: Record<string, never> }>(
					"GET",
					`${at}/tasks/${taskId}`,
				);
				const filled = form === null ? {} : fillForm(form, dataModel, values, takingTurns(0), Date.now());
				await owner.json("PUT", `${at}/tasks/${taskId}/draft`, { values: filled });
				const again = await owner.json<{ draft: { values: unknown } | null }>("GET", `${at}/tasks/${taskId}`);
				assert.deepEqual(again.draft?.values, filled, "the draft is not kept");
				await owner.json("POST", `${at}/tasks/${taskId}/complete`, { values: filled });
				await assert.rejects(
					owner.json("POST", `${at}/tasks/${taskId}/complete`, { values: filled }),
					(error: unknown) => error instanceof ApiProblem && error.status === 409,
				);
				const { steps } = await owner.json<{ steps: unknown[] }>("GET", `${at}/cases/${started.caseId}/log`);
				const { svg } = await owner.json<{ svg: string }>("GET", `${at}/cases/${started.caseId}/diagram`);
				assert(svg.startsWith("<svg"), "the case has no diagram");
				return { case: started.number, task: task.title, steps: steps.length };
			},
		},
		{
			name: "mail",
			run: async () => {
				const { environments } = made.get<{ environments: Readonly<Record<Stage, string>> }>("project");
				const [eva] = made.get<readonly [Client, Client]>("people");
				const { processes } = await eva.json<{ processes: Startable[] }>("GET", `/api/work/${environments.test}/processes`);
				return walkMail(made.get<Client>("admin"), environments.test, processes[0]?.startEvent ?? "", tag);
			},
		},
	];
}
