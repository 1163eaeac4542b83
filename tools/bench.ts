/**
 * `npm run bench -- NAME [--quick]`: measures one thing beside others that do the same, in the same run, and prints one JSON line.
 * Each benchmark is `bench/NAME/index.ts` with a default export that answers the figures.
 */
import { existsSync } from "node:fs";
import path from "node:path";

const [name = "", ...args] = process.argv.slice(2);
const file = path.join(import.meta.dirname, "..", "bench", name, "index.ts");
if (!/^[a-z]+$/.test(name) || !existsSync(file)) {
	process.stderr.write("Name a benchmark: npm run bench -- engine | state | compile | growth | case | feel | dmn\n");
	process.exit(2);
}
const { default: measure } = (await import(file)) as { default: (args: readonly string[]) => Promise<Readonly<Record<string, unknown>>> };
const figures = await measure(args);
process.stdout.write(`${JSON.stringify({ bench: name, ...figures })}\n`);
process.exit(0);
