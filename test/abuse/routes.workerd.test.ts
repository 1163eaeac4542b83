/**
 * Every route of the API against every caller who must be refused (abuse list T43, T44, T84, T94). Nothing here names a route:
 * a new one is covered the moment it is mounted.
 */
import { beforeAll, describe, it } from "vitest";
import { type IdKind, idFrom } from "../../domain/ids.ts";
import { table } from "../../workers/router.ts";
import { call, makeCompany, type TestCompany, type TestPerson, type TestProject } from "../workerd/company.ts";

const rows = table();
const guarded = rows.filter(({ spec }) => spec.action !== "anyone");
const decided = guarded.filter(({ spec }) => spec.action !== "signed-in");

/** Path parameters that name a node of the tree; all others name a thing inside it. */
const NODES = ["companyId", "subscriptionId", "modelId", "projectId", "environmentId"];
const KINDS: Readonly<Record<string, IdKind>> = {
	companyId: "company",
	subscriptionId: "subscription",
	modelId: "workspace",
	projectId: "workspace",
	environmentId: "environment",
};

interface Place {
	readonly company: TestCompany;
	readonly ids: Readonly<Record<string, string>>;
	readonly project: TestProject;
}

async function makePlace(name: string): Promise<Place> {
	const company = await makeCompany(name);
	const project = await company.project("Loans");
	return {
		company,
		project,
		ids: {
			companyId: company.id,
			subscriptionId: company.subscriptions.modeler,
			modelId: await company.model("Loan"),
			projectId: project.id,
			environmentId: project.environments.production,
		},
	};
}

function fill(path: string, ids: Readonly<Record<string, string>>): string {
	return path.replaceAll(/:([A-Za-z]+)(?:\{[^}]*\})?/g, (_match, name: string) => ids[name] ?? `${name}-of-nothing`);
}

async function ask(
	row: (typeof rows)[number],
	ids: Readonly<Record<string, string>>,
	as?: TestPerson,
): Promise<{ status: number; text: string }> {
	const socket = row.spec.kind === "socket";
	const response = await call(fill(row.path, ids), {
		as,
		method: row.method,
		...(row.method === "GET" || row.method === "DELETE" ? {} : { body: {} }),
		...(socket ? { headers: { upgrade: "websocket", connection: "upgrade" } } : {}),
	});
	return { status: response.status, text: await response.text() };
}

function code(answer: { text: string }): unknown {
	return (JSON.parse(answer.text) as { code?: unknown }).code;
}

describe("every route", () => {
	let ours: Place;
	let theirs: Place;
	let nobody: TestPerson;
	let neighbour: TestPerson;
	let endUser: TestPerson;
	let testUser: TestPerson;

	beforeAll(async () => {
		ours = await makePlace("Ours");
		theirs = await makePlace("Theirs");
		nobody = await ours.company.builder("Noel Norights", []);
		neighbour = theirs.company.administrator;
		endUser = await ours.company.endUser(ours.project.environments.production, "Eve", { roles: ["officer"] });
		testUser = await ours.company.endUser(ours.project.environments.test, "Tess", { roles: ["officer"] });
	});

	it("is known by the table, with an action", ({ expect }) => {
		expect(rows.length).toBeGreaterThan(1);
		expect(rows.filter(({ spec }) => spec.summary.length < 8)).toEqual([]);
	});

	for (const row of guarded) {
		it(`${row.method} ${row.path} asks an anonymous caller to sign in`, async ({ expect }) => {
			const answer = await ask(row, ours.ids);
			expect([answer.status, code(answer)]).toEqual([401, "session.required"]);
		});

		it(`${row.method} ${row.path} takes no session of the other realm`, async ({ expect }) => {
			const other = row.spec.realm === "company" ? endUser : ours.company.administrator;
			expect((await ask(row, ours.ids, other)).status).toBe(401);
		});
	}

	for (const row of decided) {
		it(`${row.method} ${row.path} is refused to a person without a grant`, async ({ expect }) => {
			if (row.spec.realm === "environment") {
				// A session of the test environment is worth nothing in production.
				expect((await ask(row, ours.ids, testUser)).status).toBe(401);
				return;
			}
			const answer = await ask(row, ours.ids, nobody);
			expect([answer.status, code(answer)]).toEqual([403, "forbidden"]);
		});

		const nodes = NODES.filter((name) => row.path.includes(`:${name}`));
		if (nodes.length === 0 || row.spec.realm !== "company") continue;
		it(`${row.method} ${row.path} answers another tenant's ids exactly like ids of nothing`, async ({ expect }) => {
			const nothing = Object.fromEntries(
				NODES.map((name) => [name, idFrom(KINDS[name] ?? "workspace", crypto.getRandomValues(new Uint8Array(16)))]),
			);
			const foreign = await ask(row, ours.ids, neighbour);
			const absent = await ask(row, { ...theirs.ids, ...nothing }, neighbour);
			expect(foreign).toEqual(absent);
			expect(foreign.status).toBe(404);
		});
	}

	for (const row of guarded.filter(({ method, spec }) => !["GET", "HEAD"].includes(method) || spec.kind === "socket")) {
		it(`${row.method} ${row.path} refuses a page of another origin`, async ({ expect }) => {
			const headers = { origin: "https://evil.example", ...(row.spec.kind === "socket" ? { upgrade: "websocket" } : {}) };
			const response = await call(fill(row.path, ours.ids), {
				as: ours.company.administrator,
				method: row.method,
				headers,
				...(row.method === "GET" ? {} : { body: {} }),
			});
			expect(response.status).toBe(403);
			expect(((await response.json()) as { code: string }).code).toBe("origin.refused");
		});
	}
});
