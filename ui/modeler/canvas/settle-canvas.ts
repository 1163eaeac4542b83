import { isExpanded } from "bpmn-js/lib/util/DiUtil";
import { getExternalLabelBounds, getLabel } from "bpmn-js/lib/util/LabelUtil";
import { canvasParent } from "./parent-of.ts";
import type { CanvasElement, Services } from "./services.ts";

/**
 * Brings what commands leave behind to what an import of the same model would draw: bpmn-js hangs flows, notes and labels
 * on whatever they were dropped, keeps a label's name when its element gets another, sizes a label by how it was edited and a note in fractions.
 * Without this two canvases of one model differ by how each came there. Answers what must be painted again.
 */
export function settleCanvas(services: Services): CanvasElement[] {
	const { canvas, elementRegistry, graphicsFactory } = services;
	const roots = new Set(canvas.getRootElements());
	const moved: CanvasElement[] = [];
	const painted: CanvasElement[] = [];
	const hang = (element: CanvasElement, parent: CanvasElement | null | undefined): void => {
		if (parent === undefined || parent === null || element.parent === parent) return;
		element.parent = parent;
		moved.push(element);
	};
	const all = elementRegistry.getAll();
	for (const element of all) {
		if (roots.has(element) || isLabel(element)) continue;
		hang(element, canvasParent(element.businessObject, element.di, services));
		if (element.waypoints !== undefined) continue;
		const { x, y, width, height } = rounded(element);
		const collapsed = !isExpanded(element.businessObject as never, element.di as never);
		if (element.x === x && element.y === y && element.width === width && element.height === height && element.collapsed === collapsed)
			continue;
		Object.assign(element, { x, y, width, height, collapsed });
		painted.push(element);
	}
	for (const element of all) {
		const target = element.labelTarget;
		if (target === undefined || target === null) continue;
		hang(element, target.parent);
		const id = `${target.id}_label`;
		if (element.id !== id && elementRegistry.get(id) === undefined) elementRegistry.updateId(element, id);
		const { x, y, width, height } = labelBounds(services, element, target);
		if (element.x === x && element.y === y && element.width === width && element.height === height) continue;
		Object.assign(element, { x, y, width, height });
		painted.push(element);
	}
	if (moved.length > 0) graphicsFactory.updateContainments(moved);
	return painted;
}

function isLabel(element: CanvasElement): boolean {
	return element.labelTarget !== undefined && element.labelTarget !== null;
}

interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** A file's own width is kept, but never so narrow that a word breaks: files measure with other fonts. */
function labelBounds({ textRenderer }: Services, label: CanvasElement, target: CanvasElement): Box {
	const kept: Box = getExternalLabelBounds(target.di as never, target as never);
	const text = getLabel(target as never) ?? "";
	const hasOwn = (target.di["label"] as { readonly bounds?: unknown } | undefined)?.bounds !== undefined;
	if (text === "") return label;
	if (!hasOwn || kept.width <= 0) return rounded(textRenderer.getExternalLabelBounds(kept, text));
	const style = textRenderer.getExternalStyle();
	const widest = Math.max(
		...text.split(/\s+/u).map((word) => textRenderer.getDimensions(word, { box: { width: 10_000, height: 30 }, style }).width),
	);
	const width = Math.max(kept.width, Math.min(Math.ceil(widest) + 1, WIDEST_WORD));
	const box = { ...kept, x: kept.x - (width - kept.width) / 2, width };
	return rounded({ ...box, height: Math.ceil(textRenderer.getDimensions(text, { box, style }).height) });
}

/** A longer word breaks after all. */
const WIDEST_WORD = 180;

function rounded({ x, y, width, height }: Box): Box {
	return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}
