import { evaluate } from "feelin";
import { compileFeel, evaluateFeel } from "../../domain/rules/feel.ts";
import { median, rounded, timed } from "../measure.ts";

const CONDITION = 'amount > 1000 and customer.tier = "gold" and months <= 60';
const DATA = { amount: 1500, customer: { tier: "gold" }, months: 48 };

/**
 * A gateway's condition of three terms: ours compiled once and evaluated over case data, beside feelin's public API, which reads the text
 * every time. Both must answer true. The cold figure is a text that ours has not seen, compiled and evaluated.
 */
export default async function measure(args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
	const quick = args.includes("--quick");
	const rounds = quick ? 3 : 9;
	const theirs = quick ? 300 : 2000;
	const ours = quick ? 30_000 : 200_000;
	const cold = quick ? 200 : 1000;
	const compiled = compileFeel(CONDITION);
	if (!compiled.ok) throw new Error(compiled.error.detail);
	const feel = compiled.value;
	let fresh = 0;
	const once = (): void => {
		const answer = evaluateFeel(feel, DATA);
		if (!answer.ok || answer.value !== true) throw new Error("Ours did not answer true");
	};
	const runOurs = (): void => {
		for (let at = 0; at < ours; at++) once();
	};
	const runTheirs = (): void => {
		for (let at = 0; at < theirs; at++) if (evaluate(CONDITION, DATA).value !== true) throw new Error("feelin did not answer true");
	};
	const runCold = (): void => {
		for (let at = 0; at < cold; at++) {
			const made = compileFeel(`${CONDITION} and ${fresh++} >= 0`);
			if (!made.ok || !evaluateFeel(made.value, DATA).ok) throw new Error("A fresh text failed");
		}
	};
	runOurs();
	runTheirs();
	runCold();
	const figures = { ours: [] as number[], oursCpu: [] as number[], peer: [] as number[], peerCpu: [] as number[], cold: [] as number[] };
	for (let round = 0; round < rounds; round++) {
		const peerRound = await timed(runTheirs);
		const ourRound = await timed(runOurs);
		const coldRound = await timed(runCold);
		figures.peer.push(peerRound.wall / theirs);
		figures.peerCpu.push(peerRound.cpu / theirs);
		figures.ours.push(ourRound.wall / ours);
		figures.oursCpu.push(ourRound.cpu / ours);
		figures.cold.push(coldRound.wall / cold);
	}
	return {
		ratio: rounded(median(figures.peer.map((wall, round) => wall / (figures.ours[round] ?? 1)))),
		cpuRatio: rounded(median(figures.peerCpu.map((cpu, round) => cpu / (figures.oursCpu[round] ?? 1)))),
		microseconds: rounded(1000 * median(figures.ours)),
		coldMicroseconds: rounded(1000 * median(figures.cold)),
		coldRatio: rounded(median(figures.peer.map((wall, round) => wall / (figures.cold[round] ?? 1)))),
		peer: "feelin 8.2.0",
		peerMicroseconds: rounded(1000 * median(figures.peer)),
		rounds,
	};
}
