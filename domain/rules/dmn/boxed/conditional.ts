import { boxedPart, type BoxedKind } from "../around.ts";

/** `if`, `then` and `else` (DMN 1.5 §10.2.1.9). */
export const conditional: BoxedKind = {
	names: ["conditional"],
	compile(element, around) {
		const condition = boxedPart(element, "if", around);
		const then = boxedPart(element, "then", around);
		const otherwise = boxedPart(element, "else", around);
		return (scope) => {
			const holds = condition(scope);
			return holds === true ? then(scope) : holds === false ? otherwise(scope) : null;
		};
	},
};
