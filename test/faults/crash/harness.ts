import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { activatePackage, addEndUser, makePackage, makeProject, readProject, saveDraft, tree, uploadPackage } from "../../../tools/acts.ts";
import { Client } from "../../../tools/client.ts";
import { random } from "../../models/random.ts";
import { freePort, launch } from "../process.ts";
import { checkCase, checkLists } from "./check.ts";
import { type Effects, startEffects } from "./effects.ts";
import { ERRAND, errandAutomation } from "./errand.ts";
import type { Finding, Known, LoggedStep, Seen } from "./record.ts";
import { type Person, Runner } from "./runner.ts";
import { World } from "./world.ts";

export interface Plan {
	readonly seed: number;
	readonly kills: number;
	/** Acknowledged acts over the whole run, at least. */
	readonly acknowledged: number;
	/** People who work at once. */
	readonly people: number;
}

export interface Report {
	readonly suite: "crash";
	readonly seed: number;
	readonly kills: number;
	readonly acknowledged: number;
	/** Acts that a kill cut off: done all the same, or not at all. */
	readonly cut: { readonly done: number; readonly undone: number };
	readonly cases: number;
	/** Timers and alarms that came. */
	readonly timers: number;
	readonly alarms: number;
	readonly effects: { readonly calls: number; readonly keys: number };
	readonly mails: number;
	readonly failures: readonly Finding[];
}

/** What is due comes within this. What the runtime lost from its queue is sent again after ten seconds, then twenty, and so on. */
const SETTLE_MS = 150_000;
const PASSWORD = "a-long-enough-password-7";

/** Kills the runtime again and again while people work, then looks at everything that it ever said yes to. */
export async function crash(plan: Plan): Promise<Report> {
	const below = random(plan.seed);
	const effects = await startEffects(() => below(10) === 0);
	const state = await mkdtemp(path.join(tmpdir(), "portico-crash-"));
	const port = await freePort();
	const args = ["--state", state, "--port", String(port), "--loopback", `127.0.0.1:${effects.port}`];
	const token = randomBytes(32).toString("base64url");
	const start = (more: readonly string[] = []) => launch("test/faults/crash/runtime.ts", [...args, ...more], port);
	const first = await start(["--token", token]);
	const world = new World(first, start);
	try {
		const stage = await setUp(first.url, token, effects);
		const runners = Array.from({ length: plan.people }, (_, index) => {
			const person = stage.people[index % stage.people.length] as Person;
			return new Runner(world, person, stage.admin, stage.environmentId, `p${index}`, random(plan.seed * 1000 + index));
		});
		const working = Promise.all(runners.map((runner) => runner.work()));
		const killing = killAgainAndAgain(world, plan, below);
		await Promise.race([working, killing]);
		await Promise.all([working, killing]);
		return await judge(plan, world, stage, runners, effects);
	} finally {
		await world.end();
		await effects.close();
		await rm(state, { recursive: true, force: true });
	}
}

/** Counted in acts, not in time, so that a busy machine is hit as often as an idle one; then a moment nobody chose. */
async function killAgainAndAgain(world: World, plan: Plan, below: (below: number) => number): Promise<void> {
	const between = Math.floor(plan.acknowledged / (plan.kills + 1));
	for (let kill = 0; kill < plan.kills; kill++) {
		await world.reaches(kill * between + Math.ceil(between / 2) + below(between));
		await new Promise((resolve) => setTimeout(resolve, below(30)));
		await world.kill();
	}
	await world.reaches(plan.acknowledged);
	world.stopped = true;
}

interface Stage {
	readonly admin: Client;
	readonly environmentId: string;
	readonly people: readonly Person[];
}

async function setUp(url: string, token: string, effects: Effects): Promise<Stage> {
	const admin = new Client(url);
	await admin.json("POST", "/api/identity/bootstrap", {
		token,
		company: { name: "Crash", slug: "crash", region: "eu" },
		administrator: { name: "Ada Admin", email: "ada@crash.example", password: PASSWORD },
	});
	const studio = (await tree(admin)).find((node) => node.level === "subscription" && node.kind === "studio")?.id ?? "";
	const project = await makeProject(admin, studio, "Errand", { kind: "file", bpmn: ERRAND, fileName: "errand.bpmn" });
	const draft = await readProject(admin, project.projectId);
	await saveDraft(admin, project.projectId, draft.version, errandAutomation(`http://127.0.0.1:${effects.port}/ship`));
	const { file } = await makePackage(admin, project.projectId, "First version");
	const environmentId = project.environments.production;
	await activatePackage(admin, environmentId, await uploadPackage(admin, environmentId, file));
	const people = await Promise.all(
		["Ann", "Ben", "Cas", "Dee"].map(async (name) => ({
			name,
			client: await addEndUser(admin, environmentId, {
				name,
				email: `${name.toLowerCase()}@crash.example`,
				password: PASSWORD,
				roles: ["runner"],
			}),
		})),
	);
	return { admin, environmentId, people };
}

async function judge(plan: Plan, world: World, stage: Stage, runners: readonly Runner[], effects: Effects): Promise<Report> {
	const work = `/api/work/${stage.environmentId}`;
	const all = runners.flatMap((runner) => runner.cases.map((known) => ({ runner, known })));
	const failures: Finding[] = [];

	const unsettled = new Set(all);
	await settles(async () => {
		for (const each of unsettled) if (await settled(each.runner, each.known)) unsettled.delete(each);
		return unsettled.size === 0;
	});
	for (const { known } of unsettled) failures.push({ case: known.number, what: "lost: what is due never came" });

	const seen = new Map<Known, Seen>();
	for (const { runner, known } of all) {
		const page = await runner.page(known);
		const log = await readLog(runner.person.client, `${work}/cases/${known.caseId}`);
		seen.set(known, { page, log });
		const calls = effects.calls.filter((call) => call.marker === known.marker);
		failures.push(...checkCase(known, { page, log }, calls));
		if (known.draft !== undefined && !known.cancelled && (await runner.draft(known)) !== known.draft)
			failures.push({ case: known.number, what: `lost: the draft ${known.draft}` });
	}
	const markers = new Set(all.map(({ known }) => known.marker));
	for (const { marker } of effects.calls)
		if (!markers.has(marker)) failures.push({ case: marker, what: "twice: an outside effect of a case that nobody has" });

	failures.push(...(await settledLists(stage, [...seen.values()])));
	const mails = await settledMails(stage, [...seen.values()]);
	failures.push(...mails.failures);
	const audit = await stage.admin.json<{ ok: boolean }>("GET", "/api/customer-portal/audit/verify");
	if (!audit.ok) failures.push({ case: "", what: "lost: the audit trail's chain is broken" });

	const logged = [...seen.values()].flatMap(({ log }) => log.flatMap(({ entries }) => entries));
	return {
		suite: "crash",
		seed: plan.seed,
		kills: world.kills,
		acknowledged: world.acknowledged,
		cut: { done: world.doneUntold, undone: world.undone },
		cases: all.length,
		timers: logged.filter((entry) => entry["kind"] === "wait-closed" && entry["what"] === "timer").length,
		alarms: logged.filter((entry) => entry["kind"] === "alarm-rung").length,
		effects: { calls: effects.calls.length, keys: new Set(effects.calls.map(({ key }) => key)).size },
		mails: mails.sent,
		failures,
	};
}

/** Whether nothing of a case is due any more. */
async function settled(runner: Runner, known: Known): Promise<boolean> {
	const page = await runner.page(known);
	if (page.endedAt !== null) return true;
	if (page.waits.length > 0) return false;
	// Its alarm rings a second after the task was due.
	const close = page.tasks.find((task) => task.elementId === "Close" && task.state === "open");
	return close?.dueAt === undefined || close.dueAt === null || Date.now() > close.dueAt + 5000;
}

async function settles(holds: () => Promise<boolean>): Promise<void> {
	const deadline = Date.now() + SETTLE_MS;
	while (!(await holds()) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 500));
}

/** The lists are told after the case: they have until then. */
async function settledLists(stage: Stage, seen: readonly Seen[]): Promise<readonly Finding[]> {
	const work = `/api/work/${stage.environmentId}`;
	let failures: readonly Finding[] = [];
	await settles(async () => {
		const [one] = stage.people;
		if (one === undefined) throw new Error("nobody works here");
		const cases = await pages<{ caseId: string; state: string }>(one.client, `${work}/cases`, "cases");
		const inboxes = new Map<string, string[]>();
		for (const { name, client } of stage.people) {
			const tasks = await pages<{ caseId: string; task: number }>(client, `${work}/inbox`, "tasks");
			inboxes.set(
				name,
				tasks.map((task) => `${task.caseId}.${task.task}`),
			);
		}
		failures = checkLists(seen, cases, inboxes);
		return failures.length === 0;
	});
	return failures;
}

/** Everybody whom an alarm tells gets one mail of it, where its task still waits. */
async function settledMails(
	stage: Stage,
	seen: readonly Seen[],
): Promise<{ readonly sent: number; readonly failures: readonly Finding[] }> {
	const late = seen.filter(({ page }) => page.tasks.some((task) => task.elementId === "Close" && task.state === "open"));
	let sent = new Map<string, number>();
	const missing = () =>
		late.flatMap(({ page }) =>
			stage.people.filter(({ name }) => !sent.has(`${page.number} ${name.toLowerCase()}@crash.example`)).map(() => page.number),
		);
	await settles(async () => {
		sent = await readSent(stage);
		return missing().length === 0;
	});
	return {
		sent: sent.size,
		failures: [
			...missing().map((number) => ({ case: number, what: "lost: a mail of its alarm" })),
			...[...sent].filter(([, times]) => times > 1).map(([key, times]) => ({ case: key, what: `twice: ${times} mails of its alarm` })),
		],
	};
}

/** How often each case told each person. */
async function readSent(stage: Stage): Promise<Map<string, number>> {
	const sent = new Map<string, number>();
	for (let before = ""; ;) {
		const page: { mails: { to: string; caseNumber: string | null; state: string }[]; next: string | null } = await stage.admin.json(
			"GET",
			`/api/mail/${stage.environmentId}/sent${before}`,
		);
		for (const { to, caseNumber, state } of page.mails)
			if (state === "sent") sent.set(`${caseNumber} ${to}`, (sent.get(`${caseNumber} ${to}`) ?? 0) + 1);
		if (page.next === null) return sent;
		before = `?before=${page.next}`;
	}
}

async function pages<Row>(client: Client, path_: string, of: string): Promise<Row[]> {
	const rows: Row[] = [];
	for (let cursor = ""; ;) {
		const page: { next: string | null } & Record<string, unknown> = await client.json("GET", `${path_}?limit=200${cursor}`);
		rows.push(...(page[of] as Row[]));
		if (page.next === null) return rows;
		cursor = `&cursor=${encodeURIComponent(page.next)}`;
	}
}

/** A case's log, the first step first. */
async function readLog(client: Client, at: string): Promise<LoggedStep[]> {
	const log: LoggedStep[] = [];
	for (let before = ""; ;) {
		const { steps } = await client.json<{ steps: LoggedStep[] }>("GET", `${at}/log?limit=200${before}`);
		log.push(...steps);
		const last = steps.at(-1);
		if (last === undefined || last.sequence <= 1) return log.toReversed();
		before = `&before=${last.sequence}`;
	}
}
