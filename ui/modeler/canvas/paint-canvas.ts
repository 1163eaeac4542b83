import type { ModdleElement } from "bpmn-moddle";
import type { CanvasElement, EventBus } from "./services.ts";

/**
 * Has elements painted anew. bpmn-js takes the painting of a label for its movement and writes the label's measured box into the
 * model, which nobody asked for: what the model says of the labels is put back.
 */
export function paintCanvas(eventBus: EventBus, elements: readonly CanvasElement[]): void {
	if (elements.length === 0) return;
	const labels = new Map<ModdleElement, unknown>();
	for (const { di } of elements) labels.set(di, kept(di["label"]));
	eventBus.fire("elements.changed", { elements });
	for (const [di, label] of labels) restore(di, label as Kept | undefined);
}

interface Kept {
	readonly label: ModdleElement;
	readonly bounds: ModdleElement | undefined;
	readonly box: Readonly<Record<(typeof SIDES)[number], unknown>>;
}

const SIDES = ["x", "y", "width", "height"] as const;

function kept(label: unknown): Kept | undefined {
	if (label === undefined || label === null) return undefined;
	const bounds = (label as ModdleElement)["bounds"] as ModdleElement | undefined;
	const [x, y, width, height] = SIDES.map((side) => bounds?.[side]);
	return { label: label as ModdleElement, bounds, box: { x, y, width, height } };
}

function restore(di: ModdleElement, was: Kept | undefined): void {
	if (di["label"] !== was?.label) di.set("label", was?.label);
	if (was === undefined) return;
	if (was.label["bounds"] !== was.bounds) was.label.set("bounds", was.bounds);
	for (const side of SIDES) if (was.bounds !== undefined && was.bounds[side] !== was.box[side]) was.bounds[side] = was.box[side];
}
