import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, it } from "vitest";
import type { EnvironmentId } from "../../domain/ids.ts";
import { activate, automate, bpmn, inRow } from "../../test/workerd/activate.ts";
import { call, makeCompany, type TestCompany, type TestPerson } from "../../test/workerd/company.ts";
import { type EnvironmentScope, objects } from "../tenancy/objects.ts";

interface Made {
	readonly caseId: string;
	readonly sequence: number;
	readonly state: string;
	readonly tasks: { readonly task: number; readonly name: string; readonly yours: boolean }[];
}
interface Inbox {
	readonly tasks: { readonly caseId: string; readonly task: number; readonly title: string; readonly assigneeName: string | null }[];
	readonly next: string | null;
	readonly counts: { readonly all: number; readonly mine: number; readonly pool: number };
}
interface Problem {
	readonly code: string;
	readonly detail: string;
	readonly field?: string;
	readonly issues?: { readonly field: string; readonly code: string }[];
}

const LOAN = bpmn(
	inRow(
		["startEvent", "Asked"],
		["userTask", "Check", 'name="Check the request"'],
		["userTask", "Sign", 'name="Sign"'],
		["endEvent", "Done"],
	),
);
const AUTOMATION = automate({
	data: {
		attributes: [
			{ name: "customer", label: "Customer", type: "text" },
			{ name: "amount", label: "Amount", type: "number" },
			{ name: "approved", label: "Approved", type: "boolean" },
			{ name: "note", label: "Note", type: "text" },
			{ name: "proof", label: "Proof", type: "file" },
		],
	},
	startForm: "request",
	forms: [
		{
			id: "request",
			title: "Request",
			items: [
				{ kind: "field", id: "a", path: "customer", required: true },
				{ kind: "field", id: "b", path: "amount", required: true },
				{ kind: "field", id: "c", path: "proof" },
			],
		},
		{
			id: "check",
			title: "Check",
			items: [
				{ kind: "field", id: "a", path: "amount", readOnly: true },
				{ kind: "field", id: "b", path: "approved", required: true },
				{ kind: "field", id: "c", path: "note", visibleWhen: "approved = false" },
			],
		},
	],
	roles: [{ name: "officer", title: "Officer" }],
	elements: {
		Check: { form: "check", performer: { assign: "pool", from: [{ kind: "role", role: "officer" }] }, dueIn: "P2D" },
		Sign: { performer: { assign: "pool", from: [{ kind: "starter" }] } },
	},
});

let company: TestCompany;
let environmentId: EnvironmentId;
let scope: EnvironmentScope;
let ann: TestPerson;
let bo: TestPerson;
let cleo: TestPerson;

beforeAll(async () => {
	company = await makeCompany();
	const project = await company.project("Loans");
	environmentId = project.environments.development;
	scope = { companyId: company.id, environmentId };
	ann = await company.endUser(environmentId, "Ann", { roles: ["officer"] });
	bo = await company.endUser(environmentId, "Bo", { roles: ["officer"] });
	cleo = await company.endUser(environmentId, "Cleo");
	await activate(scope, LOAN, AUTOMATION);
});

const work = (path: string) => `/api/work/${environmentId}${path}`;
let keys = 0;
const key = () => `test-key-${++keys}`;

async function start(
	as: TestPerson,
	values: object = { customer: "Meyer", amount: 1200 },
): Promise<Made & { number: string; created: boolean }> {
	const response = await call(work("/cases"), { as, body: { values, idempotencyKey: key() } });
	if (response.status !== 200) throw new Error(await response.text());
	return response.json();
}

async function inbox(as: TestPerson, query = ""): Promise<Inbox> {
	return (await call(work(`/inbox?${query}`), { as })).json();
}

async function refusal(response: Response): Promise<Problem & { status: number }> {
	return { ...(await response.json<Problem>()), status: response.status };
}

describe("the calendar of whoever works", () => {
	it("is their own, with the holidays that are near", async ({ expect }) => {
		const day = [{ from: "06:00", to: "14:00" }];
		const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
		const holidays = ["2001-01-01", soon, "12-25"].map((date) => ({ date, name: "Closed" }));
		const shift = { zone: "Europe/Copenhagen", week: [day, day, day, day, day, [], []], holidays };
		expect(await (await call(work("/calendar"), { as: cleo })).json()).toMatchObject({ zone: "UTC", holidays: [] });
		await env.DB.batch([
			env.DB.prepare("INSERT INTO calendar VALUES (?, ?, 'shift', 'Shift', ?, 1, 0, 'per_x', 'X')").bind(
				company.id,
				environmentId,
				JSON.stringify(shift),
			),
			env.DB.prepare("INSERT INTO person_calendar VALUES (?, ?, ?, 'shift')").bind(company.id, environmentId, bo.id),
		]);
		const mine = await (await call(work("/calendar"), { as: bo })).json<typeof shift>();
		expect(mine).toEqual({ ...shift, holidays: shift.holidays.slice(1) });
		expect((await call(work("/calendar"))).status).toBe(401);
	});
});

describe("starting a case", () => {
	it("shows the process with its start form and data model", async ({ expect }) => {
		const answer = await (await call(work("/processes"), { as: ann })).json<{ processes: { category: string; form: { id: string } }[] }>();
		expect(answer.processes).toHaveLength(1);
		expect(answer.processes[0]).toMatchObject({ category: "Tests", startEvent: "Asked", form: { id: "request" } });
	});

	it("makes the first task and shows it in the pool of its role, not in the starter's inbox", async ({ expect }) => {
		const made = await start(cleo, { customer: "Adler", amount: 900 });
		expect(made.tasks).toMatchObject([{ name: "Check the request", yours: false }]);
		const after = `after=${made.caseId}:${made.sequence}`;
		const seen = await inbox(ann, after);
		expect(seen.tasks.some((task) => task.caseId === made.caseId)).toBe(true);
		expect((await inbox(cleo, after)).tasks).toEqual([]);
	});

	it("is one case for one key, and another for another person's same key", async ({ expect }) => {
		const body = { values: { customer: "Twice", amount: 1 }, idempotencyKey: key() };
		const first = await (await call(work("/cases"), { as: ann, body })).json<Made & { created: boolean }>();
		const again = await (await call(work("/cases"), { as: ann, body })).json<Made & { created: boolean }>();
		const other = await (await call(work("/cases"), { as: bo, body })).json<Made>();
		expect(again).toEqual({ ...first, created: false });
		expect(other.caseId).not.toBe(first.caseId);
	});

	it("refuses a start form with a missing or unknown field, and makes nothing", async ({ expect }) => {
		const before = (await (await call(work("/cases?limit=200"), { as: ann })).json<{ cases: unknown[] }>()).cases.length;
		const missing = await refusal(await call(work("/cases"), { as: ann, body: { values: { customer: "X" }, idempotencyKey: key() } }));
		expect(missing).toMatchObject({ status: 422, code: "form.field_required", field: "amount" });
		const unknown = await refusal(
			await call(work("/cases"), { as: ann, body: { values: { customer: "X", amount: 1, role: "admin" }, idempotencyKey: key() } }),
		);
		expect(unknown).toMatchObject({ status: 422, code: "form.field_unknown", field: "role" });
		const cases = await (await call(work("/cases?limit=200"), { as: ann })).json<{ cases: unknown[] }>();
		expect(cases.cases).toHaveLength(before);
	});
});

describe("working on a task", () => {
	it("is claimed by one, and the other is told who was faster", async ({ expect }) => {
		const made = await start(cleo);
		const task = `${made.caseId}.${made.tasks[0]?.task}`;
		const claimed = await call(work(`/tasks/${task}/claim`), { as: ann, method: "POST" });
		expect(claimed.status).toBe(200);
		expect(await refusal(await call(work(`/tasks/${task}/claim`), { as: bo, method: "POST" }))).toMatchObject({
			status: 409,
			code: "task.claimed",
			detail: "Ann has claimed this task.",
		});
		const { sequence } = await claimed.json<Made>();
		expect((await inbox(bo, `filter=all&search=${made.caseId}&after=${made.caseId}:${sequence}`)).tasks).toEqual([]);
		const released = await call(work(`/tasks/${task}/release`), { as: ann, method: "POST" });
		const seen = await inbox(bo, `after=${made.caseId}:${(await released.json<Made>()).sequence}`);
		expect(seen.tasks.find((each) => each.caseId === made.caseId)?.assigneeName).toBe(null);
	});

	it("keeps a draft for its writer alone, across an eviction", async ({ expect }) => {
		const made = await start(cleo);
		const task = `${made.caseId}.${made.tasks[0]?.task}`;
		await call(work(`/tasks/${task}/draft`), { as: ann, method: "PUT", body: { values: { approved: true } } });
		await evictDurableObject(objects.case(env, scope, made.caseId as never));
		const mine = await (await call(work(`/tasks/${task}`), { as: ann })).json<{ draft: { values: unknown } | null; standing: string }>();
		const theirs = await (await call(work(`/tasks/${task}`), { as: bo })).json<{ draft: unknown }>();
		expect(mine.draft?.values).toEqual({ approved: true });
		expect(mine.standing).toBe("claimable");
		expect(theirs.draft).toBe(null);
	});

	it("completes with its form, makes the next task and ends the case after the last", async ({ expect }) => {
		const made = await start(cleo);
		const first = await call(work(`/tasks/${made.caseId}.${made.tasks[0]?.task}/complete`), {
			as: ann,
			body: { values: { approved: true } },
		});
		const next = await first.json<Made>();
		expect(next.tasks).toMatchObject([{ name: "Sign", yours: false }]);
		await evictDurableObject(objects.case(env, scope, made.caseId as never));
		const signed = await call(work(`/tasks/${made.caseId}.${next.tasks[0]?.task}/complete`), { as: cleo, body: { values: {} } });
		expect(await signed.json()).toMatchObject({ state: "completed", tasks: [] });
		const page = await (await call(work(`/cases/${made.caseId}`), { as: bo })).json<{ data: unknown; marks: unknown; state: string }>();
		expect(page).toMatchObject({ state: "completed", data: { customer: "Meyer", amount: 1200, approved: true } });
		expect(page.marks).toMatchObject({ active: [], done: expect.arrayContaining(["Asked", "Check", "Sign", "Done", "Check_Sign"]) });
	});

	it("is completed once: the second is told by whom and when, and nothing changes", async ({ expect }) => {
		const made = await start(cleo);
		const path = work(`/tasks/${made.caseId}.${made.tasks[0]?.task}/complete`);
		const answers = await Promise.all([ann, bo].map((as) => call(path, { as, body: { values: { approved: true } } })));
		expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
		const late = await refusal(await call(path, { as: ann, body: { values: { approved: true } } }));
		expect(late.code).toBe("task.completed");
		expect(late.detail).toMatch(/^(You|Bo) completed this \d+ s ago\.$/);
	});

	it("is refused to someone it is not for, and to everyone once the case is cancelled", async ({ expect }) => {
		const made = await start(cleo);
		const path = work(`/tasks/${made.caseId}.${made.tasks[0]?.task}/complete`);
		expect(await refusal(await call(path, { as: cleo, body: { values: { approved: true } } }))).toMatchObject({
			status: 403,
			code: "task.not_yours",
		});
		await objects.case(env, scope, made.caseId as never).cancel(scope, made.caseId as never, "Test", { personId: null, name: "Op" });
		expect(await refusal(await call(path, { as: ann, body: { values: { approved: true } } }))).toMatchObject({
			status: 409,
			code: "task.withdrawn",
		});
		expect((await call(work(`/tasks/${made.caseId}.999/claim`), { as: ann, method: "POST" })).status).toBe(404);
	});

	it("takes no field that is hidden or read-only", async ({ expect }) => {
		const made = await start(cleo);
		const path = work(`/tasks/${made.caseId}.${made.tasks[0]?.task}/complete`);
		const refused = await refusal(await call(path, { as: ann, body: { values: { amount: 1, approved: true, note: "x" } } }));
		expect(refused.status).toBe(422);
		expect(refused.issues?.map((issue) => [issue.field, issue.code]).toSorted()).toEqual([
			["amount", "form.field_read_only"],
			["note", "form.field_hidden"],
		]);
		const page = await (await call(work(`/cases/${made.caseId}`), { as: ann })).json<{ data: { amount: number } }>();
		expect(page.data.amount).toBe(1200);
	});
});

describe("cases and their documents", () => {
	it("are found by their number and their data", async ({ expect }) => {
		const made = await start(cleo, { customer: "Zoë Quark-Löwe", amount: 77 });
		const find = async (search: string) =>
			(
				await (
					await call(work(`/cases?search=${encodeURIComponent(search)}&after=${made.caseId}:${made.sequence}`), { as: ann })
				).json<{ cases: { caseId: string }[] }>()
			).cases;
		expect((await find("zoe quark")).map((each) => each.caseId)).toEqual([made.caseId]);
		expect((await find(made.number)).map((each) => each.caseId)).toEqual([made.caseId]);
		expect(await find('" OR *')).not.toContainEqual(expect.objectContaining({ caseId: made.caseId, number: "" }));
	});

	it("gives an HTML attachment out as bytes to save, under a sandbox", async ({ expect }) => {
		const made = await start(cleo);
		const html = "<script>alert(1)</script>";
		const sent = await env.DB.prepare("SELECT 1")
			.first()
			.then(() => fetchRaw(work(`/cases/${made.caseId}/attachments?name=${encodeURIComponent("../evil.html")}`), ann, html, "text/html"));
		const file = await sent.json<{ fileId: string; name: string }>();
		expect(file.name).toBe("evil.html");
		const got = await call(work(`/cases/${made.caseId}/attachments/${file.fileId}`), { as: bo });
		expect(got.headers.get("content-type")).toBe("application/octet-stream");
		expect(got.headers.get("content-disposition")).toMatch(/^attachment;/);
		expect(got.headers.get("content-security-policy")).toContain("sandbox");
		expect(await got.text()).toBe(html);
		const other = await start(cleo);
		expect((await call(work(`/cases/${other.caseId}/attachments/${file.fileId}`), { as: bo })).status).toBe(404);
	});

	it("starts with a document of one's own, and never with another's", async ({ expect }) => {
		const sent = await fetchRaw(work("/files?name=proof.pdf"), cleo, "%PDF-1.4", "application/pdf");
		const proof = await sent.json<{ fileId: string }>();
		const values = { customer: "File", amount: 5, proof };
		const stolen = await refusal(await call(work("/cases"), { as: bo, body: { values, idempotencyKey: key() } }));
		expect(stolen).toMatchObject({ status: 422, code: "form.file_unknown", field: "proof" });
		const made = await start(cleo, values);
		const page = await (await call(work(`/cases/${made.caseId}`), { as: bo })).json<{ attachments: { fileId: string }[] }>();
		expect(page.attachments.map((file) => file.fileId)).toEqual([proof.fileId]);
	});

	it("answers a foreign, an unknown and a malformed case id alike", async ({ expect }) => {
		const other = await makeCompany("Other");
		const theirs = (await other.project("P")).environments.development;
		const eve = await other.endUser(theirs, "Eve");
		const made = await start(cleo);
		const answers = await Promise.all([
			call(`/api/work/${theirs}/cases/${made.caseId}`, { as: eve }),
			call(work("/cases/cas_00000000000000000000000000"), { as: ann }),
			call(work("/cases/nonsense"), { as: ann }),
		]);
		expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404]);
		const texts = await Promise.all(answers.map((answer) => answer.text()));
		expect(new Set(texts).size).toBe(1);
	});

	it("lists the steps with who made them", async ({ expect }) => {
		const made = await start(cleo);
		await call(work(`/tasks/${made.caseId}.${made.tasks[0]?.task}/claim`), { as: ann, method: "POST" });
		const log = await (await call(work(`/cases/${made.caseId}/log`), { as: bo })).json<{ steps: { actor: string; command: string }[] }>();
		expect(log.steps.map((step) => [step.command, step.actor])).toEqual([
			["claim-task", "Ann"],
			["start", "Cleo"],
		]);
	});
});

async function fetchRaw(path: string, as: TestPerson, body: string, type: string): Promise<Response> {
	const { exports } = await import("cloudflare:workers");
	return exports.default.fetch(`http://portico.test${path}`, {
		method: "POST",
		headers: { cookie: as.cookie, origin: "http://portico.test", "content-type": type },
		body,
	});
}
