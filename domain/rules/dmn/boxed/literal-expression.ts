import { checkLanguage, literal, type BoxedKind } from "../around.ts";
import { textIn } from "../xml.ts";

/** A text of FEEL (DMN 1.5 §7.3.1). */
export const literalExpression: BoxedKind = {
	names: ["literalExpression"],
	compile(element, around) {
		checkLanguage(element, around);
		return literal(textIn(element, "text") ?? "", around);
	},
};
