import { after } from "../../calendar/after.ts";
import type { Calendar } from "../../calendar/calendar.ts";
import { parseDate, parseRepeating, repeatingText } from "../../calendar/iso-8601.ts";
import { isElement, text } from "../../bpmn/describe.ts";
import type { Value } from "../../data/model.ts";
import { fail, ok } from "../../result.ts";
import type { EventBehaviour } from "../behaviour.ts";
import type { Node } from "../linked.ts";
import { calendarOf } from "../working-time.ts";
import type { Moment, Reading } from "../reading.ts";
import type { Token, Wait } from "../state.ts";
import type { Stepping } from "../stepping.ts";
import { ofEvent } from "../waits.ts";

type Kind = "date" | "duration" | "cycle";
type Settings = { readonly kind: Kind; readonly value: Moment };

/** A timer event (BPMN 2.0.2 §10.5.5, §13.5.3): a date, a duration, or a cycle that comes again and again. */
export const timerEvent: EventBehaviour = {
	type: "timer",
	places: ["start", "event-sub-process", "catch", "boundary"],
	read(reading, definition): Settings {
		const chosen = reading.automation.timer ?? ofModel(definition);
		if (chosen === undefined) {
			reading.refuse("engine.no_timer", `${reading.title} does not say when it comes. Give it a date, a duration or a cycle.`);
			return { kind: "duration", value: { iso: "PT0S" } };
		}
		return { kind: chosen.kind, value: reading.moment(chosen.kind, chosen.value, reading.automation.timerInWorkingTime ?? false) };
	},
	await(step, event, token, settings, index) {
		const { kind, value } = settings as Settings;
		const source = "iso" in value ? ok<Value>(value.iso) : step.evaluate(value.feel);
		if (!source.ok) return fail({ ...source.error, at: event.id });
		const calendar = value.working === true ? calendarOf(step, event) : null;
		const first = typeof source.value === "string" ? firstTime(kind, source.value, step.context.now, calendar) : undefined;
		if (first === undefined) return fail({ code: "engine.not_a_time", detail: noTime(kind, calendar), at: event.id });
		set(step, event, token, { ...first, ...(value.working === true && { working: true }), ...ofEvent(event, index) });
		return ok(true);
	},
	again(step, event, token, wait) {
		if (wait.cycle === undefined || wait.dueAt === undefined) return;
		const cycle = parseRepeating(wait.cycle);
		if (cycle === null || cycle.times < 1) return;
		// Repetitions that were missed (the deployment was down) come once together, not one after the other.
		const next = after(wait.dueAt, intervalOf(wait.cycle), wait.working === true ? calendarOf(step, event) : null);
		if (next === null) return;
		const { working } = wait;
		const left = less(wait.cycle, cycle.times);
		set(step, event, token, {
			dueAt: Math.max(next, step.context.now),
			cycle: left,
			...(working === true && { working }),
			...ofEvent(event, wait.event),
		});
	},
	start(settings, reading: Reading) {
		const { kind, value } = settings as Settings;
		if ("feel" in value) {
			reading.refuse(
				"engine.timer_start",
				`${reading.title} starts cases, so its time is fixed: write it as ISO 8601, not as an expression.`,
			);
			return undefined;
		}
		return { kind: "timer", timer: { kind, value: value.iso, ...(value.working === true && { working: value.working }) } };
	},
};

function ofModel(definition: unknown): { readonly kind: Kind; readonly value: string } | undefined {
	if (!isElement(definition)) return undefined;
	for (const [kind, property] of [
		["date", "timeDate"],
		["duration", "timeDuration"],
		["cycle", "timeCycle"],
	] as const) {
		const expression = definition[property];
		const value = isElement(expression) ? text(expression.body).trim() : "";
		if (value !== "") return { kind, value };
	}
	return undefined;
}

/** When a timer comes, and how often again. */
type Due = Pick<Wait, "cycle" | "working" | "event"> & { readonly dueAt: number };

function firstTime(kind: Kind, source: string, now: number, calendar: Calendar | null): Due | undefined {
	if (kind !== "cycle") {
		const dueAt = kind === "date" ? parseDate(source) : after(now, source, calendar);
		return dueAt === null ? undefined : { dueAt };
	}
	const cycle = parseRepeating(source);
	const dueAt = cycle === null ? null : (cycle.start ?? after(now, intervalOf(source), calendar));
	return cycle === null || dueAt === null ? undefined : { dueAt, cycle: less(source, cycle.times) };
}

function noTime(kind: Kind, calendar: Calendar | null): string {
	return calendar === null
		? `The timer's expression gives no ${kind} in ISO 8601.`
		: `The timer gives no ${kind} that can be counted in working time, such as ${kind === "cycle" ? "R3/PT4H" : "P2D"}, or nobody works that long.`;
}

/** `PT1H` of `R3/PT1H`. */
function intervalOf(cycle: string): string {
	return cycle.slice(cycle.lastIndexOf("/") + 1);
}

/** A cycle with one repetition less; its start is used up. */
function less(cycle: string, times: number): string {
	return repeatingText(Math.max(0, times - 1), intervalOf(cycle));
}

function set(step: Stepping, event: Node, token: Token, due: Due): void {
	const timer = step.open(token, event, { what: "timer", ...due });
	step.effects.push({ type: "set-timer", timer, elementId: event.id, dueAt: due.dueAt });
}
