/** The demo company: made once, over the public API, as its people would make it. Only `npm start` seeds it. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import {
	activatePackage,
	addEndUser,
	grant,
	invite,
	makeCompany,
	makeModel,
	makePackage,
	makeProject,
	publish,
	readProject,
	saveDraft,
	startCase,
	type Stage,
	tree,
	uploadPackage,
	work,
} from "./acts.ts";
import type { Calendar } from "../domain/calendar/calendar.ts";
import type { MailTrigger } from "../domain/mail/trigger.ts";
import type { Client } from "./client.ts";

export interface Account {
	readonly email: string;
	readonly password: string;
	readonly what: string;
}

export interface SeededCompany {
	readonly portals: readonly (readonly [name: string, url: string])[];
	readonly accounts: readonly Account[];
}

/** `company.json`: who is there and what they have. `on` names a node: the company, a subscription by service, or all models or projects. */
export interface DemoCompany {
	readonly name: string;
	readonly slug: string;
	readonly region: string;
	readonly password: string;
	readonly people: readonly {
		readonly name: string;
		readonly email: string;
		readonly what: string;
		readonly roles: readonly { readonly role: string; readonly on: string }[];
	}[];
	/** Of every environment; the first is the organisation's. */
	readonly calendars: readonly { readonly name: string; readonly calendar: Calendar }[];
	readonly endUsers: readonly {
		readonly name: string;
		readonly email: string;
		readonly what: string;
		readonly roles: readonly string[];
		/** An address: whom alarms tell of this person's late work. */
		readonly supervisor?: string;
	}[];
	/** `triggers`: rules of the inbox of each of the process's environments. */
	readonly processes: readonly {
		readonly name: string;
		readonly bpmn: string;
		readonly automation: string;
		readonly triggers?: readonly MailTrigger[];
	}[];
}

const folder = path.join(import.meta.dirname, "demo-company");

export async function readDemoCompany(): Promise<DemoCompany> {
	return JSON.parse(await readFile(path.join(folder, "company.json"), "utf8")) as DemoCompany;
}

/** Seeds what is missing and answers where to go. Safe to call again: a state that has its company is left alone. */
export async function seed(url: string, database: D1Database): Promise<SeededCompany> {
	const demo = await readDemoCompany();
	const there = await database.prepare("SELECT id FROM company WHERE slug = ?").bind(demo.slug).first();
	if (there === null) {
		// Until the company is whole, `GET /api/health` answers 503.
		await database.prepare("INSERT INTO seeding (since) VALUES (?)").bind(Date.now()).run();
		await make(url, database, demo);
		await database.prepare("DELETE FROM seeding").run();
	}
	return describe(url, database, demo);
}

/** Where the demo's cases run. Test and staging stay empty, to be promoted to. */
const STAGES: readonly Stage[] = ["development", "production"];

async function make(url: string, database: D1Database, demo: DemoCompany): Promise<void> {
	const [first, ...others] = demo.people;
	if (first === undefined) throw new Error("the demo company has no administrator");
	const admin = await makeCompany(
		url,
		database,
		{ name: demo.name, slug: demo.slug, region: demo.region },
		{ name: first.name, email: first.email, password: demo.password },
	);
	const nodes = await tree(admin);
	const subscription = (kind: string): string => nodes.find((node) => node.level === "subscription" && node.kind === kind)?.id ?? "";

	const models: string[] = [];
	const projects: Deployed[] = [];
	for (const process of demo.processes) {
		const { modelId } = await makeModel(
			admin,
			subscription("modeler"),
			process.name,
			await readFile(path.join(folder, process.bpmn), "utf8"),
		);
		await publish(admin, modelId, "First version");
		models.push(modelId);
		const project = await makeProject(admin, subscription("studio"), process.name, { kind: "model", modelId });
		const draft = await readProject(admin, project.projectId);
		await saveDraft(admin, project.projectId, draft.version, JSON.parse(await readFile(path.join(folder, process.automation), "utf8")));
		projects.push({ ...project, name: process.name, triggers: process.triggers ?? [] });
	}
	for (const person of others) {
		const { id } = await invite(admin, { name: person.name, email: person.email, password: demo.password });
		for (const { role, on } of person.roles) {
			if (on === "models") for (const modelId of models) await grant(admin, "model", modelId, role, id);
			if (on === "projects") for (const { projectId } of projects) await grant(admin, "project", projectId, role, id);
		}
	}
	for (const project of projects) await deploy(admin, project, demo);
}

interface Deployed {
	readonly name: string;
	readonly projectId: string;
	readonly environments: Readonly<Record<Stage, string>>;
	readonly triggers: readonly MailTrigger[];
}

/** Carries a project's first package into its environments, with the rules of their inboxes and the people who will work there. */
async function deploy(admin: Client, project: Deployed, demo: DemoCompany): Promise<void> {
	const { file } = await makePackage(admin, project.projectId, "First version");
	for (const stage of STAGES) {
		const environmentId = project.environments[stage];
		await activatePackage(admin, environmentId, await uploadPackage(admin, environmentId, file));
		for (const trigger of project.triggers) await admin.json("POST", `/api/mail/${environmentId}/triggers`, trigger);
		await setCalendars(admin, environmentId, demo);
		const clients = await Promise.all(
			demo.endUsers.map((person) => addEndUser(admin, environmentId, { ...person, password: demo.password })),
		);
		await setSupervisors(admin, environmentId, demo);
		if (stage === "production")
			await live(environmentId, project.name, new Map(demo.endUsers.map((person, index) => [person.email, clients[index] as Client])));
	}
}

async function setCalendars(admin: Client, environmentId: string, demo: DemoCompany): Promise<void> {
	const made: string[] = [];
	for (const given of demo.calendars)
		made.push((await admin.json<{ calendarId: string }>("POST", `/api/console/${environmentId}/calendars`, given)).calendarId);
	await admin.json("PUT", `/api/console/${environmentId}/default-calendar`, { calendarId: made[0] ?? null });
}

async function setSupervisors(admin: Client, environmentId: string, demo: DemoCompany): Promise<void> {
	const { people } = await admin.json<{ people: { id: string; email: string }[] }>("GET", `/api/console/${environmentId}/people`);
	const idOf = (email: string): string => people.find((each) => each.email === email)?.id ?? "";
	for (const { email, supervisor } of demo.endUsers)
		if (supervisor !== undefined)
			await admin.json("PUT", `/api/console/${environmentId}/people/${idOf(email)}/supervisor`, { supervisorId: idOf(supervisor) });
}

/** A case of `cases.json`: who starts it with which form, and which tasks are done, in order, by whom. */
interface DemoCase {
	readonly process: string;
	readonly starter: string;
	readonly values: unknown;
	readonly tasks: readonly { readonly by: string; readonly values: unknown }[];
}

/** Some days of work, so that whoever looks first finds an inbox with something in it. */
async function live(environmentId: string, process: string, people: ReadonlyMap<string, Client>): Promise<void> {
	const cases = (JSON.parse(await readFile(path.join(folder, "cases.json"), "utf8")) as DemoCase[]).filter(
		(each) => each.process === process,
	);
	for (const { starter, values, tasks } of cases) {
		const client = people.get(starter);
		if (client === undefined) throw new Error(`the demo company has no ${starter}`);
		const { caseId } = await startCase(client, environmentId, values);
		for (const { by, values: given } of tasks) {
			const worker = people.get(by);
			if (worker === undefined) throw new Error(`the demo company has no ${by}`);
			await work(worker, environmentId, await openTask(worker, environmentId, caseId), given);
		}
	}
}

const PATIENCE_MS = 10_000;

/** The task of a case that waits for this person; one that goes to one person is given out just after the step that made it. */
async function openTask(by: Client, environmentId: string, caseId: string): Promise<{ readonly caseId: string; readonly task: number }> {
	const deadline = Date.now() + PATIENCE_MS;
	while (Date.now() < deadline) {
		const { tasks } = await by.json<{ tasks: { caseId: string; task: number }[] }>("GET", `/api/work/${environmentId}/inbox?limit=200`);
		const task = tasks.find((each) => each.caseId === caseId);
		if (task !== undefined) return task;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error(`no task of case ${caseId} came within ${PATIENCE_MS} ms`);
}

async function describe(url: string, database: D1Database, demo: DemoCompany): Promise<SeededCompany> {
	const environments = await database
		.prepare(
			"SELECT e.id, e.stage, w.name FROM environment e JOIN workspace w ON w.company_id = e.company_id AND w.id = e.workspace_id JOIN company c ON c.id = e.company_id WHERE c.slug = ? AND e.stage IN ('development', 'production') ORDER BY w.created_at, e.stage",
		)
		.bind(demo.slug)
		.all<{ id: string; stage: Stage; name: string }>();
	const ours = environments.results.filter(({ name }) => demo.processes.some((process) => process.name === name));
	return {
		portals: [
			["Customer Portal", `${url}/customer-portal`],
			["Modeler", `${url}/modeler`],
			["Process Library", `${url}/library`],
			["Studio", `${url}/studio`],
			["Mailbox", `${url}/mailbox`],
			["Sign in to these", `${url}/sign-in/${demo.slug}`],
			...ours.map(({ id, stage, name }): [string, string] => [`${name}, ${stage}: Work Portal`, `${url}/work/${id}`]),
			...ours.map(({ id, stage, name }): [string, string] => [`${name}, ${stage}: Management Console`, `${url}/console/${id}`]),
		],
		accounts: [
			...demo.people.map((person) => ({ email: person.email, password: demo.password, what: person.what })),
			...demo.endUsers.map((person) => ({ email: person.email, password: demo.password, what: `Work Portal: ${person.what}` })),
		],
	};
}
