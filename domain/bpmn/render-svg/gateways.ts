import type { Shape } from "./drawing.ts";
import { centre, circle, icon, num } from "./markup.ts";
import { flag, text } from "./source.ts";

const CROSS = "M-8-8L8 8M8-8L-8 8";
const PLUS = "M-11 0H11M0-11V11";
const STAR = "M-11 0H11M0-11V11M-7.8-7.8L7.8 7.8M7.8-7.8L-7.8 7.8";
const PENTAGON = "M0-7.5L7.1-2.3L4.4 6.1H-4.4L-7.1-2.3Z";
const OUTLINED_PLUS = "M-2.2-7.5H2.2V-2.2H7.5V2.2H2.2V7.5H-2.2V2.2H-7.5V-2.2H-2.2Z";

/** A gateway, drawn in the unit of a 50-wide diamond. */
export function drawGateway(shape: Shape): string {
	const { x, y, width, height } = shape.box;
	const at = centre(shape.box);
	const scale = Math.min(width, height) / 50;
	const diamond = `<path class="shape" d="M${num(at.x)} ${num(y)}L${num(x + width)} ${num(at.y)}L${num(at.x)} ${num(y + height)}L${num(x)} ${num(at.y)}Z"/>`;
	switch (shape.kind) {
		case "ExclusiveGateway":
			// The cross may be left out (BPMN 2.0.2 §10.6.2); it is drawn unless the file says that it must not be.
			return diamond + (shape.markerVisible === false ? "" : icon(CROSS, "line bold", at, scale));
		case "ParallelGateway":
			return diamond + icon(PLUS, "line bold", at, scale);
		case "InclusiveGateway":
			return diamond + circle(at, 12 * scale, "line bold");
		case "ComplexGateway":
			return diamond + icon(STAR, "line bold", at, scale);
		case "EventBasedGateway": {
			const starts = flag(shape.element, "instantiate") === true;
			const parallel = text(shape.element, "eventGatewayType") === "Parallel";
			const rings = circle(at, 14 * scale, "line") + (starts ? "" : circle(at, 11.2 * scale, "line"));
			return diamond + rings + icon(parallel ? OUTLINED_PLUS : PENTAGON, "line", at, scale);
		}
		default:
			return diamond;
	}
}
