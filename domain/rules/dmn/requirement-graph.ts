import type { FeelType } from "../feel/type.ts";
import { record, type FeelRecord, type FeelValue } from "../feel/value.ts";
import { normal } from "../feel/scope.ts";
import type { Around } from "./around.ts";
import { compileBoxed } from "./boxed.ts";
import { ELEMENTS } from "./elements.ts";
import { reportOf, UNHEARD, type DmnFinding, type Report } from "./finding.ts";
import type { Explain } from "./hit.ts";
import { itemTypes } from "./item-definition.ts";
import { namespaceOf, type Library } from "./library.ts";
import { valueIn, type Node, type Run } from "./run.ts";
import { shapeOf } from "./shape.ts";
import { typeOf, type Types } from "./type-ref.ts";
import { child, type Element } from "./xml.ts";

/** Something that an element needs, and the name of the import that it comes through. */
export interface Reference {
	readonly node: Node;
	readonly through: string;
}

/** The names that requirements give, and how to have their values. */
export interface Requirements {
	readonly names: object;
	readonly scope: (run: Run) => FeelRecord;
}

/** The elements of one file and how they need each other (DMN 1.5 §6, §7.3). */
export class RequirementGraph {
	readonly type: (name: string) => FeelType | undefined;
	readonly #file: Element;
	readonly #library: Library;
	readonly #graph: (file: Element) => RequirementGraph;
	readonly #explain: Explain;
	readonly #hear: ((finding: DmnFinding) => void) | null;
	readonly #nodes = new Map<Element, Node>();

	/** `graph` has the graphs of the other files of the library; `hear` hears what is wrong in this one. */
	constructor(
		file: Element,
		library: Library,
		graph: (file: Element) => RequirementGraph,
		explain: Explain,
		hear: ((finding: DmnFinding) => void) | null,
	) {
		this.#file = file;
		this.#library = library;
		this.#graph = graph;
		this.#explain = explain;
		this.#hear = hear;
		const report = hear === null ? null : (element: Element): Report => this.#report(element);
		this.type = itemTypes(file, (name) => this.#importedType(name), report);
	}

	named(name: string): Node | undefined {
		return this.#found((element) => element.attributes["name"] === name);
	}

	byId(id: string): Node | undefined {
		return this.#found((element) => element.attributes["id"] === id);
	}

	/** What a `href` names, in this file or one that it imports. */
	reference(href: string): Reference | undefined {
		const at = href.lastIndexOf("#");
		const namespace = href.slice(0, Math.max(at, 0));
		const id = href.slice(at + 1);
		if (namespace === "" || namespace === namespaceOf(this.#file)) {
			const node = this.byId(id);
			if (node !== undefined) return { node, through: "" };
		}
		for (const each of this.#library.importsOf(this.#file)) {
			if (namespace !== "" && each.namespace !== namespace) continue;
			const node = this.#graph(each.file).byId(id);
			if (node !== undefined) return { node, through: each.name };
		}
		return undefined;
	}

	/** What an element's information and knowledge requirements give it (§7.3.4, §7.3.6). */
	requirements(element: Element): Requirements {
		const needed: Reference[] = [];
		for (const each of element.children) {
			if (each.name !== "informationRequirement" && each.name !== "knowledgeRequirement") continue;
			for (const reference of each.children) {
				const found = this.reference(reference.attributes["href"] ?? "");
				if (found !== undefined) needed.push(found);
			}
		}
		const names: Record<string, unknown> = {};
		for (const { node, through } of needed) {
			const shape = shapeOf(node.type);
			if (through === "") names[node.name] = shape;
			else names[through] = { ...(names[through] as object | undefined), [node.name]: shape };
		}
		return {
			names,
			scope: (run) => {
				const made = record([]) as Record<string, FeelValue>;
				for (const { node, through } of needed) {
					const value = node.value(run);
					if (through === "") made[node.name] = value;
					else made[through] = record([...Object.entries((made[through] as FeelRecord | undefined) ?? {}), [node.name, value]]);
				}
				return made;
			},
		};
	}

	/** What is around the boxed expressions of an element that knows these names. */
	around(element: Element, names: object): Around {
		return {
			names,
			decision: element.attributes["name"] ?? "",
			explain: this.#explain,
			boxed: compileBoxed,
			...this.reporting(element),
			requirable: (name) => this.#requirable(name),
			required: new Set(Object.keys(names).map(normal)),
			loose: false,
			made: null,
		};
	}

	/** Who hears what is wrong with an element. */
	reporting(element: Element): Types {
		return { type: this.type, report: this.#hear === null ? null : this.#report(element), place: [] };
	}

	/** Compiles every element and type, so that all that is wrong is heard. */
	checkAll(): void {
		for (const each of this.#file.children) {
			if (each.name === "itemDefinition") this.type(each.attributes["name"] ?? "");
			const kind = ELEMENTS.get(each.name);
			if (kind === undefined) continue;
			typeOf(child(each, "variable"), this.reporting(each));
			kind.compile(each, this.#node(each), this);
		}
	}

	#report(element: Element): Report {
		return reportOf(this.#hear ?? (() => {}), element.attributes["name"] ?? "", element.attributes["id"] ?? "");
	}

	#requirable(name: string): boolean {
		const wanted = normal(name);
		return this.#file.children.some(
			(each) =>
				(ELEMENTS.has(each.name) || each.name === "import") &&
				(normal(each.attributes["name"] ?? "") === wanted || normal(child(each, "variable")?.attributes["name"] ?? "") === wanted),
		);
	}

	#found(is: (element: Element) => boolean): Node | undefined {
		const element = this.#file.children.find((each) => ELEMENTS.has(each.name) && is(each));
		return element === undefined ? undefined : this.#node(element);
	}

	#importedType(name: string): FeelType | undefined {
		for (const each of this.#library.importsOf(this.#file)) {
			const inner = each.name === "" ? name : name.startsWith(`${each.name}.`) ? name.slice(each.name.length + 1) : undefined;
			const type = inner === undefined ? undefined : this.#graph(each.file).type(inner);
			if (type !== undefined) return type;
		}
		return undefined;
	}

	#node(element: Element): Node {
		const known = this.#nodes.get(element);
		if (known !== undefined) return known;
		const variable = child(element, "variable");
		let compiled: ((run: Run) => FeelValue) | undefined;
		const make = (run: Run): FeelValue => {
			compiled ??= ELEMENTS.get(element.name)?.compile(element, node, this) ?? (() => null);
			return compiled(run);
		};
		const node: Node = {
			name: variable?.attributes["name"] ?? element.attributes["name"] ?? "",
			kind: element.name,
			type: typeOf(variable, { ...UNHEARD, type: this.type }),
			value: (run) => valueIn(run, node, make),
		};
		this.#nodes.set(element, node);
		return node;
	}
}
