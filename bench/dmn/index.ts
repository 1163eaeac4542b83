import { unaryTest } from "feelin";
import { model, rows, type Kind } from "../decision-table.ts";
import { median, rounded, timed } from "../measure.ts";

const SIZES = [10, 100, 1000, 10_000];
const PEER_ROWS = 1000;

/**
 * A decision table whose last row hits: ours compiled once, beside feelin asked row by row; and how ours grows with the rows. `ratio` is
 * that of a table whose rules ask for a text, which an index finds; `ratioRanges` that of one where every rule is asked.
 */
export default async function measure(args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
	const rounds = args.includes("--quick") ? 3 : 9;
	const texts = await one("texts", rounds);
	const ranges = await one("ranges", rounds);
	return {
		rows: PEER_ROWS,
		ratio: texts.ratio,
		cpuRatio: texts.cpuRatio,
		ratioRanges: ranges.ratio,
		cpuRatioRanges: ranges.cpuRatio,
		microsecondsByRows: texts.growth,
		microsecondsByRowsRanges: ranges.growth,
		peer: "feelin 8.2.0",
		peerMicroseconds: texts.peer,
		peerMicrosecondsRanges: ranges.peer,
		rounds,
	};
}

async function one(kind: Kind, rounds: number) {
	const growth: Record<string, number> = {};
	const ratios: number[] = [];
	const cpuRatios: number[] = [];
	const peer: number[] = [];
	for (const size of SIZES) {
		const decisions = model(size, kind);
		const inputs = { article: `article ${size - 1}`, amount: size - 1 };
		const times = Math.max(5, kind === "texts" ? 5000 : Math.round(100_000 / size));
		const run = (): void => {
			for (let at = 0; at < times; at++)
				if (decisions.evaluate("d", inputs)?.value !== size - 1) throw new Error("Ours did not find the last row");
		};
		run();
		const ours: number[] = [];
		for (let round = 0; round < rounds; round++) {
			const own = await timed(run);
			ours.push(own.wall / times);
			if (size !== PEER_ROWS) continue;
			const theirs = await timed(() => {
				const hit = rows(size, kind).findIndex(
					([name, range]) =>
						unaryTest(name, { "?": inputs.article }).value === true && unaryTest(range, { "?": inputs.amount }).value === true,
				);
				if (hit !== size - 1) throw new Error("feelin did not find the last row");
			});
			peer.push(theirs.wall);
			ratios.push(theirs.wall / (own.wall / times));
			cpuRatios.push(theirs.cpu / (own.cpu / times));
		}
		growth[size] = rounded(1000 * median(ours));
	}
	return {
		growth,
		ratio: rounded(median(ratios)),
		cpuRatio: rounded(median(cpuRatios)),
		peer: rounded(1000 * median(peer)),
	};
}
