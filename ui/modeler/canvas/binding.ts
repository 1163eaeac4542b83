import type { ModdleElement } from "bpmn-moddle";
import * as Y from "yjs";
import { Keys } from "../../../domain/bpmn/records/keys.ts";
import { liveKeys } from "../../../domain/bpmn/records/live.ts";
import { everyRecord, toRecords } from "../../../domain/bpmn/records/read.ts";
import { settlePages } from "../../../domain/bpmn/records/pages.ts";
import { sameJson, type ElementRecord, type Records } from "../../../domain/bpmn/records/record.ts";
import { fromRecords } from "../../../domain/bpmn/records/write.ts";
import { elementsOf, recordsOf, writeDifference } from "../../../domain/bpmn/room/document.ts";
import { ModelConvergence } from "./converge-model.ts";
import { convergeCanvas, planesOf } from "./converge-canvas.ts";
import { paintCanvas } from "./paint-canvas.ts";
import { servicesOf, type CanvasElement, type Diagram, type Services } from "./services.ts";
import type { SharedCommandStack, SharedHistory } from "./shared-command-stack.ts";
import { mendTakenBack } from "../../../domain/bpmn/room/mend.ts";
import { settleCanvas } from "./settle-canvas.ts";
import { restackCanvas, stacksOf } from "./stacking.ts";

/** The origin of what this person does here; the history takes back only these. */
export const HERE = Symbol("here");

/** The origin of what an undo is completed by: nobody's to take back. */
const MENDED = Symbol("mended");

/**
 * Binds a bpmn-js canvas to a shared document. After each command what differs goes into the document as one transaction;
 * what others change is brought to the canvas without commands and without the modeling API, so no behaviour of bpmn-js runs
 * twice, nothing echoes, and nobody's history fills with others' work. The canvas is at all times a function of the records.
 */
export class Binding {
	readonly services: Services;
	readonly #diagram: Diagram;
	readonly #doc: Y.Doc;
	readonly #history: Y.UndoManager;
	#keys = new Keys();
	/** What the document says, kept up with every change of it. */
	readonly #records: Map<string, ElementRecord>;
	/** Records that were deleted, as they last were: an undo may bring them back. */
	readonly #gone = new Map<string, ElementRecord>();
	/** The records with every shape on the page it belongs to: what the canvas shows. */
	#settled: Records;
	/** What the canvas said when it last agreed with the document: the next command is compared with this. */
	#shadow = new Map<string, ElementRecord>();
	#elements = new Map<string, ModdleElement>();
	readonly #changed = new Set<string>();
	#drawing = false;
	#ended = false;

	constructor(diagram: Diagram, doc: Y.Doc) {
		this.#diagram = diagram;
		this.#doc = doc;
		this.services = servicesOf(diagram);
		this.#records = recordsOf(doc);
		this.#settled = settlePages(this.#records);
		this.#history = new Y.UndoManager(elementsOf(doc), { trackedOrigins: new Set([HERE]), captureTimeout: 0 });
		elementsOf(doc).observeDeep(this.#onDocument);
	}

	/** Draws the document for the first time and begins to listen. */
	async open(): Promise<void> {
		await this.#drawAll();
		const { eventBus } = this.services;
		const stack = this.#diagram.get("commandStack", false) as SharedCommandStack | null;
		if (stack !== null && stack !== undefined) {
			stack.history = this.history;
			stack.onBroken = () => {
				eventBus.fire("portico.broken");
				void this.#drawAll().then(() => this.#settle([]));
			};
		}
		eventBus.on("commandStack.changed", 500, (event: { readonly trigger?: string }) => {
			if (event.trigger === "execute") this.#write();
		});
		// With braces: a value that a listener returns ends the event for everybody after it.
		eventBus.on(["drag.cleanup", "directEditing.complete", "directEditing.cancel"], 100, () => {
			queueMicrotask(() => this.#bring());
		});
	}

	destroy(): void {
		this.#ended = true;
		elementsOf(this.#doc).unobserveDeep(this.#onDocument);
		this.#history.destroy();
	}

	/** What this person may take back; nothing of others. */
	readonly history: SharedHistory = {
		undo: () => this.#take(() => this.#history.undo()),
		redo: () => this.#take(() => this.#history.redo()),
		canUndo: () => this.#history.undoStack.length > 0,
		canRedo: () => this.#history.redoStack.length > 0,
	};

	#take(act: () => void): void {
		const before = new Map([...this.#gone, ...this.#records]);
		this.#drawing = true;
		try {
			act();
			mendTakenBack(this.#doc, before, this.#changed, MENDED);
		} finally {
			this.#drawing = false;
		}
		this.#bring();
		this.services.eventBus.fire("commandStack.changed", { trigger: "undo" });
	}

	get definitions(): ModdleElement {
		return this.#diagram.getDefinitions();
	}

	/** The records as the canvas shows them, for tests and the check that canvas and document agree. */
	shown(): ReadonlyMap<string, ElementRecord> {
		return this.#shadow;
	}

	/** Whether the person is in the middle of a movement or a word: nothing is changed under their hands then. */
	#isBusy(): boolean {
		const { dragging, directEditing } = this.services;
		return this.#drawing || dragging?.context()?.active === true || directEditing?.isActive() === true;
	}

	#placeOf = (key: string): string | undefined => {
		const place = this.#settled.get(key)?.["$order"];
		return typeof place === "string" ? place : undefined;
	};

	/** Canvas to document. */
	#write(): void {
		if (this.#ended) return;
		// First so that new shapes have their names, which the stacks are made of.
		toRecords(this.definitions, { keys: this.#keys, placeOf: this.#placeOf });
		const now = toRecords(this.definitions, { keys: this.#keys, placeOf: this.#placeOf, stacks: stacksOf(this.services, this.#keys) });
		writeDifference(this.#doc, this.#shadow, now, HERE);
		this.#shadow = now;
		this.#index();
		this.#overrule();
		if (this.#changed.size > 0) queueMicrotask(() => this.#bring());
		const stack = this.#diagram.get("commandStack") as SharedCommandStack;
		stack.clear(false);
		const settled = settleCanvas(this.services);
		restackCanvas(this.services, this.#keys, this.#placeOf);
		paintCanvas(this.services.eventBus, settled);
		this.services.eventBus.fire("portico.written");
	}

	/** Settles the pages anew. What lies elsewhere than the canvas has it is brought there like what others change. */
	#overrule(): void {
		const before = this.#settled;
		this.#settled = settlePages(this.#records);
		const keys = new Set([...overruled(this.#settled, this.#records), ...overruled(before, this.#records)]);
		for (const key of keys) if (!sameRecord(this.#settled.get(key), this.#shadow.get(key))) this.#changed.add(key);
	}

	#index(): void {
		this.#elements = new Map(everyRecord(this.definitions).map((element) => [this.#keys.of(element) ?? "", element]));
	}

	#onDocument = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void => {
		const elements = elementsOf(this.#doc);
		const keys = new Set<string>();
		for (const event of events) {
			if ((event.target as unknown) === elements) for (const key of event.changes.keys.keys()) keys.add(key);
			else keys.add(String(event.path[0]));
		}
		for (const key of keys) {
			const fields = elements.get(key);
			if (fields === undefined) {
				const last = this.#records.get(key);
				if (last !== undefined) this.#gone.set(key, last);
				this.#records.delete(key);
			} else this.#records.set(key, fields.toJSON() as ElementRecord);
			if (transaction.origin !== HERE) this.#changed.add(key);
		}
		if (transaction.origin !== HERE) this.#bring();
	};

	/** Document to canvas. */
	#bring(): void {
		if (this.#ended || this.#changed.size === 0 || this.#isBusy()) return;
		this.#overrule();
		const changed = new Set(this.#changed);
		this.#changed.clear();
		const live = liveKeys(this.#settled);
		const planes = planesOf(this.#settled, live);
		try {
			if (planes !== planesOf(this.#shadow, new Set(this.#shadow.keys()))) throw new OtherPages();
			const model = new ModelConvergence(this.services.moddle, this.#settled, live, this.#keys, this.#elements);
			const touched = model.converge(changed);
			const drawn = convergeCanvas(this.services, this.#elements, touched);
			drawn.push(...settleCanvas(this.services));
			restackCanvas(this.services, this.#keys, this.#placeOf);
			this.#settle(drawn);
		} catch (error) {
			if (!(error instanceof OtherPages)) console.error("The canvas is drawn anew", error);
			void this.#drawAll().then(() => this.#settle([]));
		}
	}

	#settle(drawn: readonly CanvasElement[]): void {
		const { eventBus, elementRegistry } = this.services;
		this.#shadow = toRecords(this.definitions, { keys: this.#keys, placeOf: this.#placeOf });
		const there = drawn.filter((element) => elementRegistry.get(element.id) === element);
		paintCanvas(eventBus, there);
		eventBus.fire("portico.brought");
		eventBus.fire("commandStack.changed", { trigger: "remote" });
	}

	/** Draws everything from the records: at first, and when pages came or went. Selection and view stay. */
	async #drawAll(): Promise<void> {
		const { canvas, selection, elementRegistry, moddle } = this.services;
		const first = this.#elements.size === 0;
		const view = first ? undefined : canvas.viewbox();
		const rootId = first ? "" : canvas.getRootElement().id;
		const selected = first ? [] : selection.get().map(({ id }) => id);
		this.#settled = settlePages(this.#records);
		const written = fromRecords(this.#settled, moddle);
		if (written === undefined) throw new Error("the model has no definitions");
		this.#drawing = true;
		try {
			await this.#diagram.importDefinitions(written.definitions);
		} finally {
			this.#drawing = false;
		}
		if (this.#ended) return;
		this.#keys = written.keys;
		this.#elements = new Map(written.elements);
		for (const [key, element] of this.#elements) if (!key.includes(":")) moddle.ids?.claim(key, element);
		const settled = settleCanvas(this.services);
		restackCanvas(this.services, this.#keys, this.#placeOf);
		paintCanvas(this.services.eventBus, settled);
		this.#shadow = toRecords(this.definitions, { keys: this.#keys, placeOf: this.#placeOf });
		if (view !== undefined) {
			const root = canvas.getRootElements().find(({ id }) => id === rootId);
			if (root !== undefined) canvas.setRootElement(root);
			canvas.viewbox({ x: view.x, y: view.y, width: view.width, height: view.height });
			selection.select(selected.flatMap((id) => elementRegistry.get(id) ?? []));
		}
		this.#bring();
	}
}

/** Keys of what is drawn elsewhere than it is stored. */
function overruled(settled: Records, stored: Records): string[] {
	if (settled === stored) return [];
	const keys = [...settled].flatMap(([key, record]) => (stored.get(key) === record ? [] : key));
	return [...keys, ...[...stored.keys()].filter((key) => !settled.has(key))];
}

function sameRecord(a: ElementRecord | undefined, b: ElementRecord | undefined): boolean {
	return a === b || (a !== undefined && b !== undefined && Object.keys({ ...a, ...b }).every((name) => sameJson(a[name], b[name])));
}

/** The diagrams of the file changed: a collapsed sub-process got its own page, or a process became a collaboration. */
class OtherPages extends Error {}
