import { liveKeys, rootKey } from "./live.ts";
import { orderOf, placeOf, targetsOf, typeOf, type ElementRecord, type Records } from "./record.ts";

/**
 * The records as they are drawn: every shape on the page it belongs to. A collapsed sub-process shows its content on a page of
 * its own, an expanded one where it lies itself (BPMN 2.0.2 §12.2.3.2), so the page of a shape follows from the sub-processes
 * around it. What is stored can say otherwise when one person collapses a sub-process while another draws in it:
 * - a shape within a collapsed sub-process lies on that one's page, which is made up where none is stored;
 * - a shape whose page is gone, or is that of a sub-process around which it no longer lies, goes to the page of its container;
 * - a flow whose ends lie on two pages rests: it is in the model and not drawn.
 *
 * Pure, and the same for everybody: nothing of it is stored until somebody moves the shape. Elements that a file depicts
 * several times stay as they are. Answers `records` itself when all is in place.
 */
export function settlePages(records: Records): Records {
	return settle(records, false);
}

/**
 * The same for a file that is written: a page is made up only for a shape that would be lost, and flows stay, so that what another
 * tool drew comes back as it was read.
 */
export function keepOnPages(records: Records): Records {
	return settle(records, true);
}

const PAGED_TYPES: ReadonlySet<string> = new Set(["bpmn:SubProcess", "bpmn:Transaction", "bpmn:AdHocSubProcess"]);

/** Notes may be drawn on the page of a sub-process that they do not lie in. */
const FREE_TYPES: ReadonlySet<string> = new Set(["bpmn:TextAnnotation", "bpmn:Group", "bpmn:Association"]);

interface Depiction {
	readonly key: string;
	readonly record: ElementRecord;
	readonly page: string;
}

function settle(records: Records, asFile: boolean): Records {
	const pages = new Pages(records, asFile);
	const changed = new Map<string, ElementRecord | undefined>();
	for (const [element, { key, record, page }] of pages.depictions) {
		const wanted = pages.of(element);
		if (wanted !== undefined && wanted !== page) changed.set(key, { ...record, $in: [wanted, "planeElement"] });
	}
	for (const page of asFile ? pages.madeUp() : pages.ofAllCollapsed()) for (const [key, record] of page) changed.set(key, record);
	const pageOf = (element: string): string | undefined => {
		const depiction = pages.depictions.get(element);
		return depiction && placeOf(changed.get(depiction.key) ?? depiction.record)?.parent;
	};
	for (const [element, { key, record }] of pages.depictions) {
		if (asFile || typeOf(record) !== "bpmndi:BPMNEdge") continue;
		const [from, to] = pages.endsOf(element).map(pageOf);
		if (from !== undefined && to !== undefined && from !== to) changed.set(key, undefined);
	}
	if (changed.size === 0) return records;
	const settled = new Map(records);
	for (const [key, record] of changed) {
		if (record === undefined) settled.delete(key);
		else settled.set(key, record);
	}
	return settled;
}

/** Where everything is drawn, and where it belongs. */
class Pages {
	/** The one depiction of each element that has one. */
	readonly depictions = new Map<string, Depiction>();
	readonly #records: Records;
	readonly #live: ReadonlySet<string>;
	/** What each page that is there shows. */
	readonly #shows = new Map<string, string>();
	readonly #known = new Map<string, string | undefined>();
	readonly #madeUp = new Set<string>();
	readonly #first: string | undefined;
	readonly #asFile: boolean;

	constructor(records: Records, asFile: boolean) {
		this.#records = records;
		this.#asFile = asFile;
		this.#live = liveKeys(records);
		const several = new Set<string>();
		let first: { readonly page: string; readonly order: string } | undefined;
		for (const [key, record] of records) {
			const type = typeOf(record);
			if (!type.startsWith("bpmndi:")) continue;
			const [element] = targetsOf(record["bpmnElement"]);
			const place = placeOf(record);
			if (element === undefined || place === undefined || !this.#live.has(element)) continue;
			if (type === "bpmndi:BPMNPlane" && this.#live.has(key)) {
				this.#shows.set(key, element);
				const order = `${orderOf(records.get(place.parent) ?? {})} ${key}`;
				if (!PAGED_TYPES.has(this.#typeOf(element)) && (first === undefined || order < first.order)) first = { page: key, order };
			} else if (type === "bpmndi:BPMNShape" || type === "bpmndi:BPMNEdge") {
				if (this.depictions.has(element)) several.add(element);
				this.depictions.set(element, { key, record, page: place.parent });
			}
		}
		for (const element of several) this.depictions.delete(element);
		this.#first = first?.page;
	}

	/** The page that an element's depiction belongs on; `undefined` when nothing says. */
	of(element: string): string | undefined {
		if (this.#known.has(element)) return this.#known.get(element);
		// Two sub-processes that lie in each other end here.
		this.#known.set(element, undefined);
		const page = this.#find(element);
		this.#known.set(element, page);
		return page;
	}

	#find(element: string): string | undefined {
		const own = this.depictions.get(element);
		const around = this.#around(element);
		const collapsed = around.find((container) => this.#isCollapsed(container));
		const shown = own === undefined ? undefined : this.#shows.get(own.page);
		if (collapsed !== undefined) return this.#pageFor(collapsed, shown === undefined ? undefined : own?.page);
		const stays = shown !== undefined && (!this.#isCollapsed(shown) || FREE_TYPES.has(this.#typeOf(element)));
		if (own !== undefined && stays) return own.page;
		const container = around.find((each) => this.depictions.has(each));
		return (container === undefined ? undefined : this.of(container)) ?? this.#first;
	}

	/** What an element lies in, innermost first. A data association belongs to a task and lies beside it. */
	#around(element: string): string[] {
		const found: string[] = [];
		const seen = new Set([element]);
		let place = placeOf(this.#records.get(element) ?? {});
		if (place?.property.startsWith("data") === true && place.property.endsWith("Associations"))
			place = placeOf(this.#records.get(place.parent) ?? {});
		while (place !== undefined && !seen.has(place.parent)) {
			found.push(place.parent);
			seen.add(place.parent);
			place = placeOf(this.#records.get(place.parent) ?? {});
		}
		return found;
	}

	#isCollapsed(element: string): boolean {
		const own = this.depictions.get(element);
		return own !== undefined && PAGED_TYPES.has(this.#typeOf(element)) && own.record["isExpanded"] !== true;
	}

	#pageFor(subProcess: string, present?: string): string {
		const page = this.#pageOf(subProcess);
		if (page !== undefined) return page;
		if (this.#asFile && present !== undefined) return present;
		this.#madeUp.add(subProcess);
		return `plane:${subProcess}`;
	}

	#pageOf(subProcess: string): string | undefined {
		const usual = `plane:${subProcess}`;
		if (this.#shows.get(usual) === subProcess) return usual;
		return [...this.#shows].flatMap(([page, shown]) => (shown === subProcess ? page : [])).sort()[0];
	}

	/** Diagram and plane of each collapsed sub-process that has none. */
	ofAllCollapsed(): (readonly [string, ElementRecord])[][] {
		for (const element of this.depictions.keys()) if (this.#isCollapsed(element)) this.#pageFor(element);
		return this.madeUp();
	}

	/** Diagram and plane of each sub-process to which something had to go and that has none. */
	madeUp(): (readonly [string, ElementRecord])[][] {
		const root = rootKey(this.#records);
		if (root === undefined) return [];
		return [...this.#madeUp].map((element) => [
			[`diagram:${element}`, { $type: "bpmndi:BPMNDiagram", $in: [root, "diagrams"], $order: "z", id: `${element}_diagram` }],
			[
				`plane:${element}`,
				{ $type: "bpmndi:BPMNPlane", $in: [`diagram:${element}`, "plane"], id: `${element}_plane`, bpmnElement: { r: element } },
			],
		]);
	}

	/** The elements that a flow connects, as far as they are drawn. */
	endsOf(flow: string): [string, string] | [] {
		const record = this.#records.get(flow) ?? {};
		const place = placeOf(record);
		const [source] = targetsOf(record["sourceRef"]);
		const [target] = targetsOf(record["targetRef"]);
		const from = place?.property === "dataOutputAssociations" ? place.parent : source;
		const to = place?.property === "dataInputAssociations" ? place.parent : target;
		return from === undefined || to === undefined ? [] : [from, to];
	}

	#typeOf(element: string): string {
		return typeOf(this.#records.get(element) ?? {});
	}
}
