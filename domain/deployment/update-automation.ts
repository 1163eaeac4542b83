import type { Attribute } from "../data/model.ts";
import type { Form } from "../forms/form.ts";
import type { Finding } from "../problem.ts";
import type { Automation, ElementAutomation } from "./automation.ts";
import { uniqueIn } from "./names.ts";

export interface UpdatedAutomation {
	readonly automation: Automation;
	/** What came in and what went, in words. */
	readonly findings: readonly Finding[];
}

/**
 * Brings a project to a newer model: what is kept is kept by the element's id, elements that are new get what was proposed for
 * them with the forms, data and roles that it needs, and the settings of elements that are gone go too. `present` are the ids
 * of all elements and flows of the new model.
 */
export function updateAutomation(current: Automation, proposed: Automation, present: ReadonlySet<string>): UpdatedAutomation {
	const findings: Finding[] = [];
	const note = (code: string, detail: string, at: string): void => {
		findings.push({ severity: "warning", code, detail, at });
	};
	const elements: Record<string, ElementAutomation> = {};
	for (const [id, own] of Object.entries(current.elements)) {
		if (present.has(id)) elements[id] = own;
		else note("update.element_gone", `"${id}" is not in the model any more; its settings were taken away.`, id);
	}
	const flows = Object.fromEntries(Object.entries(current.flows).filter(([id]) => present.has(id)));
	const forms: Form[] = [...current.forms];
	const formIds = new Set(forms.map((form) => form.id));
	const attributes: Attribute[] = [...current.data.attributes];
	const roles = [...current.roles];

	const bring = (formId: string): string => {
		const form = proposed.forms.find((each) => each.id === formId);
		if (form === undefined) return formId;
		const id = uniqueIn(formIds, formId, "-");
		forms.push({ ...form, id });
		for (const item of form.items) {
			if (item.kind !== "field") continue;
			const name = item.path.split(".")[0];
			const attribute = proposed.data.attributes.find((each) => each.name === name);
			if (attribute !== undefined && !attributes.some((each) => each.name === name)) attributes.push(attribute);
		}
		return id;
	};

	/** A new way out asks its question on the forms that the elements before it have kept. */
	const askAlso = (proposedForm: string, item: Form["items"][number]): void => {
		const shownBy = Object.entries(proposed.elements).filter(([, own]) => own.form === proposedForm);
		const kept = proposedForm === proposed.startForm ? [current.startForm] : shownBy.map(([id]) => elements[id]?.form);
		for (const formId of kept) {
			const at = forms.findIndex((form) => form.id === formId);
			const form = forms[at];
			if (form === undefined || form.items.some((each) => each.kind === "field" && item.kind === "field" && each.path === item.path))
				continue;
			forms[at] = { ...form, items: [...form.items, { ...item, id: uniqueIn(new Set(form.items.map((each) => each.id)), item.id, "-") }] };
		}
	};

	for (const [id, own] of Object.entries(proposed.elements)) {
		if (elements[id] !== undefined) continue;
		elements[id] = own.form === undefined ? own : { ...own, form: bring(own.form) };
		note("update.element_new", `"${id}" is new: look at what was proposed for it.`, id);
		for (const source of own.performer?.from ?? []) {
			const role = source.kind === "role" ? proposed.roles.find((each) => each.name === source.role) : undefined;
			if (role !== undefined && !roles.some((each) => each.name === role.name)) roles.push(role);
		}
		const result = (own.decision?.result ?? own.script?.result)?.split(".")[0];
		const attribute = proposed.data.attributes.find((each) => each.name === result);
		if (attribute !== undefined && !attributes.some((each) => each.name === attribute.name)) attributes.push(attribute);
	}
	for (const [id, own] of Object.entries(proposed.flows)) {
		if (flows[id] !== undefined) continue;
		flows[id] = own;
		const name = /^[a-z][A-Za-z0-9]*/.exec(own.condition)?.[0];
		const attribute = proposed.data.attributes.find((each) => each.name === name);
		if (attribute === undefined || attributes.some((each) => each.name === name)) continue;
		attributes.push(attribute);
		for (const form of proposed.forms) {
			const item = form.items.find((each) => each.kind === "field" && each.path.split(".")[0] === name);
			if (item !== undefined) askAlso(form.id, item);
		}
	}
	return {
		automation: {
			...current,
			processId: present.has(current.processId) ? current.processId : proposed.processId,
			elements,
			flows,
			forms,
			data: { attributes },
			roles,
		},
		findings,
	};
}
