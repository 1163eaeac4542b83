import type { ModdleElement } from "bpmn-moddle";
import { kindOf, nameOf, taskOf } from "../bpmn/called-element.ts";
import { describeProcess, elements, id, text, type ElementDescription, type ProcessDescription } from "../bpmn/describe.ts";
import { defaultForm } from "../forms/default-form.ts";
import type { Form } from "../forms/form.ts";
import type { Finding } from "../problem.ts";
import type { Automation, ElementAutomation } from "./automation.ts";
import { DraftData } from "./draft-data.ts";
import { attributeNameOf, plainName, shortName, slugOf, uniqueIn } from "./names.ts";
import { flowNodes, proposeEvents } from "./propose-events.ts";
import { proposeRouting, START, type Routing } from "./propose-routing.ts";
import { graphOf } from "./walk-flow.ts";

type DraftElement = { -readonly [Key in keyof ElementAutomation]: ElementAutomation[Key] };

/** What a model becomes when nobody has said yet how it runs; `findings` say where a guess was made. */
export interface Proposal {
	readonly automation: Automation;
	readonly findings: readonly Finding[];
}

/** Elements at which a person fills in a form. A task without a type is work of a person until somebody says otherwise. */
export function isFormTask(element: Pick<ElementDescription, "type">): boolean {
	return element.type === "userTask" || element.type === "task";
}

/** The process that a new case starts: the one with the most work of people among those that can be started by hand. */
export function mainProcess(processes: readonly ProcessDescription[]): ProcessDescription | undefined {
	const weigh = (process: ProcessDescription): number => {
		const startable = process.elements.some(
			(element) => element.type === "startEvent" && element.scopeId === process.id && element.events.length === 0,
		);
		const work = process.elements.filter(isFormTask).length;
		return (startable ? 1_000_000 : 0) + (work > 0 ? 100_000 : 0) + (process.executable ? 50_000 : 0) + work * 10 + process.elements.length;
	};
	return processes.filter((process) => process.elements.length > 0).toSorted((left, right) => weigh(right) - weigh(left))[0];
}

/**
 * Proposes everything that a BPMN file needs to run: process data, a form and a performer for every task of a person (a role
 * for each lane), a start form, ways out of every split, times and messages of events. Nothing of the file is changed.
 */
export function proposeAutomation(definitions: ModdleElement, title: string): Proposal {
	const processes = describeProcess(definitions);
	const main = mainProcess(processes);
	const data = new DraftData();
	const subject = data.add("Subject", "text");
	const details = data.add("Details", "longText");
	const forms: Form[] = [];
	const formIds = new Set<string>(["start"]);
	const elementsById: Record<string, DraftElement> = {};
	const flows: Record<string, { condition: string }> = {};
	const roles = new Map<string, string>();
	const findings: Finding[] = [];
	const of = (elementId: string): DraftElement => (elementsById[elementId] ??= {});

	const events = proposeEvents(definitions);
	findings.push(...events.findings);
	for (const [elementId, proposed] of events.elements) Object.assign(of(elementId), proposed);

	const routings = new Map<string, Routing>();
	for (const process of processes) {
		const routing = proposeRouting(graphOf(process), data, isFormTask);
		routings.set(process.id, routing);
		Object.assign(flows, routing.flows);
		findings.push(...routing.findings);
		for (const [elementId, flow] of Object.entries(routing.defaults)) of(elementId).defaultFlow = flow;
	}

	for (const process of processes) {
		for (const element of process.elements.filter(isFormTask)) {
			const name = plainName(element.name) || "Task";
			const asked = routings.get(process.id)?.asks.get(element.id) ?? [];
			const notes = data.add(`${shortName(name)} notes`, "longText");
			const formId = uniqueIn(formIds, slugOf(name, "task"), "-");
			const role = roleOf(element, process, roles);
			forms.push(
				defaultForm(data.model(), {
					id: formId,
					title: name,
					readOnly: [subject, details],
					paths: [...asked, notes],
					required: asked,
				}),
			);
			Object.assign(of(element.id), { form: formId, performer: { assign: "pool", from: [{ kind: "role", role }] } });
		}
	}

	for (const node of flowNodes(definitions)) {
		const name = plainName(nameOf(node)) || id(node);
		if (kindOf(node) === "scriptTask") Object.assign(of(id(node)), proposeScript(node, name, data, findings));
		if (kindOf(node) === "businessRuleTask") Object.assign(of(id(node)), proposeDecision(node, name, data, findings));
	}

	const startAsks = (main === undefined ? undefined : routings.get(main.id)?.asks.get(START)) ?? [];
	const model = data.model();
	forms.unshift(
		defaultForm(model, {
			id: "start",
			title: `New ${title}`,
			paths: [subject, details, ...startAsks],
			required: [subject, ...startAsks],
		}),
	);

	return {
		automation: {
			format: 1,
			processId: main?.id ?? elements(definitions.rootElements).map(id)[0] ?? "process",
			category: "General",
			caseTitle: subject,
			data: model,
			forms,
			startForm: "start",
			elements: elementsById,
			flows,
			roles: [...roles].map(([name, roleTitle]) => ({ name, title: roleTitle })),
			parameters: [],
		},
		findings,
	};
}

/** The role of an element's lane, else of its pool, else of the whole process. */
function roleOf(element: ElementDescription, process: ProcessDescription, roles: Map<string, string>): string {
	const title = plainName(element.lane?.name || process.participant?.name || "").slice(0, 120) || "Team";
	const slug = slugOf(title, "");
	// Two lanes of one name are one role; a name without latin letters has no slug, so it is compared whole.
	for (const [name, known] of roles) if (slug === "" ? known === title : name === slug) return name;
	const name = slug === "" ? uniqueIn(new Set(roles.keys()), "role", "-") : slug;
	roles.set(name, title);
	return name;
}

function proposeScript(node: ModdleElement, name: string, data: DraftData, findings: Finding[]): DraftElement {
	const script = text(taskOf(node).script).trim();
	const task = taskOf(node);
	const isFeel = /feel/i.test(text(task.scriptFormat) || text(task.scriptLanguage)) && script !== "";
	if (!isFeel)
		findings.push({
			severity: "warning",
			code: "task.script_proposed",
			detail: `"${name}" has no script in FEEL: it notes that it was done. Write what it should calculate.`,
			at: id(node),
		});
	const result = data.add(`${shortName(name)} result`, "text");
	return { script: { expression: isFeel ? script.replace(/^=\s*/, "") : '"done"', result } };
}

function proposeDecision(node: ModdleElement, name: string, data: DraftData, findings: Finding[]): DraftElement {
	findings.push({
		severity: "warning",
		code: "task.decision_proposed",
		detail: `"${name}" has no decision table: it gets one with a single rule. Fill in the rules.`,
		at: id(node),
	});
	const output = attributeNameOf("Outcome", "outcome");
	const result = data.add(`${shortName(name)} result`, "object", { attributes: [{ name: output, label: "Outcome", type: "text" }] });
	return {
		decision: {
			table: {
				hitPolicy: "first",
				inputs: [{ label: "Subject", expression: "subject" }],
				outputs: [{ label: "Outcome", name: output }],
				rules: [{ inputs: ["-"], outputs: ['"done"'] }],
			},
			result,
		},
	};
}
