import { readFile } from "node:fs/promises";
import path from "node:path";
import { compileTest, type Compiled } from "./compile-test.ts";
import { runCase } from "./run-case.ts";

/** One process of a suite and what is expected of it, as `cases.json` says it. */
interface Test {
	readonly id: string;
	readonly file: string;
	readonly processId: string;
	readonly cases: readonly TestCase[];
}

export interface TestCase {
	readonly n: number;
	readonly variables: Readonly<Record<string, string | number | boolean | null>>;
	/** Tokens of the log, in any order. */
	readonly expected: readonly string[];
	/** Virtual milliseconds after which the log is read. */
	readonly delayMs: number;
	/** Whether the process `ParallelProcess` of the same file is started first. */
	readonly parallelProcess: boolean;
}

interface Failure {
	readonly id: string;
	readonly case: number;
	readonly expected: readonly string[];
	readonly actual: readonly string[];
	/** What the run gave that was saved, dropped and loaded after every step, where that is something else. */
	readonly loaded?: readonly string[];
	readonly why?: readonly string[];
}

/** Executable processes, each case in memory and again with its state saved, dropped and loaded after every step. */
export default async function judge(folder: string): Promise<Readonly<Record<string, unknown>>> {
	const tests = JSON.parse(await readFile(path.join(folder, "cases.json"), "utf8")) as readonly Test[];
	const failures: Failure[] = [];
	let cases = 0;
	let testsPassed = 0;
	for (const test of tests) {
		const compiled = await compileTest(await readFile(path.join(folder, test.file), "utf8"), test.processId);
		const before = failures.length;
		for (const each of test.cases) {
			cases++;
			const failure = judgeCase(test.id, compiled, each);
			if (failure !== undefined) failures.push(failure);
		}
		if (failures.length === before) testsPassed++;
	}
	return { tests: tests.length, testsPassed, cases, casesPassed: cases - failures.length, failures };
}

function judgeCase(id: string, compiled: Compiled, test: TestCase): Failure | undefined {
	if (compiled.linked === undefined) {
		const actual = ["ERROR_deployment"];
		return matches(test.expected, actual) ? undefined : { id, case: test.n, expected: test.expected, actual, why: compiled.problems };
	}
	const actual = runCase(compiled, test, false);
	const loaded = runCase(compiled, test, true);
	const agree = same(actual.log, loaded.log);
	if (agree && matches(test.expected, actual.log)) return undefined;
	return { id, case: test.n, expected: test.expected, actual: actual.log, ...(!agree && { loaded: loaded.log }), why: actual.problems };
}

/** Equal as sorted lists; `ERROR` stands for a refusal or a failure at run time. */
function matches(expected: readonly string[], actual: readonly string[]): boolean {
	const either = actual.map((token) => (token === "ERROR_deployment" || token === "ERROR_runtime" ? "ERROR" : token));
	return same(expected, actual) || (expected.includes("ERROR") && same(expected, either));
}

function same(a: readonly string[], b: readonly string[]): boolean {
	return a.length === b.length && JSON.stringify(a.toSorted()) === JSON.stringify(b.toSorted());
}
