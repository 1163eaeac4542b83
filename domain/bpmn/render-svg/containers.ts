import type { Shape } from "./drawing.ts";
import { fitText, textBlock } from "./lines.ts";
import { centre, icon, num, rect, type Box } from "./markup.ts";
import { child, text } from "./source.ts";

/** Width of the band that carries the name of a pool or a lane. */
const BAND = 30;

/** A horizontal pool runs to the right. A file that does not say is taken by its form, a lane by its pool's. */
export function isHorizontal(shape: Shape): boolean {
	return shape.horizontal ?? shape.box.width >= shape.box.height;
}

/** A pool: its band with the name, or, as a black box, the name in the middle. */
export function drawPool(shape: Shape, empty: boolean): string {
	const { box, element } = shape;
	const name = text(element, "name");
	if (shape.band !== "") return rect(box, /non_initiating/.test(shape.band) ? "shape muted" : "shape") + middleName(name, box);
	const multiple = child(element, "participantMultiplicity") === undefined ? "" : multiplicity(box);
	if (empty) return rect(box, "shape") + middleName(name, box) + multiple;
	const horizontal = isHorizontal(shape);
	const band: Box = horizontal ? { ...box, width: Math.min(BAND, box.width) } : { ...box, height: Math.min(BAND, box.height) };
	return rect(box, "line pool") + rect(band, "shape band") + bandName(name, band, horizontal, "label strong") + multiple;
}

export function drawLane(shape: Shape, horizontal: boolean): string {
	const { box } = shape;
	const band: Box = horizontal ? { ...box, width: Math.min(BAND, box.width) } : { ...box, height: Math.min(BAND, box.height) };

	return rect(box, "line lane") + bandName(text(shape.element, "name"), band, horizontal, "label");
}

function bandName(name: string, band: Box, horizontal: boolean, className: string): string {
	if (name === "") return "";
	const at = centre(band);
	const room = horizontal ? { width: band.height - 8, height: band.width - 2 } : { width: band.width - 12, height: band.height - 2 };
	const label = fitText(name, room, [12, 11, 10]);
	if (!horizontal) return textBlock(label.lines, at, label.size, "middle", className);
	return `<g transform="translate(${num(at.x)} ${num(at.y)}) rotate(-90)">${textBlock(label.lines, { x: 0, y: 0 }, label.size, "middle", className)}</g>`;
}

function middleName(name: string, box: Box): string {
	if (name === "") return "";
	const upright = box.height > box.width * 2;
	const room = upright ? { width: box.height - 12, height: box.width - 8 } : { width: box.width - 12, height: box.height - 8 };
	const label = fitText(name, room, [13, 12, 11, 10]);
	const at = centre(box);
	if (!upright) return textBlock(label.lines, at, label.size, "middle", "label strong");
	return `<g transform="translate(${num(at.x)} ${num(at.y)}) rotate(-90)">${textBlock(label.lines, { x: 0, y: 0 }, label.size, "middle", "label strong")}</g>`;
}

function multiplicity(box: Box): string {
	return icon("M-4.5-6V6M0-6V6M4.5-6V6", "line bold", { x: box.x + box.width / 2, y: box.y + box.height - 9 }, 0.9);
}

export function drawGroup(shape: Shape): string {
	const name = text(child(shape.element, "categoryValueRef"), "value") || text(shape.element, "name");
	const label = fitText(name, { width: shape.box.width - 16, height: 30 }, [11]);
	const at = { x: shape.box.x + shape.box.width / 2, y: shape.box.y - 4 - (label.lines.length * label.size * 1.22) / 2 };
	return rect(shape.box, "line group", 10) + (name === "" ? "" : textBlock(label.lines, at, label.size, "middle", "label outside"));
}
