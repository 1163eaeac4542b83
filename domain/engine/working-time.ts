import { type Calendar, STANDARD_CALENDARS } from "../calendar/calendar.ts";
import type { Node } from "./linked.ts";
import type { Stepping } from "./stepping.ts";

/**
 * The calendar that the working time of an element is counted in: the starter's for a user task that is the starter's alone and for
 * the timers on its boundary, so that both agree; the organisation's for everything else. A task that is one other
 * person's is reckoned anew in theirs by whoever finds out who that is (`due` of `create-task`).
 */
export function calendarOf(step: Stepping, node: Node): Calendar {
	const { organisation, starter } = step.context.calendars ?? STANDARD_CALENDARS;
	return isStartersAlone(node.attachedTo ?? node) ? starter.calendar : organisation.calendar;
}

/** Whether a user task is for whoever started the case and nobody else. */
function isStartersAlone(node: Node): boolean {
	if (node.type !== "userTask") return false;
	const { performers } = node.settings as {
		readonly performers: Readonly<Record<"people" | "groups" | "roles" | "feel", readonly unknown[]>> & { readonly starter: boolean };
	};
	const { starter, people, groups, roles, feel } = performers;
	return starter && people.length + groups.length + roles.length + feel.length === 0;
}
