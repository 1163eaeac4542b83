import { bpmnElements } from "../bpmn-elements.ts";
import { median, rounded, timed } from "../measure.ts";
import { line, lineAutomation } from "../models.ts";
import { linked, run } from "../portico.ts";

/**
 * Start to end of a process with ten service tasks, in memory: ours with every job in a step of its own and every step's journal made,
 * beside bpmn-elements with services that answer at once. Ratios are medians of rounds that take turns; higher is better.
 */
export default async function measure(args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
	const quick = args.includes("--quick");
	const rounds = quick ? 3 : 9;
	const theirs = quick ? 50 : 200;
	const ours = quick ? 2000 : 20_000;
	const bpmn = line(10);
	const program = await linked(bpmn, lineAutomation(10));
	const peer = await bpmnElements(bpmn);
	if (run(program).state.status !== "completed") throw new Error("Our case did not end");

	const runOurs = (): void => {
		for (let at = 0; at < ours; at++) run(program);
	};
	const runTheirs = async (): Promise<void> => {
		for (let at = 0; at < theirs; at++) await peer.run();
	};
	runOurs();
	await runTheirs();
	const ourWall: number[] = [];
	const ourCpu: number[] = [];
	const peerWall: number[] = [];
	const peerCpu: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const peerRound = await timed(runTheirs);
		const ourRound = await timed(runOurs);
		peerWall.push(peerRound.wall / theirs);
		peerCpu.push(peerRound.cpu / theirs);
		ourWall.push(ourRound.wall / ours);
		ourCpu.push(ourRound.cpu / ours);
	}
	return {
		ratio: rounded(median(peerWall.map((wall, round) => wall / (ourWall[round] ?? 1)))),
		cpuRatio: rounded(median(peerCpu.map((cpu, round) => cpu / (ourCpu[round] ?? 1)))),
		instancesPerSecond: rounded(1000 / median(ourWall)),
		cpuMsPerInstance: rounded(median(ourCpu)),
		journalEntriesPerInstance: run(program).entries,
		peer: "bpmn-elements 17.3.0",
		peerInstancesPerSecond: rounded(1000 / median(peerWall)),
		peerCpuMsPerInstance: rounded(median(peerCpu)),
		rounds,
	};
}
