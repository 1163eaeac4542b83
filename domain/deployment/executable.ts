import type { Program } from "../engine/types.ts";
import type { Automation } from "./automation.ts";

/**
 * A package made ready to run, as JSON in R2 by the package's hash and the compiler's version: the compiled program and the
 * parts of the package that a running case needs beside it.
 */
export interface Executable {
	readonly format: 1;
	/** `compile`'s output. Read only by `advance` of the same compiler version. */
	readonly program: Program;
	readonly automation: Automation;
	readonly processName: string;
	/** SHA-256 of the BPMN file, for the diagram of a case. */
	readonly bpmnHash: string;
}
