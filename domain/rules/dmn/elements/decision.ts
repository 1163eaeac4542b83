import { boxedIn, typed } from "../around.ts";
import type { ElementKind } from "../elements.ts";
import { doubt } from "../finding.ts";
import { scopeOf } from "../run.ts";
import { hasBoxed } from "../boxed.ts";

/** A boxed expression over what the decision requires (DMN 1.5 §7.3.1). */
export const decision: ElementKind = {
	name: "decision",
	offered: true,
	compile(element, { type }, graph) {
		const { names, scope } = graph.requirements(element);
		const around = graph.around(element, names);
		if (!hasBoxed(element)) doubt(around, "dmn.no_logic", "The decision has no logic, so that it is null.");
		const value = typed(boxedIn(element, around), type);
		return (run) => value(scopeOf(run, scope(run)));
	},
};
