import { element } from "../behaviour.ts";

/** A manual task (BPMN 2.0.2 §10.3.3.2): done by people without any system, so nobody can say when; the token passes. */
export const manualTask = element({
	type: "manualTask",
	read(reading) {
		if (reading.automation.performer !== undefined || reading.automation.form !== undefined)
			reading.warn("engine.manual_task", `${reading.title} is a manual task and never comes to an inbox. Make it a user task for that.`);
		return null;
	},
	enter: (step, arrival) => step.pass(arrival),
});
