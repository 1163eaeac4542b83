import { unaryTest } from "feelin";
import { compileModel, type DecisionModel } from "../../domain/rules/dmn/model.ts";
import { median, rounded, timed } from "../measure.ts";

const SIZES = [10, 100, 1000, 10_000];
const PEER_ROWS = 1000;

/** A table of two inputs, in which the last rule is the one that hits. */
function rows(count: number): readonly (readonly [string, string])[] {
	return Array.from({ length: count }, (_, at) => [`"article ${at}"`, `[${at}..${at + 1})`]);
}

function model(count: number): DecisionModel {
	const rules = rows(count).map(
		([name, range], at) =>
			`<rule><inputEntry><text>${name}</text></inputEntry><inputEntry><text>${range}</text></inputEntry><outputEntry><text>${at}</text></outputEntry></rule>`,
	);
	const input = (name: string): string => `<input><inputExpression><text>${name}</text></inputExpression></input>`;
	const data = (name: string): string => `<inputData id="${name}" name="${name}"><variable name="${name}"/></inputData>`;
	const needs = (name: string): string => `<informationRequirement><requiredInput href="#${name}"/></informationRequirement>`;
	const made = compileModel(
		`<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:bench" name="bench">${data("article")}${data("amount")}
		<decision id="d" name="d"><variable name="d"/>${needs("article")}${needs("amount")}<decisionTable hitPolicy="FIRST">${input("article")}${input("amount")}<output/>${rules.join("")}</decisionTable></decision></definitions>`,
	);
	if (!made.ok) throw new Error(made.error.detail);
	return made.value;
}

/** A decision table whose last row hits: ours compiled once, beside feelin asked row by row; and how ours grows with the rows. */
export default async function measure(args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
	const rounds = args.includes("--quick") ? 3 : 9;
	const growth: Record<string, number> = {};
	const ratios: number[] = [];
	const cpuRatios: number[] = [];
	const peer: number[] = [];
	for (const size of SIZES) {
		const decisions = model(size);
		const inputs = { article: `article ${size - 1}`, amount: size - 1 };
		const times = Math.max(5, Math.round(100_000 / size));
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
				const hit = rows(size).findIndex(
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
		rows: PEER_ROWS,
		ratio: rounded(median(ratios)),
		cpuRatio: rounded(median(cpuRatios)),
		microsecondsByRows: growth,
		peer: "feelin 8.2.0",
		peerMicroseconds: rounded(1000 * median(peer)),
		rounds,
	};
}
