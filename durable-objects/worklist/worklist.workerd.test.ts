import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, it, vi } from "vitest";
import type { CaseProjection } from "../../domain/case/rows.ts";
import type { CaseId, PackageId } from "../../domain/ids.ts";
import { activate, automate, bpmn, inRow } from "../../test/workerd/activate.ts";
import { call, makeCompany, type TestCompany, type TestPerson } from "../../test/workerd/company.ts";
import { settle } from "../../test/workerd/settle.ts";
import { type EnvironmentScope, objects } from "../../workers/tenancy/objects.ts";
import { startCase } from "../../workers/work-portal/start-case.ts";
import type { LiveMessage } from "./live.ts";
import { matchExpression } from "./query.ts";

let company: TestCompany;
beforeAll(async () => {
	company = await makeCompany();
});

const TWO = bpmn(inRow(["startEvent", "S"], ["userTask", "A", 'name="First"'], ["userTask", "B", 'name="Second"'], ["endEvent", "E"]));
const POOL = automate({
	data: { attributes: [{ name: "order", label: "Order", type: "text" }] },
	roles: [{ name: "clerk", title: "Clerk" }],
	elements: {
		A: { performer: { assign: "pool", from: [{ kind: "role", role: "clerk" }] } },
		B: { performer: { assign: "pool", from: [{ kind: "group", group: "lead" }] }, dueIn: "P1D" },
	},
});

async function place(name: string): Promise<{ scope: EnvironmentScope; ann: TestPerson; bo: TestPerson }> {
	const environmentId = (await company.project(name)).environments.development;
	const scope = { companyId: company.id, environmentId };
	await activate(scope, TWO, POOL);
	return {
		scope,
		ann: await company.endUser(environmentId, "Ann", { roles: ["clerk"] }),
		bo: await company.endUser(environmentId, "Bo", { groups: ["lead"] }),
	};
}

async function start(scope: EnvironmentScope, key: string, order = "") {
	const starter = { personId: null, name: "Robot", email: null };
	const result = await startCase(env, scope, { variables: { order }, starter, idempotencyKey: key, source: "test" });
	if (!result.ok) throw new Error(result.error.detail);
	await settle(objects.case(env, scope, result.value.caseId));
	return result.value;
}

const worker = (person: TestPerson, roles: string[], groups: string[]) => ({
	personId: person.id,
	name: person.name,
	email: person.email,
	roles,
	groups,
});

/** Every row of the projection, in an order that does not depend on when it was written. */
function everyRow(scope: EnvironmentScope): Promise<unknown> {
	return runInDurableObject(objects.worklist(env, scope, 0), (_list, state) => {
		const all = (sql: string) => state.storage.sql.exec(sql).toArray();
		return {
			cases: all(
				"SELECT case_id, sequence, number, title, process, category, package_id, state, started_at, ended_at, starter_id, starter_name, incidents, words, due_at, at_risk_at FROM case_row ORDER BY case_id",
			),
			tasks: all("SELECT * FROM task_row ORDER BY case_id, task"),
			incidents: all("SELECT * FROM incident_row ORDER BY case_id, incident"),
			candidates: all("SELECT * FROM candidate ORDER BY kind, name, case_id, task"),
			found: ["alpha*", "first*", "second*", "robot*"].map((word) =>
				all(`SELECT c.case_id FROM search AS s JOIN case_row AS c ON c.id = s.rowid WHERE search MATCH '${word}' ORDER BY c.case_id`),
			),
		};
	});
}

describe("a rebuild", () => {
	it("gives the same rows, one for one, from the cases alone", async ({ expect }) => {
		const { scope, ann, bo } = await place("Rebuild");
		const first = await start(scope, "rebuild-1", "Alpha 4711");
		const second = await start(scope, "rebuild-2", "Beta");
		const third = await start(scope, "rebuild-3", "Gamma");
		await start(scope, "rebuild-4");
		const clerk = worker(ann, ["clerk"], []);
		const lead = worker(bo, [], ["lead"]);
		for (const made of [first, second, third])
			await objects.case(env, scope, made.caseId).completeTask(scope, made.caseId, clerk, made.tasks[0]?.task ?? 0, "{}");
		const b = JSON.parse((await objects.case(env, scope, second.caseId).read(scope, second.caseId)) ?? "") as {
			tasks: { task: number; elementId: string }[];
		};
		const task = b.tasks.find((each) => each.elementId === "B")?.task ?? 0;
		await objects.case(env, scope, second.caseId).claim(scope, second.caseId, lead, task);
		await objects.case(env, scope, third.caseId).cancel(scope, third.caseId, "no longer", { personId: null, name: "Op" });
		const broken = objects.case(env, scope, first.caseId);
		await runInDurableObject(broken, (_case, state) => {
			state.storage.sql.exec("UPDATE position SET due_at = 4711, at_risk_at = 4000");
			state.storage.sql.exec("CREATE TRIGGER broken BEFORE UPDATE OF state ON task BEGIN SELECT RAISE(ABORT, 'disk is on fire'); END");
		});
		for (let failed = 0; failed < 2; failed++) await broken.cancel(scope, first.caseId, "enough", { personId: null, name: "Op" });
		for (const made of [first, second, third]) await settle(objects.case(env, scope, made.caseId));

		const before = await everyRow(scope);
		expect(before).toMatchObject({ cases: { length: 4 }, tasks: { length: 3 }, incidents: [{ case_id: first.caseId, attempts: 1 }] });
		const list = objects.worklist(env, scope, 0);
		expect(await list.rebuild(scope)).toEqual({ cases: 4, done: true });
		await evictDurableObject(list);
		expect(await everyRow(scope)).toEqual(before);
	});

	it("restores what was lost or spoilt, and leaves out what no case says", async ({ expect }) => {
		const { scope } = await place("Spoilt");
		await start(scope, "spoilt-1", "Alpha");
		const before = await everyRow(scope);
		const list = objects.worklist(env, scope, 0);
		await runInDurableObject(list, (_list, state) => {
			state.storage.sql.exec("UPDATE case_row SET title = 'wrong', sequence = 99");
			state.storage.sql.exec("DELETE FROM task_row");
			state.storage.sql.exec("INSERT INTO incident_row VALUES ('cas_ghost', 1, 'A', 'First', 'x', 'y', 1, 1, 0)");
			state.storage.sql.exec("INSERT INTO candidate VALUES ('role', 'clerk', 'cas_ghost', 1)");
		});
		await list.rebuild(scope);
		expect(await everyRow(scope)).toEqual(before);
	});
});

describe("a projection", () => {
	it("that is old or comes twice is dropped", async ({ expect }) => {
		const { scope, ann } = await place("Old");
		const list = objects.worklist(env, scope, 0);
		const at = (sequence: number, title: string): CaseProjection => ({
			sequence,
			case: {
				caseId: "cas_000000000000000000000000aa" as CaseId,
				number: "N",
				title,
				process: "P",
				category: "C",
				packageId: "pkg" as PackageId,
				state: "running",
				startedAt: 1,
				endedAt: null,
				starterId: null,
				starterName: "S",
				incidents: 0,
				words: "",
			},
			tasks: [],
		});
		for (const [sequence, title] of [
			[1, "one"],
			[3, "three"],
			[2, "two"],
			[3, "again"],
		] as const)
			await list.receive(scope, at(sequence, title));
		expect((await list.cases(scope, { limit: 5 })).cases[0]?.title).toBe("three");
		expect(await list.openTasks(scope, [ann.id])).toEqual([]);
	});

	it("is asked of the case when a read wants more than has arrived", async ({ expect }) => {
		const { scope, ann } = await place("Behind");
		const made = await start(scope, "behind-1");
		const list = objects.worklist(env, scope, 0);
		await runInDurableObject(list, (_list, state) => {
			for (const table of ["case_row", "task_row", "candidate", "search"]) state.storage.sql.exec(`DELETE FROM ${table}`);
		});
		const response = await call(`/api/work/${scope.environmentId}/inbox?after=${made.caseId}:${made.sequence}`, { as: ann });
		expect(await response.json()).toMatchObject({ tasks: [{ caseId: made.caseId, name: "First" }], counts: { all: 1, pool: 1, mine: 0 } });
	});
});

describe("an inbox", () => {
	it("pages without repeating or losing a task, the most urgent first", async ({ expect }) => {
		const { scope, ann } = await place("Pages");
		for (let index = 0; index < 7; index++) await start(scope, `page-${index}`);
		const seen: string[] = [];
		let cursor = "";
		do {
			const response = await call(`/api/work/${scope.environmentId}/inbox?limit=3${cursor}`, { as: ann });
			const page = await response.json<{ tasks: { caseId: string }[]; next: string | null }>();
			seen.push(...page.tasks.map((task) => task.caseId));
			cursor = page.next === null ? "" : `&cursor=${encodeURIComponent(page.next)}`;
		} while (cursor !== "");
		expect(seen).toHaveLength(7);
		expect(new Set(seen).size).toBe(7);
	});

	it("is searched by words, never by operators", ({ expect }) => {
		expect(matchExpression('zoe OR "x" NEAR(a, b)*')).toBe('"zoe"* "OR"* "x"* "NEAR"* "a"* "b"*');
		expect(matchExpression("  -- ** ")).toBe(null);
		expect(matchExpression(undefined)).toBe(null);
	});
});

describe("a list of cases", () => {
	const DAY = 86_400_000;

	it("is put in the order of due dates, and left with what is overdue", async ({ expect }) => {
		const { scope, ann } = await place("Due");
		const list = objects.worklist(env, scope, 0);
		const now = Date.now();
		const add = async (digit: string, dueAt: number | null, endedAt: number | null = null) =>
			list.receive(scope, {
				sequence: 1,
				case: {
					caseId: `cas_0000000000000000000000000${digit}` as CaseId,
					number: digit,
					title: digit,
					process: "P",
					category: "C",
					packageId: "pkg" as PackageId,
					state: endedAt === null ? "running" : "completed",
					startedAt: now - 10 * DAY + Number(digit),
					endedAt,
					starterId: null,
					starterName: "S",
					incidents: 0,
					dueAt,
					atRiskAt: null,
					words: "",
				},
				tasks: [],
				incidents: [],
			});
		await add("1", null);
		await add("2", now + DAY);
		await add("3", now - DAY);
		await add("4", now - 2 * DAY, now - DAY);
		await add("5", now - 3 * DAY);
		interface Page {
			readonly cases: readonly { readonly number: string; readonly dueAt: number | null }[];
			readonly next: string | null;
		}
		const pages = async (query: string): Promise<string> => {
			const seen: string[] = [];
			for (let next: string | null = ""; next !== null;) {
				const cursor = next === "" ? "" : `&cursor=${encodeURIComponent(next)}`;
				const page: Page = await (await call(`/api/work/${scope.environmentId}/cases?limit=2${query}${cursor}`, { as: ann })).json<Page>();
				seen.push(...page.cases.map(({ number }) => number));
				next = page.next;
			}
			return seen.join("");
		};
		expect(await pages("")).toBe("54321");
		expect(await pages("&sort=due")).toBe("53214");
		expect(await pages("&due=overdue")).toBe("53");
		expect(await pages("&due=overdue&sort=due")).toBe("53");
		expect((await list.cases(scope, { limit: 1, sort: "due" })).cases).toMatchObject([{ number: "5", dueAt: now - 3 * DAY }]);
		expect((await call(`/api/work/${scope.environmentId}/cases?due=soon`, { as: ann })).status).toBe(400);
	});
});

describe("the live door", () => {
	async function open(scope: EnvironmentScope, person: TestPerson, origin = "http://portico.test"): Promise<Response> {
		return exports.default.fetch(`http://portico.test/api/work/${scope.environmentId}/live`, {
			headers: { upgrade: "websocket", cookie: person.cookie, origin },
		});
	}
	function listen(response: Response) {
		const socket = response.webSocket;
		if (socket === null) throw new Error(`no socket: ${response.status}`);
		socket.accept();
		const messages: LiveMessage[] = [];
		const closes: number[] = [];
		socket.addEventListener("message", (event) => messages.push(JSON.parse(String(event.data)) as LiveMessage));
		socket.addEventListener("close", (event) => closes.push(event.code));
		return { socket, messages, closes };
	}

	it("is shut to other origins and to nobody's session", async ({ expect }) => {
		const { scope, ann } = await place("Door");
		expect((await open(scope, ann, "https://evil.example")).status).toBe(403);
		expect((await open(scope, { ...ann, cookie: "" })).status).toBe(401);
		const elsewhere = await place("Elsewhere");
		expect((await open(elsewhere.scope, ann)).status).toBe(401);
	});

	it("tells each person what changed for them and nothing else, across an eviction", async ({ expect }) => {
		const { scope, ann, bo } = await place("Live");
		const clerk = listen(await open(scope, ann));
		const lead = listen(await open(scope, bo));
		await evictDurableObject(objects.worklist(env, scope, 0));
		const made = await start(scope, "live-1");
		await vi.waitUntil(() => clerk.messages.length === 1 && lead.messages.length === 1);
		expect(clerk.messages[0]).toMatchObject({ type: "changed", changed: [{ caseId: made.caseId, name: "First" }], removed: [] });
		expect(lead.messages[0]).toMatchObject({ changed: [], removed: [] });

		const response = await call(`/api/work/${scope.environmentId}/tasks/${made.caseId}.${made.tasks[0]?.task}/complete`, {
			as: ann,
			body: { values: {} },
		});
		expect(response.status).toBe(200);
		await vi.waitUntil(() => clerk.messages.length === 2 && lead.messages.length === 2);
		expect(clerk.messages[1]).toMatchObject({ changed: [], removed: [`${made.caseId}.${made.tasks[0]?.task}`] });
		expect(lead.messages[1]).toMatchObject({ changed: [{ name: "Second" }], removed: [] });
	});

	it("closes when the person signs out", async ({ expect }) => {
		const { scope, ann } = await place("Sign out");
		const { closes } = listen(await open(scope, ann));
		const out = await call(`/api/identity/environments/${scope.environmentId}/sign-out`, { as: ann, method: "POST" });
		expect(out.status).toBeLessThan(300);
		await vi.waitUntil(() => closes.length === 1);
		expect(closes).toEqual([4401]);
	});
});
