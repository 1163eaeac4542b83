/** What an expression may have and cost. Whatever is over one of these ends as a problem with a code, never as another value. */
export const FEEL_LIMITS = {
	/** Characters of a source. */
	source: 8192,
	/** Nodes of the syntax tree within nodes; a chain of one sign (`a + b + c`) is one level. */
	depth: 64,
	/** Levels of a chain of one sign. */
	chain: 500,
	/** Items of one list that an expression makes. */
	list: 10_000,
	/** Characters of one text. */
	text: 1024 * 1024,
	/** Characters of all texts of one result together. */
	result: 4 * 1024 * 1024,
	/** Calls within calls. */
	calls: 200,
	/** Characters of a regular expression. */
	pattern: 1000,
	/** Fuel of one evaluation. One unit is a microsecond or less: a round of a loop, a call, an item that is looked at. */
	fuel: 100_000,
	/** Fuel of one decision, with all tables and expressions on the way. */
	decision: 1_000_000,
} as const;
