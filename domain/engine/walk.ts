import type { ModdleElement } from "bpmn-moddle";
import { calledElement } from "../bpmn/called-element.ts";
import { elements, id, isElement, text, typeName } from "../bpmn/describe.ts";
import type { Compilation } from "./reading.ts";

/** What of a file is compiled: its elements, each with its index, containers before what they hold; and their flows. */
export class Walk {
	readonly elements: ModdleElement[] = [];
	/** For each element the index of the process or sub-process around it; -1 for a process. */
	readonly parent: number[] = [];
	readonly flows: ModdleElement[] = [];
	readonly associations: ModdleElement[] = [];
	readonly #index = new Map<ModdleElement, number>();
	readonly #compilation: Compilation;

	constructor(compilation: Compilation) {
		this.#compilation = compilation;
	}

	/** The index of an element; -1 for what is none, or not compiled. */
	indexOf(element: unknown): number {
		return isElement(element) ? (this.#index.get(element) ?? -1) : -1;
	}

	/**
	 * Walks the automation's process, the others that are marked executable, and all that these call. Answers the automation's process;
	 * without one (`engine.no_process`) there is nothing to compile.
	 */
	processes(definitions: ModdleElement): ModdleElement | undefined {
		const { automation, problems, warnings } = this.#compilation;
		const processes = elements(definitions.rootElements).filter((root) => root.$type === "bpmn:Process");
		const main = processes.find((process) => id(process) === automation.processId);
		if (main === undefined) {
			problems.push({
				code: "engine.no_process",
				detail: `The file has no process "${automation.processId}".`,
				at: automation.processId,
			});
			return undefined;
		}
		for (const root of elements(definitions.rootElements))
			if (root.$type === "bpmn:Collaboration") this.associations.push(...associationsOf(root));
		for (const process of [main, ...processes.filter((each) => each !== main)])
			if (process === main || process.isExecutable === true) this.#process(process);
		// What is called runs too, marked executable or not; what it calls is found as the list grows.
		for (const element of this.elements) {
			const called = calledElement(element);
			if (called?.$type === "bpmn:Process" && !this.#index.has(called)) this.#process(called);
		}
		for (const process of processes) {
			if (this.#index.has(process)) continue;
			if (elements(process.flowElements).length > 0)
				warnings.push({
					severity: "warning",
					code: "engine.process_not_run",
					detail: `The process "${text(process.name) || id(process)}" is not marked executable: it stays a picture.`,
					at: id(process),
				});
		}
		return main;
	}

	/** Gives every element its index, containers before what they hold. */
	#process(process: ModdleElement): void {
		const stack: { readonly container: ModdleElement; readonly parent: number }[] = [{ container: process, parent: -1 }];
		for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
			const index = this.#index.get(next.container) ?? this.#add(next.container, next.parent);
			this.associations.push(...associationsOf(next.container));
			for (const element of elements(next.container.flowElements)) {
				if (element.$type === "bpmn:SequenceFlow") this.flows.push(element);
				else if (element.$instanceOf("bpmn:FlowNode")) {
					this.#add(element, index);
					if (element.$instanceOf("bpmn:SubProcess")) stack.push({ container: element, parent: index });
				}
			}
		}
	}

	#add(element: ModdleElement, parent: number): number {
		const index = this.elements.push(element) - 1;
		this.#index.set(element, index);
		this.parent.push(parent);
		if (id(element) === "")
			this.#compilation.problems.push({ code: "engine.no_id", detail: `A ${typeName(element)} "${text(element.name)}" has no id.` });
		return index;
	}
}

function associationsOf(container: ModdleElement): readonly ModdleElement[] {
	return elements(container.artifacts).filter((artifact) => artifact.$type === "bpmn:Association");
}
