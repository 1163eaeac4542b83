import type { Finding } from "../problem.ts";
import type { DecisionFinding } from "./check-decisions.ts";

/** The seven steps of Studio, in their order. */
export const STEPS = ["process", "data", "forms", "rules", "performers", "integrations", "run"] as const;
export type Step = (typeof STEPS)[number];

/** A finding with the step of Studio that mends it; `at` is an element, a flow or a form of it. */
export interface StepFinding extends Finding {
	readonly step: Step;
	/** Where in which DMN file. */
	readonly dmn?: DecisionFinding["dmn"];
}

/** How far a step is. A step with nothing to do has a `total` of 0. */
export interface Completeness {
	readonly step: Step;
	readonly done: number;
	readonly total: number;
}

/** The step that mends a problem, by the first word of its code. */
export function stepOf(code: string): Step {
	const [room] = code.split(".");
	switch (room) {
		case "form":
			return "forms";
		case "data":
			return "data";
		case "performer":
		case "role":
			return "performers";
		case "connector":
		case "mapping":
		case "parameter":
			return "integrations";
		case "decision":
		case "dmn":
		case "script":
		case "rule":
			return "rules";
		case undefined:
		default:
			return "process";
	}
}
