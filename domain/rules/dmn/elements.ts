import type { FeelValue } from "../feel/value.ts";
import { businessKnowledgeModel } from "./elements/business-knowledge-model.ts";
import { decisionService } from "./elements/decision-service.ts";
import { decision } from "./elements/decision.ts";
import { inputData } from "./elements/input-data.ts";
import type { RequirementGraph } from "./requirement-graph.ts";
import type { Node, Run } from "./run.ts";
import type { Element } from "./xml.ts";

/** One kind of element of a requirement graph (DMN 1.5 §6.3); `name` is the element that writes it. */
export interface ElementKind {
	readonly name: string;
	readonly compile: (element: Element, node: Node, graph: RequirementGraph) => (run: Run) => FeelValue;
	/** It can be asked for by name, from outside. */
	readonly offered: boolean;
	/** What asking for it gives, where that is not its value. */
	readonly ask?: (value: FeelValue, run: Run) => FeelValue;
}

export const ELEMENTS: ReadonlyMap<string, ElementKind> = new Map(
	[inputData, decision, businessKnowledgeModel, decisionService].map((kind) => [kind.name, kind]),
);
