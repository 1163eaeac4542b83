import { addDuration, parseDate, parseDuration, parseRepeating, repeatingText } from "../../calendar/iso-8601.ts";
import { isElement, text } from "../../bpmn/describe.ts";
import type { Value } from "../../data/model.ts";
import type { Problem } from "../../problem.ts";
import { fail, ok, type Result } from "../../result.ts";
import type { EventBehaviour } from "../behaviour.ts";
import type { Node } from "../linked.ts";
import type { Moment, Reading } from "../reading.ts";
import type { Token } from "../state.ts";
import type { Stepping } from "../stepping.ts";

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
		return { kind: chosen.kind, value: reading.moment(chosen.kind, chosen.value) };
	},
	await(step, event, token, settings) {
		const { kind, value } = settings as Settings;
		const source = "iso" in value ? ok<Value>(value.iso) : step.evaluate(value.feel);
		if (!source.ok) return fail({ ...source.error, at: event.id });
		const first = typeof source.value === "string" ? firstTime(kind, source.value, step.context.now) : undefined;
		if (first === undefined)
			return fail({ code: "engine.not_a_time", detail: `The timer's expression gives no ${kind} in ISO 8601.`, at: event.id });
		set(step, event, token, first.dueAt, first.cycle);
		return ok(true);
	},
	again(step, event, token, wait) {
		if (wait.cycle === undefined || wait.dueAt === undefined) return;
		const cycle = parseRepeating(wait.cycle);
		if (cycle === null || cycle.times < 1) return;
		// Repetitions that were missed (the deployment was down) come once together, not one after the other.
		const dueAt = Math.max(addDuration(wait.dueAt, cycle.every), step.context.now);
		set(step, event, token, dueAt, less(wait.cycle, cycle.times));
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
		return { kind: "timer", timer: { kind, value: value.iso } };
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

function firstTime(kind: Kind, source: string, now: number): { readonly dueAt: number; readonly cycle?: string } | undefined {
	if (kind === "date") {
		const dueAt = parseDate(source);
		return dueAt === null ? undefined : { dueAt };
	}
	if (kind === "duration") {
		const duration = parseDuration(source);
		return duration === null ? undefined : { dueAt: addDuration(now, duration) };
	}
	const cycle = parseRepeating(source);
	if (cycle === null) return undefined;
	return { dueAt: cycle.start ?? addDuration(now, cycle.every), cycle: less(source, cycle.times) };
}

/** A cycle with one repetition less; its start is used up. */
function less(cycle: string, times: number): string {
	return repeatingText(Math.max(0, times - 1), cycle.slice(cycle.lastIndexOf("/") + 1));
}

function set(step: Stepping, event: Node, token: Token, dueAt: number, cycle: string | undefined): Result<true, Problem> {
	const timer = step.open(token, event, { what: "timer", dueAt, ...(cycle !== undefined && { cycle }) });
	step.effects.push({ type: "set-timer", timer, elementId: event.id, dueAt });
	return ok(true);
}
