import { drawEnvelope } from "./data.ts";
import type { Edge } from "./drawing.ts";
import { outsideLabel } from "./lines.ts";
import { circle, num, type Box, type Point } from "./markup.ts";
import { child, idOf, kindOf, text } from "./source.ts";

/** Radius of a bend, so that a line can be followed by eye round a corner. */
const BEND = 6;

export function drawEdge(edge: Edge): string {
	const { points, element, kind } = edge;
	const first = points[0];
	const second = points[1];
	const last = points.at(-1);
	const before = points.at(-2);
	if (first === undefined || second === undefined || last === undefined || before === undefined) return "";
	const line = (className: string): string => `<path class="flow ${className}" d="${bends(points)}"/>`;
	switch (kind) {
		case "SequenceFlow":
			return line("sequence") + arrow(before, last, "solid") + sourceMark(edge, first, second);
		case "MessageFlow":
			return line("message") + circle(towards(first, second, 4), 4, "shape thin") + arrow(before, last, "shape thin") + messageMark(edge);
		case "Association": {
			const direction = text(element, "associationDirection");
			return (
				line("association") +
				(direction === "One" || direction === "Both" ? openArrow(before, last) : "") +
				(direction === "Both" ? openArrow(second, first) : "")
			);
		}
		case "DataInputAssociation":
		case "DataOutputAssociation":
			return line("association") + openArrow(before, last);
		case "ConversationLink":
			return line("conversation") + `<path class="flow conversation inner" d="${bends(points)}"/>`;
		default:
			return line("sequence");
	}
}

function bends(points: readonly Point[]): string {
	let d = "";
	points.forEach((point, index) => {
		const before = points[index - 1];
		const after = points[index + 1];
		if (before === undefined) d += `M${num(point.x)} ${num(point.y)}`;
		else if (after === undefined) d += `L${num(point.x)} ${num(point.y)}`;
		else {
			const enter = towards(point, before, BEND);
			const leave = towards(point, after, BEND);
			d += `L${num(enter.x)} ${num(enter.y)}Q${num(point.x)} ${num(point.y)} ${num(leave.x)} ${num(leave.y)}`;
		}
	});
	return d;
}

/** A point on the way from one point to another, `distance` from the first but never past the middle. */
function towards(from: Point, to: Point, distance: number): Point {
	const length = Math.hypot(to.x - from.x, to.y - from.y);
	if (length === 0) return from;
	const part = Math.min(distance, length / 2) / length;
	return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

/** Degrees of the direction in which a line arrives. */
function angle(from: Point, to: Point): number {
	return (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
}

function pointed(from: Point, to: Point, className: string, d: string): string {
	return `<path class="${className}" transform="translate(${num(to.x)} ${num(to.y)}) rotate(${num(angle(from, to))})" d="${d}"/>`;
}

function arrow(from: Point, to: Point, className: string): string {
	return pointed(from, to, `${className} head`, "M-10-4.6L0 0L-10 4.6Z");
}

function openArrow(from: Point, to: Point): string {
	return pointed(from, to, "line head", "M-9-5L0 0L-9 5");
}

/** At its source, a default flow has a stroke and a conditional flow that leaves an activity has a diamond. */
function sourceMark(edge: Edge, first: Point, second: Point): string {
	const source = child(edge.element, "sourceRef");
	if (edge.id !== "" && idOf(child(source, "default")) === edge.id)
		return `<path class="line" transform="translate(${num(first.x)} ${num(first.y)}) rotate(${num(angle(first, second))})" d="M7 5L13-5"/>`;
	if (child(edge.element, "conditionExpression") !== undefined && source !== undefined && !kindOf(source).endsWith("Gateway"))
		return `<path class="shape thin" transform="translate(${num(first.x)} ${num(first.y)}) rotate(${num(angle(first, second))})" d="M0 0L8-5L16 0L8 5Z"/>`;
	return "";
}

function messageMark(edge: Edge): string {
	if (edge.messageVisible === "") return "";
	const at = middle(edge.points);
	const box = { x: at.x - 10, y: at.y - 7, width: 20, height: 14 };
	return drawEnvelope(box, edge.messageVisible === "non_initiating" ? "shape muted" : "shape");
}

/** The point half-way along a line. */
export function middle(points: readonly Point[]): Point {
	let length = 0;
	for (let index = 1; index < points.length; index++) length += distance(points[index - 1], points[index]);
	let left = length / 2;
	for (let index = 1; index < points.length; index++) {
		const from = points[index - 1];
		const to = points[index];
		if (from === undefined || to === undefined) break;
		const part = distance(from, to);
		if (part >= left && part > 0) return { x: from.x + ((to.x - from.x) * left) / part, y: from.y + ((to.y - from.y) * left) / part };
		left -= part;
	}
	return points[0] ?? { x: 0, y: 0 };
}

function distance(a: Point | undefined, b: Point | undefined): number {
	return a === undefined || b === undefined ? 0 : Math.hypot(a.x - b.x, a.y - b.y);
}

/** The name of a flow, where the file puts it, else beside the middle of its first part. */
export function edgeLabel(edge: Edge): { markup: string; box: Box } | undefined {
	const name = text(edge.element, "name") || text(child(edge.element, "messageRef"), "name");
	if (name === "" || (text(edge.element, "name") === "" && edge.messageVisible === "")) return undefined;
	const placed = edge.labelBox;
	if (placed !== undefined)
		return outsideLabel(
			name,
			{ x: placed.x + placed.width / 2, y: placed.y + placed.height / 2 },
			"centre",
			Math.max(placed.width + 4, 60),
		);
	const first = edge.points[0];
	const second = edge.points[1];
	if (first === undefined || second === undefined) return undefined;
	const short = distance(first, second) < 40 && edge.points.length > 2;
	const at = short ? middle(edge.points) : { x: (first.x + second.x) / 2, y: (first.y + second.y) / 2 };
	const level = Math.abs(second.x - first.x) >= Math.abs(second.y - first.y);
	return outsideLabel(
		name,
		level ? { x: at.x, y: at.y - 3 } : at,
		level ? "above" : "centre",
		Math.max(60, Math.min(140, distance(first, second) - 8)),
	);
}
