import type { Finding, Problem } from "../problem.ts";
import type { Automation } from "./automation.ts";
import { checkDecisions } from "./check-decisions.ts";
import type { PackageParts } from "./compare-packages.ts";

/** What a check knows of the environment that the package would run in. */
export interface CheckInput {
	readonly package: PackageParts;
	/** Ids of the processes of the file. */
	readonly processIds: readonly string[];
	/** Why the package does not compile; empty when it does. */
	readonly compileProblems: readonly Problem[];
	/** Names of parameters for which the environment has a value of its own, and of which kind. */
	readonly parameters: ReadonlyMap<string, "value" | "secret">;
	/** Active people by role name and by group name of the environment. */
	readonly roles: ReadonlyMap<string, number>;
	readonly groups: ReadonlyMap<string, number>;
	/** In development a missing parameter or an empty role is no reason to stop: one looks and mends while it runs. */
	readonly stage: "development" | "test" | "staging" | "production";
	/** What runs now, with the number of cases that are not finished. */
	readonly running: { readonly package: PackageParts; readonly openCases: number } | undefined;
}

/**
 * Checks a package against the environment that would run it. Errors block its activation: it does not compile, it names a
 * form that it does not bring, its decisions have mistakes, or the environment lacks the value of a parameter. Warnings are told: a role that nobody
 * holds, data that open cases have and the package no longer knows.
 */
export function checkPackage(input: CheckInput): readonly Finding[] {
	const { automation, elements } = input.package;
	const findings: Finding[] = input.compileProblems.map((problem) => ({ ...problem, severity: "error" }));
	if (!input.processIds.includes(automation.processId))
		findings.push({
			severity: "error",
			code: "package.process_missing",
			detail: `The model has no process ${automation.processId}, which new cases would start.`,
			at: automation.processId,
		});
	for (const { severity, code, detail, at } of checkDecisions(automation))
		// The compiler says that of a file that a task decides by.
		if (code !== "dmn.xml" || at === undefined) findings.push({ severity, code, detail, ...(at !== undefined && { at }) });
	findings.push(...missingForms(automation, elements), ...missingParameters(input), ...emptyPerformers(input), ...lostData(input));
	return findings;
}

function missingForms(automation: Automation, elements: PackageParts["elements"]): Finding[] {
	const forms = new Set(automation.forms.map((form) => form.id));
	const names = new Map(elements.map((element) => [element.id, element.name || element.id]));
	const asked = [
		...(automation.startForm === undefined ? [] : [{ form: automation.startForm, by: "the start", at: "start" }]),
		...Object.entries(automation.elements).flatMap(([id, element]) =>
			element.form === undefined ? [] : [{ form: element.form, by: names.get(id) ?? id, at: id }],
		),
	];
	return asked
		.filter((each) => !forms.has(each.form))
		.map((each) => ({
			severity: "error",
			code: "package.form_missing",
			detail: `The form ${each.form} of ${each.by} is not in the package.`,
			at: each.at,
		}));
}

function missingParameters(input: CheckInput): Finding[] {
	return input.package.automation.parameters
		.filter((parameter) => parameter.default === undefined || parameter.type === "secret")
		.filter((parameter) => input.parameters.get(parameter.name) !== (parameter.type === "secret" ? "secret" : "value"))
		.map((parameter) => ({
			severity: input.stage === "development" ? "warning" : "error",
			code: "package.parameter_missing",
			detail: `${parameter.label} has no value here and the package brings none. Set it under Parameters.`,
			at: parameter.name,
		}));
}

function emptyPerformers(input: CheckInput): Finding[] {
	const { automation, elements } = input.package;
	const names = new Map(elements.map((element) => [element.id, element.name || element.id]));
	const findings: Finding[] = [];
	for (const [id, element] of Object.entries(automation.elements))
		for (const source of element.performer?.from ?? []) {
			const held = source.kind === "role" ? input.roles.get(source.role) : source.kind === "group" ? input.groups.get(source.group) : 1;
			if ((held ?? 0) > 0) continue;
			const what = source.kind === "role" ? `role ${source.role}` : `group ${source.kind === "group" ? source.group : ""}`;
			findings.push({
				severity: "warning",
				code: "package.nobody",
				detail: `Nobody here is in the ${what}, so nobody would get ${names.get(id) ?? id} by it. Add people under People.`,
				at: id,
			});
		}
	return [...findings, ...unheardAlarms(input, names)];
}

/** Alarms of tasks and of the process that would tell nobody by a role or group. */
function unheardAlarms({ package: { automation }, roles, groups }: CheckInput, names: ReadonlyMap<string, string>): Finding[] {
	const rules = [
		...Object.entries(automation.elements).map(([id, own]) => ({ id, name: names.get(id) ?? id, alarms: own.alarms ?? [] })),
		{ id: automation.processId, name: "a case", alarms: automation.serviceLevel?.alarms ?? [] },
	];
	const findings = new Map<string, Finding>();
	for (const { id, name, alarms } of rules)
		for (const to of alarms.flatMap((alarm) => alarm.to)) {
			if (to.kind === "performer" || to.kind === "supervisor") continue;
			const [what, held] = to.kind === "role" ? [`role ${to.role}`, roles.get(to.role)] : [`group ${to.group}`, groups.get(to.group)];
			if ((held ?? 0) > 0) continue;
			findings.set(`${id} ${what}`, {
				severity: "warning",
				code: "package.alarm_unheard",
				detail: `Nobody here is in the ${what}, so the alarms of ${name} tell nobody by it. Add people under People.`,
				at: id,
			});
		}
	return [...findings.values()];
}

/** Cases that run keep their own package; what their data would lose shows only in reports over both, so it warns. */
function lostData(input: CheckInput): Finding[] {
	const running = input.running;
	if (running === undefined || running.openCases === 0) return [];
	const next = new Map(input.package.automation.data.attributes.map((attribute) => [attribute.name, attribute.type]));
	return running.package.automation.data.attributes
		.filter((attribute) => next.get(attribute.name) !== attribute.type)
		.map((attribute) => ({
			severity: "warning",
			code: next.has(attribute.name) ? "package.data_changed" : "package.data_removed",
			detail: next.has(attribute.name)
				? `${attribute.label} was ${attribute.type} and becomes ${next.get(attribute.name)}. Open cases keep the old type.`
				: `${attribute.label} is no longer part of the data. Open cases keep it.`,
			at: attribute.name,
		}));
}

/** Whether the findings let the package be activated. */
export function isBlocked(findings: readonly Finding[]): boolean {
	return findings.some((finding) => finding.severity === "error");
}
