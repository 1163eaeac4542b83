import type { Moddled } from "dmn-moddle";

/** What can be put into a file beside what dmn-js's own palette draws: the same without a mouse. */
export type Part =
	| { readonly kind: "decision"; readonly name: string; readonly logic: "table" | "expression" }
	/** An input that a decision needs; where that has a table, a column asks for it. */
	| { readonly kind: "input"; readonly name: string; readonly of: string }
	/** Logic for a decision that has none. */
	| { readonly kind: "logic"; readonly of: string; readonly logic: "table" | "expression" };

const SIZES = { decision: { width: 180, height: 80 }, input: { width: 125, height: 45 } } as const;
/** Between what is drawn and what is added below it. */
const GAP = 60;

/** Adds a part to the definitions of a file, with its drawing where the file has one. Answers the id of the decision that it is about. */
export function addPart(definitions: Moddled, part: Part): string | undefined {
	const make = (type: string, properties: Readonly<Record<string, unknown>> = {}, parent?: Moddled): Moddled => {
		const made = definitions.$model.create(type, properties);
		if (parent !== undefined) made.$parent = parent;
		return made;
	};
	const id = (what: string): string => `${what}_${crypto.randomUUID().slice(0, 8)}`;
	const known = definitions.get("drgElement") as Moddled[];
	const decisionOf = (name: string): Moddled | undefined => known.find((each) => each.id === name || each.name === name);

	const logicOf = (kind: "table" | "expression"): Moddled => {
		if (kind === "expression") return make("dmn:LiteralExpression", { id: id("Expression"), text: "" });
		const table = make("dmn:DecisionTable", { id: id("Table"), hitPolicy: "UNIQUE" });
		table.set("input", [columnOf("", table)]);
		table.set("output", [make("dmn:OutputClause", { id: id("Output"), name: "result", typeRef: "string" }, table)]);
		return table;
	};
	const columnOf = (text: string, table: Moddled): Moddled => {
		const column = make("dmn:InputClause", { id: id("Input"), ...(text !== "" && { label: text }) }, table);
		column.set("inputExpression", make("dmn:LiteralExpression", { id: id("InputExpression"), text }, column));
		return column;
	};
	const setLogic = (decision: Moddled, kind: "table" | "expression"): void => {
		const logic = logicOf(kind);
		logic.$parent = decision;
		decision.set("decisionLogic", logic);
	};
	const variableOf = (owner: Moddled, name: string): void =>
		owner.set("variable", make("dmn:InformationItem", { id: id("Variable"), name }, owner));

	switch (part.kind) {
		case "decision": {
			const decision = make("dmn:Decision", { id: id("Decision"), name: part.name }, definitions);
			variableOf(decision, part.name);
			setLogic(decision, part.logic);
			known.push(decision);
			draw(definitions, decision, SIZES.decision, make);
			return decision.id;
		}
		case "logic": {
			const decision = decisionOf(part.of);
			if (decision !== undefined) setLogic(decision, part.logic);
			return decision?.id;
		}
		case "input": {
			const decision = decisionOf(part.of);
			if (decision === undefined) return undefined;
			const input = make("dmn:InputData", { id: id("InputData"), name: part.name }, definitions);
			variableOf(input, part.name);
			known.push(input);
			const requirement = make("dmn:InformationRequirement", { id: id("Requirement") }, decision);
			requirement.set("requiredInput", make("dmn:DMNElementReference", { href: `#${input.id}` }, requirement));
			(decision.get("informationRequirement") as Moddled[]).push(requirement);
			const table = decision.get("decisionLogic") as Moddled | undefined;
			if (table?.$type === "dmn:DecisionTable") {
				(table.get("input") as Moddled[]).push(columnOf(part.name, table));
				for (const rule of table.get("rule") as Moddled[])
					(rule.get("inputEntry") as Moddled[]).push(make("dmn:UnaryTests", { id: id("Test"), text: "" }, rule));
			}
			draw(definitions, input, SIZES.input, make, { requirement, decision });
			return decision.id;
		}
	}
}

interface Bounds {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** Below all that is drawn. */
function below(all: readonly Bounds[]): { x: number; y: number } {
	return { x: Math.min(...all.map((each) => each.x), 160), y: Math.max(...all.map((each) => each.y + each.height), 40) + GAP };
}

/** Under the decision that needs it, to the right of what stands there already. */
function under(to: Bounds, all: readonly Bounds[], size: { readonly width: number; readonly height: number }): { x: number; y: number } {
	const y = to.y + to.height + GAP + 20;
	const beside = all.filter((each) => each.y < y + size.height && each.y + each.height > y && each.x + each.width > to.x);
	const middle = to.x + to.width / 2 - size.width / 2;
	return { x: beside.length === 0 ? middle : Math.max(...beside.map((each) => each.x + each.width)) + GAP, y };
}

/** Draws an element, and the line to the decision that needs it. */
function draw(
	definitions: Moddled,
	element: Moddled,
	size: { readonly width: number; readonly height: number },
	make: (type: string, properties?: Readonly<Record<string, unknown>>, parent?: Moddled) => Moddled,
	needed?: { readonly requirement: Moddled; readonly decision: Moddled },
): void {
	const [diagram] = ((definitions.get("dmnDI") as Moddled | undefined)?.get("diagrams") as Moddled[] | undefined) ?? [];
	if (diagram === undefined) return;
	const drawn = diagram.get("diagramElements") as Moddled[];
	const boundsOf = (shape: Moddled): Bounds | undefined => shape.get("bounds") as Bounds | undefined;
	const all = drawn.flatMap((each) => (each.$type === "dmndi:DMNShape" ? (boundsOf(each) ?? []) : []));
	const shape = make("dmndi:DMNShape", { id: `${element.id}_shape`, dmnElementRef: element }, diagram);
	const target = drawn.find((each) => needed !== undefined && each.get("dmnElementRef") === needed.decision);
	const to = target === undefined ? undefined : boundsOf(target);
	const place = { ...(to === undefined ? below(all) : under(to, all, size)), ...size };
	shape.set("bounds", make("dc:Bounds", place, shape));
	drawn.push(shape);
	if (needed === undefined || to === undefined) return;
	const edge = make("dmndi:DMNEdge", { id: `${needed.requirement.id}_edge`, dmnElementRef: needed.requirement }, diagram);
	edge.set("waypoint", [
		make("dc:Point", { x: place.x + place.width / 2, y: place.y }, edge),
		make("dc:Point", { x: to.x + to.width / 2, y: to.y + to.height }, edge),
	]);
	drawn.push(edge);
}
