import { id, isElement, text } from "../../bpmn/describe.ts";
import { fail, ok } from "../../result.ts";
import type { EventBehaviour } from "../behaviour.ts";
import { isCaught, throwError } from "../catching.ts";

/**
 * An error event (BPMN 2.0.2 §10.5.6, §13.5.5). Settings are the error's code; null where it is caught catches every error.
 * An error that nothing catches stops the token with an incident, so that the case can be mended.
 */
export const errorEvent: EventBehaviour = {
	type: "error",
	places: ["event-sub-process", "boundary", "end"],
	order: 3,
	read(reading, definition, place) {
		const own = reading.automation.errorCode?.trim();
		if (own !== undefined && own !== "") return own;
		const error = isElement(definition.errorRef) ? definition.errorRef : undefined;
		const code = error === undefined ? "" : text(error.errorCode).trim() || text(error.name).trim() || id(error);
		if (code === "" && place === "end") reading.refuse("engine.no_error_code", `${reading.title} does not say which error it throws.`);
		if (place !== "end" && (reading.element.cancelActivity === false || reading.element.isInterrupting === false))
			reading.refuse("engine.error_interrupts", `${reading.title} catches an error, which always interrupts.`);
		return code === "" ? null : code;
	},
	throw(step, arrival, settings) {
		const code = typeof settings === "string" ? settings : "";
		const { node, scope, via } = arrival;
		if (!isCaught(step, scope, code))
			return fail({
				code: "engine.error_uncaught",
				detail: `The error "${code}" is thrown and nothing catches it.`,
				at: node.id,
			});
		return ok(() => {
			throwError(step, node.id, scope, code, node.name || code, undefined, () =>
				step.record({ kind: "element-passed", elementId: node.id, ...(via !== undefined && { via }) }),
			);
			return "ended";
		});
	},
	brought: (arrived) => ({ error: arrived }),
};
