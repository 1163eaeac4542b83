import type { ModdleElement } from "bpmn-moddle";
import { isElement } from "../../../domain/bpmn/records/record.ts";
import type { CanvasElement, Services } from "./services.ts";

/**
 * The element of the canvas in which a BPMN element is drawn: the nearest container that is drawn itself, or the root. The
 * plane of its shape decides where a collapsed sub-process has an own page.
 */
export function canvasParent(semantic: ModdleElement, di: ModdleElement, services: Services): CanvasElement | undefined {
	const root = rootOf(di, services);
	if (root === undefined) return undefined;
	if (["bpmn:Participant", "bpmn:MessageFlow"].includes(semantic.$type) || semantic.$instanceOf("bpmn:DataAssociation")) return root;
	for (let container = semantic.$parent; container !== undefined; container = container.$parent) {
		if (root.businessObject === container) return root;
		const drawn = container.id === undefined ? undefined : services.elementRegistry.get(container.id);
		if (drawn?.parent !== undefined && drawn.parent !== null && services.canvas.findRoot(drawn) === root) return drawn;
		if (container.$type === "bpmn:Process") {
			const pool = poolOf(container, root);
			if (pool !== undefined) return pool;
		}
	}
	return root;
}

/** The root of the canvas that shows a shape's plane; `undefined` when that plane is not open here. */
export function rootOf(di: ModdleElement, services: Services): CanvasElement | undefined {
	const plane = di.$parent;
	return services.canvas.getRootElements().find((root) => root.di === plane);
}

function poolOf(process: ModdleElement, root: CanvasElement): CanvasElement | undefined {
	return root.children.find((child) => child.businessObject.$type === "bpmn:Participant" && child.businessObject["processRef"] === process);
}

/** Whether everything is drawn that an element hangs on: source and target, host, and the container. */
export function isReady(semantic: ModdleElement, di: ModdleElement, services: Services): boolean {
	const drawn = (element: unknown): boolean =>
		isElement(element) && element.id !== undefined && services.elementRegistry.get(element.id) !== undefined;
	if (di.$type === "bpmndi:BPMNEdge") {
		const sources = semantic["sourceRef"];
		const source = Array.isArray(sources) ? sources[0] : sources;
		const fromParent = semantic.$type === "bpmn:DataOutputAssociation";
		const toParent = semantic.$type === "bpmn:DataInputAssociation";
		return drawn(fromParent ? semantic.$parent : source) && drawn(toParent ? semantic.$parent : semantic["targetRef"]);
	}
	return semantic["attachedToRef"] === undefined || drawn(semantic["attachedToRef"]);
}
