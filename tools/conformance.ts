/**
 * `npm run conformance -- SUITE FOLDER`: runs what others wrote to judge systems like this one and prints one JSON line of figures.
 * Each suite is `tools/conformance/SUITE/index.ts` with a default export. A folder that is not there is said, not failed.
 */
import { existsSync } from "node:fs";
import path from "node:path";

const [suite = "", folder = "", ...args] = process.argv.slice(2);
const file = path.join(import.meta.dirname, "conformance", suite, "index.ts");
if (!/^[a-z]+$/.test(suite) || !existsSync(file) || folder === "") {
	process.stderr.write("Name a suite and the folder of its cases: npm run conformance -- bpmn FOLDER\n");
	process.exit(2);
}
if (!existsSync(folder)) {
	process.stdout.write(`${JSON.stringify({ suite, skipped: true, reason: `There is no folder ${folder}.` })}\n`);
	process.exit(0);
}
type Judge = (folder: string, args: readonly string[]) => Promise<Readonly<Record<string, unknown>>>;
const { default: judge } = (await import(file)) as { default: Judge };
process.stdout.write(`${JSON.stringify({ suite, ...(await judge(folder, args)) })}\n`);
process.exit(0);
