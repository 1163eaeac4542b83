/** What the tests of the Modeler do and read inside a page. Each function runs in the browser and so carries all that it needs. */

/** The parts of bpmn-js's elements and services that the acts below touch. */
interface Drawn {
	readonly id: string;
	readonly type: string;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	readonly waypoints?: readonly { readonly x: number; readonly y: number }[];
	readonly parent?: Drawn | null;
	readonly children?: readonly Drawn[];
	readonly host?: Drawn | null;
	readonly source?: Drawn | null;
	readonly target?: Drawn | null;
	readonly labelTarget?: Drawn | null;
	readonly collapsed?: boolean;
	readonly businessObject: {
		readonly name?: string;
		readonly text?: string;
		readonly triggeredByEvent?: boolean;
		$instanceOf(type: string): boolean;
	};
}
type Call = (...values: unknown[]) => unknown;
type Service = Readonly<Record<string, Call>>;

export interface Hands {
	/** Does one thing chosen by the numbers and answers what it was. */
	act(kind: string, numbers: readonly number[]): string;
	/** Everything on the canvas, as text that two canvases share when they look the same. */
	geometry(): string[];
	/** The records of the document, and those that the canvas shows. */
	records(): { readonly stored: Record<string, unknown>; readonly shown: Record<string, unknown> };
	readonly room: {
		readonly state: { readonly value: string };
		readonly unsynced: { readonly value: number };
		readonly refusal: { readonly value: { readonly code: string; readonly detail: string } | undefined };
	};
}

declare global {
	interface Window {
		hands: Hands;
	}
}

/** What a seed draws its acts from; what stands twice is done twice as often. */
export const ACTS = [
	"append",
	"append",
	"append",
	"rename",
	"rename",
	"move",
	"move",
	"move",
	"delete",
	"replace",
	"boundary",
	"connect",
	"reconnect",
	"resize",
	"lane",
	"pool",
	"sub-process",
	"collapse",
	"note",
	"document",
	"undo",
	"undo",
	"redo",
	"hold",
	"release",
] as const;

/** Lays the hands on the canvas of this page. */
export function layHands(): void {
	const container = document.querySelector(".portico-canvas") as unknown as {
		readonly porticoDiagram: { get(name: string): unknown };
		readonly porticoBinding: {
			readonly history: { undo(): void; redo(): void; canUndo(): boolean; canRedo(): boolean };
			shown(): ReadonlyMap<string, unknown>;
		};
		readonly porticoRoom: Hands["room"] & { readonly doc: { getMap(name: string): { toJSON(): Record<string, unknown> } } };
	};
	const { porticoDiagram: diagram, porticoBinding: binding, porticoRoom: room } = container;
	const service = (name: string): Service => diagram.get(name) as Service;
	const run = (name: string, method: string, ...values: unknown[]): unknown => {
		const target = service(name);
		return target[method]?.call(target, ...values);
	};
	const all = (): Drawn[] => (run("elementRegistry", "getAll") as Drawn[]).toSorted((a, b) => (a.id < b.id ? -1 : 1));
	const is = (element: Drawn, ...types: string[]): boolean => types.some((type) => element.businessObject.$instanceOf(type));
	const isRoot = (element: Drawn): boolean => (run("canvas", "getRootElements") as Drawn[]).includes(element);
	const isLabel = (element: Drawn): boolean => element.labelTarget !== undefined && element.labelTarget !== null;
	const elements = (...types: string[]): Drawn[] =>
		all().filter((element) => !isRoot(element) && !isLabel(element) && (types.length === 0 || is(element, ...types)));
	// Nobody sees two pages at once, so nobody connects across them.
	const pageOf = (element: Drawn): unknown => run("canvas", "findRoot", element);
	const make = (attributes: object): unknown => run("elementFactory", "createShape", attributes);
	const allowed = (rule: string, context: object): unknown => run("rules", "allowed", rule, context);

	const act = (kind: string, numbers: readonly number[]): string => {
		const [a = 0, b = 0, c = 0, d = 0] = numbers;
		const pick = (list: readonly Drawn[], number: number): Drawn | undefined => list[number % Math.max(1, list.length)];
		const of = <Value>(list: readonly Value[], number: number): Value => list[number % list.length] as Value;
		const nodes = elements("bpmn:FlowNode");
		const name = `N${a % 97} ${"abcdefgh".repeat(b % 4)}`;
		// Whoever types a name does nothing else until the name is done.
		if (kind !== "release" && run("directEditing", "isActive") === true) return d % 3 === 0 ? act("release", [1]) : "";
		switch (kind) {
			case "append": {
				const source = pick(
					nodes.filter((node) => !is(node, "bpmn:EndEvent") && node.businessObject.triggeredByEvent !== true),
					a,
				);
				const type = of(["bpmn:Task", "bpmn:UserTask", "bpmn:ExclusiveGateway", "bpmn:EndEvent", "bpmn:IntermediateThrowEvent"], b);
				if (source === undefined) return "";
				const made = run("autoPlace", "append", source, make({ type })) as Drawn;
				return `append ${type} ${made.id} after ${source.id}`;
			}
			case "rename": {
				const element = pick(elements("bpmn:FlowNode", "bpmn:SequenceFlow", "bpmn:Participant", "bpmn:Lane"), a);
				if (element === undefined) return "";
				run("modeling", "updateLabel", element, b % 5 === 0 ? "" : name);
				return `rename ${element.id}`;
			}
			case "document": {
				const element = pick(nodes, a);
				if (element === undefined) return "";
				const text = run("bpmnFactory", "create", "bpmn:Documentation", { text: name });
				run("modeling", "updateProperties", element, { documentation: [text] });
				return `document ${element.id}`;
			}
			case "move": {
				const element = pick(elements("bpmn:FlowNode", "bpmn:Participant", "bpmn:TextAnnotation"), a);
				if (element === undefined) return "";
				const delta = { x: (b % 40) * 10 - 200, y: (c % 24) * 10 - 120 };
				const targets = [undefined, undefined, ...elements("bpmn:SubProcess", "bpmn:Participant", "bpmn:Lane")];
				const target = of(targets, d);
				const moves = { shapes: [element], target, delta };
				if (target !== undefined && (target === element || allowed("elements.move", moves) !== true)) return "";
				if (target === undefined && element.host !== undefined && element.host !== null) return "";
				run("modeling", "moveElements", [element], delta, target);
				return `move ${element.id} by ${delta.x},${delta.y}${target === undefined ? "" : ` into ${target.id}`}`;
			}
			case "delete": {
				const element = pick(elements(), a);
				if (element === undefined || elements().length < 12) return "";
				run("modeling", "removeElements", [element]);
				return `delete ${element.id}`;
			}
			case "replace": {
				const element = pick(elements("bpmn:Task", "bpmn:Gateway", "bpmn:StartEvent", "bpmn:EndEvent"), a);
				if (element === undefined) return "";
				const to = is(element, "bpmn:Task")
					? of([{ type: "bpmn:ServiceTask" }, { type: "bpmn:UserTask" }, { type: "bpmn:SubProcess", isExpanded: true }], b)
					: is(element, "bpmn:Gateway")
						? of([{ type: "bpmn:ParallelGateway" }, { type: "bpmn:ExclusiveGateway" }], b)
						: { type: element.type, eventDefinitionType: "bpmn:MessageEventDefinition" };
				const made = run("bpmnReplace", "replaceElement", element, to) as Drawn;
				return `replace ${element.id} by ${to.type} ${made.id}`;
			}
			case "boundary": {
				const host = pick(elements("bpmn:Activity"), a);
				if (host === undefined) return "";
				const shape = make({ type: "bpmn:BoundaryEvent", eventDefinitionType: "bpmn:TimerEventDefinition" });
				const at = { x: host.x + (b % Math.max(1, host.width)), y: host.y + host.height };
				const made = run("modeling", "createShape", shape, at, host, { attach: true }) as Drawn;
				return `boundary event ${made.id} on ${host.id}`;
			}
			case "connect": {
				const [source, target] = [pick(nodes, a), pick(nodes, b)];
				if (source === undefined || target === undefined || source === target || pageOf(source) !== pageOf(target)) return "";
				const attributes = allowed("connection.create", { source, target });
				if (attributes === false || attributes === null || attributes === undefined) return "";
				const made = run("modeling", "connect", source, target, attributes) as Drawn;
				return `connect ${source.id} and ${target.id} by ${made.id}`;
			}
			case "reconnect": {
				const flow = pick(elements("bpmn:SequenceFlow"), a);
				const target = pick(nodes, b);
				if (flow === undefined || target === undefined || pageOf(flow) !== pageOf(target)) return "";
				if (allowed("connection.reconnect", { connection: flow, source: flow.source, target }) !== true && c % 2 === 0) {
					const points = [...(flow.waypoints ?? [])];
					points.splice(1, 0, { x: (d % 60) * 10, y: (c % 60) * 10 });
					run("modeling", "updateWaypoints", flow, points);
					return `bend ${flow.id}`;
				}
				const kindOf = allowed("connection.reconnect", { connection: flow, source: flow.source, target });
				if (kindOf === false || kindOf === null) return "";
				run("modeling", "reconnectEnd", flow, target, { x: target.x + target.width / 2, y: target.y + target.height / 2 });
				return `reconnect ${flow.id} to ${target.id}`;
			}
			case "resize": {
				const shape = pick(elements("bpmn:Lane", "bpmn:Participant", "bpmn:SubProcess"), a);
				if (shape === undefined) return "";
				if (is(shape, "bpmn:SubProcess") && shape.collapsed === true) return "";
				const bounds = { x: shape.x, y: shape.y, width: shape.width + (b % 8) * 10, height: shape.height + (c % 12) * 10 - 20 };
				if (bounds.height < 100) return "";
				if (is(shape, "bpmn:Lane")) run("modeling", "resizeLane", shape, bounds, d % 2 === 0);
				else run("modeling", "resizeShape", shape, bounds);
				return `resize ${shape.id} to ${bounds.width}×${bounds.height}`;
			}
			case "lane": {
				const shape = pick(
					elements("bpmn:Lane", "bpmn:Participant").filter((each) => each.collapsed !== true),
					a,
				);
				if (shape === undefined || elements("bpmn:Lane").length > 12) return "";
				if (b % 3 === 0 && (shape.children ?? []).filter((child) => is(child, "bpmn:Lane")).length <= 2) {
					run("modeling", "splitLane", shape, 2);
					return `split ${shape.id}`;
				}
				const made = run("modeling", "addLane", shape, of(["top", "bottom"], c)) as Drawn;
				return `lane ${made.id} beside ${shape.id}`;
			}
			case "pool": {
				if (elements("bpmn:Participant").length > 3) return "";
				const root = run("canvas", "getRootElement") as Drawn;
				if (!is(root, "bpmn:Collaboration", "bpmn:Process")) return "";
				const shape = run("elementFactory", "createParticipantShape", { isExpanded: b % 2 === 0 }) as object;
				const made = run("modeling", "createShape", shape, { x: 500, y: 900 + (c % 50) * 10 }, root) as Drawn;
				return `pool ${made.id}`;
			}
			case "sub-process": {
				const parent = pick(
					elements("bpmn:SubProcess", "bpmn:Participant").filter((each) => each.collapsed !== true && (each.children ?? []).length > 0),
					a,
				);
				const at = parent ?? (run("canvas", "getRootElement") as Drawn);
				if (!is(at, "bpmn:SubProcess", "bpmn:Participant", "bpmn:Process")) return "";
				const place = { x: (at.x ?? 100) + 200 + (b % 30) * 10, y: (at.y ?? 100) + 140 + (c % 10) * 10 };
				const made = run("modeling", "createShape", make({ type: "bpmn:SubProcess", isExpanded: true }), place, at) as Drawn;
				const child = run("modeling", "createShape", make({ type: "bpmn:Task" }), place, made) as Drawn;
				return `sub-process ${made.id} with ${child.id} in ${at.id}`;
			}
			case "collapse": {
				const shape = pick(elements("bpmn:SubProcess"), a);
				if (shape === undefined || isRoot(shape)) return "";
				const made = run("bpmnReplace", "replaceElement", shape, {
					type: "bpmn:SubProcess",
					isExpanded: shape.collapsed === true,
				}) as Drawn;
				return `${shape.collapsed === true ? "expand" : "collapse"} ${shape.id} as ${made.id}`;
			}
			case "note": {
				const element = pick(nodes, a);
				if (element === undefined) return "";
				const made = run(
					"autoPlace",
					"append",
					element,
					make({ type: of(["bpmn:TextAnnotation", "bpmn:DataObjectReference"], b) }),
				) as Drawn;
				return `note ${made.id} at ${element.id}`;
			}
			case "undo":
			case "redo": {
				const can = kind === "undo" ? binding.history.canUndo() : binding.history.canRedo();
				if (!can) return "";
				binding.history[kind]();
				return kind;
			}
			case "hold": {
				const element = pick(nodes, a);
				if (element === undefined) return "";
				run("directEditing", "activate", element);
				return `begin to name ${element.id}`;
			}
			case "release": {
				if (run("directEditing", "isActive") !== true) return "";
				if (a % 2 === 0) run("directEditing", "cancel");
				else run("directEditing", "complete");
				return a % 2 === 0 ? "leave the name" : "finish the name";
			}
			default:
				throw new Error(`no act ${kind}`);
		}
	};

	const geometry = (): string[] =>
		all().map((element) => {
			const names = Object.entries({ in: element.parent, on: element.host, from: element.source, to: element.target })
				.filter(([, other]) => other !== undefined && other !== null)
				.map(([side, other]) => `${side} ${other?.id}`);
			const size = isRoot(element) ? "" : `${element.x},${element.y} ${element.width}×${element.height}`;
			// A root's order is not seen: bpmn-js keeps its roots in the order of their making.
			const order = (element.children ?? []).map(({ id }) => id).join(" ");
			const place = element.waypoints === undefined ? size : element.waypoints.map(({ x, y }) => `${x},${y}`).join(" ");
			const text = isLabel(element) ? "" : (element.businessObject.name ?? element.businessObject.text ?? "");
			return `${element.id} ${element.type} ${element.collapsed === true ? "collapsed " : ""}${names.join(" ")} at ${place} “${text}” [${order}]`;
		});

	window.hands = {
		act,
		geometry,
		records: () => ({ stored: room.doc.getMap("elements").toJSON(), shown: Object.fromEntries(binding.shown()) }),
		room,
	};
}
