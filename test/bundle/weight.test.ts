import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, it } from "vitest";
import { root } from "../../tools/build.ts";

interface Chunk {
	readonly file: string;
	readonly imports?: readonly string[];
}

const ui = path.join(root, "dist", "ui");
const manifest = JSON.parse(readFileSync(path.join(ui, "manifest.json"), "utf8")) as Readonly<Record<string, Chunk>>;

/** Bytes of script that a browser fetches for these entries, gzipped, each chunk once; lazy imports inside them are not counted. */
function weight(entries: readonly string[]): number {
	const seen = new Set<string>();
	const visit = (key: string): void => {
		const chunk = manifest[key];
		if (chunk === undefined) throw new Error(`the build has no chunk ${key}`);
		if (seen.has(chunk.file)) return;
		seen.add(chunk.file);
		for (const each of chunk.imports ?? []) visit(each);
	};
	for (const entry of entries) visit(entry);
	return [...seen]
		.filter((file) => file.endsWith(".js"))
		.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(ui, file))).byteLength, 0);
}

describe("what a browser fetches", () => {
	it("for the shell and the inbox is at most 130 KB of script", ({ expect }) => {
		expect(weight(["index.html", "work-portal/index.tsx"])).toBeLessThan(130 * 1024);
	});
});
