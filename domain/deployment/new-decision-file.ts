import { attributeNameOf } from "./names.ts";

/**
 * The text of a new DMN file: one decision of that name, which has a table over one number, and a drawing of both. `id` makes the file's
 * namespace its own.
 */
export function newDecisionFile(name: string, id: string): string {
	const shown = escape(name);
	const variable = escape(attributeNameOf(name, "decision"));
	return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20230324/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:di="http://www.omg.org/spec/DMN/20180521/DI/" id="file_${id}" name="${shown}" namespace="urn:portico:decisions:${id}">
  <inputData id="amount" name="amount">
    <variable id="amount_value" name="amount" typeRef="number" />
  </inputData>
  <decision id="decision" name="${shown}">
    <variable id="decision_value" name="${variable}" typeRef="string" />
    <informationRequirement id="needs_amount">
      <requiredInput href="#amount" />
    </informationRequirement>
    <decisionTable id="table" hitPolicy="FIRST">
      <input id="input_amount" label="Amount">
        <inputExpression id="input_amount_text" typeRef="number">
          <text>amount</text>
        </inputExpression>
      </input>
      <output id="output" label="Result" name="result" typeRef="string" />
      <rule id="rule_1">
        <inputEntry id="rule_1_amount">
          <text>&lt;= 1000</text>
        </inputEntry>
        <outputEntry id="rule_1_result">
          <text>"small"</text>
        </outputEntry>
      </rule>
      <rule id="rule_2">
        <inputEntry id="rule_2_amount">
          <text></text>
        </inputEntry>
        <outputEntry id="rule_2_result">
          <text>"large"</text>
        </outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="diagram">
      <dmndi:DMNShape id="decision_shape" dmnElementRef="decision">
        <dc:Bounds height="80" width="180" x="160" y="80" />
      </dmndi:DMNShape>
      <dmndi:DMNShape id="amount_shape" dmnElementRef="amount">
        <dc:Bounds height="45" width="125" x="188" y="240" />
      </dmndi:DMNShape>
      <dmndi:DMNEdge id="needs_amount_edge" dmnElementRef="needs_amount">
        <di:waypoint x="250" y="240" />
        <di:waypoint x="250" y="160" />
      </dmndi:DMNEdge>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
`;
}

const SIGNS: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escape(text: string): string {
	return text.replaceAll(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign);
}
