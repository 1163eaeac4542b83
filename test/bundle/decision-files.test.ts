import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DmnModdle } from "dmn-moddle";
import { describe, it } from "vitest";
import { newDecisionFile } from "../../domain/deployment/new-decision-file.ts";
import { checkModel } from "../../domain/rules/dmn/check-model.ts";
import { compileModel } from "../../domain/rules/dmn/model.ts";
import { tryDecision } from "../../domain/rules/dmn/try-decision.ts";
import conformDmn from "../../tools/conformance/dmn/index.ts";
import { root } from "../../tools/build.ts";
import { addPart, type Part } from "../../ui/studio/dmn/add-parts.ts";
import { lostParts } from "../../ui/studio/dmn/lost-parts.ts";
import { LANGUAGE, rewrite } from "../../ui/studio/dmn/moddle.ts";
import { fromEdited, toEdited } from "../../ui/studio/dmn/versions.ts";

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

describe("a part that is added to a decision file", () => {
	const moddle = new DmnModdle(LANGUAGE);
	async function withParts(...parts: readonly Part[]): Promise<string> {
		const edited = toEdited(newDecisionFile("Loan size", "k7"));
		const { rootElement } = await moddle.fromXML(edited.dmn, "dmn:Definitions");
		for (const part of parts) addPart(rootElement, part);
		return fromEdited((await moddle.toXML(rootElement, { format: true })).xml, edited.version);
	}

	it("is an input with its column, which the table then asks for", async ({ expect }) => {
		const dmn = await withParts({ kind: "input", name: "Credit score", of: "decision" });
		expect(checkModel(dmn)).toEqual([]);
		const asked = dmn.replace(/(<inputEntry id="Test_\w+">\s*)(?:<text \/>|<text><\/text>)/, "$1<text>&gt; 600</text>");
		expect(asked).not.toBe(dmn);
		for (const [score, size] of [
			["700", "small"],
			["500", "large"],
		] as const) {
			const tried = tryDecision(asked, [], "Loan size", { amount: "10", "Credit score": score }, 0);
			expect(tried.ok && tried.value.value).toBe(size);
		}
	});

	it("is a decision that is drawn below the others, with logic to be filled in", async ({ expect }) => {
		const dmn = await withParts(
			{ kind: "decision", name: "Fee", logic: "expression" },
			{ kind: "decision", name: "Who approves", logic: "table" },
		);
		const model = compileModel(dmn);
		expect(model.ok && model.value.decisions).toEqual(["Loan size", "Fee", "Who approves"]);
		const places = [...dmn.matchAll(/<dc:Bounds height="\d+" width="\d+" x="(\d+)" y="(\d+)"/g)].map((each) => each[2]);
		expect(new Set(places).size).toBe(4);
		expect(lostParts(newDecisionFile("Loan size", "k7"), dmn)).toEqual([]);
	});
});
