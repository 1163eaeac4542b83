import type { Problem } from "../../problem.ts";
import { ok, type Result } from "../../result.ts";
import { FEEL_LIMITS, stopped, type Fuel } from "../feel.ts";
import { Meter } from "../feel/meter.ts";
import type { FeelRecord, FeelValue } from "../feel/value.ts";
import { ELEMENTS } from "./elements.ts";
import type { DmnFinding } from "./finding.ts";
import type { Hit } from "./hit.ts";
import { Library, namespaceOf } from "./library.ts";
import { RequirementGraph } from "./requirement-graph.ts";
import type { Run } from "./run.ts";
import { child, children, type Element } from "./xml.ts";

/** What one evaluation of a model gives: the value, and which rules of which tables hit on the way. */
export interface Decided {
	readonly value: FeelValue;
	readonly hits: readonly Hit[];
	/** The limit that the evaluation went over (`feel.too_much_work`, `feel.too_large`, `feel.too_deep`): the value is null then. */
	readonly problem: Problem | null;
}

export interface Options {
	/** Epoch milliseconds for `now()` and `today()`, which give null without it. */
	readonly now?: number;
	/** A budget shared with other evaluations, taken from. */
	readonly fuel?: Fuel;
	/** The inputs are data of a case, in which dates are text. */
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
	/** Null when nothing is called that. */
	readonly evaluate: (name: string, inputs: FeelRecord, options?: Options) => Decided | null;
}

/** Compiles a file with those that it imports. Problems: `dmn.xml`. */
export function compileModel(xml: string, imported: readonly string[] = []): Result<DecisionModel, Problem> {
	const library = Library.read(xml, imported);
	if (!library.ok) return library;
	const { main } = library.value;
	const hits: Hit[] = [];
	const graph = graphOf(library.value, (hit) => hits.push(hit));
	return ok({
		namespace: namespaceOf(main),
		decisions: children(main, "decision").map(nameOf),
		offers: main.children.filter((each) => ELEMENTS.get(each.name)?.offered === true).map(nameOf),
		inputs: children(main, "inputData").map((each) => child(each, "variable")?.attributes["name"] ?? nameOf(each)),
		evaluate(name, inputs, options) {
			const node = graph.named(name);
			if (node === undefined) return null;
			hits.length = 0;
			const given = Math.min(FEEL_LIMITS.decision, options?.fuel?.left ?? FEEL_LIMITS.decision);
			const meter = new Meter(given, options?.now);
			const run: Run = { inputs, meter, data: options?.data === true, decided: new Map(), open: new Set(), given: new Map() };
			try {
				const ask = ELEMENTS.get(node.kind)?.ask;
				const own = node.value(run);
				const value = ask === undefined ? own : ask(own, run);
				return { value, hits: [...hits], problem: null };
			} catch (error) {
				const problem = stopped(error);
				if (problem === null) throw error;
				return { value: null, hits: [...hits], problem };
			} finally {
				if (options?.fuel !== undefined) options.fuel.left -= given - meter.left;
			}
		},
	});
}

/** The graph of a library's main file; those of the others are made when they are needed. `hear` hears what is wrong in the main one. */
export function graphOf(
	library: Library,
	explain: (hit: Hit) => void,
	hear: ((finding: DmnFinding) => void) | null = null,
): RequirementGraph {
	const made = new Map<Element, RequirementGraph>();
	const graph = (file: Element): RequirementGraph => {
		const known = made.get(file);
		if (known !== undefined) return known;
		const fresh = new RequirementGraph(file, library, graph, explain, file === library.main ? hear : null);
		made.set(file, fresh);
		return fresh;
	};
	return graph(library.main);
}

function nameOf(element: Element): string {
	return element.attributes["name"] ?? "";
}
