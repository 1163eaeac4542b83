import { nothing } from "../../feel/compile.ts";
import { functionOf } from "../../feel/invocation.ts";
import { boxedIn, parametersOf, type BoxedKind } from "../around.ts";

/** A function with its parameters (DMN 1.5 §10.2.1.8). One of Java or PMML is not run here: calling it gives null. */
export const functionDefinition: BoxedKind = {
	names: ["functionDefinition"],
	compile(element, around) {
		const kind = element.attributes["kind"] ?? "FEEL";
		return functionOf(parametersOf(element, around), kind === "FEEL" ? boxedIn(element, around) : nothing);
	},
};
