import { FeelFunction, record } from "../../feel/value.ts";
import { boxedIn, parametersOf } from "../around.ts";
import type { ElementKind } from "../elements.ts";
import { scopeOf } from "../run.ts";
import { shapeOf } from "../shape.ts";
import { child } from "../xml.ts";

/** A function that decisions call (DMN 1.5 §7.3.2). One of Java or PMML is not run here: calling it gives null. */
export const businessKnowledgeModel: ElementKind = {
	name: "businessKnowledgeModel",
	offered: false,
	compile(element, { type }, graph) {
		const { names, scope } = graph.requirements(element);
		const logic = child(element, "encapsulatedLogic");
		const parameters = logic === undefined ? [] : parametersOf(logic, graph.around(element, names));
		const known = { ...names, ...Object.fromEntries(parameters.map((each) => [each.name, shapeOf(each.type)])) };
		const external = (logic?.attributes["kind"] ?? "FEEL") !== "FEEL";
		const body = boxedIn(external ? undefined : logic, graph.around(element, known));
		const result = type?.kind === "function" ? null : type;
		return (run) => {
			const outer = scopeOf(run, scope(run));
			return new FeelFunction(parameters, result, (values) =>
				body({ names: record(parameters.map((each, at) => [each.name, values[at] ?? null])), outer, meter: run.meter }),
			);
		};
	},
};
