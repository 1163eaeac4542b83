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

/** A user task that so many people have at the same time. */
export function crowd(people: number): string {
	return `${OPEN}<process id="P" isExecutable="true"><startEvent id="start"/><sequenceFlow id="f0" sourceRef="start" targetRef="t1"/><userTask id="t1" name="Task"><multiInstanceLoopCharacteristics><loopCardinality>${people}</loopCardinality></multiInstanceLoopCharacteristics></userTask><sequenceFlow id="f1" sourceRef="t1" targetRef="end"/><endEvent id="end"/></process></definitions>`;
}

/** A user task that comes again whenever it was completed, however often. */
export function roundabout(): string {
	return `${OPEN}<process id="P" isExecutable="true"><startEvent id="start"/><sequenceFlow id="f0" sourceRef="start" targetRef="t1"/><userTask id="t1" name="Task"/><sequenceFlow id="f1" sourceRef="t1" targetRef="g"/><exclusiveGateway id="g" default="f3"/><sequenceFlow id="f2" sourceRef="g" targetRef="t1"><conditionExpression>1 &lt; 2</conditionExpression></sequenceFlow><sequenceFlow id="f3" sourceRef="g" targetRef="end"/><endEvent id="end"/></process></definitions>`;
}

/** Everybody of those two is a clerk. */
export function clerks(): Automation {
	return lineAutomation(1, 1);
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
