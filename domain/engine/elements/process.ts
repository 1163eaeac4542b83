import { element } from "../behaviour.ts";

/** A process: the outermost scope of a case (BPMN 2.0.2 §10.2, §13.2). Tokens never come to it; it opens with the case. */
export const process = element({
	type: "process",
	read: () => null,
	enter() {},
});
