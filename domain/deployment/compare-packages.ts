import type { Attribute } from "../data/model.ts";
import type { Automation } from "./automation.ts";
import { canonicalJson } from "./canonical-json.ts";

/** What two packages are compared by: the elements of the model and what automates them. */
export interface PackageParts {
	readonly elements: readonly { readonly id: string; readonly type: string; readonly name: string }[];
	readonly automation: Automation;
}

export const AREAS = ["process", "data", "form", "performer", "integration", "rule", "role", "parameter"] as const;
export type Area = (typeof AREAS)[number];

/** One thing in which a package differs from what runs. */
export interface Difference {
	readonly area: Area;
	readonly change: "added" | "removed" | "changed";
	/** What it is, as its maker calls it. */
	readonly name: string;
	/** What about it changed; empty where the change says all. */
	readonly detail: string;
}

/**
 * What activating `next` changes against what runs: elements, process data, forms, performers, integrations, rules, roles and
 * parameters. Things are the same when they have the same id or name. With nothing running, everything is new and no list helps.
 */
export function comparePackages(running: PackageParts | undefined, next: PackageParts): readonly Difference[] {
	if (running === undefined) return [];
	return [
		...compareProcess(running, next),
		...compareLists("process", asCalled(running), asCalled(next), (a, b) =>
			a.version === b.version ? "" : `was revision ${a.version}, is revision ${b.version}`,
		),
		...compareLists("data", flatten(running.automation.data.attributes), flatten(next.automation.data.attributes), (a, b) =>
			a.type === b.type ? (a.label === b.label ? "" : `now called ${b.label}`) : `was ${a.type}, is ${b.type}`,
		),
		...compareLists("form", running.automation.forms.map(asForm), next.automation.forms.map(asForm), (a, b) => formChange(a, b)),
		...compareAutomation(running, next),
		...compareLists("role", running.automation.roles.map(asNamed), next.automation.roles.map(asNamed), (a, b) =>
			a.label === b.label ? "" : `now called ${b.label}`,
		),
		...compareLists("parameter", running.automation.parameters.map(asParameter), next.automation.parameters.map(asParameter), (a, b) =>
			a.text === b.text ? "" : a.type === b.type ? "another default" : `was ${a.type}, is ${b.type}`,
		),
	];
}

interface Thing {
	readonly key: string;
	readonly label: string;
}

function compareLists<T extends Thing>(
	area: Area,
	before: readonly T[],
	after: readonly T[],
	change: (a: T, b: T) => string,
): Difference[] {
	const old = new Map(before.map((each) => [each.key, each]));
	const kept = new Set(after.map((each) => each.key));
	const found: Difference[] = [];
	for (const each of after) {
		const was = old.get(each.key);
		if (was === undefined) found.push({ area, change: "added", name: each.label, detail: "" });
		else {
			const detail = change(was, each);
			if (detail !== "") found.push({ area, change: "changed", name: was.label, detail });
		}
	}
	for (const each of before) if (!kept.has(each.key)) found.push({ area, change: "removed", name: each.label, detail: "" });
	return found;
}

function compareProcess(running: PackageParts, next: PackageParts): Difference[] {
	const things = (parts: PackageParts): (Thing & { readonly type: string; readonly name: string })[] =>
		parts.elements.map((each) => ({ ...each, key: each.id, label: each.name === "" ? `${words(each.type)} ${each.id}` : each.name }));
	const elements = compareLists("process", things(running), things(next), (a, b) => {
		if (a.type !== b.type) return `was ${words(a.type)}, is ${words(b.type)}`;
		return a.name === b.name ? "" : `now called ${b.name === "" ? "nothing" : b.name}`;
	});
	const flows = (parts: PackageParts): string => canonicalJson(parts.automation.flows) ?? "";
	if (flows(running) !== flows(next))
		elements.push({ area: "process", change: "changed", name: "Conditions", detail: "of sequence flows" });
	const level = (parts: PackageParts): string => canonicalJson(parts.automation.serviceLevel ?? null) ?? "";
	if (level(running) !== level(next))
		elements.push({ area: "process", change: "changed", name: "Time for a case", detail: "and its alarms" });
	return elements;
}

/** Who does a task, what a service task calls, and the rules: by element, in words. */
function compareAutomation(running: PackageParts, next: PackageParts): Difference[] {
	const names = new Map([...running.elements, ...next.elements].map((each) => [each.id, each.name === "" ? each.id : each.name]));
	const areas = [
		["performer", (id: string, parts: PackageParts) => pick(parts, id, ["performer", "dueIn", "dueInWorkingTime", "alarms", "notify"])],
		["integration", (id: string, parts: PackageParts) => pick(parts, id, ["connector", "inputs", "outputs", "message"])],
		[
			"rule",
			(id: string, parts: PackageParts) => pick(parts, id, ["decision", "decisionRef", "script", "timer", "timerInWorkingTime", "title"]),
		],
	] as const;
	const ids = [...new Set([...Object.keys(running.automation.elements), ...Object.keys(next.automation.elements)])];
	const found: Difference[] = [];
	for (const [area, read] of areas)
		for (const id of ids) {
			const [was, is] = [read(id, running), read(id, next)];
			if (was === is) continue;
			found.push({ area, change: was === "{}" ? "added" : is === "{}" ? "removed" : "changed", name: names.get(id) ?? id, detail: "" });
		}
	return found;
}

function pick(parts: PackageParts, id: string, fields: readonly string[]): string {
	const element: Readonly<Record<string, unknown>> = parts.automation.elements[id] ?? {};
	return (
		canonicalJson(Object.fromEntries(fields.filter((field) => element[field] !== undefined).map((field) => [field, element[field]]))) ??
		"{}"
	);
}

function flatten(attributes: readonly Attribute[], prefix = ""): (Thing & { readonly type: string })[] {
	return attributes.flatMap((each) => [
		{
			key: prefix + each.name,
			label: prefix === "" ? each.label : `${prefix}${each.name}`,
			type: each.of === undefined ? each.type : `list of ${each.of}`,
		},
		...flatten(each.attributes ?? [], `${prefix}${each.name}.`),
	]);
}

interface FormThing extends Thing {
	readonly items: readonly { readonly id: string; readonly text: string }[];
}

function asForm(form: Automation["forms"][number]): FormThing {
	return { key: form.id, label: form.title, items: form.items.map((item) => ({ id: item.id, text: canonicalJson(item) ?? "" })) };
}

function formChange(a: FormThing, b: FormThing): string {
	const was = new Map(a.items.map((item) => [item.id, item.text]));
	const is = new Set(b.items.map((item) => item.id));
	const counts = [
		[b.items.filter((item) => !was.has(item.id)).length, "added"],
		[a.items.filter((item) => !is.has(item.id)).length, "removed"],
		[b.items.filter((item) => was.has(item.id) && was.get(item.id) !== item.text).length, "changed"],
	] as const;
	const parts = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${count === 1 ? "line" : "lines"} ${word}`);
	if (parts.length > 0) return parts.join(", ");
	if (a.label !== b.label) return `now called ${b.label}`;
	return a.items.map((item) => item.id).join() === b.items.map((item) => item.id).join() ? "" : "another order";
}

function asCalled({ automation }: PackageParts): (Thing & { readonly version: number | "latest" })[] {
	return (automation.models ?? []).map((each) => ({ key: each.modelId, label: `Called model ${each.as}`, version: each.version }));
}

function asNamed(role: { readonly name: string; readonly title: string }): Thing {
	return { key: role.name, label: role.title };
}

function asParameter(parameter: Automation["parameters"][number]): Thing & { readonly type: string; readonly text: string } {
	return { key: parameter.name, label: parameter.label, type: parameter.type, text: canonicalJson(parameter) ?? "" };
}

/** `userTask` → `user task`. */
function words(type: string): string {
	return type.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}
