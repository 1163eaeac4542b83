import type { Finding } from "../../problem.ts";
import type { Drawn } from "./drawn.ts";

/** One continuous check of a model. A finding's `at` is the element to show, its code is `check.` and the rule's name. */
export interface Rule {
	readonly name: string;
	readonly severity: Finding["severity"];
	/** Whatever is wrong: the element and a sentence that says what to do. */
	check(drawn: Drawn): Iterable<{ readonly at: string; readonly detail: string }>;
}
