import type { Drawn } from "../drawn.ts";
import type { Rule } from "../rule.ts";

/** A rule that the standard states with MUST: its name, its clause, and what breaks it. */
export function must(
	name: string,
	clause: string,
	check: (drawn: Drawn) => Iterable<{ readonly at: string; readonly detail: string }>,
): Rule {
	return { name, severity: "error", clause, check };
}

/** A rule of the Common Executable conformance class (§2.1.3): what is asked of a model that any engine is to run as it stands. */
export function mustToRun(
	name: string,
	clause: string,
	check: (drawn: Drawn) => Iterable<{ readonly at: string; readonly detail: string }>,
): Rule {
	return { ...must(name, clause, check), executable: true };
}
