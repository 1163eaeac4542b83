import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { type Answer, signIn, signInToWork, startCase } from "../../tools/acts.ts";
import { ApiProblem, type Client } from "../../tools/client.ts";
import { deliver, message } from "../../tools/demo/walk-mail.ts";
import { readDemoCompany } from "../../tools/seed.ts";
import { freePort, type PorticoProcess, startProcess } from "./process.ts";

/** How many acts are acknowledged before each kill. Counted, not timed, so that a busy machine is hit as often as an idle one. */
const ACTS_BEFORE_KILL = [17, 41, 23, 38];
/** What the runtime lost from its queue is sent again after ten seconds, then twenty, and so on. */
const SETTLE_MS = 60_000;

/** What the runtime said yes to, before it was killed. */
interface Acknowledged {
	readonly cases: Map<string, string>;
	readonly completed: Set<string>;
	readonly drafts: Map<string, string>;
	readonly mails: Set<string>;
	/** Numbers of cases whose first task nobody took: its people must be told of it. */
	readonly waiting: Set<string>;
}

const START = {
	"applicant.name": "Ann Walker",
	"applicant.email": "ann@walk.example",
	amount: 9000,
	months: 24,
	income: 48_000,
	purpose: "car",
};
const CHECK = { ...START, "check.complete": true };

describe("a runtime that is killed while people work", () => {
	let state: string;
	let portico: PorticoProcess;
	let environmentId: string;
	let eva: Client;
	let admin: Client;
	let address: string;
	const known: Acknowledged = { cases: new Map(), completed: new Set(), drafts: new Map(), mails: new Set(), waiting: new Set() };

	async function enter(): Promise<void> {
		const demo = await readDemoCompany();
		const [first] = demo.people;
		const [worker] = demo.endUsers;
		if (first === undefined || worker === undefined) throw new Error("the demo company is empty");
		admin = await signIn(portico.url, demo.slug, first.email, demo.password);
		const { environments } = await admin.json<{ environments: { environmentId: string; stage: string; project: string }[] }>(
			"GET",
			"/api/console/environments",
		);
		environmentId = environments.find((each) => each.project === "Loan request" && each.stage === "production")?.environmentId ?? "";
		eva = await signInToWork(portico.url, environmentId, worker.email, demo.password);
		address = (await admin.json<{ address: string }>("GET", `/api/mail/${environmentId}/inbox`)).address;
	}

	let acknowledged = 0;
	let onAcknowledged: () => void = () => {};

	/** A request that the kill cut off is neither yes nor no; a refusal is a finding. */
	async function cut<T>(act: Promise<T>): Promise<T | undefined> {
		try {
			const answer = await act;
			acknowledged++;
			onAcknowledged();
			return answer;
		} catch (error) {
			if (error instanceof ApiProblem && error.status < 500) throw error;
			return undefined;
		}
	}

	/** One person's round: a new case, its first task taken, a draft kept, and most of the time the task completed. */
	async function round(index: number): Promise<void> {
		const started = await cut<Answer & { readonly number: string }>(startCase(eva, environmentId, START));
		if (started === undefined) return;
		known.cases.set(started.caseId, started.number);
		const task = started.tasks[0];
		if (task === undefined) return;
		if (index % 4 === 3) {
			known.waiting.add(started.number);
			return;
		}
		const at = `/api/work/${environmentId}/tasks/${started.caseId}.${task.task}`;
		if ((await cut(eva.json("POST", `${at}/claim`, {}))) === undefined) return;
		const note = `draft ${index} of ${started.number}`;
		if (index % 3 === 0) {
			if ((await cut(eva.json("PUT", `${at}/draft`, { values: { "check.note": note } }))) !== undefined)
				known.drafts.set(`${started.caseId}.${task.task}`, note);
			return;
		}
		if ((await cut(eva.json("POST", `${at}/complete`, { values: CHECK }))) !== undefined)
			known.completed.add(`${started.caseId}.${task.task}`);
	}

	async function post(index: number): Promise<void> {
		const subject = `Loan ${index} ${crypto.randomUUID()}`;
		const answer = await deliver(portico.url, "ann@walk.example", address, message("ann@walk.example", address, subject, "Please")).catch(
			() => undefined,
		);
		if (answer?.status === 200) known.mails.add(subject);
	}

	beforeAll(async () => {
		state = await mkdtemp(path.join(tmpdir(), "portico-kill-"));
		portico = await startProcess(state, await freePort(), []);
		await enter();
		await admin.json("POST", `/api/mail/${environmentId}/triggers`, {
			name: "Loans by mail",
			enabled: true,
			conditions: [{ on: "subject", test: "starts", text: "Loan" }],
			fields: [{ from: "mail.text", to: "request" }],
			attachmentsTo: "documents",
		});
		for (const [kill, acts] of ACTS_BEFORE_KILL.entries()) {
			let stopped = false;
			let index = kill * 1000;
			acknowledged = 0;
			const enough = new Promise<void>((resolve) => {
				onAcknowledged = () => {
					if (acknowledged >= acts) resolve();
				};
			});
			const people = Array.from({ length: 4 }, async () => {
				while (!stopped) await round(index++);
			});
			const post_ = (async () => {
				while (!stopped) await post(index++);
			})();
			await enough;
			await portico.kill();
			stopped = true;
			await Promise.all([...people, post_]);
			portico = await startProcess(state, await freePort(), []);
			await enter();
		}
	});

	afterAll(async () => {
		await portico?.kill();
		await rm(state, { recursive: true, force: true });
	});

	/** Looks until it is so: what was queued before a kill happens after it. */
	async function settles(what: string, holds: () => Promise<boolean>): Promise<void> {
		const deadline = Date.now() + SETTLE_MS;
		while (!(await holds())) {
			if (Date.now() > deadline) throw new Error(`${what}: not within ${SETTLE_MS} ms`);
			await new Promise((resolve) => setTimeout(resolve, 200));
		}
	}

	async function inbox(): Promise<Map<string, number>> {
		const seen = new Map<string, number>();
		let cursor: string | null = "";
		while (cursor !== null) {
			const page: { tasks: { caseId: string; task: number }[]; next: string | null } = await eva.json(
				"GET",
				`/api/work/${environmentId}/inbox?limit=200${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
			);
			for (const task of page.tasks) seen.set(`${task.caseId}.${task.task}`, (seen.get(`${task.caseId}.${task.task}`) ?? 0) + 1);
			cursor = page.next;
		}
		return seen;
	}

	it("was doing something", ({ expect }) => {
		expect(known.cases.size).toBeGreaterThan(20);
		expect(known.completed.size).toBeGreaterThan(5);
		expect(known.drafts.size).toBeGreaterThan(2);
		expect(known.mails.size).toBeGreaterThan(2);
		expect(known.waiting.size).toBeGreaterThan(2);
	});

	it("has every case that it said yes to", async ({ expect }) => {
		for (const [caseId, number] of known.cases) {
			const page = await eva.json<{ number: string; state: string; incidents: unknown[] }>(
				"GET",
				`/api/work/${environmentId}/cases/${caseId}`,
			);
			expect(page.number).toBe(number);
			expect(page.incidents).toEqual([]);
		}
	});

	it("has every task done that it said was done, once", async ({ expect }) => {
		for (const taskId of known.completed) {
			const [caseId = "", task = ""] = taskId.split(".");
			const { tasks } = await eva.json<{ tasks: { task: number; state: string; elementId: string }[] }>(
				"GET",
				`/api/work/${environmentId}/cases/${caseId}`,
			);
			expect(tasks.filter((each) => each.task === Number(task)).map((each) => each.state)).toEqual(["completed"]);
			expect(tasks.filter((each) => each.elementId === "CheckRequest").length).toBe(1);
		}
	});

	it("has every draft that it said it kept", async ({ expect }) => {
		for (const [taskId, note] of known.drafts) {
			const { draft } = await eva.json<{ draft: { values: Record<string, unknown> } | null }>(
				"GET",
				`/api/work/${environmentId}/tasks/${taskId}`,
			);
			expect(draft?.values["check.note"]).toBe(note);
		}
	});

	it("has started one case for every mail that it took, and no more", async ({ expect }) => {
		const received = async (): Promise<Map<string, (string | null)[]>> => {
			const bySubject = new Map<string, (string | null)[]>();
			let before = "";
			for (;;) {
				const page: { mails: { subject: string; caseNumber: string | null }[]; next: string | null } = await admin.json(
					"GET",
					`/api/mail/${environmentId}/received${before}`,
				);
				for (const mail of page.mails) bySubject.set(mail.subject, [...(bySubject.get(mail.subject) ?? []), mail.caseNumber]);
				if (page.next === null) return bySubject;
				before = `?before=${page.next}`;
			}
		};
		await settles("every mail has its case", async () => {
			const rows = await received();
			return [...known.mails].every((subject) => rows.get(subject)?.filter((number) => number !== null).length === 1);
		});
		const rows = await received();
		for (const subject of known.mails) expect(rows.get(subject)?.filter((number) => number !== null).length).toBe(1);
	});

	it("shows every open task in the inbox exactly once", async ({ expect }) => {
		await settles("the inbox has every task", async () => {
			const seen = await inbox();
			return [...known.drafts.keys()].every((taskId) => seen.has(taskId));
		});
		const seen = await inbox();
		expect([...seen].filter(([, times]) => times !== 1)).toEqual([]);
		for (const taskId of known.completed) expect(seen.has(taskId)).toBe(false);
	});

	it("sends what was queued, once for each task and person", { timeout: 90_000 }, async ({ expect }) => {
		const sent = async (): Promise<{ to: string; subject: string; caseNumber: string | null; state: string }[]> => {
			const all = [];
			let before = "";
			for (;;) {
				const page: { mails: { to: string; subject: string; caseNumber: string | null; state: string }[]; next: string | null } =
					await admin.json("GET", `/api/mail/${environmentId}/sent${before}`);
				all.push(...page.mails);
				if (page.next === null) return all;
				before = `?before=${page.next}`;
			}
		};
		// A task that someone took before its mail went out is not announced any more; the ones that wait must be.
		await settles("every waiting task was announced", async () => {
			const told = new Set((await sent()).filter((mail) => mail.state === "sent").map((mail) => mail.caseNumber));
			return [...known.waiting].every((number) => told.has(number));
		});
		const keys = (await sent()).map((mail) => `${mail.to} ${mail.caseNumber} ${mail.subject}`);
		expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
	});
});
