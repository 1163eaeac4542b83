/** The demo company: made once, over the public API, as its people would make it. Only `npm start` seeds it. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { grant, invite, makeCompany, makeModel, publish, tree } from "./acts.ts";

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
	readonly endUsers: readonly { readonly name: string; readonly email: string; readonly what: string; readonly roles: readonly string[] }[];
	readonly processes: readonly { readonly name: string; readonly bpmn: string; readonly automation: string }[];
}

const folder = path.join(import.meta.dirname, "demo-company");

export async function readDemoCompany(): Promise<DemoCompany> {
	return JSON.parse(await readFile(path.join(folder, "company.json"), "utf8")) as DemoCompany;
}

/** Seeds what is missing and answers where to go. Safe to call again: a state that has its company is left alone. */
export async function seed(url: string, database: D1Database): Promise<SeededCompany> {
	const demo = await readDemoCompany();
	const there = await database.prepare("SELECT id FROM company WHERE slug = ?").bind(demo.slug).first();
	if (there === null) await make(url, database, demo);
	return describe(url, demo);
}

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
	for (const process of demo.processes) {
		const { modelId } = await makeModel(
			admin,
			subscription("modeler"),
			process.name,
			await readFile(path.join(folder, process.bpmn), "utf8"),
		);
		models.push(modelId);
	}
	for (const person of others) {
		const { id } = await invite(admin, { name: person.name, email: person.email, password: demo.password });
		for (const { role, on } of person.roles) {
			if (on === "models") for (const modelId of models) await grant(admin, "model", modelId, role, id);
		}
	}
	for (const modelId of models) await publish(admin, modelId, "First version");
}

async function describe(url: string, demo: DemoCompany): Promise<SeededCompany> {
	return {
		portals: [
			["Customer Portal", `${url}/customer-portal`],
			["Modeler", `${url}/modeler`],
			["Process Library", `${url}/library`],
			["Studio", `${url}/studio`],
			["Sign in", `${url}/sign-in/${demo.slug}`],
		],
		accounts: [
			...demo.people.map((person) => ({ email: person.email, password: demo.password, what: person.what })),
			...demo.endUsers.map((person) => ({ email: person.email, password: demo.password, what: `Work Portal: ${person.what}` })),
		],
	};
}
