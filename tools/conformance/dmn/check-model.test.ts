import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, it } from "vitest";
import { checkModel } from "../../../domain/rules/dmn/check-model.ts";
import { compileModel } from "../../../domain/rules/dmn/model.ts";

/** Every file of dmn-tck, where it stands beside the project: none is called wrong that evaluates as the suite says. */
const SUITE = process.env["DMN_SUITE"] ?? join(import.meta.dirname, "../../../../shared/suites/dmn-tck");

interface File {
	readonly name: string;
	readonly dmn: string;
	readonly others: readonly string[];
}

function files(): readonly File[] {
	return readdirSync(SUITE)
		.filter((each) => each.startsWith("compliance-level-"))
		.flatMap((level) =>
			readdirSync(join(SUITE, level)).flatMap((folder) => {
				const names = readdirSync(join(SUITE, level, folder)).filter((each) => each.endsWith(".dmn"));
				const texts = names.map((each) => readFileSync(join(SUITE, level, folder, each), "utf8"));
				return texts.map((dmn, at) => ({ name: folder.slice(0, 4), dmn, others: texts.filter((_, other) => other !== at) }));
			}),
		);
}

const CODE = /^(dmn\.\w+|feel\.(syntax|too_deep))$/;

describe.skipIf(!existsSync(SUITE))("the files of dmn-tck", () => {
	it("are found without mistakes, but for functions of Java and what the suite itself leaves out", ({ expect }) => {
		const all = files();
		expect(all.length).toBeGreaterThan(100);
		const told = all.flatMap(({ name, dmn, others }) => checkModel(dmn, others).map(({ code }) => `${name} ${code}`));
		expect([...new Set(told)].toSorted()).toEqual([
			"0076 dmn.function_kind",
			"0087 dmn.no_logic",
			"0088 dmn.no_logic",
			"1131 dmn.name_unknown",
		]);
	});

	it("can be changed in any way, and are checked and compiled without a throw", ({ expect }) => {
		const all = files().filter((each) => each.dmn.length < 40_000);
		const words = [...new Set(all.flatMap(({ dmn }) => dmn.match(/[\w-]+="[^"]{0,40}"|<\/?[\w:]+|&\w+;|[[\](){}.,<>=+*/-]/g) ?? []))];
		const change = fc.record({
			at: fc.double({ min: 0, max: 1, noNaN: true }),
			cut: fc.oneof(fc.constant(0), fc.nat(20), fc.nat(400)),
			put: fc.oneof(fc.constant(""), fc.constantFrom(...words), fc.string({ maxLength: 6 })),
		});
		let wrong = 0;
		fc.assert(
			fc.property(fc.constantFrom(...all), fc.array(change, { minLength: 1, maxLength: 4 }), (file, changes) => {
				const dmn = changes.reduce((text, { at, cut, put }) => {
					const from = Math.floor(at * text.length);
					return text.slice(0, from) + put + text.slice(from + cut);
				}, file.dmn);
				const found = checkModel(dmn, file.others);
				for (const { code, detail } of found) {
					expect(code).toMatch(CODE);
					expect(detail).not.toBe("");
				}
				wrong += found.length;
				const made = compileModel(dmn, file.others);
				expect(made.ok).toBe(found.every((each) => each.code !== "dmn.xml"));
				if (!made.ok) return;
				for (const name of made.value.offers.slice(0, 3)) made.value.evaluate(name, {}, { fuel: { left: 20_000 } });
			}),
			{ numRuns: 400 },
		);
		expect(wrong).toBeGreaterThan(100);
	}, 120_000);
});
