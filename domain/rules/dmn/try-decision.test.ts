import { describe, it } from "vitest";
import { tryDecision } from "./try-decision.ts";

const DMN = `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:t" name="t">
<inputData id="since" name="since"><variable name="since" typeRef="date"/></inputData>
<decision id="d" name="Level"><variable name="Level"/><informationRequirement><requiredInput href="#since"/></informationRequirement>
<decisionTable hitPolicy="FIRST"><input><inputExpression><text>since</text></inputExpression></input><output/>
<rule><inputEntry><text>&lt; date("2020-01-01")</text></inputEntry><outputEntry><text>"old"</text></outputEntry></rule>
<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>"new"</text></outputEntry></rule></decisionTable></decision></definitions>`;

describe("trying a decision", () => {
	it("gives its value and says which rule hit for which inputs", ({ expect }) => {
		expect(tryDecision(DMN, [], "Level", { since: 'date("2019-05-01")' }, 0)).toEqual({
			ok: true,
			value: {
				value: "old",
				tables: [{ decision: "Level", inputs: [{ expression: "since", value: "2019-05-01" }], rules: [1], problem: null }],
			},
		});
		expect(tryDecision(DMN, [], "Level", { since: "" }, 0)).toMatchObject({ value: { value: "new", tables: [{ rules: [2] }] } });
	});

	it("says what is wrong with an input, and at which", ({ expect }) => {
		expect(tryDecision(DMN, [], "Level", { since: "date(" }, 0)).toMatchObject({ error: { code: "feel.syntax", at: "since" } });
		expect(tryDecision(DMN, [], "None", {}, 0)).toMatchObject({ error: { code: "decision.not_in_file" } });
		expect(tryDecision("<x/>", [], "Level", {}, 0)).toMatchObject({ error: { code: "dmn.xml" } });
	});
});
