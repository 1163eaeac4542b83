// The door of every script: runs under whatever Node there is (20 or newer), installs what the lock file names when it is
// not there yet, then hands over to the project's own Node, which the toolchain needs.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const root = path.join(import.meta.dirname, "..");
const bin = path.join(root, "node_modules", ".bin");
const [script, ...args] = process.argv.slice(2);

if (!existsSync(path.join(bin, "wrangler"))) {
	process.stderr.write("• installing packages\n");
	const install = spawnSync("npm", ["ci"], { cwd: root, stdio: ["ignore", 2, 2] });
	if (install.status !== 0) process.exit(install.status ?? 1);
}

const child = spawn(path.join(bin, "node"), [path.join(import.meta.dirname, `${script}.ts`), ...args], {
	stdio: "inherit",
	env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ""}` },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
