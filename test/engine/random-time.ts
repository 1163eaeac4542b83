import type { Automation, ElementAutomation } from "../../domain/deployment/automation.ts";
import { random } from "../models/random.ts";

/**
 * Now and then: tasks that are due, with an alarm, timers that count in working time, and a case that is due. Its dice are its own, so
 * the process stays the one that its seed made before.
 */
export function randomTime(
	xml: string,
	seed: number,
	elements: Readonly<Record<string, ElementAutomation>>,
): Pick<Automation, "elements" | "serviceLevel"> {
	const next = random(seed * 13 + 1);
	const alarms = [{ when: "before" as const, by: "PT2H", inWorkingTime: true, to: [{ kind: "performer" as const }] }];
	const timed: Record<string, ElementAutomation> = { ...elements };
	for (const [, id = ""] of xml.matchAll(/<userTask id="(\w+)"/g))
		if (next(3) === 0) timed[id] = { ...timed[id], dueIn: "P1D", dueInWorkingTime: next(2) === 0, alarms };
	for (const [, id = ""] of xml.matchAll(/ id="(\w+)"[^<>]*><timerEventDefinition>/g))
		if (next(2) === 0) timed[id] = { ...timed[id], timerInWorkingTime: true };
	return { elements: timed, ...(next(4) === 0 && { serviceLevel: { dueIn: "P2D", inWorkingTime: true, alarms } }) };
}
