import type { ModdleElement } from "bpmn-moddle";
import { isElement } from "./record.ts";

/**
 * The names of records. A BPMN element is named by its id. What draws it is named by the *element* and not by its own id,
 * because replacing a task makes a new shape: two people who replace the same task at once must end with one shape.
 * `di:<element>`, `plane:<element>` and `diagram:<element>` name the first depiction; further ones of the same element, in
 * other diagrams of the file, carry the plane or their own id too.
 */
export class Keys {
	readonly #keys = new WeakMap<ModdleElement, string>();

	of(element: ModdleElement): string | undefined {
		return this.#keys.get(element);
	}

	name(element: ModdleElement, key: string): void {
		this.#keys.set(element, key);
	}

	forget(element: ModdleElement): void {
		this.#keys.delete(element);
	}

	/** Whether the name given so far is still the right one: it is not when an id was changed, or a shape draws something else. */
	fits(element: ModdleElement): boolean {
		const key = this.#keys.get(element);
		if (key === undefined) return true;
		const drawn = drawnBy(element);
		if (drawn === undefined) return key === element.id;
		const first = `${drawn.kind}:${drawn.element}`;
		return key === first || key.startsWith(`${first}:`) || (key.startsWith(`${drawn.kind}:`) && key.endsWith(`:${drawn.element}`));
	}

	/** Names an element that has none yet; `taken` are the keys of the others. */
	claim(element: ModdleElement, taken: ReadonlySet<string>): string {
		const known = this.#keys.get(element);
		if (known !== undefined) return known;
		const key = freshKey(element, taken);
		this.#keys.set(element, key);
		return key;
	}
}

function freshKey(element: ModdleElement, taken: ReadonlySet<string>): string {
	const own = element.id ?? "";
	const drawn = drawnBy(element);
	if (drawn === undefined) return own;
	const first = `${drawn.kind}:${drawn.element}`;
	if (!taken.has(first)) return first;
	const plane = drawn.kind === "di" ? element.$parent?.id : undefined;
	const second = plane === undefined ? `${first}:${own}` : `di:${plane}:${drawn.element}`;
	return taken.has(second) ? `${first}:${own}` : second;
}

function drawnBy(element: ModdleElement): { readonly kind: "di" | "plane" | "diagram"; readonly element: string } | undefined {
	const type = element.$type;
	if (type === "bpmndi:BPMNDiagram") {
		const plane = element["plane"];
		const drawn = isElement(plane) ? plane["bpmnElement"] : undefined;
		return isElement(drawn) && drawn.id !== undefined ? { kind: "diagram", element: drawn.id } : undefined;
	}
	const drawn = element["bpmnElement"];
	if (!isElement(drawn) || drawn.id === undefined) return undefined;
	if (type === "bpmndi:BPMNShape" || type === "bpmndi:BPMNEdge") return { kind: "di", element: drawn.id };
	return type === "bpmndi:BPMNPlane" ? { kind: "plane", element: drawn.id } : undefined;
}

/** Whether a key is that of a shape, an edge, a plane or a diagram; their own id is then a field of the record. */
export function isDiagramKey(key: string): boolean {
	return key.includes(":");
}
