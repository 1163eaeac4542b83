import { boxedIn, typed } from "../around.ts";
import type { ElementKind } from "../elements.ts";
import { scopeOf } from "../run.ts";

/** A boxed expression over what the decision requires (DMN 1.5 §7.3.1). */
export const decision: ElementKind = {
	name: "decision",
	offered: true,
	compile(element, { type }, graph) {
		const { names, scope } = graph.requirements(element);
		const value = typed(boxedIn(element, graph.around(element, names)), type);
		return (run) => value(scopeOf(run, scope(run)));
	},
};
