import { readTable, type Table } from "../decision-table.ts";
import { readDecisionRef, recordHits, type DecisionRef } from "../decision.ts";
import { element } from "../behaviour.ts";

type Settings = { readonly table: Table; readonly result: string } | { readonly reference: DecisionRef; readonly result: string } | null;

/** A business-rule task (BPMN 2.0.2 §10.3.3.6): evaluates a decision table or a decision of a DMN file and writes what it gives to a path of the data. */
export const businessRuleTask = element<Settings>({
	type: "businessRuleTask",
	read(reading) {
		const { decision, decisionRef } = reading.automation;
		if (decisionRef !== undefined) return { reference: readDecisionRef(reading, decisionRef), result: reading.path(decisionRef.result) };
		if (decision === undefined) {
			reading.warn("engine.no_decision", `${reading.title} has no decision table: the case passes it and nothing is decided.`);
			return null;
		}
		return { table: readTable(reading, decision.table), result: reading.path(decision.result) };
	},
	enter(step, arrival, decision) {
		if (decision === null) return step.pass(arrival);
		const result =
			"table" in decision
				? step.expressions.decideByTable(arrival.node.name || arrival.node.id, decision.table)
				: step.expressions.decide(decision.reference.file, decision.reference.decision, arrival.node.inputs);
		if (!result.ok) return step.fail(arrival, { ...result.error, at: arrival.node.id });
		const { value, hits } = result.value;
		recordHits(step, arrival.node.id, hits);
		step.pass(arrival, { result: value }, [[decision.result, value]]);
	},
});
