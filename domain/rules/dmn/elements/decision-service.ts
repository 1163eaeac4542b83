import { invoke } from "../../feel/invocation.ts";
import { FeelFunction, record } from "../../feel/value.ts";
import type { ElementKind } from "../elements.ts";
import { scopeOf, type Node, type Run } from "../run.ts";
import { children } from "../xml.ts";

/**
 * A function of its input data, then its input decisions: what its output decisions give over those (DMN 1.5 §10.4). Asked for by name it
 * is called with the inputs that are called like its parameters.
 */
export const decisionService: ElementKind = {
	name: "decisionService",
	offered: true,
	compile(element, { type }, graph) {
		const named = (part: string): Node[] =>
			children(element, part).flatMap((each) => graph.reference(each.attributes["href"] ?? "")?.node ?? []);
		const inputs = [...named("inputData"), ...named("inputDecision")];
		const outputs = named("outputDecision");
		const parameters = inputs.map((each) => ({ name: each.name, type: each.type }));
		return (run) =>
			new FeelFunction(parameters, type?.kind === "function" ? type.result : type, (values) => {
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
	},
	ask(service, run) {
		if (!(service instanceof FeelFunction)) return null;
		const given = service.parameters?.map(({ name }) => (Object.hasOwn(run.inputs, name) ? (run.inputs[name] ?? null) : null)) ?? [];
		return invoke(service, given, scopeOf(run, record([])));
	},
};
