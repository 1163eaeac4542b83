import type { ModdleElement } from "bpmn-moddle";
import { calledElement, calledId, isGlobalTask } from "../bpmn/called-element.ts";
import { elements, id, isElement } from "../bpmn/describe.ts";
import { parseBpmn } from "../bpmn/parse.ts";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import { contents } from "./called-contents.ts";

/** What the automation can name (`elementId`). */
const MAX_ID = 200;

export function isCallable(root: ModdleElement): boolean {
	return root.$type === "bpmn:Process" || isGlobalTask(root);
}

/** A model that is called from another: read, with a short name before every id, and what of it is taken. */
export class CalledFile {
	readonly ids: readonly string[];
	readonly #as: string;
	readonly #definitions: ModdleElement;
	readonly #taken = new Set<ModdleElement>();

	private constructor(as: string, definitions: ModdleElement) {
		this.#as = as;
		this.#definitions = definitions;
		this.ids = contents(definitions).flatMap((each) => (id(each) === "" ? [] : [id(each)]));
	}

	/** Reads a model's BPMN and puts `as` and a dot before its ids. What other tools keep in it is left behind: it is never run. */
	static async read(as: string, bpmn: string): Promise<Result<CalledFile, readonly Problem[]>> {
		const parsed = await parseBpmn(bpmn);
		if (!parsed.ok) return parsed;
		const { definitions } = parsed.value;
		for (const element of contents(definitions)) delete element.extensionElements;
		const all = contents(definitions).filter((each) => each.$descriptor.isGeneric !== true);
		const long = all.find((each) => id(each).length + as.length + 1 > MAX_ID);
		if (long !== undefined)
			return fail([{ code: "call.id_too_long", detail: `its element "${id(long).slice(0, 40)}…" has too long an id.` }]);
		// What calls within the file goes on calling there; it is asked before any id changes.
		const within = all.filter((each) => calledElement(each) !== undefined);
		for (const element of all) {
			if (id(element) !== "") element.id = `${as}.${id(element)}`;
			for (const name of Object.keys(element.$attrs)) delete element.$attrs[name];
		}
		for (const activity of within) activity.calledElement = `${as}.${calledId(activity)}`;
		return ok(new CalledFile(as, definitions));
	}

	/** An id of the model as it is where it is brought in. */
	idOf(name: string): string {
		return `${this.#as}.${name}`;
	}

	/** Takes a process or global task with the processes that it calls in the file. Answers what came new; `undefined`: there is none. */
	take(name: string): readonly ModdleElement[] | undefined {
		const root = elements(this.#definitions.rootElements).find((each) => id(each) === this.idOf(name) && isCallable(each));
		if (root === undefined) return undefined;
		const came: ModdleElement[] = [];
		const open = [root];
		for (let next = open.pop(); next !== undefined; next = open.pop()) {
			if (this.#taken.has(next)) continue;
			this.#taken.add(next);
			for (const each of contents(next)) {
				came.push(each);
				const called = calledElement(each);
				if (called !== undefined) open.push(called);
			}
		}
		return came;
	}

	/** Puts what was taken, with what it refers to and how it is drawn, at the end of another file. */
	putInto(target: ModdleElement): void {
		const roots = elements(this.#definitions.rootElements).filter((each) =>
			each.$type === "bpmn:Process" ? this.#taken.has(each) : each.$type !== "bpmn:Collaboration",
		);
		// It begins by being called and in no other way.
		for (const root of roots) if (root.$type === "bpmn:Process") root.isExecutable = false;
		const kept = new Set<unknown>(roots.flatMap(contents));
		for (const each of elements(this.#definitions.rootElements)) {
			if (each.$type !== "bpmn:Collaboration") continue;
			const participants = elements(each.participants).filter((participant) => kept.has(participant.processRef));
			if (participants.length === 0) continue;
			const shown = new Set([...kept, ...participants, ...elements(each.artifacts).filter((artifact) => !isAssociation(artifact))]);
			const artifacts = elements(each.artifacts).filter((artifact) => shown.has(artifact) || joins(artifact, shown));
			for (const name of Object.keys(each)) if (name !== "id" && !name.startsWith("$")) delete each[name];
			each.participants = participants;
			each.artifacts = artifacts;
			roots.push(each);
			for (const inside of contents(each)) kept.add(inside);
		}
		const diagrams = elements(this.#definitions.diagrams).filter((each) => isElement(each.plane) && kept.has(each.plane.bpmnElement));
		for (const { plane } of diagrams)
			if (isElement(plane)) plane.planeElement = elements(plane.planeElement).filter((each) => kept.has(each.bpmnElement));
		for (const each of [...roots, ...diagrams]) each.$parent = target;
		target.rootElements = [...elements(target.rootElements), ...roots];
		target.diagrams = [...elements(target.diagrams), ...diagrams];
	}
}

function isAssociation(artifact: ModdleElement): boolean {
	return artifact.$type === "bpmn:Association";
}

function joins(artifact: ModdleElement, shown: ReadonlySet<unknown>): boolean {
	return isAssociation(artifact) && shown.has(artifact.sourceRef) && shown.has(artifact.targetRef);
}
