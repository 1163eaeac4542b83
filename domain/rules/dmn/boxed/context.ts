import { inside } from "../../feel/scope.ts";
import { record, type FeelValue } from "../../feel/value.ts";
import { boxedIn, typed, typeOf, type BoxedKind } from "../around.ts";
import { child, children } from "../xml.ts";

/** Entries see those before them; an entry without a name is the result (DMN 1.5 §10.2.1.4). */
export const context: BoxedKind = {
	names: ["context"],
	compile(element, around) {
		const entries = children(element, "contextEntry").map((entry) => {
			const variable = child(entry, "variable");
			return { name: variable?.attributes["name"], value: typed(boxedIn(entry, around), typeOf(variable, around)) };
		});
		return (scope) => {
			const names = record([]) as Record<string, FeelValue>;
			const within = inside(scope, names);
			for (const { name, value } of entries) {
				if (name === undefined) return value(within);
				names[name] = value(within);
			}
			return names;
		};
	},
};
