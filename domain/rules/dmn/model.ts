import type { Problem } from "../../problem.ts";
import { fail, ok, type Result } from "../../result.ts";
import { stopped, type Fuel } from "../feel.ts";
import type { Closure } from "../feel/compile.ts";
import { ALONE } from "../feel/expression.ts";
import { invoke } from "../feel/invocation.ts";
import { Meter } from "../feel/meter.ts";
import type { Scope } from "../feel/scope.ts";
import { coerce, type FeelType } from "../feel/type.ts";
import { FeelFunction, record, type FeelRecord, type FeelValue } from "../feel/value.ts";
import { boxedIn, compileBoxed, parametersOf, typeOf, typed, type Around } from "./boxed.ts";
import type { Hit } from "./decision-table.ts";
import { fromData } from "./data-input.ts";
import { itemTypes } from "./item-definition.ts";
import { child, children, readXml, type Element } from "./xml.ts";

/** What one evaluation of a model gives: the value, and which rules of which tables hit on the way. */
export interface Decided {
	readonly value: FeelValue;
	readonly hits: readonly Hit[];
	/** The limit that the evaluation went over (`feel.too_much_work`, `feel.too_large`, `feel.too_deep`): the value is null then. */
	readonly problem: Problem | null;
}

/** One evaluation: what has been decided so far. */
interface Run {
	readonly inputs: FeelRecord;
	readonly meter: Meter;
	readonly decided: Map<Node, FeelValue>;
	readonly data: boolean;
	/** Decisions being worked on: one that needs itself is null. */
	readonly open: Set<Node>;
	/** Values given in place of decisions and inputs, inside a decision service. */
	readonly given: ReadonlyMap<Node, FeelValue>;
}

interface Node {
	readonly name: string;
	readonly namespace: string;
	readonly value: (run: Run) => FeelValue;
	readonly kind: string;
}

export interface Options {
	/** Epoch milliseconds for `now()` and `today()`, which give null without it. */
	readonly now?: number;
	/** A budget shared with other evaluations, taken from. */
	readonly fuel?: Fuel;
	readonly data?: boolean;
}

/** A compiled model of decisions (DMN 1.5). */
export interface DecisionModel {
	readonly namespace: string;
	readonly decisions: readonly string[];
	/** Names of what can be asked for: decisions and decision services. */
	readonly offers: readonly string[];
	/** Names of the input data. */
	readonly inputs: readonly string[];
	/** Null when nothing is called that. `data` says that the inputs are data of a case, in which dates are text. */
	readonly evaluate: (name: string, inputs: FeelRecord, options?: Options) => Decided | null;
}

const FUEL = 1_000_000;

/** Compiles a file with those that it imports. Problems: `dmn.xml`. */
export function compileModel(xml: string, imported: readonly string[] = []): Result<DecisionModel, Problem> {
	const files: Element[] = [];
	for (const each of [xml, ...imported]) {
		const definitions = readXml(each);
		if (definitions?.name !== "definitions") return fail({ code: "dmn.xml", detail: "This is not a DMN file." });
		files.push(definitions);
	}
	const hits: Hit[] = [];
	const library = new Map<string, Element[]>();
	for (const file of files) {
		const namespace = file.attributes["namespace"] ?? "";
		library.set(namespace, [...(library.get(namespace) ?? []), file]);
	}
	const made = new Map<Element, Graph>();
	const graph = (file: Element): Graph => {
		const known = made.get(file);
		if (known !== undefined) return known;
		const fresh = new Graph(file, library, graph, hits);
		made.set(file, fresh);
		return fresh;
	};
	const [main] = files;
	if (main === undefined) return fail({ code: "dmn.xml", detail: "This is not a DMN file." });
	const top = graph(main);
	return ok({
		namespace: main.attributes["namespace"] ?? "",
		decisions: children(main, "decision").map((each) => each.attributes["name"] ?? ""),
		offers: main.children
			.filter((each) => each.name === "decision" || each.name === "decisionService")
			.map((each) => each.attributes["name"] ?? ""),
		inputs: children(main, "inputData").map((each) => child(each, "variable")?.attributes["name"] ?? each.attributes["name"] ?? ""),
		evaluate(name, inputs, options) {
			const node = top.named(name);
			if (node === undefined) return null;
			hits.length = 0;
			const given = Math.min(FUEL, options?.fuel?.left ?? FUEL);
			const run: Run = {
				inputs,
				meter: new Meter(given, options?.now),
				data: options?.data === true,
				decided: new Map(),
				open: new Set(),
				given: new Map(),
			};
			try {
				let value = node.value(run);
				if (node.kind === "decisionService" && value instanceof FeelFunction) {
					const service = value;
					const values = service.parameters?.map((each) => (Object.hasOwn(inputs, each.name) ? (inputs[each.name] ?? null) : null)) ?? [];
					value = invoke(service, values, scopeOf(run, record([])));
				}
				return { value, hits: [...hits], problem: null };
			} catch (error) {
				const problem = stopped(error);
				if (problem === null) throw error;
				return { value: null, hits: [...hits], problem };
			} finally {
				if (options?.fuel !== undefined) options.fuel.left -= given - run.meter.left;
			}
		},
	});
}

function scopeOf(run: Run, names: FeelRecord): Scope {
	return { names, outer: null, meter: run.meter };
}

/** The elements of one file and how they need each other (§6, §7.3). */
class Graph {
	readonly #file: Element;
	readonly #namespace: string;
	readonly #nodes = new Map<string, Node>();
	readonly #library: ReadonlyMap<string, readonly Element[]>;
	readonly #graph: (file: Element) => Graph;
	readonly #hits: Hit[];
	readonly type: (name: string) => FeelType | undefined;

	constructor(file: Element, library: ReadonlyMap<string, readonly Element[]>, graph: (file: Element) => Graph, hits: Hit[]) {
		this.#file = file;
		this.#namespace = file.attributes["namespace"] ?? "";
		this.#library = library;
		this.#graph = graph;
		this.#hits = hits;
		this.type = itemTypes(file, { ...ALONE, type: (name) => this.#importedType(name) });
	}

	named(name: string): Node | undefined {
		const element = this.#file.children.find((each) => each.attributes["name"] === name && NODES.has(each.name));
		return element === undefined ? undefined : this.#node(element);
	}

	byId(id: string): Node | undefined {
		const element = this.#file.children.find((each) => each.attributes["id"] === id && NODES.has(each.name));
		return element === undefined ? undefined : this.#node(element);
	}

	#importedType(name: string): FeelType | undefined {
		for (const each of children(this.#file, "import")) {
			const prefix = each.attributes["name"] ?? "";
			const inner = prefix === "" ? name : name.startsWith(`${prefix}.`) ? name.slice(prefix.length + 1) : undefined;
			if (inner === undefined) continue;
			for (const file of this.#imports(each)) {
				const type = this.#graph(file).type(inner);
				if (type !== undefined) return type;
			}
		}
		return undefined;
	}

	#imports(element: Element): readonly Element[] {
		return (this.#library.get(element.attributes["namespace"] ?? "") ?? []).filter((file) => file !== this.#file);
	}

	/** The element that a reference names, and the name of the import that it comes through. */
	#reference(href: string): { readonly node: Node; readonly through: string } | undefined {
		const at = href.lastIndexOf("#");
		const namespace = href.slice(0, Math.max(at, 0));
		const id = href.slice(at + 1);
		if (namespace === "" || namespace === this.#namespace) {
			const node = this.byId(id);
			if (node !== undefined) return { node, through: "" };
		}
		for (const each of children(this.#file, "import")) {
			if (namespace !== "" && each.attributes["namespace"] !== namespace) continue;
			for (const file of this.#imports(each)) {
				const node = this.#graph(file).byId(id);
				if (node !== undefined) return { node, through: each.attributes["name"] ?? "" };
			}
		}
		return undefined;
	}

	#node(element: Element): Node {
		const id = element.attributes["id"] ?? `${element.name}/${element.attributes["name"] ?? ""}`;
		const known = this.#nodes.get(id);
		if (known !== undefined) return known;
		let compiled: ((run: Run) => FeelValue) | undefined;
		const node: Node = {
			name: child(element, "variable")?.attributes["name"] ?? element.attributes["name"] ?? "",
			namespace: this.#namespace,
			kind: element.name,
			value: (run) => {
				if (run.given.has(node)) return run.given.get(node) ?? null;
				const done = run.decided.get(node);
				if (done !== undefined) return done;
				if (run.open.has(node)) return null;
				run.open.add(node);
				compiled ??= this.#compile(element, node);
				const value = compiled(run);
				run.open.delete(node);
				run.decided.set(node, value);
				return value;
			},
		};
		this.#nodes.set(id, node);
		return node;
	}

	#compile(element: Element, node: Node): (run: Run) => FeelValue {
		switch (element.name) {
			case "inputData":
				return this.#input(element, node);
			case "decision":
				return this.#decision(element);
			case "businessKnowledgeModel":
				return this.#knowledge(element);
			default:
				return this.#service(element);
		}
	}

	#input(element: Element, node: Node): (run: Run) => FeelValue {
		const type = typeOf(child(element, "variable"), { names: {}, type: this.type });
		return (run) => {
			const value = Object.hasOwn(run.inputs, node.name) ? (run.inputs[node.name] ?? null) : null;
			return type === null ? value : (coerce(run.data ? fromData(value, type) : value, type, run.meter) ?? null);
		};
	}

	/** The names that an element's requirements give it, and how to have their values. */
	#requirements(element: Element): { readonly names: object; readonly scope: (run: Run) => FeelRecord } {
		const needed: { readonly node: Node; readonly through: string }[] = [];
		for (const each of element.children) {
			if (each.name !== "informationRequirement" && each.name !== "knowledgeRequirement") continue;
			for (const reference of each.children) {
				const found = this.#reference(reference.attributes["href"] ?? "");
				if (found !== undefined) needed.push(found);
			}
		}
		const names: Record<string, unknown> = {};
		for (const { node, through } of needed) {
			const shape = shapeOf(this.#shapeType(node));
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

	#shapeType(node: Node): FeelType | null {
		const element = this.#file.children.find((each) => NODES.has(each.name) && child(each, "variable")?.attributes["name"] === node.name);
		return typeOf(child(element, "variable"), { names: {}, type: this.type });
	}

	#around(names: object, decision: string): Around {
		return { names, type: this.type, decision, explain: (hit) => this.#hits.push(hit) };
	}

	#decision(element: Element): (run: Run) => FeelValue {
		const { names, scope } = this.#requirements(element);
		const around = this.#around(names, element.attributes["name"] ?? "");
		const value: Closure = typed(compileBoxed(boxedIn(element), around), typeOf(child(element, "variable"), around));
		return (run) => value(scopeOf(run, scope(run)));
	}

	/** A business knowledge model is a function (§7.3.2). */
	#knowledge(element: Element): (run: Run) => FeelValue {
		const { names, scope } = this.#requirements(element);
		const logic = child(element, "encapsulatedLogic");
		const around = this.#around(names, element.attributes["name"] ?? "");
		const parameters = logic === undefined ? [] : parametersOf(logic, around);
		const shapes = { ...names, ...Object.fromEntries(parameters.map((each) => [each.name, shapeOf(each.type)])) };
		const external = (logic?.attributes["kind"] ?? "FEEL") !== "FEEL";
		const body = external ? () => null : compileBoxed(boxedIn(logic), { ...around, names: shapes });
		const result = typeOf(child(element, "variable"), around);
		const declared = result?.kind === "function" ? null : result;
		return (run) => {
			const outer = scope(run);
			return new FeelFunction(parameters, declared, (values) =>
				body({
					names: record(parameters.map((each, at) => [each.name, values[at] ?? null])),
					outer: scopeOf(run, outer),
					meter: run.meter,
				}),
			);
		};
	}

	/** A decision service is a function of its input data, then its input decisions (§10.4). */
	#service(element: Element): (run: Run) => FeelValue {
		const named = (name: string): Node[] =>
			children(element, name).flatMap((each) => this.#reference(each.attributes["href"] ?? "")?.node ?? []);
		const inputs = [...named("inputData"), ...named("inputDecision")];
		const outputs = named("outputDecision");
		const parameters = inputs.map((each) => ({ name: each.name, type: this.#shapeType(each) }));
		const around = this.#around({}, element.attributes["name"] ?? "");
		const result = typeOf(child(element, "variable"), around);
		return (run) =>
			new FeelFunction(parameters, result?.kind === "function" ? result.result : result, (values) => {
				const inner: Run = {
					...run,
					decided: new Map(),
					open: new Set(),
					given: new Map(inputs.map((node, at) => [node, values[at] ?? null])),
				};
				const [only] = outputs;
				if (outputs.length === 1 && only !== undefined) return only.value(inner);
				return record(outputs.map((node) => [node.name, node.value(inner)]));
			});
	}
}

const NODES = new Set(["inputData", "decision", "businessKnowledgeModel", "decisionService"]);

/** A value with the entries of a type: the parser reads names with signs or words of the language by it. */
function shapeOf(type: FeelType | null, depth = 0): unknown {
	if (type === null || depth > 8) return 0;
	if (type.kind === "named") return shapeOf(type.find(), depth + 1);
	if (type.kind === "restricted") return shapeOf(type.base, depth + 1);
	if (type.kind === "list") return [shapeOf(type.item, depth + 1)];
	if (type.kind !== "context") return 0;
	return Object.fromEntries([...type.fields].map(([name, field]) => [name, shapeOf(field, depth + 1)]));
}
