import { element } from "../behaviour.ts";
import { jobInput, readConnector, resultNames, type Connector } from "../connector.ts";
import { readThrown, readyMessage, type ThrownMessage } from "../events/message.ts";

type Settings = { readonly connector: Connector | null; readonly message: ThrownMessage | null };

/** A send task (BPMN 2.0.2 §10.3.3.4): sends its message and is done; with a connector it is done when the job is. */
export const sendTask = element<Settings>({
	type: "sendTask",
	read(reading) {
		const connector = readConnector(reading);
		return { connector, message: connector === null ? readThrown(reading, reading.element) : null };
	},
	enter(step, arrival, { connector, message }) {
		if (connector === null) {
			const ready = message === null ? undefined : readyMessage(step, arrival, message);
			if (ready?.ok === false) return step.fail(arrival, ready.error);
			ready?.value();
			return step.pass(arrival);
		}
		const input = jobInput(step, arrival.node, connector);
		if (!input.ok) return step.fail(arrival, { ...input.error, at: arrival.node.id });
		const token = step.restWithBoundary(arrival);
		const job = step.open(token, arrival.node, { what: "job" });
		step.effects.push({ type: "create-job", job, elementId: arrival.node.id, kind: "send", input: input.value });
	},
	wake: (step, node, token, _wait, arrived) => step.complete(node, token, resultNames(arrived)),
});
