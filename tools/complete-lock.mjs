// Some registries carry only the native binaries of some platforms. `npm install` against one of them leaves the others out of
// package-lock.json, and `npm ci` then refuses the file everywhere. This names them again: version and platform are those that
// the package itself asks for. Run it after `npm install`; test/unit/lock-file.test.ts fails where it was forgotten.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const PROCESSORS = ["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];

const file = path.join(import.meta.dirname, "..", "package-lock.json");
const text = readFileSync(file, "utf8");
const lock = JSON.parse(text);
const packages = lock.packages;
let added = 0;
for (const [at, entry] of Object.entries(packages)) {
	for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
		// Resolution looks in the package's own folder first, then upwards.
		if (packages[`${at}/node_modules/${name}`] !== undefined) continue;
		const hoisted = packages[`node_modules/${name}`];
		if (hoisted !== undefined && (hoisted.version === version || !/^\d/.test(version))) continue;
		const words = name.split(/[-/@]/);
		const place = hoisted === undefined ? `node_modules/${name}` : `${at}/node_modules/${name}`;
		const os = SYSTEMS.filter((system) => words.includes(system) || (system === "win32" && words.includes("windows")));
		const cpu = PROCESSORS.filter((processor) => words.includes(processor));
		packages[place] = {
			version,
			...(cpu.length === 0 ? {} : { cpu: cpu.slice(0, 1) }),
			...(entry.dev === true ? { dev: true } : {}),
			optional: true,
			...(os.length === 0 ? {} : { os }),
		};
		added++;
	}
}
if (added > 0) {
	lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
	writeFileSync(file, `${JSON.stringify(lock, null, /^\{\n(\s+)/.exec(text)?.[1] ?? 2)}\n`);
}
process.stdout.write(`${added} added\n`);
