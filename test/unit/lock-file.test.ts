import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "vitest";

interface Entry {
	readonly version?: string;
	readonly resolved?: string;
	readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(path.join(import.meta.dirname, "..", "..", "package-lock.json"), "utf8")) as {
	readonly packages: Readonly<Record<string, Entry>>;
};

describe("package-lock.json", () => {
	it("names the native binaries of every platform, or npm ci refuses it (run tools/complete-lock.mjs)", ({ expect }) => {
		const missing = Object.entries(lock.packages).flatMap(([at, entry]) =>
			Object.keys(entry.optionalDependencies ?? {}).filter(
				(name) => lock.packages[`${at}/node_modules/${name}`] === undefined && lock.packages[`node_modules/${name}`] === undefined,
			),
		);
		expect(missing).toEqual([]);
	});

	it("has one Preact, since bpmn-js opens empty menus beside a second one", ({ expect }) => {
		expect(Object.keys(lock.packages).filter((at) => at.endsWith("node_modules/preact"))).toEqual(["node_modules/preact"]);
	});

	it("names no registry", ({ expect }) => {
		expect(Object.values(lock.packages).filter((entry) => entry.resolved !== undefined)).toEqual([]);
	});
});
