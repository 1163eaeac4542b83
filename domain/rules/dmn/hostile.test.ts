import fc from "fast-check";
import { describe, it } from "vitest";
import type { FeelRecord } from "../feel/value.ts";
import { compileModel } from "./model.ts";

const CODE = /^feel\.(too_much_work|too_large|too_deep)$/;

function escaped(text: string): string {
	return text
		.replaceAll(/[^\t\n\u0020-\uD7FF]/g, "")
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;");
}

const words = fc.constantFrom(
	..."a b d 1 -1 0.1 1e6144 true null ? - , ( ) [ ] { } : .. + * / ** = > and not( for in return some satisfies function(".split(" "),
	"1..100000",
	"for i in 1..100000000 return i",
	"d(1)",
	"a.b",
	'"x"',
	'"(a|a)*$"',
	"[1, 2, 3]",
	"flatten(",
	"sort(",
	"__proto__",
);
const text = fc.array(words, { maxLength: 10 }).map((all) => `<text>${escaped(all.join(" "))}</text>`);
const literal = text.map((inner) => `<literalExpression>${inner}</literalExpression>`);
const policy = fc.constantFrom("UNIQUE", "FIRST", "ANY", "PRIORITY", "OUTPUT ORDER", "RULE ORDER", "COLLECT", "NONE SUCH");
const rule = fc.tuple(text, text).map(([when, then]) => `<rule><inputEntry>${when}</inputEntry><outputEntry>${then}</outputEntry></rule>`);
const table = fc
	.tuple(policy, fc.constantFrom("SUM", "MIN", "MAX", "COUNT", "OTHER"), text, text, fc.array(rule, { maxLength: 5 }))
	.map(
		([hit, aggregation, expression, values, rules]) =>
			`<decisionTable hitPolicy="${hit}" aggregation="${aggregation}"><input><inputExpression>${expression}</inputExpression><inputValues>${values}</inputValues></input><output name="o"><outputValues>${values}</outputValues></output>${rules.join("")}</decisionTable>`,
	);
const boxed = fc.letrec<{ any: string }>((tie) => ({
	any: fc.oneof(
		{ maxDepth: 4 },
		literal,
		table,
		fc.array(tie("any"), { maxLength: 3 }).map((all) => `<list>${all.join("")}</list>`),
		fc
			.array(tie("any"), { maxLength: 3 })
			.map(
				(all) => `<context>${all.map((each, at) => `<contextEntry><variable name="e${at}"/>${each}</contextEntry>`).join("")}</context>`,
			),
		fc
			.tuple(tie("any"), tie("any"), tie("any"))
			.map(([a, b, c]) => `<conditional><if>${a}</if><then>${b}</then><else>${c}</else></conditional>`),
		fc.tuple(tie("any"), tie("any")).map(([a, b]) => `<for iteratorVariable="i"><in>${a}</in><return>${b}</return></for>`),
		fc.tuple(tie("any"), tie("any")).map(([a, b]) => `<some iteratorVariable="i"><in>${a}</in><satisfies>${b}</satisfies></some>`),
		fc.tuple(tie("any"), tie("any")).map(([a, b]) => `<filter><in>${a}</in><match>${b}</match></filter>`),
		tie("any").map((a) => `<functionDefinition><formalParameter name="p"/>${a}</functionDefinition>`),
		fc.tuple(tie("any"), tie("any")).map(([a, b]) => `<invocation>${a}<binding><parameter name="p"/>${b}</binding></invocation>`),
	),
})).any;
const needs = fc
	.constantFrom("", "a", "d", "k")
	.map((id) =>
		id === ""
			? ""
			: `<informationRequirement><requiredDecision href="#${id}"/></informationRequirement><knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>`,
	);
const model = fc
	.tuple(boxed, boxed, boxed, needs, needs)
	.map(
		([a, b, k, first, second]) =>
			`<definitions namespace="urn:x"><decision id="a" name="a"><variable name="a"/>${first}${a}</decision><decision id="d" name="d"><variable name="d"/>${second}${b}</decision><businessKnowledgeModel id="k" name="k"><variable name="k"/>${second}<encapsulatedLogic><formalParameter name="p"/>${k}</encapsulatedLogic></businessKnowledgeModel></definitions>`,
	);
const inputs = fc.dictionary(fc.constantFrom("a", "b", "x", "__proto__"), fc.jsonValue({ maxDepth: 3 })) as fc.Arbitrary<FeelRecord>;

describe("whatever a DMN file has", () => {
	it("its decisions give a value or a declared problem", ({ expect }) => {
		let valued = 0;
		fc.assert(
			fc.property(model, inputs, (xml, data) => {
				const made = compileModel(xml);
				if (!made.ok) return expect(made.error.code).toBe("dmn.xml");
				for (const name of ["a", "d", "k"]) {
					const decided = made.value.evaluate(name, data, { fuel: { left: 20_000 } });
					if (decided?.problem !== null && decided !== null) expect(decided.problem.code).toMatch(CODE);
					if (decided !== null && decided.value !== null) valued++;
				}
			}),
			{ numRuns: 1500 },
		);
		expect(valued).toBeGreaterThan(100);
	}, 60_000);

	it("text that is no DMN is refused", ({ expect }) => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string({ unit: "binary" }),
					model.chain((xml) => fc.nat(xml.length).map((cut) => xml.slice(0, cut))),
				),
				(xml) => {
					const made = compileModel(xml);
					if (!made.ok) expect(made.error.code).toBe("dmn.xml");
				},
			),
		);
		expect(compileModel("<definitions>").ok).toBe(false);
	});

	it("work without end is told, and which limit it met", ({ expect }) => {
		const made = compileModel(
			'<definitions namespace="urn:x"><decision id="d" name="d"><variable name="d"/><literalExpression><text>some x in 1..9000000 satisfies x = 0</text></literalExpression></decision></definitions>',
		);
		expect(made.ok && made.value.evaluate("d", {})?.problem?.code).toBe("feel.too_much_work");
	});
});
