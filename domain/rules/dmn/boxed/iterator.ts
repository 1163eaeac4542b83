import { compileItems, iterate, quantify } from "../../feel/iteration.ts";
import { boxedPart, withName, type BoxedKind } from "../around.ts";
import { wrong } from "../finding.ts";

/** `for`, `some` and `every` over the items of `in` (DMN 1.5 §10.2.1.11). */
export const iterator: BoxedKind = {
	names: ["for", "some", "every"],
	compile(element, around) {
		const name = element.attributes["iteratorVariable"] ?? "";
		if (name === "") wrong(around, "dmn.part_missing", "The iterator's variable has no name.");
		const over = { name, items: compileItems(boxedPart(element, "in", around), null) };
		const within = withName(around, name, null);
		if (element.name === "for") return iterate([over], boxedPart(element, "return", withName(within, "partial", null)));
		return quantify(element.name === "some" ? "some" : "every", [over], boxedPart(element, "satisfies", within), true);
	},
};
