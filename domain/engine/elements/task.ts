import type { Value } from "../../data/model.ts";
import { element } from "../behaviour.ts";
import { userTask } from "./user-task.ts";

/**
 * An abstract task (BPMN 2.0.2 §10.3.3) says nothing of what is done, so the token passes; with a form it is work of a person,
 * as most drawn tasks are meant.
 */
export const task = element<Value>({
	type: "task",
	read: (reading) => (reading.automation.form === undefined ? null : userTask.read(reading)),
	enter: (step, arrival, settings) => (settings === null ? step.pass(arrival) : userTask.enter(step, arrival)),
	wake: (step, node, token, wait, arrived) => userTask.wake?.(step, node, token, wait, arrived),
});
