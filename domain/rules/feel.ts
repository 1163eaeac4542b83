import "./feel/built-ins/patterns.ts";

/**
 * FEEL (DMN 1.5 §10) behind one small interface: conditions, mappings, scripts, forms and allocation all come here. Nothing here
 * throws: what cannot be compiled or evaluated is a Problem.
 */

export {
	compileFeel,
	compileFeelTest,
	evaluateFeel,
	FEEL_LIMITS,
	metered,
	stopped,
	unaryTest,
	type Feel,
	type FeelContext,
	type FeelTest,
	type Fuel,
} from "./feel/evaluate.ts";
