import { compile } from "../../domain/engine/compile.ts";
import { median, rounded, timed } from "../measure.ts";
import { line, lineAutomation } from "../models.ts";
import { peers } from "../peers.ts";

const NODES = 200;

/**
 * A file of 200 nodes made into a program, its parse and every check included, beside bpmn-moddle's parse of the same text alone.
 * `ratio` is their time over ours: 0.5 says that ours takes twice as long.
 */
export default async function measure(args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
	const quick = args.includes("--quick");
	const rounds = quick ? 3 : 9;
	const times = quick ? 10 : 40;
	const load = await peers();
	const { BpmnModdle } = (await load("bpmn-moddle")) as { BpmnModdle: new () => { fromXML(xml: string): Promise<unknown> } };
	const bpmn = line(NODES - 2);
	const automation = lineAutomation(NODES - 2);
	const runOurs = async (): Promise<void> => {
		for (let at = 0; at < times; at++) if (!(await compile({ bpmn, automation })).ok) throw new Error("The model was not compiled");
	};
	const runTheirs = async (): Promise<void> => {
		for (let at = 0; at < times; at++) await new BpmnModdle().fromXML(bpmn);
	};
	await runOurs();
	await runTheirs();
	const ours: number[] = [];
	const peer: number[] = [];
	const ratios: number[] = [];
	const cpuRatios: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const theirs = await timed(runTheirs);
		const own = await timed(runOurs);
		ours.push(own.cpu / times);
		peer.push(theirs.cpu / times);
		ratios.push(theirs.wall / own.wall);
		cpuRatios.push(theirs.cpu / own.cpu);
	}
	return {
		nodes: NODES,
		ratio: rounded(median(ratios)),
		cpuRatio: rounded(median(cpuRatios)),
		cpuMs: rounded(median(ours)),
		peer: "bpmn-moddle 10.3.1, parse alone",
		peerCpuMs: rounded(median(peer)),
		rounds,
	};
}
