import { element } from "../behaviour.ts";
import { jobInput, readConnector, resultNames, type Connector } from "../connector.ts";

/** A service task (BPMN 2.0.2 §10.3.3.1): waits for the job that its connector does outside the step. */
export const serviceTask = element<Connector | null>({
	type: "serviceTask",
	read(reading) {
		const connector = readConnector(reading);
		if (connector === null)
			reading.warn("engine.no_connector", `${reading.title} has no connector: the case passes it and nothing is done.`);
		return connector;
	},
	enter(step, arrival, connector) {
		if (connector === null) return step.pass(arrival);
		const input = jobInput(step, arrival.node, connector);
		if (!input.ok) return step.fail(arrival, { ...input.error, at: arrival.node.id });
		const token = step.restWithBoundary(arrival);
		const job = step.open(token, arrival.node, { what: "job" });
		step.effects.push({ type: "create-job", job, elementId: arrival.node.id, kind: "service", input: input.value });
	},
	wake: (step, node, token, _wait, arrived) => step.complete(node, token, resultNames(arrived)),
});
