/**
 * `npm test`: everything, from a fresh clone: check, tests of pure code, tests inside workerd, tests of the built bundle,
 * browser tests. Ends with one line, `N passed, N failed`. `-- unit workerd …` runs only those named.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { build, command, root } from "./build.ts";
import { chromium } from "./chromium.ts";

interface Tally {
	passed: number;
	failed: number;
}

const tally: Tally = { passed: 0, failed: 0 };
const output = path.join(root, "output");
mkdirSync(output, { recursive: true });

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

function run(name: string, args: readonly string[]): Promise<number> {
	return new Promise((resolve) => {
		const child = spawn(name, args, {
			cwd: root,
			stdio: ["ignore", 1, 2],
			env: {
				...process.env,
				CI: "1",
				X_LOCAL_OBSERVABILITY: "false",
				CLOUDFLARE_CF_FETCH_ENABLED: "false",
				WRANGLER_SEND_METRICS: "false",
			},
		});
		child.on("close", (code) => resolve(code ?? 1));
	});
}

/** Runs one vitest configuration and adds its tests to the tally; a run that breaks before its tests counts as one failure. */
async function vitest(name: string, config: string): Promise<void> {
	const started = performance.now();
	const file = path.join(output, `${name}.json`);
	rmSync(file, { force: true });
	say(`\n── ${name}`);
	const code = await run("vitest", ["run", "-c", config, "--reporter=dot", "--reporter=json", `--outputFile.json=${file}`]);
	const report = existsSync(file)
		? (JSON.parse(readFileSync(file, "utf8")) as { numPassedTests: number; numFailedTests: number; success: boolean })
		: undefined;
	const passed = report?.numPassedTests ?? 0;
	let failed = report?.numFailedTests ?? 0;
	if (code !== 0 && failed === 0) failed = 1;
	tally.passed += passed;
	tally.failed += failed;
	say(`── ${name}: ${passed} passed, ${failed} failed, ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

async function counted(name: string, work: () => Promise<void>): Promise<boolean> {
	say(`\n── ${name}`);
	try {
		await work();
		tally.passed++;
		return true;
	} catch (error) {
		tally.failed++;
		say(String(error));
		return false;
	}
}

const LAYERS: Readonly<Record<string, () => Promise<void>>> = {
	check: async () => {
		await counted("check", () => command("node", ["tools/check.ts"]));
	},
	unit: () => vitest("unit", "vitest.config.ts"),
	workerd: () => vitest("workerd", "vitest.workerd.config.ts"),
	bundle: async () => {
		if (await counted("build", build)) await vitest("bundle", "vitest.bundle.config.ts");
	},
	browser: async () => {
		if (!(await counted("browser install", () => Promise.resolve(chromium()).then(() => undefined)))) return;
		if (!existsSync(path.join(root, "dist", "worker", "index.js"))) await build();
		await vitest("browser", "vitest.browser.config.ts");
	},
};

/** Layers that run only when they are named. */
const ON_DEMAND: Readonly<Record<string, () => Promise<void>>> = {
	fuzz: async () => {
		chromium();
		await build();
		await vitest("fuzz", "vitest.fuzz.config.ts");
	},
	crash: async () => {
		await build();
		await counted("crash", () => command("node", ["test/faults/crash.ts"]));
	},
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in LAYERS) && !(name in ON_DEMAND));
if (unknown.length > 0) {
	process.stderr.write(
		`There is no layer "${unknown.join('", "')}". There are ${[...Object.keys(LAYERS), ...Object.keys(ON_DEMAND)].join(", ")}.\n`,
	);
	process.exit(2);
}
for (const [name, layer] of Object.entries(LAYERS)) if (asked.length === 0 || asked.includes(name)) await layer();
for (const [name, layer] of Object.entries(ON_DEMAND)) if (asked.includes(name)) await layer();
say(`\n${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 ? 0 : 1);
