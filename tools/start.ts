/**
 * `npm start`: builds what has changed, starts the deployable bundle on workerd with its state in `.portico/`, applies
 * migrations, seeds the demo company on first use, and prints the address of every portal.
 *
 * `-- --fresh` starts empty; `--port N` or `PORT`; `--state FOLDER`; `--no-seed`.
 */
import { existsSync, statSync } from "node:fs";
import { readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { build, root } from "./build.ts";
import { applyMigrations, type Runtime, startRuntime } from "./runtime.ts";
import { seed, type SeededCompany } from "./seed.ts";

const { values } = parseArgs({
	options: {
		fresh: { type: "boolean", default: false },
		"no-seed": { type: "boolean", default: false },
		port: { type: "string" },
		state: { type: "string", default: ".portico" },
	},
});
const port = Number(values.port ?? process.env["PORT"] ?? "8787");
if (!Number.isInteger(port) || port < 0 || port > 65_535)
	fail(`"${values.port ?? process.env["PORT"]}" is no port. Use a number from 0 to 65535.`);
const state = path.resolve(root, values.state);

function fail(message: string): never {
	process.stderr.write(`${message}\n`);
	process.exit(1);
}

/** Does one step of the way up and says so when it is done, with its time. */
async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
	const started = performance.now();
	process.stdout.write(`• ${name} …`);
	const result = await work();
	process.stdout.write(` ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
	return result;
}

/** The newest change under the folders that the bundle is made of, in epoch milliseconds. */
async function newestSource(): Promise<number> {
	let newest = 0;
	for (const folder of ["workers", "durable-objects", "domain", "ui"]) {
		for (const entry of await readdir(path.join(root, folder), { recursive: true, withFileTypes: true })) {
			if (entry.isFile()) newest = Math.max(newest, statSync(path.join(entry.parentPath, entry.name)).mtimeMs);
		}
	}
	for (const file of ["wrangler.toml", "package-lock.json", "vite.config.ts"])
		newest = Math.max(newest, statSync(path.join(root, file)).mtimeMs);
	return newest;
}

const builtMark = path.join(root, "dist", "built");
if (!existsSync(builtMark) || statSync(builtMark).mtimeMs < (await newestSource())) {
	await step("building", async () => {
		await build();
		await writeFile(builtMark, "");
	});
}
if (values.fresh) await step("clearing the state", () => rm(state, { recursive: true, force: true }));

function start(): Promise<Runtime> {
	return step("starting workerd", () => startRuntime({ port, state })).catch((error: unknown) =>
		fail(`\nPortico could not start on port ${port}: ${String(error)}`),
	);
}

let runtime = await start();
let stopping = false;
async function stop(): Promise<void> {
	if (stopping) return;
	stopping = true;
	await runtime.close();
	process.exit(0);
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());

await step("applying migrations", () => applyMigrations(runtime.database));
if ((await runtime.database.prepare("SELECT 1 FROM seeding").first()) !== null) {
	// A start that was ended while it made the demo company left half of one, and nothing else is in this state.
	await step("clearing a demo company that was cut off", async () => {
		await runtime.close();
		await rm(state, { recursive: true, force: true });
	});
	runtime = await start();
	await step("applying migrations", () => applyMigrations(runtime.database));
}
const seeded: SeededCompany | undefined = values["no-seed"]
	? undefined
	: await step("seeding the demo company", () => seed(runtime.url, runtime.database));

// Cloudflare rings the cron of wrangler.toml; the local runtime leaves that to whoever runs it.
const cron = (): Promise<unknown> => fetch(`${runtime.url}/cdn-cgi/local/scheduled?cron=*/5+*+*+*+*`).catch(() => undefined);
setInterval(() => void cron(), 5 * 60_000).unref();

process.stdout.write(`\nPortico is ready at ${runtime.url}\n`);
if (seeded !== undefined) {
	process.stdout.write("\n");
	for (const [name, url] of seeded.portals) process.stdout.write(`  ${name.padEnd(48)} ${url}\n`);
	process.stdout.write("\nDemo accounts (they exist only here):\n\n");
	for (const account of seeded.accounts)
		process.stdout.write(`  ${account.email.padEnd(34)} ${account.password.padEnd(18)} ${account.what}\n`);
}
process.stdout.write("\nCtrl-C stops it.\n");
