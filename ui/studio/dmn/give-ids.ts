import type { Moddled } from "dmn-moddle";

/** What dmn-js finds by its id: DMN lets each go without one. */
const NEEDS_ID = new Set(
	[
		"Definitions",
		"Decision",
		"BusinessKnowledgeModel",
		"DecisionTable",
		"InputClause",
		"OutputClause",
		"DecisionRule",
		"UnaryTests",
		"LiteralExpression",
	].map((name) => `dmn:${name}`),
);
const INNER =
	"drgElement decisionLogic encapsulatedLogic body input inputExpression inputValues output outputValues defaultOutputEntry rule inputEntry outputEntry".split(
		" ",
	);

/** Gives ids to the parts of decisions that have none, and adds them to those that are known. */
export function giveIds(definitions: Moddled, known: Readonly<Record<string, Moddled>>): void {
	const byId = known as Record<string, Moddled>;
	let count = 0;
	const visit = (element: Moddled): void => {
		if (element.id === undefined && NEEDS_ID.has(element.$type)) {
			let id: string;
			do id = `${element.$type.slice("dmn:".length)}_${(count += 1)}`;
			while (byId[id] !== undefined);
			element.set("id", id);
			byId[id] = element;
		}
		for (const property of INNER) {
			const value = element.get(property) as Moddled | readonly Moddled[] | undefined;
			if (value === undefined) continue;
			for (const each of [value].flat() as readonly Moddled[]) visit(each);
		}
	};
	visit(definitions);
}
