import { compile } from "../../domain/engine/compile.ts";
import { fold } from "../../domain/engine/fold.ts";
import { model, type Kind } from "../decision-table.ts";
import { median, rounded, timed } from "../measure.ts";
import { clerks, crowd, line, lineAutomation, roundabout } from "../models.ts";
import { linked, longCase, resume, run } from "../portico.ts";

/**
 * How cost grows: the same work at sizes ten times apart. Each table is size → figures in microseconds of CPU and bytes; cost that grows
 * linearly is ten times as much in the next line, and `exponents` says the power of the size by which each grew from the smallest
 * to the largest (1 is linear, 0 is none).
 */
export default async function measure(args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
	const rounds = args.includes("--quick") ? 3 : 7;
	const tables = {
		nodes: await table([10, 100, 1000], (size) => nodes(size, rounds)),
		tokens: await table([10, 100, 1000], (size) => tokens(size, rounds)),
		rows: await table([10, 100, 1000, 10_000], (size) => rows(size, rounds)),
		journal: await table([100, 1000, 10_000], (size) => journal(size, rounds)),
	};
	return { ...tables, exponents: Object.fromEntries(Object.entries(tables).map(([name, each]) => [name, exponents(each)])), rounds };
}

type Figures = Readonly<Record<string, number>>;

async function table(sizes: readonly number[], one: (size: number) => Promise<Figures>): Promise<Readonly<Record<number, Figures>>> {
	const made: Record<number, Figures> = {};
	for (const size of sizes) made[size] = await one(size);
	return made;
}

function exponents(made: Readonly<Record<number, Figures>>): Figures {
	const sizes = Object.keys(made).map(Number);
	const from = Math.min(...sizes);
	const to = Math.max(...sizes);
	return Object.fromEntries(
		Object.entries(made[to] ?? {}).map(([name, value]) => [
			name,
			rounded(Math.log(value / (made[from]?.[name] ?? value)) / Math.log(to / from)),
		]),
	);
}

/** CPU microseconds of one time, the median of rounds after one that warms up. */
async function cost(rounds: number, times: number, work: () => unknown): Promise<number> {
	const took: number[] = [];
	for (let round = 0; round <= rounds; round++) {
		const { cpu } = await timed(async () => {
			for (let at = 0; at < times; at++) await work();
		});
		if (round > 0) took.push((1000 * cpu) / times);
	}
	return rounded(median(took));
}

/** A model of so many nodes in a line, a case of which waits at the last task. */
async function nodes(size: number, rounds: number): Promise<Figures> {
	const tasks = size - 2;
	const bpmn = line(tasks, tasks);
	const automation = lineAutomation(tasks, tasks);
	const program = await linked(bpmn, automation);
	const saved = JSON.stringify(run(program).state);
	return {
		compile: await cost(rounds, Math.max(3, 2000 / size), () => compile({ bpmn, automation })),
		loadAndStep: await cost(rounds, 2000, () => resume(program, saved)),
		stateBytes: saved.length,
	};
}

/** A case in which so many people have a task at the same time, one of whom completes theirs. */
async function tokens(size: number, rounds: number): Promise<Figures> {
	const program = await linked(crowd(size), clerks());
	const saved = JSON.stringify(run(program).state);
	return {
		start: await cost(rounds, Math.max(3, 5000 / size), () => run(program)),
		loadAndStep: await cost(rounds, Math.max(20, 50_000 / size), () => resume(program, saved)),
		stateBytes: saved.length,
	};
}

/** A decision table of so many rows, of which the last hits. */
async function rows(size: number, rounds: number): Promise<Figures> {
	const inputs = { article: `article ${size - 1}`, amount: size - 1 };
	const evaluate = (kind: Kind, times: number): Promise<number> => {
		const decisions = model(size, kind);
		return cost(rounds, times, () => decisions.evaluate("d", inputs));
	};
	return { texts: await evaluate("texts", 5000), ranges: await evaluate("ranges", Math.max(5, 100_000 / size)) };
}

/** A case that goes round until its journal has so many entries: its next step, and reading it all, which only replay and audit do. */
async function journal(size: number, rounds: number): Promise<Figures> {
	const program = await linked(roundabout(), clerks());
	const { state, journal: entries } = longCase(program, size);
	const saved = JSON.stringify(state);
	return {
		loadAndStep: await cost(rounds, 2000, () => resume(program, saved)),
		fold: await cost(rounds, Math.max(2, 20_000 / size), () => fold(entries)),
		stateBytes: saved.length,
	};
}
