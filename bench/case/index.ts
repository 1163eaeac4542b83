/**
 * Complete-task over HTTP on the runtime of `npm start`, beside two floors on the same runtime in the same run: a bare object RPC
 * with one INSERT, and a route that makes the same hops and writes with no logic. Rounds are taken in turn; medians count, of the
 * ratios of each round, for the machine is not the same from one round to the next. The CPU is the runtime's, without the callers.
 */
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import http from "node:http";
import { stripTypeScriptTypes } from "node:module";
import os from "node:os";
import path from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as workerOptionsOf } from "wrangler";
import * as acts from "../../tools/acts.ts";
import { bundle, root } from "../../tools/build.ts";
import { applyMigrations, startRuntime } from "../../tools/runtime.ts";
import { cpuMs, descendants } from "./process-cpu.ts";
import { median, rounded } from "../measure.ts";

/** Callers at a time, each on a case of its own: waiting for the disk and the hops is what they share. */
const CALLERS = 16;
const ROUNDS = 5;
const ROUND_MS = 3000;
/** The runtime compiles what runs often; the first thousands of requests are slower than all that follow. */
const WARM_MS = 6000;

const LOOP = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="D" targetNamespace="http://portico.bench">
<bpmn:process id="Loop" name="Loop" isExecutable="true">
<bpmn:startEvent id="S"/><bpmn:userTask id="Look" name="Look"/><bpmn:exclusiveGateway id="Again" default="Back"/><bpmn:endEvent id="E"/>
<bpmn:sequenceFlow id="F" sourceRef="S" targetRef="Look"/><bpmn:sequenceFlow id="On" sourceRef="Look" targetRef="Again"/>
<bpmn:sequenceFlow id="Back" sourceRef="Again" targetRef="Look"/>
<bpmn:sequenceFlow id="Out" sourceRef="Again" targetRef="E"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">count &lt; 0</bpmn:conditionExpression></bpmn:sequenceFlow>
</bpmn:process></bpmn:definitions>`;

/** One request after the other for a caller; answers whether to go on. */
type Caller = (agent: http.Agent) => Promise<void>;

export default async function measure(args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
	const quick = args.includes("--quick");
	const state = await mkdtemp(path.join(os.tmpdir(), "portico-bench-"));
	await bundle();
	const runtime = await startRuntime({ port: 0, state: path.join(state, "portico") });
	const ours = descendants();
	const floor = await startFloor(path.join(state, "floor"));
	const theirs = new Set([...descendants()].filter((pid) => !ours.has(pid)));
	try {
		await applyMigrations(runtime.database);
		const sides = {
			portico: await porticoCallers(runtime.url, runtime.database),
			sameHops: floorCallers(floor.url, "hops"),
			bare: floorCallers(floor.url, "bare"),
		};
		const processes = { portico: ours, sameHops: theirs, bare: theirs };
		const took: Record<keyof typeof sides, Round[]> = { portico: [], sameHops: [], bare: [] };
		const names = ["portico", "sameHops", "bare"] as const;
		for (const name of names) await load(sides[name], processes[name], quick ? 1000 : WARM_MS);
		for (let round = 0; round < (quick ? 2 : ROUNDS); round++)
			for (const name of names) took[name].push(await load(sides[name], processes[name], quick ? 1000 : ROUND_MS));
		const rate = (name: keyof typeof sides) => rounded(median(took[name].map((round) => round.perSecond)));
		const cpu = (name: keyof typeof sides) => rounded(median(took[name].map((round) => round.cpuMs)));
		const beside = (name: keyof typeof sides, ratio: (mine: Round, floor: Round) => number) =>
			rounded(median(took.portico.flatMap((mine, at) => (took[name][at] === undefined ? [] : [ratio(mine, took[name][at])]))));
		const byRate = (mine: Round, other: Round) => mine.perSecond / other.perSecond;
		const byCpu = (mine: Round, other: Round) => other.cpuMs / mine.cpuMs;
		return {
			ratio: beside("bare", byRate),
			ratioSameHops: beside("sameHops", byRate),
			cpuRatio: beside("bare", byCpu),
			cpuRatioSameHops: beside("sameHops", byCpu),
			completePerSecond: rate("portico"),
			sameHopsPerSecond: rate("sameHops"),
			barePerSecond: rate("bare"),
			completeCpuMs: cpu("portico"),
			sameHopsCpuMs: cpu("sameHops"),
			bareCpuMs: cpu("bare"),
			callers: CALLERS,
			rounds: took.portico.length,
		};
	} finally {
		await runtime.close();
		await floor.miniflare.dispose();
		await rm(state, { recursive: true, force: true });
	}
}

interface Round {
	/** Requests of all callers together. */
	readonly perSecond: number;
	/** CPU of the runtime for one request. */
	readonly cpuMs: number;
}

async function load(callers: readonly Caller[], runtime: ReadonlySet<number>, milliseconds: number): Promise<Round> {
	const cpu = cpuMs(runtime);
	const agent = new http.Agent({ keepAlive: true, maxSockets: callers.length });
	const from = performance.now();
	let done = 0;
	await Promise.all(
		callers.map(async (call) => {
			while (performance.now() - from < milliseconds) {
				await call(agent);
				done++;
			}
		}),
	);
	const seconds = (performance.now() - from) / 1000;
	agent.destroy();
	return { perSecond: done / seconds, cpuMs: (cpuMs(runtime) - cpu) / done };
}

/** A company with one process that loops through one task, and a case for each caller. */
async function porticoCallers(url: string, database: D1Database): Promise<Caller[]> {
	const password = randomBytes(12).toString("base64url");
	const administrator = { name: "Ada", email: "ada@bench.example", password };
	const admin = await acts.makeCompany(url, database, { name: "Bench", slug: "bench", region: "eu" }, administrator);
	const studio = (await acts.tree(admin)).find((node) => node.level === "subscription" && node.kind === "studio");
	if (studio === undefined) throw new Error("the new company has no Studio");
	const { projectId, environments } = await acts.makeProject(admin, studio.id, "Loop", { kind: "file", bpmn: LOOP, fileName: "loop.bpmn" });
	const draft = await acts.readProject(admin, projectId);
	await acts.saveDraft(admin, projectId, draft.version, {
		...draft.automation,
		data: { attributes: [{ name: "count", label: "Count", type: "number" }] },
		forms: [{ id: "look", title: "Look", items: [{ kind: "field", id: "count", path: "count", required: true }] }],
		startForm: undefined,
		elements: { Look: { form: "look", performer: { assign: "pool", from: [{ kind: "starter" }] } } },
	});
	const { packageId, file } = await acts.makePackage(admin, projectId, "bench");
	const environmentId = environments.development;
	await acts.uploadPackage(admin, environmentId, file);
	await acts.activatePackage(admin, environmentId, packageId);
	const worker = await acts.addEndUser(admin, environmentId, { name: "Ann", email: "ann@bench.example", password, roles: [] });
	const headers = { origin: new URL(url).origin, cookie: worker.cookie, "content-type": "application/json" };
	return Promise.all(
		Array.from({ length: CALLERS }, async (): Promise<Caller> => {
			const started = await acts.startCase(worker, environmentId, {});
			let task = started.tasks[0]?.task ?? 0;
			let count = 0;
			return async (agent) => {
				const at = `${url}/api/work/${environmentId}/tasks/${started.caseId}.${task}/complete`;
				const answer = await post(agent, at, headers, JSON.stringify({ values: { count: ++count } }));
				task = (JSON.parse(answer) as acts.Answer).tasks[0]?.task ?? 0;
			};
		}),
	);
}

function floorCallers(url: string, kind: "hops" | "bare"): Caller[] {
	return Array.from({ length: CALLERS }, (_each, index): Caller => {
		let count = 0;
		const at = `${url}/api/${kind}/${index}`;
		return async (agent) =>
			void (await post(agent, at, { "content-type": "application/json" }, JSON.stringify({ values: { count: ++count } })));
	});
}

/** One POST; anything but 200 ends the run, for a refusal is faster than the work it refuses. */
function post(agent: http.Agent, url: string, headers: http.OutgoingHttpHeaders, body: string): Promise<string> {
	return new Promise((resolve, reject) => {
		const request = http.request(
			url,
			{ method: "POST", agent, headers: { ...headers, "content-length": Buffer.byteLength(body) } },
			(response) => {
				let text = "";
				response.setEncoding("utf8");
				response.on("data", (part: string) => (text += part));
				response.on("end", () =>
					response.statusCode === 200 ? resolve(text) : reject(new Error(`${url}: ${response.statusCode} ${text.slice(0, 300)}`)),
				);
			},
		);
		request.on("error", reject);
		request.end(body);
	});
}

async function startFloor(state: string): Promise<{ url: string; miniflare: Miniflare }> {
	const source = await readFile(path.join(import.meta.dirname, "floor.ts"), "utf8");
	const classes = { BARE: "Bare", SESSION: "Session", STEP: "Step", LIST: "List" };
	// The screens' files stand before Portico's Worker, and every request passes there: it passes there on its way to a floor too.
	const { assets } = workerOptionsOf(path.join(root, "wrangler.toml"), undefined).workerOptions;
	const converted = convertV4MiniflareOptions({
		host: "127.0.0.1",
		port: 0,
		cf: false,
		log: new Log(LogLevel.ERROR),
		workers: [
			{
				name: "floor",
				rootPath: root,
				...(assets === undefined || assets === null ? {} : { assets: assets as { directory: string } }),
				modules: [{ type: "ESModule", path: "floor.js", contents: stripTypeScriptTypes(source) }],
				compatibilityDate: "2026-10-27",
				durableObjects: Object.fromEntries(
					Object.entries(classes).map(([binding, className]) => [binding, { className, useSQLite: true }]),
				),
			},
		],
	});
	const miniflare = new Miniflare({
		...converted,
		resourcePersistencePath: state,
		unsafeObservability: false,
		telemetry: { enabled: false },
	});
	return { url: (await miniflare.ready).origin, miniflare };
}
