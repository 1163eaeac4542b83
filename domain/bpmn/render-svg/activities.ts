import type { Shape } from "./drawing.ts";
import { fitText, textBlock } from "./lines.ts";
import { centre, icon, num, rect, shrink, type Box } from "./markup.ts";
import { child, flag, kindOf, text, type BpmnNode } from "./source.ts";

/** Symbols of task types (BPMN 2.0.2 §10.3.3), drawn in a square of 18 from 0,0. */
const OUTLINE: Readonly<Record<string, string>> = {
	UserTask: "M9 1.5A3.6 3.6 0 1 1 9 8.7A3.6 3.6 0 1 1 9 1.5ZM2 17C2 12.2 5 10.2 9 10.2S16 12.2 16 17Z",
	ManualTask:
		"M1.5 9.2C1.5 7.5 2.6 6.6 4 5.8L8.2 3.4C9.4 2.8 10.3 4.4 9.2 5.1L7 6.5H15.6C17.1 6.5 17.1 8.6 15.6 8.6H10.4M10.4 8.6H16.3C17.6 8.6 17.6 10.7 16.3 10.7H10.6M10.6 10.7H15.5C16.8 10.7 16.8 12.7 15.5 12.7H10.4M10.4 12.7H14C15.2 12.7 15.2 14.7 14 14.7H6C3.4 14.7 1.5 13 1.5 10.6Z",
	ServiceTask:
		"M7.6 1.5H10.4L10.9 3.7L12.4 4.3L14.3 3.1L16.2 5L15 6.9L15.6 8.4L17.8 8.9V11.6L15.6 12.1L15 13.6L16.2 15.5L14.3 17.4L12.4 16.2L10.9 16.8L10.4 19H7.6L7.1 16.8L5.6 16.2L3.7 17.4L1.8 15.5L3 13.6L2.4 12.1L.2 11.6V8.9L2.4 8.4L3 6.9L1.8 5L3.7 3.1L5.6 4.3L7.1 3.7ZM9 7.2A3 3 0 1 0 9 13.2A3 3 0 1 0 9 7.2Z",
	ScriptTask:
		"M5.5 1.5H16C12.6 5 16.4 8.4 13 12C11.4 13.8 11.8 15.6 13 16.5H2.5C-.2 14 3.4 10.6 5.2 8.2C6.8 6 4 3.4 5.5 1.5ZM7 5.2H12.2M6.6 9H12M4.6 12.8H10",
	BusinessRuleTask: "M1 3H17V15H1ZM1 6.6H17M1 10.8H17M6 6.6V15M1 4.8H17",
	ReceiveTask: "M1 3.5H17V14.5H1ZM1 3.5L9 9.8L17 3.5",
};
const SEND = "M1 3.5H17L9 9.6ZM1 5.4L9 11.6L17 5.4V14.5H1Z";

/** Markers at the foot of an activity, drawn around 0,0 in a square of 14. */
const MARKERS = {
	loop: "M-2.4 5.6A6 6 0 1 1 2.6 5.5M-2.4 5.6L-6.6 5.9M-2.4 5.6L-3 1.4",
	parallel: "M-4.5-6V6M0-6V6M4.5-6V6",
	sequential: "M-6-4.5H6M-6 0H6M-6 4.5H6",
	compensation: "M-.6-4.6V4.6L-6.6 0ZM5.6-4.6V4.6L-.4 0Z",
	adHoc: "M-6.4 1.8C-4.2-3.4-1.6-2.6 0-.4C1.8 2 4.4 2.4 6.4-1.8",
	collapsed: "M-6.5-6.5H6.5V6.5H-6.5ZM-3.8 0H3.8M0-3.8V3.8",
} as const;

export function isActivity(kind: string): boolean {
	return /(Task|Activity|SubProcess|Transaction)$/.test(kind);
}

export function isExpanded(shape: Shape): boolean {
	return shape.expanded && /(SubProcess|Transaction|SubChoreography|CallActivity)$/.test(shape.kind) && shape.box.height > 60;
}

/** The ground of an expanded sub-process, painted below the flows that run inside it. */
export function drawGround(shape: Shape): string {
	return rect(shape.box, "shape ground", 10);
}

export function drawActivity(shape: Shape): string {
	const { box, element, kind } = shape;
	const expanded = isExpanded(shape);
	const classes = [
		expanded ? "line" : "shape",
		kind === "CallActivity" ? "thick" : "",
		flag(element, "triggeredByEvent") === true ? "dotted" : "",
	].filter((each) => each !== "");
	const radius = Math.min(10, box.height / 5, box.width / 5);
	const markers = markersOf(shape, expanded);
	return (
		rect(box, classes.join(" "), radius) +
		(kind === "Transaction" ? rect(shrink(box, 3), "line", Math.max(0, radius - 2)) : "") +
		typeIcon(shape) +
		name(text(element, "name"), box, expanded, hasIcon(kind), markers.length > 0) +
		markerRow(markers, box)
	);
}

function hasIcon(kind: string): boolean {
	return kind in OUTLINE || kind === "SendTask";
}

function typeIcon(shape: Shape): string {
	const scale = Math.min(1, shape.box.height / 56, shape.box.width / 56);
	const at = { x: shape.box.x + 6 * scale, y: shape.box.y + 5 * scale };
	if (shape.kind === "SendTask") return icon(SEND, "solid", at, scale);
	const path = OUTLINE[shape.kind];
	return path === undefined ? "" : icon(path, "line thin", at, shape.kind === "ServiceTask" ? scale * 0.9 : scale);
}

function name(value: string, box: Box, expanded: boolean, withIcon: boolean, withMarkers: boolean): string {
	if (value === "") return "";
	if (expanded) {
		const label = fitText(value, { width: box.width - 20, height: 30 }, [12, 11]);
		return textBlock(
			label.lines,
			{ x: box.x + box.width / 2, y: box.y + 5 + (label.lines.length * label.size * 1.22) / 2 },
			label.size,
			"middle",
			"label strong",
		);
	}
	const foot = withMarkers ? 15 : 0;
	// Text may rise beside the icon only when it is short; a full block starts below it.
	const whole = { width: box.width - 12, height: box.height - foot - 6 };
	const below = { width: box.width - 12, height: box.height - foot - (withIcon ? 28 : 6) };
	const label = fitText(value, below.height >= 18 ? below : whole, [12, 11, 10, 9, 8]);
	const middle = centre(box);
	const blockHeight = label.lines.length * label.size * 1.22;
	const highest = box.y + (withIcon && below.height >= 18 ? 24 : 3) + blockHeight / 2;
	return textBlock(
		label.lines,
		{ x: middle.x, y: Math.max(highest, Math.min(middle.y, box.y + box.height - foot - 3 - blockHeight / 2)) },
		label.size,
	);
}

type Marker = keyof typeof MARKERS;

function markersOf(shape: Shape, expanded: boolean): readonly Marker[] {
	const element: BpmnNode = shape.element;
	const loop = child(element, "loopCharacteristics");
	const found: Marker[] = [];
	if (kindOf(loop) === "StandardLoopCharacteristics") found.push("loop");
	if (kindOf(loop) === "MultiInstanceLoopCharacteristics") found.push(flag(loop, "isSequential") === true ? "sequential" : "parallel");
	if (flag(element, "isForCompensation") === true) found.push("compensation");
	if (shape.kind === "AdHocSubProcess") found.push("adHoc");
	const nests = /(SubProcess|Transaction|SubChoreography)$/.test(shape.kind) || kindOf(child(element, "calledElementRef")) === "Process";
	if (nests && !expanded) found.push("collapsed");
	return found;
}

function markerRow(markers: readonly Marker[], box: Box): string {
	const step = 17;
	const first = box.x + box.width / 2 - ((markers.length - 1) / 2) * step;
	return markers
		.map((marker, index) =>
			icon(
				MARKERS[marker],
				marker === "compensation" || marker === "collapsed" ? "line thin" : "line",
				{ x: first + index * step, y: box.y + box.height - 9 },
				0.9,
			),
		)
		.join("");
}

/** Participant bands and the task of a choreography, and the hexagon of a conversation: readable, without their finer rules. */
export function drawConversation(shape: Shape): string {
	const { x, y, width, height } = shape.box;
	const cut = Math.min(width / 4, height / 2);
	return `<path class="shape" d="M${num(x + cut)} ${num(y)}H${num(x + width - cut)}L${num(x + width)} ${num(y + height / 2)}L${num(x + width - cut)} ${num(y + height)}H${num(x + cut)}L${num(x)} ${num(y + height / 2)}Z"/>`;
}
