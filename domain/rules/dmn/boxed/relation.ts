import { record } from "../../feel/value.ts";
import { typed, type BoxedKind } from "../around.ts";
import { inPlace, wrong } from "../finding.ts";
import { typeOf } from "../type-ref.ts";
import { children } from "../xml.ts";

/** Rows of contexts (DMN 1.5 §10.2.1.7). */
export const relation: BoxedKind = {
	names: ["relation"],
	compile(element, around) {
		const columns = children(element, "column").map((each) => {
			const name = each.attributes["name"] ?? "";
			return { name, type: typeOf(each, inPlace(around, `column "${name}"`)) };
		});
		for (const [at, { name }] of columns.entries())
			if (columns.findIndex((each) => each.name === name) < at)
				wrong(inPlace(around, `column ${at + 1}`), "dmn.name_twice", `Two columns are called "${name}".`);
		const rows = children(element, "row").map((row, at) => {
			const within = inPlace(around, `row ${at + 1}`);
			const cells = around.boxed(row, within);
			if (cells.length !== columns.length)
				wrong(within, "dmn.ragged", `The row has ${cells.length} cells, and the relation ${columns.length} columns.`);
			return cells.map((value, column) => typed(value, columns[column]?.type ?? null));
		});
		return (scope) => rows.map((row) => record(columns.map(({ name }, at) => [name, row[at]?.(scope) ?? null])));
	},
};
