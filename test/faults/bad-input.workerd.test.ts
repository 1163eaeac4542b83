/**
 * What people and machines send that Portico must not take, one test for each: the answer says what is wrong (status, `code`, a
 * sentence and the field), and what was there before is there after. The rooms test their own checks in depth; here is the list.
 */
import { evictDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeAll, describe, it, vi, type ExpectStatic } from "vitest";
import type { CaseId, EnvironmentId } from "../../domain/ids.ts";
import { keys, objects } from "../../workers/tenancy/objects.ts";
import { randomModel } from "../models/random-model.ts";
import { activate, automate, bpmn, inRow } from "../workerd/activate.ts";
import { call, makeCompany, type TestCompany, type TestPerson, type TestProject } from "../workerd/company.ts";
import { arrive, inboxOf } from "../workerd/incoming.ts";
import { ModelClient } from "../workerd/model-client.ts";
import { content, seal, upload } from "../workerd/packages.ts";

const ORIGIN = "http://portico.test";

let company: TestCompany;
let project: TestProject;
let ann: TestPerson;
let eve: TestPerson;
let bo: TestPerson;
let cleo: TestPerson;

beforeAll(async () => {
	company = await makeCompany();
	project = await company.project("Loans");
	const { development, production } = project.environments;
	ann = await company.builder("Ann", [
		["subscription-owner", company.subscriptions.modeler],
		["subscription-owner", company.subscriptions.studio],
		["project-owner", project.id],
		["environment-administrator", development],
		["environment-administrator", production],
	]);
	eve = await company.endUser(development, "Eve", { roles: ["officer"] });
	bo = await company.endUser(development, "Bo", { roles: ["officer"] });
	cleo = await company.endUser(development, "Cleo");
	await activate({ companyId: company.id, environmentId: development }, LOAN, LOAN_AUTOMATION);
});
afterEach(() => void vi.restoreAllMocks());

const LOAN = bpmn(inRow(["startEvent", "Asked"], ["userTask", "Check", 'name="Check the request"'], ["endEvent", "Done"]));
const LOAN_AUTOMATION = automate({
	data: {
		attributes: [
			{ name: "customer", label: "Customer", type: "text" },
			{ name: "amount", label: "Amount", type: "number" },
			{ name: "approved", label: "Approved", type: "boolean" },
			{ name: "reason", label: "Reason", type: "text" },
		],
	},
	startForm: "request",
	forms: [
		{
			id: "request",
			title: "Request",
			items: [
				{ kind: "field", id: "a", path: "customer" },
				{ kind: "field", id: "b", path: "amount" },
			],
		},
		{
			id: "check",
			title: "Check",
			items: [
				{ kind: "field", id: "a", path: "amount", readOnly: true },
				{ kind: "field", id: "b", path: "approved", required: true },
				{ kind: "field", id: "c", path: "reason", visibleWhen: "approved = false" },
			],
		},
	],
	roles: [{ name: "officer", title: "Officer" }],
	elements: { Check: { form: "check", performer: { assign: "pool", from: [{ kind: "role", role: "officer" }] } } },
});

interface Problem {
	readonly status: number;
	readonly code: string;
	readonly detail: string;
	readonly field?: string;
}

/** The problem document of a refusal, with the status of the answer itself. */
async function problemOf(response: Response): Promise<Problem> {
	return { ...(await response.json<Problem>()), status: response.status };
}

/** A refusal as everyone gets it: the status, the stable code, a whole sentence, and the field where there is one. */
function refusal(expect: ExpectStatic, status: number, code: string, sentence: RegExp, field?: string) {
	const whole = { status, code, detail: expect.stringMatching(sentence) as unknown };
	return expect.objectContaining(field === undefined ? whole : { ...whole, field });
}

const work = (path: string) => `/api/work/${project.environments.development}${path}`;

interface Started {
	readonly caseId: CaseId;
	readonly taskId: string;
}

async function startCase(): Promise<Started> {
	const response = await call(work("/cases"), {
		as: cleo,
		body: { values: { customer: "Meyer", amount: 1200 }, idempotencyKey: crypto.randomUUID() },
	});
	if (response.status !== 200) throw new Error(await response.text());
	const { caseId, tasks } = await response.json<{ caseId: CaseId; tasks: { task: number }[] }>();
	return { caseId, taskId: `${caseId}.${tasks[0]?.task}` };
}

/** All that a person can see of a case: its page and its log. */
async function wholeCase(caseId: CaseId): Promise<unknown> {
	return Promise.all(["", "/log"].map(async (part) => (await call(work(`/cases/${caseId}${part}`), { as: eve })).json()));
}

async function caseCount(environmentId: EnvironmentId): Promise<number> {
	return (await env.FILES.list({ prefix: keys.caseMarks({ companyId: company.id, environmentId }) })).objects.length;
}

function sendRaw(path: string, as: TestPerson, body: BodyInit, type: string): Promise<Response> {
	return exports.default.fetch(`${ORIGIN}${path}`, {
		method: "POST",
		headers: { origin: ORIGIN, cookie: as.cookie, "content-type": type },
		body,
	});
}

describe("a file that a model can not be made of", () => {
	let modelId: string;
	beforeAll(async () => {
		const made = await call(`/api/modeler/subscriptions/${company.subscriptions.modeler}/models`, {
			as: ann,
			body: { name: "Loan", bpmn: randomModel(3) },
		});
		({ modelId } = await made.json<{ modelId: string }>());
	});

	/** The three doors through which a file comes: into a model, as a new model, as a new project. */
	async function refusedEverywhere(expect: ExpectStatic, file: string, code: string, sentence: RegExp, element?: string): Promise<void> {
		const things = () =>
			Promise.all(
				[`/api/modeler/models/${modelId}/bpmn`, "/api/modeler/models", "/api/studio/projects"].map(async (path) =>
					(await call(path, { as: ann })).text(),
				),
			);
		const before = await things();
		const answers = await Promise.all([
			sendRaw(`/api/modeler/models/${modelId}/import`, ann, file, "application/xml"),
			call(`/api/modeler/subscriptions/${company.subscriptions.modeler}/models`, { as: ann, body: { name: "New", bpmn: file } }),
			call(`/api/studio/subscriptions/${company.subscriptions.studio}/projects`, {
				as: ann,
				body: { name: "New", source: { kind: "file", bpmn: file, fileName: "new.bpmn" } },
			}),
		]);
		const problems = await Promise.all(answers.map(problemOf));
		expect(problems).toEqual(["body", "bpmn", "bpmn"].map((field) => refusal(expect, 422, code, sentence, element ?? field)));
		expect(await things()).toEqual(before);
	}

	it("not BPMN is refused", async ({ expect }) => {
		for (const file of ["%PDF-1.4 not xml at all", "<html><body>Hello</body></html>"])
			await refusedEverywhere(expect, file, "bpmn.not_bpmn", /^This is not a BPMN 2\.0 file.*\.$/s);
	});

	it("XML with a DOCTYPE is refused, and no entity is read", async ({ expect }) => {
		const entity = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>';
		await refusedEverywhere(expect, LOAN.replace("<bpmn:", `${entity}<bpmn:`), "bpmn.document_type", /Remove the DOCTYPE\.$/);
	});

	it("50,000 elements are refused", async ({ expect }) => {
		const tasks = Array.from({ length: 50_000 }, (_, index) => `<bpmn:task id="t${index}"/>`).join("");
		await refusedEverywhere(expect, bpmn(tasks), "bpmn.too_many_elements", /^The file has more than 5,000 elements\.$/);
	});

	it("broken references are refused, by the element that points nowhere", async ({ expect }) => {
		const broken = LOAN.replace('targetRef="Done"', 'targetRef="Gone"');
		await refusedEverywhere(
			expect,
			broken,
			"bpmn.broken_reference",
			/points with targetRef to "Gone", which is not in the file\.$/,
			"Check_Done",
		);
	});
});

describe("a package that was altered after signing", () => {
	it("is refused on upload and on activation, and what runs stays, also after a restart", async ({ expect }) => {
		const environmentId = project.environments.production;
		const scope = { companyId: company.id, environmentId };
		const at = `/api/console/${environmentId}`;
		const alter = (bytes: Uint8Array) => new TextEncoder().encode(new TextDecoder().decode(bytes).replace("Check request", "Skip request"));
		const [first, second, third] = await Promise.all([1, 2, 3].map((version) => seal(content(project.id, version, { parameters: [] }))));
		if (first === undefined || second === undefined || third === undefined) throw new Error("no packages");
		const running = (await (await upload(environmentId, first, ann)).json()) as { packageId: string; hash: string };
		expect((await call(`${at}/packages/${running.packageId}/activate`, { as: ann, method: "POST" })).status).toBe(200);
		const waiting = (await (await upload(environmentId, second, ann)).json()) as { packageId: string; hash: string };
		const before = await (await call(`${at}/packages`, { as: ann })).json<{ activePackageId: string }>();
		expect(before.activePackageId).toBe(running.packageId);

		expect(await problemOf(await upload(environmentId, alter(third), ann))).toEqual(
			refusal(expect, 422, "package.altered", /^This package was changed after it was signed\./, "file"),
		);
		await env.FILES.put(keys.content(company.id, "package", waiting.hash), alter(second));
		expect(await problemOf(await call(`${at}/packages/${waiting.packageId}/activate`, { as: ann, method: "POST" }))).toEqual(
			refusal(expect, 409, "package.altered", /^This package was changed after it was signed\./),
		);

		const pointer = async () => (await objects.environment(env, scope).active(scope))?.release.packageHash;
		expect(await pointer()).toBe(running.hash);
		await evictDurableObject(objects.environment(env, scope));
		expect(await pointer()).toBe(running.hash);
		expect(await (await call(`${at}/packages`, { as: ann })).json()).toEqual(before);
	});
});

describe("a task", () => {
	async function refusedCompletion(expect: ExpectStatic, values: object, as: TestPerson, expected: unknown): Promise<void> {
		const { caseId, taskId } = await startCase();
		const before = await wholeCase(caseId);
		expect(await problemOf(await call(work(`/tasks/${taskId}/complete`), { as, body: { values } }))).toEqual(expected);
		expect(await wholeCase(caseId)).toEqual(before);
	}

	it("whose form is posted with a hidden field is not completed", async ({ expect }) => {
		const expected = refusal(expect, 422, "form.field_hidden", /^"Reason" is not asked for with these answers\.$/, "reason");
		await refusedCompletion(expect, { approved: true, reason: "smuggled" }, eve, expected);
	});

	it("whose form is posted with a read-only field is not completed", async ({ expect }) => {
		const expected = refusal(expect, 422, "form.field_read_only", /^"Amount" can be read here and not changed\.$/, "amount");
		await refusedCompletion(expect, { approved: true, amount: 1 }, eve, expected);
	});

	it("that is completed twice is done once, and the second is told by whom", async ({ expect }) => {
		const { caseId, taskId } = await startCase();
		const complete = (as: TestPerson, approved: boolean) => call(work(`/tasks/${taskId}/complete`), { as, body: { values: { approved } } });
		expect((await complete(eve, true)).status).toBe(200);
		const before = await wholeCase(caseId);
		expect(await problemOf(await complete(bo, true))).toEqual(refusal(expect, 409, "task.completed", /^Eve completed this .* ago\.$/));
		expect(await problemOf(await complete(eve, true))).toEqual(refusal(expect, 409, "task.completed", /^You completed this .* ago\.$/));
		expect(await wholeCase(caseId)).toEqual(before);
	});

	it("that is completed by someone it is not for stays open", async ({ expect }) => {
		const expected = refusal(expect, 403, "task.not_yours", /^This task is for other people\.$/);
		await refusedCompletion(expect, { approved: true }, cleo, expected);
	});

	it("that someone else has claimed stays theirs", async ({ expect }) => {
		const { caseId, taskId } = await startCase();
		expect((await call(work(`/tasks/${taskId}/claim`), { as: eve, method: "POST" })).status).toBe(200);
		const before = await wholeCase(caseId);
		expect(await problemOf(await call(work(`/tasks/${taskId}/complete`), { as: bo, body: { values: { approved: true } } }))).toEqual(
			refusal(expect, 409, "task.claimed", /^Eve has claimed this task\.$/),
		);
		expect(await wholeCase(caseId)).toEqual(before);
	});
});

describe("a mail", () => {
	let address: string;
	const mail = () => `/api/mail/${project.environments.development}`;
	beforeAll(async () => {
		address = await inboxOf(project.environments.development);
		// Without the refusal this trigger would take every message and start a case.
		const trigger = { name: "All", enabled: true, conditions: [], fields: [{ from: "mail.subject", to: "customer" }] };
		const made = await call(`${mail()}/triggers`, { as: ann, body: trigger });
		if (made.status !== 200) throw new Error(await made.text());
	});

	async function refusedAtTheDoor(
		expect: ExpectStatic,
		raw: string | Uint8Array<ArrayBuffer>,
		code: string,
		sentence: RegExp,
	): Promise<void> {
		const before = await caseCount(project.environments.development);
		expect(await arrive(address, raw)).toMatch(sentence);
		const { mails } = await (await call(`${mail()}/received`, { as: ann })).json<{ mails: Record<string, unknown>[] }>();
		expect(mails[0]).toMatchObject({ verdict: "refused", code, reason: expect.stringMatching(sentence), caseId: null, attachments: 0 });
		expect(await caseCount(project.environments.development)).toBe(before);
	}

	it("of 30 MB is refused and starts nothing", async ({ expect }) => {
		const raw = new Uint8Array(30 * 1024 * 1024).fill(0x61);
		raw.set(new TextEncoder().encode("From: ann@customer.example\r\nSubject: large\r\nMessage-ID: <large@c>\r\n\r\n"));
		await refusedAtTheDoor(expect, raw, "mail.too_large", /25 MiB/);
	});

	it("with 300 parts is refused and starts nothing", async ({ expect }) => {
		const parts = Array.from({ length: 300 }, (_, index) => `--b\nContent-Disposition: attachment; filename=${index}\n\n${index}\n`).join(
			"",
		);
		const raw = `From: ann@customer.example\nSubject: parts\nMessage-ID: <parts@c>\nContent-Type: multipart/mixed; boundary=b\n\n${parts}--b--\n`;
		await refusedAtTheDoor(expect, raw, "mail.too_many_parts", /100 parts/);
	});
});

describe("an unknown id", () => {
	it("is not found, whatever it names, and another company's looks the same", async ({ expect }) => {
		const none = "00000000000000000000000000";
		const other = await makeCompany("Other");
		const theirs = await other.project("Theirs");
		const before = [await caseCount(project.environments.development), await (await call("/api/modeler/models", { as: ann })).text()];
		const answers = await Promise.all([
			call(work(`/cases/cas_${none}`), { as: eve }),
			call(work(`/tasks/cas_${none}.1/complete`), { as: eve, body: { values: {} } }),
			call(work("/cases/nonsense"), { as: eve }),
			call(`/api/modeler/models/wsp_${none}`, { as: ann, method: "DELETE" }),
			call(`/api/studio/projects/wsp_${none}/run`, { as: ann, body: {} }),
			call(`/api/studio/projects/${theirs.id}/run`, { as: ann, body: {} }),
			call(`/api/console/${theirs.environments.test}/packages`, { as: ann }),
			call(`/api/console/${project.environments.production}/packages/pkg_${none}/activate`, { as: ann, method: "POST" }),
			call("/api/nowhere", { as: ann }),
		]);
		const texts = await Promise.all(answers.map((answer) => answer.text()));
		expect(new Set(texts).size).toBe(1);
		expect({ status: answers[0]?.status, ...(JSON.parse(texts[0] ?? "") as object) }).toEqual(
			refusal(expect, 404, "not_found", /^There is nothing here, or it is not yours to see\.$/),
		);
		expect([await caseCount(project.environments.development), await (await call("/api/modeler/models", { as: ann })).text()]).toEqual(
			before,
		);
	});
});

describe("a WebSocket from another origin", () => {
	it("opens neither a model's room nor an inbox, and those inside hear nothing of it", async ({ expect }) => {
		const made = await call(`/api/modeler/subscriptions/${company.subscriptions.modeler}/models`, { as: ann, body: { name: "Room" } });
		const { modelId } = await made.json<{ modelId: string }>();
		const inside = new ModelClient(modelId, ann, 1);
		await inside.settle();
		const before = [inside.json(), JSON.stringify(inside.heard)];
		const doors = [
			[`/api/modeler/models/${modelId}/room`, ann],
			[work("/live"), eve],
		] as const;
		for (const [path, as] of doors)
			for (const origin of ["https://evil.example", `${ORIGIN}.evil.example`, "null", undefined]) {
				const response = await exports.default.fetch(`${ORIGIN}${path}`, {
					headers: { upgrade: "websocket", cookie: as.cookie, ...(origin === undefined ? {} : { origin }) },
				});
				expect(response.webSocket).toBe(null);
				expect(await problemOf(response)).toEqual(
					refusal(expect, 403, "origin.refused", /^This request did not come from Portico's own pages\.$/),
				);
			}
		await inside.settle();
		expect([inside.json(), JSON.stringify(inside.heard)]).toEqual(before);
		inside.disconnect();
	});
});

describe("a JSON body of 10 MB", () => {
	it("is refused, with its length said or not, and starts nothing", async ({ expect }) => {
		const before = await caseCount(project.environments.development);
		const body = JSON.stringify({ values: { customer: "x".repeat(10 * 1024 * 1024) }, idempotencyKey: "ten-megabytes" });
		const expected = refusal(expect, 413, "body.too_large", /^The body may have 1048576 bytes at the most\.$/, "body");
		expect(await problemOf(await sendRaw(work("/cases"), cleo, body, "application/json"))).toEqual(expected);
		const streamed = new Response(body).body ?? "";
		expect(await problemOf(await sendRaw(work("/cases"), cleo, streamed, "application/json"))).toEqual(expected);
		expect(await caseCount(project.environments.development)).toBe(before);
	});
});

describe("a JSON body that nests ten thousand deep", () => {
	it("is refused before anything looks into it, and starts nothing", async ({ expect }) => {
		const before = await caseCount(project.environments.development);
		const body = `{"values":{"customer":${"[".repeat(10_000)}${"]".repeat(10_000)}},"idempotencyKey":"deep"}`;
		expect(await problemOf(await sendRaw(work("/cases"), cleo, body, "application/json"))).toEqual(
			refusal(expect, 400, "body.too_deep", /^Lists and objects in the body may be 100 deep/, "body"),
		);
		expect(await caseCount(project.environments.development)).toBe(before);
	});
});

describe("a connector", () => {
	const SERVICE = bpmn(inRow(["startEvent", "S"], ["serviceTask", "Ask", 'name="Ask the register"'], ["endEvent", "E"]));
	const NOT_PUBLIC = /^This address is not on the public internet\.$/;
	const DATA = { attributes: [{ name: "score", label: "Score", type: "number" as const }] };

	/** Tries the connector in Studio and runs a case through it: the first is refused, the second stops with an incident. */
	async function stopped(expect: ExpectStatic, url: string, calls: number, code: string, sentence: RegExp): Promise<void> {
		let called = 0;
		vi.spyOn(globalThis, "fetch").mockImplementation(async () => {
			called++;
			return new Response(null, { status: 302, headers: { location: "https://169.254.169.254/latest/meta-data" } });
		});
		const made = await call(`/api/studio/subscriptions/${company.subscriptions.studio}/projects`, {
			as: ann,
			body: { name: `Connector ${crypto.randomUUID()}`, source: { kind: "file", bpmn: SERVICE, fileName: "service.bpmn" } },
		});
		const { projectId, environments } = await made.json<{
			projectId: string;
			environments: { id: EnvironmentId; stage: string }[];
		}>();
		const connector = { kind: "http", method: "GET", url };
		const outputs = [{ from: "body.score", to: "score" }];
		const tried = await call(`/api/studio/projects/${projectId}/try-connector`, { as: ann, body: { connector, data: {}, outputs } });
		expect(await problemOf(tried)).toEqual(refusal(expect, 422, code, sentence, "url"));
		expect(called).toBe(calls);

		const environmentId = environments.find((each) => each.stage === "development")?.id;
		if (environmentId === undefined) throw new Error("no development");
		const scope = { companyId: company.id, environmentId };
		await activate(
			scope,
			SERVICE,
			automate({ data: DATA, elements: { Ask: { connector: { ...connector, kind: "http", method: "GET" }, outputs } } }),
		);
		const worker = await company.endUser(environmentId, "Wim");
		const started = await call(`/api/work/${environmentId}/cases`, {
			as: worker,
			body: { values: {}, idempotencyKey: crypto.randomUUID() },
		});
		const { caseId } = await started.json<{ caseId: string }>();
		const page = await vi.waitUntil(
			async () => {
				const now = await (await call(`/api/work/${environmentId}/cases/${caseId}`, { as: worker })).json<{ incidents: unknown[] }>();
				return now.incidents.length > 0 ? now : undefined;
			},
			{ timeout: 10_000 },
		);
		expect(page).toMatchObject({
			state: "running",
			data: {},
			incidents: [{ elementId: "Ask", code, detail: expect.stringMatching(sentence), resolvedAt: null }],
		});
		expect(called).toBe(calls * 2);
	}

	it("to loopback is never called", async ({ expect }) => {
		await stopped(expect, "https://127.0.0.1/api/health", 0, "egress.private_address", NOT_PUBLIC);
		await stopped(expect, "https://localhost/api/health", 0, "egress.private_name", /^This host name is not on the public internet\.$/);
		await stopped(expect, "http://127.0.0.1:8787/api/health", 0, "egress.not_https", /^A connector calls https addresses only\.$/);
	});

	it("to a metadata address is never called", async ({ expect }) => {
		await stopped(expect, "https://169.254.169.254/latest/meta-data", 0, "egress.private_address", NOT_PUBLIC);
	});

	it("that is redirected to a metadata address does not follow", async ({ expect }) => {
		await stopped(expect, "https://register.example.org/score", 1, "egress.private_address", NOT_PUBLIC);
	});
});

describe("an HTML attachment", () => {
	it("opened from a case is bytes to save, never a page of ours, and the case stays as it was", async ({ expect }) => {
		const { caseId } = await startCase();
		const html = "<script>fetch('/api/identity/company/me')</script>";
		for (const [name, type] of [
			["invoice.html", "text/html"],
			["picture.svg", "image/svg+xml"],
			["data.xhtml", "application/xhtml+xml; charset=utf-8"],
		] as const) {
			const sent = await sendRaw(work(`/cases/${caseId}/attachments?name=${encodeURIComponent(`../${name}`)}`), eve, html, type);
			const { fileId } = await sent.json<{ fileId: string }>();
			const before = await wholeCase(caseId);
			const opened = await call(work(`/cases/${caseId}/attachments/${fileId}`), { as: bo });
			expect([opened.status, opened.headers.get("content-type"), opened.headers.get("content-disposition")]).toEqual([
				200,
				"application/octet-stream",
				`attachment; filename*=UTF-8''${name}`,
			]);
			expect(opened.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
			expect(opened.headers.get("x-content-type-options")).toBe("nosniff");
			expect(await opened.text()).toBe(html);
			expect(await wholeCase(caseId)).toEqual(before);
		}
	});
});
