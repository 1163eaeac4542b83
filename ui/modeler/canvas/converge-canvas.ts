import type { ModdleElement } from "bpmn-moddle";
import { isExpanded } from "bpmn-js/lib/util/DiUtil";
import { getExternalLabelBounds, getLabel, isLabelExternal } from "bpmn-js/lib/util/LabelUtil";
import { isElement, placeOf, targetsOf, typeOf, type Records } from "../../../domain/bpmn/records/record.ts";
import type { Touched } from "./converge-model.ts";
import { canvasParent, isReady, rootOf } from "./parent-of.ts";
import type { CanvasElement, Point, Services } from "./services.ts";

/** The pages of the model as a text to compare: which planes there are and what each shows. */
export function planesOf(records: Records, live: ReadonlySet<string>): string {
	const planes: string[] = [];
	for (const [key, record] of records) {
		if (!live.has(key) || !typeOf(record).startsWith("bpmndi:BPMN")) continue;
		if (typeOf(record) === "bpmndi:BPMNPlane") planes.push(`${placeOf(record)?.parent} ${key} ${targetsOf(record["bpmnElement"]).join()}`);
	}
	return planes.sort().join("\n");
}

/**
 * Brings the canvas to the model: takes away what is gone, draws what is new, moves and renames what changed. Without
 * commands, so no behaviour runs. Answers what must be painted again.
 */
export function convergeCanvas(services: Services, elements: ReadonlyMap<string, ModdleElement>, touched: Touched): CanvasElement[] {
	const { elementRegistry, selection } = services;
	const selected = selection.get().map(({ id }) => id);
	const diagram = new Map<string, ModdleElement>();
	for (const element of elements.values()) {
		const drawn = element["bpmnElement"];
		const isShape = element.$type === "bpmndi:BPMNShape" || element.$type === "bpmndi:BPMNEdge";
		if (isShape && isElement(drawn) && drawn.id !== undefined && rootOf(element, services) !== undefined && isDrawable(element))
			diagram.set(drawn.id, element);
	}
	removeStale(services, diagram, touched);
	const added = addMissing(services, diagram);
	const painted = new Set<CanvasElement>(added);
	for (const element of touched.changed) {
		const semantic = element["bpmnElement"];
		const owner = isElement(semantic) ? semantic : nearestDrawn(element, services);
		const shape = owner?.id === undefined ? undefined : elementRegistry.get(owner.id);
		if (shape === undefined || added.has(shape)) continue;
		const di = owner?.id === undefined ? undefined : diagram.get(owner.id);
		if (di !== undefined) updateShape(services, shape, di);
		painted.add(shape);
		for (const label of shape.labels ?? []) painted.add(label);
	}
	const kept = selected.flatMap((id) => elementRegistry.get(id) ?? []);
	if (kept.length !== selection.get().length || kept.some((element, index) => selection.get()[index] !== element)) selection.select(kept);
	return [...painted];
}

/** A shape without bounds or an edge without two points can be stored by a clumsy client; it is not drawn. */
function isDrawable(di: ModdleElement): boolean {
	if (di.$type === "bpmndi:BPMNShape") return isElement(di["bounds"]);
	return Array.isArray(di["waypoint"]) && di["waypoint"].length > 1;
}

/** Events are changed through what they hold: a timer definition is painted with its event. */
function nearestDrawn(element: ModdleElement, services: Services): ModdleElement | undefined {
	for (let each: ModdleElement | undefined = element; each !== undefined; each = each.$parent)
		if (each.id !== undefined && services.elementRegistry.get(each.id) !== undefined) return each;
	return undefined;
}

function removeStale(services: Services, diagram: ReadonlyMap<string, ModdleElement>, touched: Touched): void {
	const roots = new Set(services.canvas.getRootElements());
	const stale = new Set<CanvasElement>();
	const mark = (element: CanvasElement): void => {
		if (stale.has(element)) return;
		stale.add(element);
		for (const other of [
			...(element.incoming ?? []),
			...(element.outgoing ?? []),
			...(element.attachers ?? []),
			...(element.children ?? []),
		]) {
			if (other.labelTarget === undefined || other.labelTarget === null) mark(other);
		}
	};
	for (const element of services.elementRegistry.getAll()) {
		if (roots.has(element) || (element.labelTarget !== undefined && element.labelTarget !== null)) continue;
		const di = diagram.get(element.id);
		const moved = di !== undefined && isElement(di["bpmnElement"]) && reconnected(element, di["bpmnElement"], services);
		if (di === undefined || touched.gone.has(element.businessObject) || di["bpmnElement"] !== element.businessObject || moved)
			mark(element);
		else if (element.di !== di) element.di = di;
	}
	const depth = (element: CanvasElement): number => (element.parent ? 1 + depth(element.parent) : 0);
	const [flows, shapes] = [[...stale].filter((each) => each.waypoints), [...stale].filter((each) => !each.waypoints)];
	for (const element of [...flows, ...shapes.sort((a, b) => depth(b) - depth(a))]) drop(services, element);
}

/** Whether a flow has other ends, a boundary event another host, or an element another container than the canvas shows. */
function reconnected(element: CanvasElement, semantic: ModdleElement, services: Services): boolean {
	if (element.host !== undefined && element.host !== null) {
		const host = semantic["attachedToRef"];
		if (!isElement(host) || host.id !== element.host.id) return true;
	}
	if (element.waypoints !== undefined && !semantic.$instanceOf("bpmn:DataAssociation")) {
		const source = semantic["sourceRef"];
		const target = semantic["targetRef"];
		if (isElement(source) && element.source?.id !== source.id) return true;
		if (isElement(target) && element.target?.id !== target.id) return true;
	}
	if (!FOLLOWS_CONTAINER.some((type) => semantic.$instanceOf(type))) return false;
	const parent = canvasParent(semantic, element.di, services);
	return parent !== undefined && element.parent !== parent;
}

/** Others (annotations, groups, flows) bpmn-js itself hangs on the root, whatever their container. */
const FOLLOWS_CONTAINER = ["bpmn:FlowNode", "bpmn:Lane", "bpmn:Participant"];

/** diagram-js leaves ends, hosts and labels of what it removes linked; a later command would trip over them. */
function drop(services: Services, element: CanvasElement): void {
	const { canvas, elementRegistry } = services;
	for (const label of (element.labels ?? []).slice()) {
		if (elementRegistry.get(label.id) !== undefined) canvas.removeShape(label);
		label.labelTarget = null;
	}
	if (element.host !== undefined && element.host !== null) element.host = null;
	for (const attacher of (element.attachers ?? []).slice()) attacher.host = null;
	if (elementRegistry.get(element.id) !== element) return;
	if (element.waypoints === undefined) {
		canvas.removeShape(element);
		return;
	}
	canvas.removeConnection(element);
	element.source = null;
	element.target = null;
}

function addMissing(services: Services, diagram: ReadonlyMap<string, ModdleElement>): ReadonlySet<CanvasElement> {
	const { bpmnImporter, elementRegistry } = services;
	const added = new Set<CanvasElement>();
	const missing = new Map([...diagram].filter(([id]) => elementRegistry.get(id) === undefined));
	// What something hangs on comes first, which takes a few rounds: containers, hosts, then flows.
	for (let progress = true; progress && missing.size > 0;) {
		progress = false;
		for (const [id, di] of missing) {
			const semantic = di["bpmnElement"];
			if (!isElement(semantic) || !isReady(semantic, di, services) || waitsForContainer(semantic, missing)) continue;
			const parent = canvasParent(semantic, di, services);
			if (parent === undefined) continue;
			added.add(bpmnImporter.add(semantic, di, parent));
			missing.delete(id);
			progress = true;
		}
	}
	return added;
}

function waitsForContainer(semantic: ModdleElement, missing: ReadonlyMap<string, ModdleElement>): boolean {
	for (let container = semantic.$parent; container !== undefined; container = container.$parent) {
		if (container.id !== undefined && missing.has(container.id)) return true;
		if (container.$type === "bpmn:Process")
			for (const di of missing.values()) {
				const drawn = di["bpmnElement"];
				if (isElement(drawn) && drawn !== semantic && drawn.$type === "bpmn:Participant" && drawn["processRef"] === container) return true;
			}
	}
	return false;
}

function updateShape(services: Services, shape: CanvasElement, di: ModdleElement): void {
	const points = di["waypoint"];
	const bounds = di["bounds"];
	if (shape.waypoints !== undefined && Array.isArray(points)) {
		shape.waypoints = points.map(({ x, y }: Point) => ({ x, y }));
	} else if (isElement(bounds)) {
		shape.x = Math.round(Number(bounds["x"]));
		shape.y = Math.round(Number(bounds["y"]));
		shape.width = Math.round(Number(bounds["width"]));
		shape.height = Math.round(Number(bounds["height"]));
		if (shape.businessObject.$instanceOf("bpmn:SubProcess")) shape.collapsed = !isExpanded(shape.businessObject as never, di as never);
	}
	updateLabel(services, shape, di);
}

function updateLabel(services: Services, shape: CanvasElement, di: ModdleElement): void {
	if (!isLabelExternal(shape as never)) return;
	const [label] = shape.labels ?? [];
	const wanted = Boolean(getLabel(shape as never));
	if (label !== undefined && !wanted) {
		services.canvas.removeShape(label);
		label.labelTarget = null;
	} else if (label === undefined && wanted) {
		services.bpmnImporter.addLabel(shape.businessObject, di, shape);
	} else if (label !== undefined) {
		label.di = di;
		const bounds = getExternalLabelBounds(di as never, shape as never);
		label.x = Math.round(bounds.x);
		label.y = Math.round(bounds.y);
		label.width = Math.round(bounds.width);
		label.height = Math.round(bounds.height);
	}
}
