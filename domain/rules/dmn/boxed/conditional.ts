import { boxedIn, type BoxedKind } from "../around.ts";
import { child } from "../xml.ts";

/** `if`, `then` and `else` (DMN 1.5 §10.2.1.9). */
export const conditional: BoxedKind = {
	names: ["conditional"],
	compile(element, around) {
		const condition = boxedIn(child(element, "if"), around);
		const then = boxedIn(child(element, "then"), around);
		const otherwise = boxedIn(child(element, "else"), around);
		return (scope) => {
			const holds = condition(scope);
			return holds === true ? then(scope) : holds === false ? otherwise(scope) : null;
		};
	},
};
