/** Prints the CPU milliseconds that this process takes to load its first waiting case and complete its task; the program is linked before. */
import { timed } from "../measure.ts";
import { line, lineAutomation } from "../models.ts";
import { linked, resume } from "../portico.ts";

const tasks = Number(process.argv[2]) - 2;
const program = await linked(line(tasks, tasks), lineAutomation(tasks, tasks));
const saved = JSON.stringify(await waiting());
const { cpu } = await timed(() => void resume(program, saved));
process.stdout.write(String(cpu));

/** A case that waits, made by another process, so that nothing of the engine has run in this one. */
async function waiting(): Promise<unknown> {
	if (process.argv[3] === "state") {
		const { run } = await import("../portico.ts");
		process.stdout.write(JSON.stringify(run(program).state));
		process.exit(0);
	}
	const { spawnSync } = await import("node:child_process");
	const made = spawnSync(process.execPath, [import.meta.filename, String(tasks + 2), "state"], { encoding: "utf8" });
	return JSON.parse(made.stdout) as unknown;
}
