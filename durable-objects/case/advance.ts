import type { Command, Program, State, StepContext, StepResult } from "../../domain/engine/types.ts";
import { fail } from "../../domain/result.ts";

/** The engine's step, until `domain/engine/advance.ts` is there. */
export function advance(_program: Program, _state: State | undefined, _command: Command, _context: StepContext): StepResult {
	return fail({ code: "engine.not_started", detail: "The engine is not there yet." });
}
