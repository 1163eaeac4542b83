import type { Compiled } from "./compile-test.ts";
import type { TestCase } from "./index.ts";
import { World } from "./world.ts";

/** Milliseconds that a waiting word waits. */
const TEN_SECONDS = 10_000;

/** Runs one case and answers its log after the case's delay of virtual time. */
export function runCase(
	compiled: Compiled,
	test: TestCase,
	reload: boolean,
): { readonly log: readonly string[]; readonly problems: readonly string[] } {
	const { linked, scripts } = compiled;
	if (linked === undefined) return { log: ["ERROR_deployment"], problems: compiled.problems };
	const log: string[] = [];
	const stamps: { readonly from: number; readonly to: number }[] = [];
	const world = new World(linked, reload, (elementId, data, now) => {
		let takes = 0;
		let error: string | undefined;
		for (const word of scripts.get(elementId) ?? []) {
			if (word.startsWith("SCRIPT_")) log.push(word);
			else if (word === "INCREMENT_INTEGER_VARIABLE_AND_LOG") log.push("INCREMENT");
			else if (word === "LOG_DATA") log.push(data === "String" ? "DATA_correct" : "DATA_wrong");
			else if (word === "CREATE_MARKER_FILE") log.push("MARKER_exists");
			else if (word === "WAIT_TEN_SECONDS") takes += TEN_SECONDS;
			else if (word === "THROW_ERROR") error = "ERR_CODE";
			else if (word.startsWith("CREATE_TIMESTAMP_LOG_")) {
				stamps.push({ from: now, to: now + TEN_SECONDS });
				takes += TEN_SECONDS;
			}
		}
		return { takes, error };
	});
	if (test.parallelProcess) world.startProcess("ParallelProcess", test.variables);
	world.startProcess(undefined, test.variables);
	world.runUntil(test.delayMs);
	const [first, second] = stamps;
	if (first !== undefined && second !== undefined)
		log.push(first.from < second.to && second.from < first.to ? "EXECUTION_parallel" : "EXECUTION_serial");
	for (const code of world.failures) log.push(code === "engine.error_uncaught" ? "ERROR_thrownErrorEvent" : "ERROR_runtime");
	return { log, problems: world.problems };
}
