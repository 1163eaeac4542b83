import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "vitest";
import conformDmn from "../../tools/conformance/dmn/index.ts";
import { root } from "../../tools/build.ts";
import { lostParts } from "../../ui/studio/dmn/lost-parts.ts";
import { rewrite } from "../../ui/studio/dmn/moddle.ts";

/** The suite of dmn-tck: the folder that `DMN_SUITE` names, or `../shared/suites/dmn-tck` beside the project. */
const suite = process.env["DMN_SUITE"] ?? path.join(root, "..", "shared", "suites", "dmn-tck");
const files = existsSync(suite) ? readdirSync(suite, { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(".dmn")) : [];

describe.skipIf(files.length === 0)("DMN files of others, read and written by the editor", () => {
	it("lose nothing", async ({ expect }) => {
		const lost: Record<string, readonly string[]> = {};
		for (const file of files) {
			const text = readFileSync(path.join(suite, file), "utf8");
			const parts = lostParts(text, await rewrite(text));
			if (parts.length > 0) lost[file] = parts;
		}
		expect(lost).toEqual({});
	});

	it("decide as they did", async ({ expect }) => {
		const copy = mkdtempSync(path.join(tmpdir(), "dmn-"));
		try {
			cpSync(suite, copy, { recursive: true });
			for (const file of files) writeFileSync(path.join(copy, file), await rewrite(readFileSync(path.join(suite, file), "utf8")));
			expect(await conformDmn(copy, [])).toEqual(await conformDmn(suite, []));
		} finally {
			rmSync(copy, { recursive: true });
		}
	});
});
