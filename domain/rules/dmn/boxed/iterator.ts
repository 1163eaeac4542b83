import { compileItems, iterate, quantify } from "../../feel/iteration.ts";
import { boxedIn, type BoxedKind } from "../around.ts";
import { child } from "../xml.ts";

/** `for`, `some` and `every` over the items of `in` (DMN 1.5 §10.2.1.11). */
export const iterator: BoxedKind = {
	names: ["for", "some", "every"],
	compile(element, around) {
		const over = {
			name: element.attributes["iteratorVariable"] ?? "",
			items: compileItems(boxedIn(child(element, "in"), around), null),
		};
		if (element.name === "for") return iterate([over], boxedIn(child(element, "return"), around));
		return quantify(element.name === "some" ? "some" : "every", [over], boxedIn(child(element, "satisfies"), around), true);
	},
};
