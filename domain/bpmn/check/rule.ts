import type { Finding } from "../../problem.ts";
import type { Drawn } from "./drawn.ts";

/** One continuous check of a model. A finding's `at` is the element to show, its code is `check.` and the rule's name. */
export interface Rule {
	readonly name: string;
	readonly severity: Finding["severity"];
	/** The clause of BPMN 2.0.2 that says MUST, for `checkStandard`. Without one the rule is advice of our own. */
	readonly clause?: string;
	/** It asks only what the Common Executable class asks (§2.1.3): a drawing may do without. */
	readonly executable?: true;
	/** Whatever is wrong: the element and a sentence that says what to do. */
	check(drawn: Drawn): Iterable<{ readonly at: string; readonly detail: string }>;
}
