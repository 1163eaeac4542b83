import type { Around } from "../around.ts";
import { doubt, inPlace, wrong } from "../finding.ts";
import { AGGREGATIONS, HIT_POLICIES, type Output } from "../../hit-policy.ts";
import type { Element } from "../xml.ts";

/** What does not fit together in a decision table (DMN 1.5 §8.2.8 to §8.2.11). */
export function checkTable(
	element: Element,
	table: {
		readonly inputs: readonly unknown[];
		readonly outputs: readonly Output[];
		readonly rules: readonly { readonly tests: readonly unknown[]; readonly outputs: readonly unknown[] }[];
	},
	around: Around,
): void {
	const { inputs, outputs, rules } = table;
	const policy = element.attributes["hitPolicy"] ?? "UNIQUE";
	const aggregation = element.attributes["aggregation"];
	if (!(HIT_POLICIES as readonly string[]).includes(policy)) wrong(around, "dmn.hit_policy", `There is no hit policy "${policy}".`);
	if (aggregation !== undefined && !(AGGREGATIONS as readonly string[]).includes(aggregation))
		wrong(around, "dmn.aggregation", `There is no aggregation "${aggregation}".`);
	else if (aggregation !== undefined && policy !== "COLLECT")
		doubt(around, "dmn.aggregation", `The table aggregates by ${aggregation}, which only the hit policy COLLECT does.`);
	else if (aggregation !== undefined && outputs.length > 1)
		wrong(around, "dmn.aggregation", `The table aggregates by ${aggregation} and has ${outputs.length} outputs; it can have one.`);
	if ((policy === "PRIORITY" || policy === "OUTPUT ORDER") && !outputs.some((each) => each.order !== null))
		wrong(around, "dmn.output_values", `The hit policy ${policy} goes by the order of output values, and no output has any.`);
	if (outputs.length === 0) wrong(around, "dmn.part_missing", "The table has no output.");
	if (outputs.length > 1)
		for (const [at, { name }] of outputs.entries()) {
			const within = inPlace(around, `output ${at + 1}`);
			if (name === "") wrong(within, "dmn.output_name", "The table has several outputs, and this one has no name.");
			else if (outputs.findIndex((each) => each.name === name) < at) wrong(within, "dmn.name_twice", `Two outputs are called "${name}".`);
		}
	for (const [at, rule] of rules.entries()) {
		const within = inPlace(around, `rule ${at + 1}`);
		if (rule.tests.length !== inputs.length)
			wrong(within, "dmn.ragged", `The rule has ${rule.tests.length} input entries, and the table ${inputs.length} inputs.`);
		if (rule.outputs.length !== outputs.length)
			wrong(within, "dmn.ragged", `The rule has ${rule.outputs.length} output entries, and the table ${outputs.length} outputs.`);
	}
}
