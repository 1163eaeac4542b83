import type { Closure } from "../../feel/compile.ts";
import { inside } from "../../feel/scope.ts";
import { record, type FeelValue } from "../../feel/value.ts";
import { boxedIn, typed, withName, type BoxedKind } from "../around.ts";
import { inPlace, wrong } from "../finding.ts";
import { typeOf } from "../type-ref.ts";
import { child, children } from "../xml.ts";

/** Entries see those before them; an entry without a name is the result (DMN 1.5 §10.2.1.4). */
export const context: BoxedKind = {
	names: ["context"],
	compile(element, around) {
		const entries: { readonly name: string | undefined; readonly value: Closure }[] = [];
		let within = around;
		for (const entry of children(element, "contextEntry")) {
			const variable = child(entry, "variable");
			const name = variable?.attributes["name"];
			const here = inPlace(within, name === undefined ? "result" : `entry "${name}"`);
			if (entries.some((each) => each.name === undefined)) wrong(here, "dmn.context_result", "The result has to be the last entry.");
			else if (entries.some((each) => each.name === name)) wrong(here, "dmn.name_twice", "Two entries have this name.");
			const type = typeOf(variable, here);
			entries.push({ name, value: typed(boxedIn(entry, here), type) });
			if (name !== undefined) within = withName(within, name, type);
		}
		return (scope) => {
			const names = record([]) as Record<string, FeelValue>;
			const inner = inside(scope, names);
			for (const { name, value } of entries) {
				if (name === undefined) return value(inner);
				names[name] = value(inner);
			}
			return names;
		};
	},
};
