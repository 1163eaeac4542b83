import type { ElementDescription } from "../bpmn/describe.ts";
import type { Finding } from "../problem.ts";
import type { DraftData } from "./draft-data.ts";
import { readCondition } from "./read-condition.ts";
import { plainName, slugOf, uniqueIn } from "./names.ts";
import { nearestBefore, type Graph } from "./walk-flow.ts";

export interface Routing {
	/** The paths that a form must ask for, by the element that shows the form; `start` is the start form. */
	readonly asks: ReadonlyMap<string, readonly string[]>;
	readonly flows: Readonly<Record<string, { readonly condition: string }>>;
	readonly defaults: Readonly<Record<string, string>>;
	readonly findings: readonly Finding[];
}

/** The key of `asks` for the start form. */
export const START = "start";

/**
 * Makes every split by data decidable. Where the model's own conditions are plain comparisons in FEEL they hold, and the
 * attributes that they name are asked for before. Where it has none, or they are in another language, people choose the way
 * by its name: one choice for each split, on the nearest forms before it. The last way is the default where the model names
 * none, so that a case never stands without a way.
 */
export function proposeRouting(graph: Graph, data: DraftData, hasForm: (element: ElementDescription) => boolean): Routing {
	const asks = new Map<string, string[]>();
	const flows: Record<string, { condition: string }> = {};
	const defaults: Record<string, string> = {};
	const findings: Finding[] = [];

	for (const element of graph.elements.values()) {
		const ways = graph.outgoing(element.id);
		if (!splits(element, ways)) continue;
		const own = ways.find((way) => way.isDefault);
		const otherwise = own ?? ways.findLast((way) => way.condition === null) ?? ways.at(-1);
		if (otherwise !== undefined && own === undefined) defaults[element.id] = otherwise.id;
		// The default way's own condition is never asked, but has to be readable all the same.
		const decided = ways.filter((way) => way.id !== otherwise?.id || way.condition !== null);
		const read = decided.map((way) => (way.condition === null ? undefined : readCondition(way.condition)));
		const paths = new Set<string>();
		if (decided.length > 0 && read.every((each) => each !== undefined)) {
			for (const [index, each] of read.entries()) {
				const way = decided[index];
				for (const compared of each?.compared ?? []) paths.add(data.need(compared));
				if (way !== undefined && each !== undefined && each.source !== way.condition) flows[way.id] = { condition: each.source };
			}
		} else {
			const values = new Set<string>();
			const options = ways.map((way, index) => {
				const label = plainName(way.name || graph.elements.get(way.target)?.name || "").slice(0, 120) || `Way ${index + 1}`;
				return { flow: way.id, value: uniqueIn(values, slugOf(label, `way-${index + 1}`), "-"), label };
			});
			const name = data.add(element.name || `Choice before ${options[0]?.label ?? "the next step"}`, "choice", {
				options: options.map(({ value, label }) => ({ value, label })),
			});
			paths.add(name);
			for (const option of options)
				if (option.flow !== otherwise?.id || otherwise.condition !== null)
					flows[option.flow] = { condition: `${name} = "${option.value}"` };
			const foreign = ways.find((way) => way.condition !== null && readCondition(way.condition) === undefined);
			if (foreign !== undefined)
				findings.push({
					severity: "warning",
					code: "routing.condition_replaced",
					detail: `The condition "${(foreign.condition ?? "").slice(0, 80)}" is not FEEL: people choose the way on the form before it.`,
					at: foreign.id,
				});
		}
		const { found, reachesStart } = nearestBefore(graph, element.id, hasForm);
		const places = [...found, ...(hasForm(element) ? [element.id] : reachesStart ? [START] : [])];
		for (const place of places) asks.set(place, [...new Set([...(asks.get(place) ?? []), ...paths])]);
	}
	return { asks, flows, defaults, findings };
}

/** Exclusive gateways with several ways, and activities whose flows carry conditions. */
function splits(element: ElementDescription, ways: readonly { readonly condition: string | null }[]): boolean {
	if (ways.length < 2) return false;
	if (element.type === "exclusiveGateway" || element.type === "inclusiveGateway") return true;
	return !element.type.endsWith("Gateway") && ways.some((way) => way.condition !== null);
}
