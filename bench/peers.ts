import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** Exact versions of what Portico is measured beside. They live in `bench/.peers`, never among the product's dependencies. */
const PEERS: Readonly<Record<string, string>> = {
	"bpmn-elements": "17.3.0",
	"moddle-context-serializer": "4.4.1",
	"bpmn-moddle": "10.3.1",
};

/** Installs the peers when they are not there, and answers how to load one. */
export async function peers(): Promise<(name: string) => Promise<unknown>> {
	const folder = path.join(import.meta.dirname, ".peers");
	const wanted = JSON.stringify({ private: true, dependencies: PEERS }, null, "\t");
	const manifest = path.join(folder, "package.json");
	if (!existsSync(path.join(folder, "node_modules")) || !existsSync(manifest) || readFileSync(manifest, "utf8") !== wanted) {
		mkdirSync(folder, { recursive: true });
		writeFileSync(manifest, wanted);
		process.stderr.write("• installing peers to measure beside\n");
		const install = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], {
			cwd: folder,
			stdio: ["ignore", "ignore", "inherit"],
		});
		if (install.status !== 0) throw new Error("The peers could not be installed");
	}
	const require = createRequire(path.join(folder, "index.js"));
	return async (name) => import(require.resolve(name)) as Promise<unknown>;
}
