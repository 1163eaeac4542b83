import type { BpmnModdle, ModdleElement } from "bpmn-moddle";

/** The parts of diagram-js and bpmn-js that the binding speaks to, as narrow as it needs them. */
export interface CanvasElement {
	readonly id: string;
	businessObject: ModdleElement;
	di: ModdleElement;
	parent: CanvasElement | null | undefined;
	readonly children: CanvasElement[];
	readonly incoming: CanvasElement[];
	readonly outgoing: CanvasElement[];
	readonly attachers: CanvasElement[];
	readonly labels: CanvasElement[];
	labelTarget: CanvasElement | null | undefined;
	host: CanvasElement | null | undefined;
	source: CanvasElement | null | undefined;
	target: CanvasElement | null | undefined;
	waypoints?: Point[];
	x: number;
	y: number;
	width: number;
	height: number;
	collapsed?: boolean;
	hidden?: boolean;
	readonly type: string;
}

export interface Point {
	x: number;
	y: number;
}

export interface EventBus {
	on(events: string | readonly string[], priority: number, listener: (event: never) => void): void;
	off(events: string | readonly string[], listener: (event: never) => void): void;
	fire(event: string, payload?: object): void;
}

export interface ElementRegistry {
	get(id: string): CanvasElement | undefined;
	getAll(): CanvasElement[];
	filter(test: (element: CanvasElement) => boolean): CanvasElement[];
	getGraphics(element: CanvasElement): SVGElement | undefined;
	updateId(element: CanvasElement, id: string): void;
}

export interface Viewbox {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	readonly scale: number;
}

export interface Canvas {
	getRootElement(): CanvasElement;
	getRootElements(): CanvasElement[];
	setRootElement(root: CanvasElement): void;
	findRoot(element: CanvasElement | string): CanvasElement | undefined;
	removeShape(shape: CanvasElement): void;
	removeConnection(connection: CanvasElement): void;
	getLayer(name: string, index?: number): SVGGElement;
	getContainer(): HTMLElement;
	/** Keys go to the canvas from now on. */
	focus(): void;
	viewbox(): Viewbox;
	viewbox(box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }): void;
	zoom(level: "fit-viewport" | number, centre?: "auto"): void;
	scrollToElement(element: CanvasElement | string, padding?: number): void;
	addMarker(element: CanvasElement | string, marker: string): void;
	removeMarker(element: CanvasElement | string, marker: string): void;
}

export interface Selection {
	get(): CanvasElement[];
	select(elements: CanvasElement | readonly CanvasElement[] | null): void;
}

export interface BpmnImporter {
	add(semantic: ModdleElement, di: ModdleElement, parent: CanvasElement | undefined): CanvasElement;
	addLabel(semantic: ModdleElement, di: ModdleElement, element: CanvasElement): CanvasElement;
}

export interface Modeling {
	updateProperties(element: CanvasElement, properties: Readonly<Record<string, unknown>>): void;
	updateModdleProperties(element: CanvasElement, moddleElement: ModdleElement, properties: Readonly<Record<string, unknown>>): void;
	updateLabel(element: CanvasElement, text: string): void;
}

export interface Ids {
	claim(id: string, element: ModdleElement): void;
	unclaim(id: string): void;
	assigned(id: string): ModdleElement | false | undefined;
}

interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

export interface TextRenderer {
	getExternalStyle(): object;
	getExternalLabelBounds(bounds: Box, text: string): Box;
	getDimensions(
		text: string,
		options: { readonly box: { readonly width: number; readonly height: number }; readonly style: object },
	): { readonly width: number; readonly height: number };
}

export interface Services {
	readonly textRenderer: TextRenderer;
	readonly eventBus: EventBus;
	readonly elementRegistry: ElementRegistry;
	readonly canvas: Canvas;
	readonly selection: Selection;
	readonly bpmnImporter: BpmnImporter;
	readonly moddle: BpmnModdle & { readonly ids?: Ids };
	readonly graphicsFactory: { updateContainments(elements: readonly CanvasElement[]): void };
	/** Missing in a viewer. */
	readonly dragging: { context(): { readonly active?: boolean } | null } | undefined;
	readonly directEditing: { isActive(): boolean; cancel(): void } | undefined;
	readonly modeling: Modeling | undefined;
	readonly bpmnFactory: { create(type: string, properties?: Readonly<Record<string, unknown>>): ModdleElement } | undefined;
}

/** What bpmn-js's Modeler and NavigatedViewer have in common. */
export interface Diagram {
	get(name: string, strict?: boolean): unknown;
	getDefinitions(): ModdleElement;
	importDefinitions(definitions: ModdleElement): Promise<{ readonly warnings: readonly unknown[] }>;
	destroy(): void;
}

export function servicesOf(diagram: Diagram): Services {
	const needed = ["eventBus", "elementRegistry", "canvas", "selection", "bpmnImporter", "moddle", "graphicsFactory", "textRenderer"];
	const optional = ["dragging", "directEditing", "modeling", "bpmnFactory"];
	return Object.fromEntries([
		...needed.map((name) => [name, diagram.get(name)]),
		...optional.map((name) => [name, diagram.get(name, false) ?? undefined]),
	]) as unknown as Services;
}
