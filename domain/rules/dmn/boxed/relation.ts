import { record } from "../../feel/value.ts";
import { typed, typeOf, type BoxedKind } from "../around.ts";
import { children } from "../xml.ts";

/** Rows of contexts (DMN 1.5 §10.2.1.7). */
export const relation: BoxedKind = {
	names: ["relation"],
	compile(element, around) {
		const columns = children(element, "column").map((each) => ({ name: each.attributes["name"] ?? "", type: typeOf(each, around) }));
		const rows = children(element, "row").map((row) =>
			around.boxed(row, around).map((value, at) => typed(value, columns[at]?.type ?? null)),
		);
		return (scope) => rows.map((row) => record(columns.map(({ name }, at) => [name, row[at]?.(scope) ?? null])));
	},
};
