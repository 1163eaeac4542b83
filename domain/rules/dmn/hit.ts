import type { FeelValue } from "../feel/value.ts";

/** Which rules of a table hit, counted from one, with the inputs that they saw. */
export interface Hit {
	readonly decision: string;
	readonly inputs: readonly { readonly expression: string; readonly value: FeelValue }[];
	readonly rules: readonly number[];
}

export type Explain = (hit: Hit) => void;
