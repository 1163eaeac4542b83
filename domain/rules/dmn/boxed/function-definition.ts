import { nothing } from "../../feel/compile.ts";
import { functionOf } from "../../feel/invocation.ts";
import { boxedIn, parametersOf, withName, type BoxedKind } from "../around.ts";
import { wrong } from "../finding.ts";

/** A function with its parameters (DMN 1.5 §10.2.1.8). One of Java or PMML is not run here: calling it gives null. */
export const functionDefinition: BoxedKind = {
	names: ["functionDefinition"],
	compile(element, around) {
		const parameters = parametersOf(element, around);
		const kind = element.attributes["kind"] ?? "FEEL";
		if (kind !== "FEEL") {
			wrong(around, "dmn.function_kind", `The function is of the kind ${kind}, which is not run here: calling it gives null.`);
			return functionOf(parameters, nothing);
		}
		const within = parameters.reduce((known, { name, type }) => withName(known, name, type), around);
		return functionOf(parameters, boxedIn(element, within));
	},
};
