import type { Shape } from "./drawing.ts";
import { centre, circle, icon, type Point } from "./markup.ts";
import { eventTrigger, isNonInterrupting } from "./words.ts";

/** Symbols of event triggers (BPMN 2.0.2, table 10.93), drawn around 0,0 in a circle of radius 18. */
const TRIGGERS: Readonly<Record<string, string>> = {
	message: "M-9-6.5H9V6.5H-9ZM-9-6.5L0 1L9-6.5",
	timer:
		"M10 0A10 10 0 1 1-10 0A10 10 0 1 1 10 0M0-6V0L4 3.5M0-10V-8M0 10V8M-10 0H-8M10 0H8M-7.1-7.1L-5.7-5.7M7.1-7.1L5.7-5.7M-7.1 7.1L-5.7 5.7M7.1 7.1L5.7 5.7",
	error: "M-9 7.5L-4-7.5L2.2 2.4L8.5-8L4.2 8.3L-2.6-1.4Z",
	escalation: "M0-9.5L7 8.5L0 1.5L-7 8.5Z",
	cancel: "M-8.5-6L-6-8.5L0-2.5L6-8.5L8.5-6L2.5 0L8.5 6L6 8.5L0 2.5L-6 8.5L-8.5 6L-2.5 0Z",
	compensate: "M-1-6.5V6.5L-9.5 0ZM7.5-6.5V6.5L-1 0Z",
	conditional: "M-7-9H7V9H-7ZM-4.5-5.2H4.5M-4.5-1.7H4.5M-4.5 1.8H4.5M-4.5 5.3H4.5",
	link: "M-9.5-3H2V-7.5L10 0L2 7.5V3H-9.5Z",
	signal: "M0-9L9 7H-9Z",
	multiple: "M0-9.5L9-2.9L5.6 7.7H-5.6L-9-2.9Z",
	parallelMultiple: "M-2.8-9H2.8V-2.8H9V2.8H2.8V9H-2.8V2.8H-9V-2.8H-2.8Z",
};

/** A filled envelope needs its flap in the colour of the paper. */
const THROWN_MESSAGE = "M-9-6.5H9L0 .6ZM-9-4.6L0 2.6L9-4.6V6.5H-9Z";

export function drawEvent(shape: Shape): string {
	const at = centre(shape.box);
	const radius = Math.min(shape.box.width, shape.box.height) / 2;
	const end = shape.kind === "EndEvent";
	const dash = isNonInterrupting(shape.element) ? " dashed" : "";
	let markup = circle(at, radius - (end ? 1 : 0), `shape${end ? " thick" : ""}${dash}`);
	if (/^(Intermediate|Boundary|Implicit)/.test(shape.kind)) markup += circle(at, radius - 3.5, `line${dash}`);
	return markup + trigger(eventTrigger(shape.element), end || shape.kind === "IntermediateThrowEvent", at, radius / 18);
}

/** The symbol inside: filled when the event throws, an outline when it catches. */
function trigger(name: string, throws: boolean, at: Point, scale: number): string {
	if (name === "terminate") return circle(at, 10.5 * scale, "solid");
	if (name === "message" && throws) return icon(THROWN_MESSAGE, "solid", at, scale);
	const path = TRIGGERS[name];
	return path === undefined ? "" : icon(path, throws && name !== "timer" && name !== "conditional" ? "solid" : "line", at, scale);
}
