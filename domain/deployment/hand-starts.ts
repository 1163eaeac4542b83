import type { ProgramStart } from "../engine/types.ts";

/**
 * The start events by which a person may begin a case: the none starts of the process. A process that begins only by message
 * can be begun by hand too where the project says what to ask (a start form): the person then puts in what the message
 * would have brought.
 */
export function handStarts(starts: readonly ProgramStart[], processId: string, hasStartForm: boolean): readonly ProgramStart[] {
	const own = starts.filter((start) => start.processId === processId);
	const none = own.filter((start) => start.kind === "none");
	if (none.length > 0 || !hasStartForm) return none;
	return own.filter(
		(start, at) =>
			start.kind === "message" && own.findIndex((each) => each.elementId === start.elementId && each.kind === "message") === at,
	);
}
