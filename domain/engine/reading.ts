import type { ModdleElement } from "bpmn-moddle";
import { nameOf, taskOf } from "../bpmn/called-element.ts";
import { carriedMessage, messageName, type Conversation } from "../bpmn/conversation.ts";
import { id, isElement, text, typeName } from "../bpmn/describe.ts";
import { isWorkingDuration } from "../calendar/after.ts";
import { parseDate, parseDuration, parseRepeating } from "../calendar/iso-8601.ts";
import type { Value } from "../data/model.ts";
import type { Automation, ElementAutomation } from "../deployment/automation.ts";
import type { Finding, Problem } from "../problem.ts";
import { compileFeel } from "../rules/feel.ts";
import type { DecisionModel } from "../rules/dmn/model.ts";
import { isPath } from "./assign.ts";
import { decisionModel } from "./decision.ts";
import type { Mapping } from "./program.ts";

/** Everything one compilation collects. */
export interface Compilation {
	readonly automation: Automation;
	readonly problems: Problem[];
	readonly warnings: Finding[];
	readonly expressions: string[];
	readonly expressionIndex: Map<string, number>;
	readonly secrets: ReadonlySet<string>;
	/** Flows by their source. */
	readonly outgoing: Map<ModdleElement, ModdleElement[]>;
	readonly conversation: Conversation;
	/** The names of the messages of each element that sends or waits for some; `chosen`: by the automation. */
	readonly messages: Map<ModdleElement, readonly NamedMessage[]>;
	/** Something is counted in working time. */
	workingTime?: true;
	/** A message has a correlation key of the model. */
	correlates?: true;
}

export interface NamedMessage {
	readonly name: string;
	readonly chosen: boolean;
}

/** A text that is a moment or a duration when it is ISO 8601, and FEEL otherwise. */
export type Moment = ({ readonly iso: string } | { readonly feel: number }) & {
	/** Counted in working time. */
	readonly working?: true;
};

/** What a behaviour sees of one element while it is compiled: the model's element, its automation, and where to report. */
export class Reading {
	readonly element: ModdleElement;
	readonly automation: ElementAutomation;
	readonly #compilation: Compilation;

	constructor(element: ModdleElement, compilation: Compilation, automation?: ElementAutomation) {
		this.element = element;
		const all = compilation.automation.elements;
		this.automation = automation ?? (Object.hasOwn(all, id(element)) ? all[id(element)] : undefined) ?? {};
		this.#compilation = compilation;
	}

	get id(): string {
		return id(this.element);
	}

	/** The element as the model alone has it, without its automation. */
	get model(): Reading {
		return new Reading(this.element, this.#compilation, {});
	}

	/** The model's element that says what it does: the global task that it calls, else itself. */
	get task(): ModdleElement {
		return taskOf(this.element);
	}

	/** What the pools of the file say to each other. */
	get conversation(): Conversation {
		return this.#compilation.conversation;
	}

	/** The process that the element is in. */
	get process(): ModdleElement | undefined {
		let around: ModdleElement | undefined = this.element;
		while (around !== undefined && around.$type !== "bpmn:Process") around = around.$parent;
		return around;
	}

	/** How a person would name the element: its name, or its kind and id. */
	get title(): string {
		const name = nameOf(this.element).trim();
		return name === "" ? `${typeName(this.element)} ${this.id}` : `"${name}"`;
	}

	/** Stops the deployment: the model asks what cannot be done. */
	refuse(code: string, detail: string): void {
		this.#compilation.problems.push({ code, detail, at: this.id });
	}

	warn(code: string, detail: string): void {
		this.#compilation.warnings.push({ severity: "warning", code, detail, at: this.id });
	}

	/** Checks an expression and answers its index in the program. */
	expression(source: string): number {
		const known = this.#compilation.expressionIndex.get(source);
		if (known !== undefined) return known;
		const compiled = compileFeel(source);
		if (!compiled.ok) this.refuse(compiled.error.code, `${this.title}: ${compiled.error.detail}`);
		for (const [, parameter = ""] of source.matchAll(/parameters\s*\.\s*(\w+)/g)) {
			if (this.#compilation.secrets.has(parameter))
				this.refuse(
					"engine.secret_in_expression",
					`${this.title} uses the secret ${parameter} in an expression. Secrets stand alone in a connector: {{ parameters.${parameter} }}.`,
				);
		}
		const index = this.#compilation.expressions.push(source) - 1;
		this.#compilation.expressionIndex.set(source, index);
		return index;
	}

	/** The text of an expression of the program. */
	sourceOf(expression: number): string {
		return this.#compilation.expressions[expression] ?? "";
	}

	optional(source: string | undefined): number | null {
		return source === undefined || source.trim() === "" ? null : this.expression(source);
	}

	mappings(list: readonly { readonly from: string; readonly to: string }[] | undefined): readonly Mapping[] {
		return (list ?? []).map(({ from, to }) => {
			this.path(to);
			return [this.expression(from), to];
		});
	}

	/** Checks a path that something is written to. */
	path(path: string): string {
		if (!isPath(path)) this.refuse("engine.not_a_path", `${this.title} writes to "${path}", which is not a path into the data.`);
		return path;
	}

	/** A date, duration or cycle: ISO 8601, or FEEL that gives it when the time comes; durations and cycles by the clock or in working time. */
	moment(kind: "date" | "duration" | "cycle", source: string, inWorkingTime: boolean): Moment {
		const moment = this.#moment(kind, source);
		if (!inWorkingTime) return moment;
		this.#compilation.workingTime = true;
		if (kind === "date") this.refuse("engine.not_working_time", `${this.title} waits for a date, which is not counted in working time.`);
		else if ("iso" in moment && !isWorkingDuration(moment.iso.slice(moment.iso.lastIndexOf("/") + 1)))
			this.refuse(
				"engine.not_working_time",
				`${this.title}: "${moment.iso}" cannot be counted in working time. Use weeks, days, hours or minutes, such as P2D or PT4H.`,
			);
		return { ...moment, working: true };
	}

	#moment(kind: "date" | "duration" | "cycle", source: string): Moment {
		const trimmed = source.trim();
		const iso =
			kind === "date"
				? parseDate(trimmed) !== null
				: kind === "duration"
					? parseDuration(trimmed) !== null
					: parseRepeating(trimmed) !== null;
		if (iso) return { iso: trimmed };
		if (/^(?:-?P\d|P|R\d*\/|\d{4}-\d{2}-)/.test(trimmed)) {
			const forms = {
				date: "a date such as 2026-11-24T10:00Z",
				duration: "a duration such as PT1H or P2D",
				cycle: "a cycle such as R3/PT1H",
			};
			this.refuse("engine.not_a_time", `${this.title}: "${trimmed}" is not ${forms[kind]}, or it comes more often than every second.`);
			return { iso: trimmed };
		}
		return { feel: this.expression(trimmed) };
	}

	/** A text with `{{ FEEL }}` in it. Secrets stay names. */
	template(source: string): Value {
		const parts: Value[] = [];
		let rest = source;
		for (let open = rest.indexOf("{{"); open !== -1; open = rest.indexOf("{{")) {
			const close = rest.indexOf("}}", open);
			if (close === -1) break;
			if (open > 0) parts.push(rest.slice(0, open));
			const expression = rest.slice(open + 2, close).trim();
			const parameter = /^parameters\.(\w+)$/.exec(expression)?.[1];
			if (parameter !== undefined && this.#compilation.secrets.has(parameter)) parts.push({ secret: parameter });
			else parts.push({ feel: this.expression(expression), ...(expression.startsWith("parameters.") && { own: true }) });
			rest = rest.slice(close + 2);
		}
		if (rest !== "") parts.push(rest);
		return parts;
	}

	/** The name of the message of an event, send or receive task: of the automation, else of the model, else of where its message flows lead. */
	message(holder: ModdleElement): string {
		const chosen = this.automation.message?.name?.trim() ?? "";
		const message = chosen === "" ? this.messageElement(holder) : undefined;
		const name = chosen || (message === undefined ? this.#messageOfOtherEnds() : messageName(message));
		if (name === "") this.refuse("engine.no_message", `${this.title} has no message. Name the one it sends or waits for.`);
		const { messages } = this.#compilation;
		messages.set(this.element, [...(messages.get(this.element) ?? []), { name, chosen: chosen !== "" }]);
		return name;
	}

	/** What the automation calls the message at the other end of a message flow. */
	#messageOfOtherEnds(): string {
		const all = this.#compilation.automation.elements;
		const ends = this.conversation.flowsOf(this.element).flatMap((flow) => [flow.sourceRef, flow.targetRef].filter(isElement));
		return (
			ends.map((end) => (Object.hasOwn(all, id(end)) ? (all[id(end)]?.message?.name?.trim() ?? "") : "")).find((name) => name !== "") ?? ""
		);
	}

	/** The model's message of an event or task: the one it names, else what its message flows carry; else the one of the automation's name. */
	messageElement(holder: ModdleElement): ModdleElement | undefined {
		if (isElement(holder.messageRef)) return holder.messageRef;
		const { flowsOf, messages } = this.conversation;
		const carried = flowsOf(this.element).map(carriedMessage).find(isElement);
		const named = this.automation.message?.name?.trim();
		return carried ?? messages.find((each) => messageName(each) === named);
	}

	/** Says that a message has a correlation key of the model. */
	correlates(): void {
		this.#compilation.correlates = true;
	}

	/** The index and the model of a DMN file of the project; undefined, and refused, when there is none or it is broken. */
	decisions(file: string): { readonly index: number; readonly model: DecisionModel } | undefined {
		const files = this.#compilation.automation.decisions ?? [];
		const index = files.findIndex((each) => each.name === file);
		if (index === -1) {
			this.refuse("decision.no_file", `${this.title} decides by the file "${file}", which the project does not have.`);
			return undefined;
		}
		const model = decisionModel(
			files.map((each) => each.dmn),
			index,
		);
		if (model.ok) return { index, model: model.value };
		this.refuse(model.error.code, `${this.title} decides by "${file}": ${model.error.detail}`);
		return undefined;
	}

	/** Ids of the forms there are. */
	get forms(): readonly string[] {
		return this.#compilation.automation.forms.map((form) => form.id);
	}

	/** Sequence flows that leave the element, in the order in which their conditions are asked. */
	get outgoing(): readonly ModdleElement[] {
		return this.#compilation.outgoing.get(this.element) ?? [];
	}

	/** Whether a flow has a condition, in the model or the automation. */
	isConditional(flow: ModdleElement): boolean {
		return (
			Object.hasOwn(this.#compilation.automation.flows, id(flow)) ||
			(isElement(flow.conditionExpression) && text(flow.conditionExpression.body).trim() !== "")
		);
	}

	get defaultFlow(): ModdleElement | undefined {
		const chosen = this.automation.defaultFlow;
		if (chosen !== undefined) return this.outgoing.find((flow) => id(flow) === chosen);
		return isElement(this.element.default) ? this.element.default : undefined;
	}
}
