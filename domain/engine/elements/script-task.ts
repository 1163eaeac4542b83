import { text } from "../../bpmn/describe.ts";
import { element } from "../behaviour.ts";

type Settings = { readonly expression: number; readonly result: string } | null;

/** A script task (BPMN 2.0.2 §10.3.3.7): a FEEL expression whose value is written to a path of the data. */
export const scriptTask = element<Settings>({
	type: "scriptTask",
	read(reading) {
		const { script } = reading.automation;
		if (script !== undefined) return { expression: reading.expression(script.expression), result: reading.path(script.result) };
		if (text(reading.task.script).trim() !== "")
			reading.refuse(
				"engine.foreign_script",
				`${reading.title} has a script in ${text(reading.task.scriptFormat) || text(reading.task.scriptLanguage) || "another language"}. Write it as FEEL, with the path for its result.`,
			);
		else reading.warn("engine.no_script", `${reading.title} has no script: the case passes it and nothing is done.`);
		return null;
	},
	enter(step, arrival, script) {
		if (script === null) return step.pass(arrival);
		const result = step.evaluate(script.expression);
		if (!result.ok) return step.fail(arrival, { ...result.error, at: arrival.node.id });
		step.pass(arrival, { result: result.value }, [[script.result, result.value]]);
	},
});
