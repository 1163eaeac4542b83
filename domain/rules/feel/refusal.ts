import type { Refusal } from "./expression.ts";
import { FEEL_LIMITS } from "./limits.ts";

/** Code and sentence for a text that cannot be compiled. */
export function refusalText(refusal: Refusal, source: string): readonly [code: string, detail: string] {
	if (refusal.reason === "deep") return ["feel.too_deep", `The expression is nested more than ${FEEL_LIMITS.depth} deep.`];
	const rest = source.slice(refusal.at).trim();
	return ["feel.syntax", rest === "" ? "The expression is not complete." : `This is not FEEL from "${rest.slice(0, 40)}" on.`];
}
