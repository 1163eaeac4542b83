import type { Automation, ElementAutomation } from "../domain/deployment/automation.ts";

const OPEN =
	'<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="urn:bench">';

/** A line of tasks from a start to an end event: as many nodes as it says, with a user task in the middle where it is asked for. */
export function line(tasks: number, userTaskAt?: number): string {
	let inside = '<startEvent id="start"/><sequenceFlow id="f0" sourceRef="start" targetRef="t1"/>';
	for (let at = 1; at <= tasks; at++) {
		const kind = at === userTaskAt ? "userTask" : "serviceTask";
		inside += `<${kind} id="t${at}" name="Task ${at}"/><sequenceFlow id="f${at}" sourceRef="t${at}" targetRef="${at === tasks ? "end" : `t${at + 1}`}"/>`;
	}
	return `${OPEN}<process id="P" isExecutable="true">${inside}<endEvent id="end"/></process></definitions>`;
}

/** Every service task of a line waits for a job. */
export function lineAutomation(tasks: number, userTaskAt?: number): Automation {
	const elements: Record<string, ElementAutomation> = {};
	for (let at = 1; at <= tasks; at++)
		elements[`t${at}`] =
			at === userTaskAt
				? { performer: { assign: "pool", from: [{ kind: "role", role: "clerk" }] } }
				: { connector: { kind: "http", method: "POST", url: "https://example.test/" } };
	return {
		format: 1,
		processId: "P",
		category: "Bench",
		data: { attributes: [] },
		forms: [],
		elements,
		flows: {},
		roles: [],
		parameters: [],
	};
}
