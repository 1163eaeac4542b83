import { wrong, type Reporting } from "../finding.ts";
import { child, children, textIn, type Element } from "../xml.ts";

/** Decisions that need themselves (DMN 1.5 §6.3.7 forbids it), and types that are nothing but each other. */
export function checkCycles(file: Element, reporting: (element: Element) => Reporting): void {
	const decisions = new Map(children(file, "decision").map((each) => [each.attributes["id"] ?? "", each]));
	for (const circle of circles(decisions, needed)) {
		const names = [...circle, ...circle.slice(0, 1)].map((each) => `"${each.attributes["name"] ?? ""}"`);
		const [first] = circle;
		if (first !== undefined) wrong(reporting(first), "dmn.cycle", `The decision needs itself: ${names.join(" needs ")}.`);
	}
	const types = new Map(children(file, "itemDefinition").map((each) => [each.attributes["name"] ?? "", each]));
	for (const circle of circles(types, alias)) {
		const [first] = circle;
		if (first !== undefined) wrong(reporting(first), "dmn.type_cycle", "The type is defined by itself and nothing else.");
	}
}

/** Ids of the decisions of the same file that a decision needs. */
function needed(decision: Element): readonly string[] {
	return children(decision, "informationRequirement").flatMap((each) => {
		const href = child(each, "requiredDecision")?.attributes["href"] ?? "";
		return href === "" ? [] : [href.slice(href.lastIndexOf("#") + 1)];
	});
}

function alias(type: Element): readonly string[] {
	if (type.attributes["isCollection"] === "true" || children(type, "itemComponent").length > 0) return [];
	const name = textIn(type, "typeRef");
	return name === undefined ? [] : [name];
}

/** Every circle once, as it is met. Goes down without calls within calls: chains may be long. */
function circles(elements: ReadonlyMap<string, Element>, next: (element: Element) => readonly string[]): readonly (readonly Element[])[] {
	const found: Element[][] = [];
	const done = new Set<Element>();
	for (const start of elements.values()) {
		const path: { readonly element: Element; readonly rest: string[] }[] = [];
		const enter = (element: Element): void => {
			const at = path.findIndex((each) => each.element === element);
			if (at !== -1) found.push(path.slice(at).map((each) => each.element));
			else if (!done.has(element)) path.push({ element, rest: [...next(element)] });
		};
		enter(start);
		for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
			const id = last.rest.pop();
			const element = id === undefined ? undefined : elements.get(id);
			if (element !== undefined) enter(element);
			else if (id === undefined) {
				done.add(last.element);
				path.pop();
			}
		}
	}
	return found;
}
