import { spawnSync } from "node:child_process";
import path from "node:path";
import { bpmnElements } from "../bpmn-elements.ts";
import { median, rounded, timed } from "../measure.ts";
import { line, lineAutomation } from "../models.ts";
import { linked, resume, run } from "../portico.ts";

/**
 * A case that waits for a person, with 13 and with 200 nodes: bytes of its saved state (its data apart), CPU of saving it, and of
 * loading it, the waiting task completed (our program linked already, as an isolate keeps it; theirs with its source parsed already).
 * The first load is that of a fresh process, whose code has never run: what an object pays that just woke up in a new isolate.
 * `ratio` is their CPU of a save and load over ours at 13 nodes; higher is better.
 */
export default async function measure(args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
	const quick = args.includes("--quick");
	const small = await one(13, quick);
	const large = await one(200, quick);
	return {
		bytes13: small.bytes,
		bytes200: large.bytes,
		saveCpuMs13: small.save,
		saveCpuMs200: large.save,
		loadCpuMs13: small.load,
		loadCpuMs200: large.load,
		coldLoadMs13: small.cold,
		coldLoadMs200: large.cold,
		firstLoadCpuMs13: firstLoad(13, quick),
		firstLoadCpuMs200: firstLoad(200, quick),
		ratio: small.ratio,
		ratio200: large.ratio,
		peer: "bpmn-elements 17.3.0",
		peerBytes13: small.peerBytes,
		peerBytes200: large.peerBytes,
		peerSaveCpuMs13: small.peerSave,
		peerSaveCpuMs200: large.peerSave,
		peerLoadCpuMs13: small.peerLoad,
		peerLoadCpuMs200: large.peerLoad,
	};
}

/** CPU milliseconds of the first load in each of several fresh processes, the program linked; their median. */
function firstLoad(nodes: number, quick: boolean): number {
	const took = Array.from({ length: quick ? 3 : 9 }, () => {
		const made = spawnSync(process.execPath, [path.join(import.meta.dirname, "first-load.ts"), String(nodes)], { encoding: "utf8" });
		if (made.status !== 0) throw new Error(`The first load failed: ${made.stderr}`);
		return Number(made.stdout);
	});
	return rounded(median(took));
}

async function one(nodes: number, quick: boolean) {
	const tasks = nodes - 2;
	const bpmn = line(tasks, tasks);
	const rounds = quick ? 3 : 9;
	const theirs = quick ? 10 : nodes > 100 ? 20 : 100;
	const ours = quick ? 500 : 5000;

	// A first start in this process pays for linking the program: what an isolate pays once.
	const program = await linked(bpmn, lineAutomation(tasks, tasks));
	const cold: number[] = [];
	for (let at = 0; at < 5; at++) {
		const { link } = await import("../../domain/engine/link.ts");
		const stored = JSON.stringify(program.program);
		const saved = JSON.stringify(run(program).state);
		cold.push((await timed(() => void resume(link(JSON.parse(stored)), saved))).wall);
	}

	const peer = await bpmnElements(bpmn);
	const { state } = run(program);
	const { variables: _, ...apart } = state;
	const saved = JSON.stringify(state);
	const waiting = await peer.run();
	const peerSaved = JSON.stringify(waiting.getState());

	const saveOurs = (): void => {
		for (let at = 0; at < ours; at++) JSON.stringify(state);
	};
	const loadOurs = (): void => {
		for (let at = 0; at < ours; at++) resume(program, saved);
	};
	const saveTheirs = (): void => {
		for (let at = 0; at < theirs; at++) JSON.stringify(waiting.getState());
	};
	const loadTheirs = async (): Promise<void> => {
		for (let at = 0; at < theirs; at++) await peer.resume(peerSaved);
	};
	for (const warm of [saveOurs, loadOurs, saveTheirs]) warm();
	await loadTheirs();
	const took = { save: [] as number[], load: [] as number[], peerSave: [] as number[], peerLoad: [] as number[] };
	for (let round = 0; round < rounds; round++) {
		took.peerSave.push((await timed(saveTheirs)).cpu / theirs);
		took.save.push((await timed(saveOurs)).cpu / ours);
		took.peerLoad.push((await timed(loadTheirs)).cpu / theirs);
		took.load.push((await timed(loadOurs)).cpu / ours);
	}
	const save = median(took.save);
	const load = median(took.load);
	const peerSave = median(took.peerSave);
	const peerLoad = median(took.peerLoad);
	return {
		bytes: JSON.stringify(apart).length,
		save: rounded(save),
		load: rounded(load),
		cold: rounded(median(cold)),
		peerBytes: peerSaved.length,
		peerSave: rounded(peerSave),
		peerLoad: rounded(peerLoad),
		ratio: rounded((peerSave + peerLoad) / (save + load)),
	};
}
