import type { BpmnModdle, ModdleElement, ModdleProperty } from "bpmn-moddle";

/** Stands for what a reference names outside the file: it has a type and an id and belongs to nothing. */
const OUTSIDE = new WeakSet<ModdleElement>();

/** A stand-in for an element that another file defines, so that the reference is written out again as it came. */
export function outsideElement(property: ModdleProperty, name: string, moddle: BpmnModdle): ModdleElement | undefined {
	try {
		const element = moddle.create(property.type, { id: name });
		OUTSIDE.add(element);
		return element;
	} catch {
		return undefined;
	}
}

export function isOutside(element: ModdleElement): boolean {
	return OUTSIDE.has(element);
}
