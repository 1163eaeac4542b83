import type { ModdleElement } from "bpmn-moddle";
import { messageName, retrievalPath, type CorrelationKey } from "../bpmn/conversation.ts";
import { elements, id, isElement, text } from "../bpmn/describe.ts";
import { isPath } from "./assign.ts";
import type { Reading } from "./reading.ts";

/** A correlation key of the model, as one message has it. Numbers are indexes of expressions, one for each property of the key. */
export type MessageKey = {
	/** The id of the model's key. */
	readonly key: string;
	readonly name: string;
	/** Over what the message carries. */
	readonly from: readonly number[];
	/** Where a message that says nothing else carries it. */
	readonly to?: readonly string[];
	/** Over the data of the process: the key follows them (context-based correlation). */
	readonly bound?: readonly number[];
};

/**
 * The correlation keys of the message that an element sends or waits for (BPMN 2.0.2 §8.4.2), in the model's order: the message is found by the
 * first. None where the automation gives the key. Refuses a key that is not read from this message in all of its properties, and a message of a
 * conversation with keys that carries none of them.
 */
export function readKeys(reading: Reading, holder: ModdleElement, sent: boolean): readonly MessageKey[] {
	const { automation, conversation, element, title } = reading;
	if (conversation.keys.length === 0 || (automation.message?.key ?? "").trim() !== "") return [];
	const message = reading.messageElement(holder);
	if (message === undefined) return [];
	const own = conversation.flowsOf(element);
	const made: MessageKey[] = [];
	const without: CorrelationKey[] = [];
	for (const key of conversation.keys) {
		const around = own.some((flow) => key.flows.has(flow));
		const paths = key.properties.map((property) => retrievalPath(property, message));
		if (paths.every((path) => path === undefined)) {
			if (around) without.push(key);
			continue;
		}
		// A key of another conversation than those that its message flows belong to.
		if (key.flows.size > 0 && own.length > 0 && !around) continue;
		const missing = key.properties[paths.indexOf(undefined)];
		if (missing === undefined) made.push(readKey(reading, key, paths as readonly string[], sent));
		else
			reading.refuse(
				"engine.correlation_incomplete",
				`${title}: the correlation property "${nameOf(missing)}" of the key "${key.name}" does not say how it is read from the message "${messageName(message)}".`,
			);
	}
	if (made.length > 0) reading.correlates();
	const [first] = without;
	if (made.length === 0 && first !== undefined)
		reading.refuse(
			"engine.no_correlation",
			`${title}: the message "${messageName(message)}" belongs to a conversation with the key "${first.name}" and none of that key is read from it.`,
		);
	return made;
}

function readKey(reading: Reading, key: CorrelationKey, paths: readonly string[], sent: boolean): MessageKey {
	const says = (reading.automation.message?.payload ?? "").trim() !== "";
	const bound = readBinding(reading, key);
	if (sent && !says)
		for (const path of paths)
			if (!isPath(path))
				reading.refuse(
					"engine.no_payload",
					`${reading.title} does not say what its message carries, and the key "${key.name}" is read by "${path}", which is not the path of a field. Give the message its content.`,
				);
	return {
		key: id(key.element),
		name: key.name,
		from: paths.map((path) => reading.expression(path)),
		...(sent && !says && { to: paths }),
		...(bound.length > 0 && { bound }),
	};
}

/** Where the process says by its own data what a key is (§8.4.2, correlation subscription): an expression for each property. */
function readBinding(reading: Reading, key: CorrelationKey): readonly number[] {
	const subscription = elements(reading.process?.correlationSubscriptions).find((each) => each.correlationKeyRef === key.element);
	if (subscription === undefined) return [];
	const bindings = elements(subscription.correlationPropertyBinding);
	return key.properties.flatMap((property) => {
		const binding = bindings.find((each) => each.correlationPropertyRef === property);
		const path = isElement(binding?.dataPath) ? text(binding.dataPath.body).trim() : "";
		if (path !== "") return [reading.expression(path)];
		reading.refuse(
			"engine.correlation_incomplete",
			`${reading.title}: the process does not bind the correlation property "${nameOf(property)}" of the key "${key.name}" to its data.`,
		);
		return [];
	});
}

function nameOf(property: ModdleElement): string {
	return text(property.name).trim() || id(property);
}
