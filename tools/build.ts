/** `npm run build`: the screens (Vite) and the Worker's bundle, exactly as `wrangler deploy` would upload it, into `dist/`. */
import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import path from "node:path";

export const root = path.join(import.meta.dirname, "..");

/** Runs one of the project's commands; its output is shown only when it fails. */
export function command(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
	return new Promise((resolve, reject) => {
		const child = spawn(name, args, {
			cwd: root,
			env: { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_SEND_ERROR_REPORTS: "false", ...env },
			stdio: ["ignore", "pipe", "pipe"],
		});
		let output = "";
		child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
		child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
		child.on("error", reject);
		child.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`${name} ${args.join(" ")} ended with ${code}\n${output}`))));
	});
}

/** Builds what a deployment uploads. `env` is a wrangler environment; empty for the local one. */
export async function build(env = ""): Promise<void> {
	await command("node", ["tools/check-routes.ts"]);
	await command("vite", ["build", "--logLevel", "warn"]);
	await bundle(env);
}

/** Only the Worker's bundle; the assets folder must be there for wrangler to accept the configuration. */
export async function bundle(env = "", outdir = "dist/worker"): Promise<void> {
	await mkdir(path.join(root, "dist", "ui"), { recursive: true });
	await command("wrangler", ["deploy", "--dry-run", `--env=${env}`, "--outdir", outdir]);
}

if (process.argv[1] === import.meta.filename) await build(process.argv[2] ?? "");
