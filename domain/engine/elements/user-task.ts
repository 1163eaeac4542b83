import type { AlarmRule } from "../../calendar/alarm.ts";
import { after } from "../../calendar/after.ts";
import type { Value } from "../../data/model.ts";
import type { Problem } from "../../problem.ts";
import { fail, ok, type Result } from "../../result.ts";
import { readAlarms, setAlarms } from "../alarms.ts";
import { element } from "../behaviour.ts";
import type { Node } from "../linked.ts";
import type { Moment, Reading } from "../reading.ts";
import type { Stepping } from "../stepping.ts";
import type { PerformerNames } from "../types.ts";
import { calendarOf } from "../working-time.ts";

type Performers = {
	readonly assign: "pool" | "one";
	readonly people: readonly string[];
	readonly groups: readonly string[];
	readonly roles: readonly string[];
	readonly starter: boolean;
	/** Expressions that give addresses. */
	readonly feel: readonly number[];
};

type Settings = {
	readonly form: string | null;
	readonly performers: Performers;
	readonly title: number | null;
	readonly dueIn: Moment | null;
	readonly notify: boolean;
	readonly alarms?: readonly AlarmRule[];
};

/** A user task (BPMN 2.0.2 §10.3.3.3): waits for a person. Who and until when is decided as it begins. */
export const userTask = element<Settings>({
	type: "userTask",
	read(reading) {
		const { form, title, dueIn, dueInWorkingTime, notify } = reading.automation;
		const isDue = dueIn !== undefined && dueIn.trim() !== "";
		const alarms = readAlarms(reading, reading.automation.alarms, isDue);
		return {
			form: form ?? null,
			performers: performers(reading),
			title: reading.optional(title),
			dueIn: !isDue ? null : reading.moment("duration", dueIn, dueInWorkingTime ?? false),
			notify: notify ?? false,
			...(alarms.length > 0 && { alarms }),
		};
	},
	enter(step, arrival, settings) {
		const { node } = arrival;
		const named = names(step, settings.performers);
		if (!named.ok) return step.fail(arrival, { ...named.error, at: node.id });
		const due = dueOf(step, node, settings.dueIn);
		if (!due.ok) return step.fail(arrival, { ...due.error, at: node.id });
		const title = settings.title === null ? ok<Value>(null) : step.evaluate(settings.title);
		if (!title.ok) return step.fail(arrival, { ...title.error, at: node.id });
		const token = step.restWithBoundary(arrival);
		const task = step.open(token, node, { what: "task", ...(due.value !== null && { dueAt: due.value.dueAt }) });
		const name = node.name || node.id;
		step.effects.push({
			type: "create-task",
			task,
			elementId: node.id,
			name,
			title: typeof title.value === "string" && title.value !== "" ? title.value.slice(0, 400) : name,
			dueAt: due.value?.dueAt ?? null,
			...(settings.dueIn?.working === true && due.value !== null && { due: due.value.duration }),
			performers: named.value,
			formId: settings.form,
			notify: settings.notify,
			...(settings.alarms !== undefined &&
				due.value !== null && { alarms: setAlarms(step, settings.alarms, due.value.dueAt, calendarOf(step, node)) }),
		});
	},
	wake: (step, node, token) => step.complete(node, token),
});

/** The form of a user task; null: it has none, or the element is no user task. */
export function formOf(node: Node): string | null {
	return node.type === "userTask" ? (node.settings as unknown as Settings).form : null;
}

function performers(reading: Reading): Performers {
	const { performer, form } = reading.automation;
	const forms = reading.forms;
	if (form !== undefined && !forms.includes(form))
		reading.refuse("engine.no_form", `${reading.title} uses the form "${form}", which does not exist.`);
	if (performer === undefined) reading.warn("engine.no_performer", `${reading.title} says not who it is for: the case's starter gets it.`);
	const from = performer?.from ?? [{ kind: "starter" as const }];
	return {
		assign: performer?.assign ?? "pool",
		people: from.flatMap((each) => (each.kind === "person" ? [each.email] : [])),
		groups: from.flatMap((each) => (each.kind === "group" ? [each.group] : [])),
		roles: from.flatMap((each) => (each.kind === "role" ? [each.role] : [])),
		starter: from.some((each) => each.kind === "starter"),
		feel: from.flatMap((each) => (each.kind === "expression" ? [reading.expression(each.expression)] : [])),
	};
}

function names(step: Stepping, settings: Performers): Result<PerformerNames, Problem> {
	const people = [...settings.people];
	for (const expression of settings.feel) {
		const result = step.evaluate(expression);
		if (!result.ok) return result;
		const found = (Array.isArray(result.value) ? result.value : [result.value]).flatMap((each) =>
			typeof each === "string" && each !== "" ? [each] : [],
		);
		if (found.length === 0)
			return fail({ code: "engine.no_performer", detail: "The expression for the performer gives no e-mail address." });
		people.push(...found.slice(0, 100));
	}
	const { assign, groups, roles, starter } = settings;
	return ok({ assign, people, groups, roles, starter });
}

function dueOf(
	step: Stepping,
	node: Node,
	dueIn: Moment | null,
): Result<{ readonly dueAt: number; readonly duration: string } | null, Problem> {
	if (dueIn === null) return ok(null);
	const text = "iso" in dueIn ? ok<Value>(dueIn.iso) : step.evaluate(dueIn.feel);
	if (!text.ok) return text;
	const duration = typeof text.value === "string" ? text.value : "";
	const dueAt = after(step.context.now, duration, dueIn.working === true ? calendarOf(step, node) : null);
	if (dueAt !== null) return ok({ dueAt, duration });
	const detail =
		dueIn.working === true
			? "The due date gives no duration that can be counted in working time, such as P2D or PT4H, or nobody works that long."
			: "The expression for the due date gives no duration such as P2D.";
	return fail({ code: "engine.not_a_time", detail });
}
