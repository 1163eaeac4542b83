import type { ElementDescription, ProcessDescription } from "../bpmn/describe.ts";
import type { Attribute } from "../data/model.ts";
import { findAttribute } from "../data/find-attribute.ts";
import { checkForm } from "../forms/default-form.ts";
import { compileModel } from "../rules/dmn/model.ts";
import { compileFeel, compileFeelTest } from "../rules/feel.ts";
import type { Automation, ElementAutomation } from "./automation.ts";
import { checkDecisions } from "./check-decisions.ts";
import { isFormTask } from "./propose-automation.ts";
import type { Completeness, Step, StepFinding } from "./steps.ts";

export interface CheckReport {
	readonly findings: readonly StepFinding[];
	readonly completeness: readonly Completeness[];
}

/**
 * What a project still lacks, by step and element, beside what the compiler says of the model itself. Each part is looked at
 * alone, so one mistake hides no other.
 */
export function checkAutomation(automation: Automation, processes: readonly ProcessDescription[], packages: number): CheckReport {
	const findings: StepFinding[] = [];
	const add = (step: Step, severity: "error" | "warning", code: string, detail: string, at?: string): void => {
		findings.push({ step, severity, code, detail, ...(at === undefined ? {} : { at }) });
	};
	const feel = (step: Step, code: string, source: string | undefined, what: string, at: string): void => {
		if (source === undefined || source === "") return;
		const compiled = compileFeel(source);
		if (!compiled.ok) add(step, "error", code, `${what}: ${compiled.error.detail}`, at);
	};
	const elements = processes.flatMap((process) => process.elements);
	const known = new Map(elements.map((element) => [element.id, element]));
	const flows = new Map(processes.flatMap((process) => process.flows).map((flow) => [flow.id, flow]));
	const nameOf = (element: ElementDescription): string => `"${element.name || element.id}"`;

	if (!processes.some((process) => process.id === automation.processId))
		add("process", "error", "process.unknown", `The model has no process "${automation.processId}".`);
	for (const elementId of Object.keys(automation.elements))
		if (!known.has(elementId))
			add("process", "warning", "process.element_gone", `The model has no element "${elementId}" any more.`, elementId);
	for (const [flowId, { condition }] of Object.entries(automation.flows)) {
		if (!flows.has(flowId)) add("process", "warning", "process.element_gone", `The model has no flow "${flowId}" any more.`, flowId);
		feel("process", "condition.invalid", condition, "The condition", flowId);
	}
	feel("process", "process.case_title", automation.caseTitle, "The title of a case", automation.processId);

	const main = processes.find((process) => process.id === automation.processId);
	const starts = main?.elements.filter((element) => element.type === "startEvent" && element.scopeId === main.id) ?? [];
	if (main !== undefined && starts.length === 0)
		add(
			"process",
			"warning",
			"process.no_start",
			"The process has no start event: Run begins it at what nothing leads to, but people can not start it by hand.",
			main.id,
		);
	if (starts.length > 0 && starts.every((start) => start.events.includes("timer")))
		add(
			"process",
			"warning",
			"process.no_hand_start",
			"Only a timer begins this process: people can not start a case by hand.",
			starts[0]?.id,
		);
	if (automation.startForm === undefined && starts.length > 0 && starts.every((start) => start.events.includes("message")))
		add(
			"process",
			"warning",
			"process.no_hand_start",
			"Only a message begins this process. With a start form people could begin it too.",
			starts[0]?.id,
		);

	checkAttributes(automation.data.attributes, "", (code, detail, at) => add("data", "error", code, detail, at));
	if (automation.data.attributes.length === 0) add("data", "warning", "data.empty", "The process has no data yet.");

	const forms = new Map(automation.forms.map((form) => [form.id, form]));
	for (const form of automation.forms) {
		for (const problem of checkForm(form, automation.data)) add("forms", "error", problem.code, problem.detail, form.id);
		for (const item of form.items) feel("forms", "form.condition_invalid", item.visibleWhen, `"${form.title}", shown when`, form.id);
	}
	if (automation.startForm !== undefined && !forms.has(automation.startForm))
		add("forms", "error", "form.unknown", `The start form "${automation.startForm}" does not exist.`);

	const roles = new Set(automation.roles.map((role) => role.name));
	for (const element of elements) {
		const own: ElementAutomation = automation.elements[element.id] ?? {};
		if (own.form !== undefined && !forms.has(own.form))
			add("forms", "error", "form.unknown", `${nameOf(element)} shows a form that does not exist.`, element.id);
		if (isFormTask(element) && own.form === undefined)
			add("forms", element.type === "userTask" ? "error" : "warning", "form.missing", `${nameOf(element)} has no form.`, element.id);
		if (own.form !== undefined && own.performer === undefined)
			add("performers", "error", "performer.missing", `Nobody is named to do ${nameOf(element)}.`, element.id);
		for (const source of own.performer?.from ?? []) {
			if (source.kind === "role" && !roles.has(source.role))
				add(
					"performers",
					"error",
					"performer.role_unknown",
					`${nameOf(element)} is for the role "${source.role}", which the project does not have.`,
					element.id,
				);
			if (source.kind === "expression") feel("performers", "performer.expression_invalid", source.expression, "The performers", element.id);
		}
		for (const to of own.alarms?.flatMap((alarm) => alarm.to) ?? [])
			if (to.kind === "role" && !roles.has(to.role))
				add(
					"process",
					"error",
					"alarm.role_unknown",
					`An alarm of ${nameOf(element)} tells the role "${to.role}", which the project does not have.`,
					element.id,
				);
		feel("performers", "performer.title_invalid", own.title, "The title of the task", element.id);
		if (element.type === "businessRuleTask" && own.decision === undefined && own.decisionRef === undefined)
			add("rules", "error", "rule.missing", `${nameOf(element)} has no decision table.`, element.id);
		if (element.type === "scriptTask" && own.script === undefined)
			add("rules", "warning", "rule.script_missing", `${nameOf(element)} has no script of its own; the model's is used.`, element.id);
		feel("rules", "rule.script_invalid", own.script?.expression, "The script", element.id);
		if (own.decisionRef !== undefined) {
			const problem = checkReference(automation, own.decisionRef);
			if (problem !== null) add("rules", "error", "rule.decision_unknown", `${nameOf(element)}: ${problem}`, element.id);
		}
		if (own.decision !== undefined)
			checkTable(own.decision.table, (detail) => add("rules", "error", "rule.cell_invalid", `${nameOf(element)}: ${detail}`, element.id));
		if (element.type === "serviceTask" && own.connector === undefined)
			add("integrations", "warning", "connector.missing", `${nameOf(element)} calls nothing yet.`, element.id);
		for (const each of [...(own.inputs ?? []), ...(own.outputs ?? [])])
			feel("integrations", "mapping.invalid", each.from, "A mapping", element.id);
		for (const each of own.outputs ?? [])
			if (findAttribute(automation.data, each.to) === undefined)
				add(
					"integrations",
					"warning",
					"mapping.path_unknown",
					`${nameOf(element)} writes to "${each.to}", which the data does not have.`,
					element.id,
				);
		feel("integrations", "connector.body_invalid", own.connector?.body, "The body", element.id);
	}

	for (const finding of checkDecisions(automation)) findings.push({ ...finding, step: "rules" });

	return { findings, completeness: completenessOf(automation, elements, findings, packages) };
}

function checkAttributes(attributes: readonly Attribute[], at: string, add: (code: string, detail: string, at: string) => void): void {
	const names = new Set<string>();
	for (const attribute of attributes) {
		const path = `${at}${attribute.name}`;
		if (names.has(attribute.name)) add("data.name_twice", `The name "${path}" is used twice.`, path);
		names.add(attribute.name);
		const isChoice = attribute.type === "choice" || attribute.of === "choice";
		if (isChoice && (attribute.options ?? []).length === 0)
			add("data.no_options", `"${attribute.label}" has nothing to choose from.`, path);
		if (attribute.type === "object" && (attribute.attributes ?? []).length === 0)
			add("data.no_fields", `"${attribute.label}" has no fields.`, path);
		if (attribute.type === "list" && attribute.of === undefined && attribute.attributes === undefined)
			add("data.no_items", `Say what "${attribute.label}" lists.`, path);
		if (attribute.attributes !== undefined) checkAttributes(attribute.attributes, `${path}.`, add);
	}
}

/** What is wrong with a reference to a decision of a DMN file. */
function checkReference(automation: Automation, { file, decision }: NonNullable<ElementAutomation["decisionRef"]>): string | null {
	const files = automation.decisions ?? [];
	const own = files.find((each) => each.name === file);
	if (own === undefined) return `the project has no DMN file "${file}".`;
	const model = compileModel(
		own.dmn,
		files.filter((each) => each !== own).map((each) => each.dmn),
	);
	// A file that is none is told by itself.
	if (!model.ok) return null;
	return model.value.offers.includes(decision) ? null : `"${file}" has no decision "${decision}".`;
}

function checkTable(table: NonNullable<ElementAutomation["decision"]>["table"], add: (detail: string) => void): void {
	for (const input of table.inputs) {
		const compiled = compileFeel(input.expression);
		if (!compiled.ok) add(`column "${input.label}": ${compiled.error.detail}`);
	}
	for (const [index, rule] of table.rules.entries()) {
		if (rule.inputs.length !== table.inputs.length || rule.outputs.length !== table.outputs.length)
			add(`rule ${index + 1} has not a cell for every column.`);
		for (const cell of rule.inputs) {
			const compiled = compileFeelTest(cell === "" ? "-" : cell);
			if (!compiled.ok) add(`rule ${index + 1}, "${cell}": ${compiled.error.detail}`);
		}
		for (const cell of rule.outputs) {
			const compiled = compileFeel(cell === "" ? "null" : cell);
			if (!compiled.ok) add(`rule ${index + 1}, "${cell}": ${compiled.error.detail}`);
		}
	}
}

function completenessOf(
	automation: Automation,
	elements: readonly ElementDescription[],
	findings: readonly StepFinding[],
	packages: number,
): readonly Completeness[] {
	const of = (id: string): ElementAutomation => automation.elements[id] ?? {};
	const count = (step: Step, items: readonly ElementDescription[], has: (own: ElementAutomation) => boolean): Completeness => {
		const wrong = new Set(findings.filter((each) => each.step === step && each.severity === "error").map((each) => each.at));
		return {
			step,
			total: items.length,
			done: items.filter((item) => has(of(item.id)) && !wrong.has(item.id) && !wrong.has(of(item.id).form)).length,
		};
	};
	const errors = (step: Step): number => findings.filter((each) => each.step === step && each.severity === "error").length;
	const tasks = elements.filter((element) => element.type === "userTask" || of(element.id).form !== undefined);
	const rules = elements.filter((element) => element.type === "businessRuleTask" || element.type === "scriptTask");
	const calls = elements.filter((element) => element.type === "serviceTask");
	return [
		{ step: "process", done: errors("process") === 0 ? 1 : 0, total: 1 },
		{ step: "data", done: automation.data.attributes.length > 0 && errors("data") === 0 ? 1 : 0, total: 1 },
		count("forms", tasks, (own) => own.form !== undefined),
		count("rules", rules, (own) => own.decision !== undefined || own.decisionRef !== undefined || own.script !== undefined),
		count("performers", tasks, (own) => own.performer !== undefined),
		count("integrations", calls, (own) => own.connector !== undefined),
		{ step: "run", done: packages > 0 ? 1 : 0, total: 1 },
	];
}
