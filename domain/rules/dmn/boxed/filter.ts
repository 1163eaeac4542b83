import { filtered, itemScope } from "../../feel/filter.ts";
import { isNumber } from "../../feel/number.ts";
import { isList, type FeelValue } from "../../feel/value.ts";
import { boxedPart, type BoxedKind } from "../around.ts";

/** The items of `in` for which `match` is true (DMN 1.5 §10.2.1.10); null when it is neither true nor false for one of them. */
export const filter: BoxedKind = {
	names: ["filter"],
	compile(element, around) {
		const list = boxedPart(element, "in", around);
		const match = boxedPart(element, "match", { ...around, loose: true });
		return (scope) => {
			const items = list(scope);
			const all = isList(items) ? items : items === null ? [] : [items];
			if (all.some((item) => !decides(match(itemScope(scope, item))))) return null;
			return filtered(items, match, scope);
		};
	},
};

function decides(value: FeelValue): boolean {
	return typeof value === "boolean" || isNumber(value);
}
