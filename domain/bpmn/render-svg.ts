import { drawActivity, drawConversation, drawGround, isActivity, isExpanded } from "./render-svg/activities.ts";
import { drawGroup, drawLane, drawPool, isHorizontal } from "./render-svg/containers.ts";
import { dataName, drawEnvelope, drawNote, drawPage, drawStore, isData, isStore } from "./render-svg/data.ts";
import { readDrawing, type Drawing, type Shape } from "./render-svg/drawing.ts";
import { drawEvent } from "./render-svg/events.ts";
import { drawEdge, edgeLabel } from "./render-svg/flows.ts";
import { drawGateway } from "./render-svg/gateways.ts";
import { outsideLabel } from "./render-svg/lines.ts";
import { centre, escapeXml, num, rect, shrink, type Box } from "./render-svg/markup.ts";
import { drawBadge, speakMarked, type Mark, type Marks } from "./render-svg/marks.ts";
import { isFlowNode, readingOrder, waysFrom, waysTo } from "./render-svg/order.ts";
import { idOf, text } from "./render-svg/source.ts";
import { DIAGRAM_STYLE, STANDALONE_DARK } from "./render-svg/style.ts";
import { speak } from "./render-svg/words.ts";

export type { Mark, Marks } from "./render-svg/marks.ts";
export { diagramsOf, type DiagramName } from "./render-svg/drawing.ts";
export { drawBadge, speakMarked } from "./render-svg/marks.ts";
export { DIAGRAM_STYLE } from "./render-svg/style.ts";

export interface RenderOptions {
	/** What the picture is called; by default the name of the diagram. */
	readonly title?: string;
	/** The id of the diagram to draw; by default the first that shows anything. */
	readonly diagram?: string;
	/** What is known of elements and sequence flows, by id. */
	readonly marks?: Marks;
	/** The id of the element to show as selected. */
	readonly selected?: string;
	/** `page`: the page's own style sheet applies. `standalone`: a file of its own, styled inside. `thumbnail`: a small picture that nobody tabs into. */
	readonly mode?: "page" | "standalone" | "thumbnail";
}

const PADDING = 16;

/**
 * Draws one diagram of a BPMN file as SVG, without a DOM: the whole notation of processes and collaborations, coloured by CSS
 * variables (`--diagram-*`). Elements are list items in the order of the flow, each focusable and spoken with its type, name,
 * lane and next steps (`data-next` and `data-previous` hold their ids). Takes the definitions of a bpmn-moddle parse; what it
 * cannot read there it leaves out, and it never throws. Everything from the file is escaped.
 */
export function renderSvg(definitions: unknown, options: RenderOptions = {}): string {
	const drawing = readDrawing(definitions, options.diagram);
	const mode = options.mode ?? "page";
	const frame = new Frame();
	const marks = options.marks ?? {};
	const pools = drawing.shapes.filter((shape) => shape.kind === "Participant" && shape.band === "");
	const lanes = drawing.shapes.filter((shape) => shape.kind === "Lane");

	const ground = [
		...pools.map((shape) => drawPool(shape, isBlackBox(shape, drawing))),
		...lanes.map((shape) => drawLane(shape, laneHorizontal(shape, pools))),
	].join("");
	const grounds = drawing.shapes.filter(isExpanded).map(drawGround).join("");
	// Names that stand outside their shape are painted last, so that no shape covers them.
	const labels: string[] = [];
	const flows = drawing.edges.map((edge) => {
		for (const point of edge.points) frame.add({ ...point, width: 0, height: 0 });
		const label = edgeLabel(edge);
		if (label !== undefined) {
			frame.add(label.box);
			labels.push(label.markup);
		}
		const mark = marks[edge.id];
		return `<g${edge.id === "" ? "" : ` data-id="${escapeXml(edge.id)}"`}${mark === undefined ? "" : ` data-mark="${mark.state}"`}>${drawEdge(edge)}</g>`;
	});
	const items: string[] = [];
	for (const shape of [...readingOrder(drawing)].sort(groupsFirst)) {
		frame.add(shape.box);
		if (shape.kind === "Lane" || (shape.kind === "Participant" && shape.band === "" && !isBlackBox(shape, drawing))) continue;
		items.push(item(shape, drawing, options, marks[shape.id], mode, frame, labels));
	}

	const box = frame.box(PADDING);
	const title = options.title ?? (drawing.name === "" ? "Process diagram" : drawing.name);
	const style = mode === "standalone" ? `<style>${DIAGRAM_STYLE}${STANDALONE_DARK}</style>${rect(box, "paper")}` : "";
	const role = mode === "thumbnail" ? "img" : "list";
	const size = mode === "standalone" ? ` width="${num(box.width)}" height="${num(box.height)}"` : "";
	return (
		`<svg xmlns="http://www.w3.org/2000/svg" class="bpmn" viewBox="${num(box.x)} ${num(box.y)} ${num(box.width)} ${num(box.height)}"${size} role="${role}" aria-label="${escapeXml(title)}">` +
		`${style}<g aria-hidden="true">${ground}${grounds}${flows.join("")}</g>${items.join("")}<g aria-hidden="true">${labels.join("")}</g></svg>`
	);
}

/** The frame of everything drawn. */
class Frame {
	#left = Infinity;
	#top = Infinity;
	#right = -Infinity;
	#bottom = -Infinity;

	add(box: Box): void {
		this.#left = Math.min(this.#left, box.x);
		this.#top = Math.min(this.#top, box.y);
		this.#right = Math.max(this.#right, box.x + box.width);
		this.#bottom = Math.max(this.#bottom, box.y + box.height);
	}

	box(padding: number): Box {
		if (this.#left > this.#right) return { x: 0, y: 0, width: 320, height: 120 };
		return {
			x: this.#left - padding,
			y: this.#top - padding,
			width: this.#right - this.#left + 2 * padding,
			height: this.#bottom - this.#top + 2 * padding,
		};
	}
}

/** A group is drawn round things, so it is painted before them. */
function groupsFirst(a: Shape, b: Shape): number {
	return Number(b.kind === "Group") - Number(a.kind === "Group");
}

function isBlackBox(shape: Shape, drawing: Drawing): boolean {
	return !drawing.shapes.some(
		(other) => other !== shape && (other.kind === "Lane" || isFlowNode(other.kind)) && within(other.box, shape.box),
	);
}

function within(inner: Box, outer: Box): boolean {
	const at = centre(inner);
	return at.x >= outer.x && at.x <= outer.x + outer.width && at.y >= outer.y && at.y <= outer.y + outer.height;
}

/** A lane runs as its file says, else as the pool around it. */
function laneHorizontal(lane: Shape, pools: readonly Shape[]): boolean {
	if (lane.horizontal !== undefined) return lane.horizontal;
	const pool = pools.find((each) => within(lane.box, each.box));
	return isHorizontal(pool ?? lane);
}

function item(
	shape: Shape,
	drawing: Drawing,
	options: RenderOptions,
	mark: Mark | undefined,
	mode: "page" | "standalone" | "thumbnail",
	frame: Frame,
	labels: string[],
): string {
	const label = outerLabel(shape);
	if (label !== undefined) {
		frame.add(label.box);
		labels.push(`<g data-label="${escapeXml(shape.id)}">${label.markup}</g>`);
	}
	const body = draw(shape);
	const badge = mark === undefined ? "" : drawBadge(mark, shape.box);
	const marked = mark === undefined ? "" : ` data-mark="${mark.state}"`;
	if (mode === "thumbnail") return `<g${marked}>${body}</g>`;
	const spoken = speak(shape.element, drawing);
	const next = waysFrom(shape.element).map(({ target }) => idOf(target));
	const previous = waysTo(shape.element).map(idOf);
	const { x, y, width, height } = shape.box;
	const halo = rect(shrink(shape.box, -5), "halo", 8);
	return (
		`<g data-id="${escapeXml(shape.id)}" data-kind="${escapeXml(shape.kind)}" data-box="${num(x)} ${num(y)} ${num(width)} ${num(height)}"` +
		` data-next="${escapeXml(next.join(" "))}" data-previous="${escapeXml(previous.join(" "))}" data-spoken="${escapeXml(spoken)}"` +
		` role="listitem" tabindex="0" aria-label="${escapeXml(speakMarked(spoken, mark))}"${marked}${options.selected === shape.id ? ' data-selected=""' : ""}>${body}${halo}${badge}</g>`
	);
}

function draw(shape: Shape): string {
	const { kind } = shape;
	if (kind.endsWith("Event")) return drawEvent(shape);
	if (kind.endsWith("Gateway")) return drawGateway(shape);
	if (isActivity(kind) || kind === "ChoreographyTask" || kind === "SubChoreography") return drawActivity(shape);
	if (isData(kind)) return drawPage(shape);
	if (isStore(kind)) return drawStore(shape);
	if (kind === "Participant") return drawPool(shape, true);
	if (kind === "TextAnnotation") return drawNote(shape);
	if (kind === "Group") return drawGroup(shape);
	if (kind === "Message") return drawEnvelope(shape.box, "shape");
	if (kind === "Conversation" || kind === "CallConversation" || kind === "SubConversation") return drawConversation(shape);
	return rect(shape.box, "shape", 4);
}

/** The name of a shape that has no room inside. */
function outerLabel(shape: Shape): { markup: string; box: Box } | undefined {
	const { kind, element, labelBox, box } = shape;
	const data = isData(kind) || isStore(kind);
	if (!data && !kind.endsWith("Event") && !kind.endsWith("Gateway") && !kind.endsWith("Conversation") && kind !== "Message")
		return undefined;
	const name = data ? dataName(element) : text(element, "name");
	if (name === "") return undefined;
	if (labelBox !== undefined)
		return outsideLabel(name, { x: labelBox.x + labelBox.width / 2, y: labelBox.y }, "below", Math.max(labelBox.width + 10, 90));
	return outsideLabel(name, { x: box.x + box.width / 2, y: box.y + box.height + 4 }, "below", Math.max(90, box.width));
}
