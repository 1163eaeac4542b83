/** `npm run check`: types of the bindings, formatter, linter and type check, side by side, in seconds. */
import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import path from "node:path";

const root = path.join(import.meta.dirname, "..");

function run(name: string, command: string, args: readonly string[]): Promise<boolean> {
	return new Promise((resolve) => {
		const child = spawn(command, args, { cwd: root, env: process.env });
		let output = "";
		child.stdout.on("data", (chunk) => (output += chunk));
		child.stderr.on("data", (chunk) => (output += chunk));
		child.on("close", (code) => {
			process.stdout.write(`${code === 0 ? "✓" : "✗"} ${name}\n`);
			if (code !== 0) process.stdout.write(output);
			resolve(code === 0);
		});
	});
}

/** `worker-configuration.d.ts` is made from wrangler.toml, so it is not kept in the repository. */
async function types(): Promise<boolean> {
	const made = path.join(root, "worker-configuration.d.ts");
	const fresh = existsSync(made) && statSync(made).mtimeMs > statSync(path.join(root, "wrangler.toml")).mtimeMs;
	return fresh || run("bindings", "wrangler", ["types"]);
}

const bound = await types();
const results = await Promise.all([
	run("format", "oxfmt", ["--check"]),
	run("lint", "oxlint", ["--deny-warnings"]),
	run("types", "tsc", ["-p", "."]),
	run("routes", "node", ["tools/check-routes.ts"]),
]);
process.exit(bound && results.every(Boolean) ? 0 : 1);
