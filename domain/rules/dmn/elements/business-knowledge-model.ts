import { nothing } from "../../feel/compile.ts";
import { FeelFunction, record } from "../../feel/value.ts";
import { boxedIn, parametersOf, withName } from "../around.ts";
import { hasBoxed } from "../boxed.ts";
import type { ElementKind } from "../elements.ts";
import { doubt, wrong } from "../finding.ts";
import { scopeOf } from "../run.ts";
import { child } from "../xml.ts";

/** A function that decisions call (DMN 1.5 §7.3.2). One of Java or PMML is not run here: calling it gives null. */
export const businessKnowledgeModel: ElementKind = {
	name: "businessKnowledgeModel",
	offered: false,
	compile(element, { type }, graph) {
		const { names, scope } = graph.requirements(element);
		const around = graph.around(element, names);
		const logic = child(element, "encapsulatedLogic");
		const parameters = logic === undefined ? [] : parametersOf(logic, around);
		const within = parameters.reduce((known, each) => withName(known, each.name, each.type), around);
		const kind = logic?.attributes["kind"] ?? "FEEL";
		if (kind !== "FEEL")
			wrong(around, "dmn.function_kind", `The function is of the kind ${kind}, which is not run here: calling it gives null.`);
		else if (!hasBoxed(logic)) doubt(around, "dmn.no_logic", "The knowledge has no logic, so that calling it gives null.");
		const body = kind === "FEEL" ? boxedIn(logic, within) : nothing;
		const result = type?.kind === "function" ? null : type;
		return (run) => {
			const outer = scopeOf(run, scope(run));
			return new FeelFunction(parameters, result, (values) =>
				body({ names: record(parameters.map((each, at) => [each.name, values[at] ?? null])), outer, meter: run.meter }),
			);
		};
	},
};
