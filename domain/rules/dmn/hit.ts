import type { Problem } from "../../problem.ts";
import type { FeelValue } from "../feel/value.ts";

/** Which rules of a table hit, counted from one, with the inputs that they saw. */
export interface Hit {
	readonly decision: string;
	readonly inputs: readonly { readonly expression: string; readonly value: FeelValue }[];
	readonly rules: readonly number[];
	/** Why the table gives null: `decision.not_unique`, `decision.not_any`, `decision.input_not_allowed`. */
	readonly problem: Problem | null;
}

export type Explain = (hit: Hit) => void;
