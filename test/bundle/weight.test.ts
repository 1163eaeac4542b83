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

/** The files that a browser fetches for these entries, each once; lazy imports inside them are not among them. */
function files(entries: readonly string[]): readonly string[] {
	const seen = new Set<string>();
	const visit = (key: string): void => {
		const chunk = manifest[key];
		if (chunk === undefined) throw new Error(`the build has no chunk ${key}`);
		if (seen.has(chunk.file)) return;
		seen.add(chunk.file);
		for (const each of chunk.imports ?? []) visit(each);
	};
	for (const entry of entries) visit(entry);
	return [...seen];
}

/** Bytes of script that a browser fetches for these entries, gzipped. */
function weight(entries: readonly string[]): number {
	return files(entries)
		.filter((file) => file.endsWith(".js"))
		.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(ui, file))).byteLength, 0);
}

describe("what a browser fetches", () => {
	it("for the shell and the inbox is at most 130 KB of script", ({ expect }) => {
		expect(weight(["index.html", "work-portal/index.tsx"])).toBeLessThan(130 * 1024);
	});

	it("for Studio holds no DMN editor until a file is opened", ({ expect }) => {
		const canvas = manifest["studio/dmn/canvas.ts"];
		expect(canvas?.file).toMatch(/\.js$/);
		expect(files(["index.html", "studio/index.tsx"])).not.toContain(canvas?.file);
	});

	it("for a first form without conditions is at most 20 KB more: FEEL stays away", ({ expect }) => {
		const inbox = ["index.html", "work-portal/index.tsx"];
		expect(weight([...inbox, "forms/plain-form.tsx"]) - weight(inbox)).toBeLessThan(20 * 1024);
	});

	it("for a first form with conditions is at most 80 KB more: regular expressions stay away", ({ expect }) => {
		const inbox = ["index.html", "work-portal/index.tsx"];
		expect(weight([...inbox, "forms/conditional-form.tsx"]) - weight(inbox)).toBeLessThan(80 * 1024);
	});
});
