import type { ModdleElement } from "bpmn-moddle";
import { elements, id, isElement } from "../../describe.ts";
import { isExecutable, titleOf } from "../drawn.ts";
import { itemOf, sameItem } from "./data.ts";
import { mustToRun } from "./must.ts";

/** What of a task's data is bound to a message: so many sets at least and at most, and one piece of data of the message's kind. */
interface Bound {
	readonly side: "input" | "output";
	readonly message: ModdleElement;
	readonly exactly: boolean;
}

/** The data of a task that calls an operation, sends or receives is that of the message (BPMN 2.0.2 §10.3.3.1 to §10.3.3.3). */
export const messageData = mustToRun("message_data", "§10.3.3", function* ({ nodes }) {
	for (const { element, title } of nodes) {
		if (!isExecutable(element)) continue;
		const specification = isElement(element.ioSpecification) ? element.ioSpecification : undefined;
		for (const { side, message, exactly } of bound(element)) {
			if (specification === undefined) {
				if (exactly && isElement(message.itemRef))
					yield { at: id(element), detail: `${title} calls an operation: give it the data ${side} for its message.` };
				continue;
			}
			const sets = elements(specification[`${side}Sets`]);
			const data = elements(specification[side === "input" ? "dataInputs" : "dataOutputs"]);
			if (sets.length > 1 || (exactly && sets.length !== 1))
				yield { at: id(element), detail: `${title} has one message, so it has one ${side} set.` };
			if (data.length > 1) yield { at: id(element), detail: `${title} has one message, so it has one data ${side}.` };
			const item = isElement(message.itemRef) ? message.itemRef : undefined;
			const [own] = data;
			if (item !== undefined && own !== undefined && !sameItem(item, itemOf(own)))
				yield { at: id(own), detail: `${title}: ${titleOf(own)} is not of the kind that its message carries.` };
		}
	}
});

function* bound(task: ModdleElement): Iterable<Bound> {
	const message = isElement(task.messageRef) ? task.messageRef : undefined;
	if (task.$type === "bpmn:SendTask" && message !== undefined) yield { side: "input", message, exactly: false };
	if (task.$type === "bpmn:ReceiveTask" && message !== undefined) yield { side: "output", message, exactly: false };
	const operation = isElement(task.operationRef) ? task.operationRef : undefined;
	if (task.$type !== "bpmn:ServiceTask" || operation === undefined) return;
	if (isElement(operation.inMessageRef)) yield { side: "input", message: operation.inMessageRef, exactly: true };
	if (isElement(operation.outMessageRef)) yield { side: "output", message: operation.outMessageRef, exactly: false };
}

/** A call gives what the called process asks and takes what it gives (§10.3.6). */
export const callData = mustToRun("call_data", "§10.3.6", function* ({ nodes, callables }) {
	const byId = new Map(callables.map((callable) => [id(callable), callable]));
	for (const { element, title } of nodes) {
		if (element.$type !== "bpmn:CallActivity" || typeof element.calledElement !== "string") continue;
		const called = byId.get(element.calledElement.replace(/^.*:/, ""));
		if (called === undefined) continue;
		const own = isElement(element.ioSpecification) ? element.ioSpecification : undefined;
		const asked = isElement(called.ioSpecification) ? called.ioSpecification : undefined;
		const differs = (["dataInputs", "dataOutputs", "inputSets", "outputSets"] as const).some((name) => {
			const mine = elements(own?.[name]);
			const theirs = elements(asked?.[name]);
			if (mine.length !== theirs.length) return !(name.endsWith("Sets") && (own === undefined || asked === undefined));
			return (
				name.startsWith("data") &&
				mine.some((data, at) => {
					const wanted = itemOf(theirs[at]);
					return wanted !== undefined && !sameItem(itemOf(data), wanted);
				})
			);
		});
		if (differs)
			yield { at: id(element), detail: `${title}: its data inputs and outputs are not those of ${titleOf(called)}, which it calls.` };
	}
});

/** What is offered as a service binds its data to an operation of it (§10.3.6, §10.4.2, InputOutputBinding). */
export const serviceBinding = mustToRun("service_binding", "§10.3.6, §10.4.2", function* ({ callables }) {
	for (const callable of callables) {
		const interfaces = elements(callable.supportedInterfaceRef);
		const bindings = elements(callable.ioBinding);
		if (interfaces.length > 0 && bindings.length === 0)
			yield { at: id(callable), detail: `${titleOf(callable)} is offered as a service: bind its data to an operation.` };
		const specification = isElement(callable.ioSpecification) ? callable.ioSpecification : undefined;
		const inputs = [...elements(specification?.dataInputs), ...elements(specification?.inputSets)];
		const outputs = [...elements(specification?.dataOutputs), ...elements(specification?.outputSets)];
		const operations = interfaces.flatMap((each) => elements(each.operations));
		for (const binding of bindings) {
			const input = binding.inputDataRef;
			const output = binding.outputDataRef;
			const operation = binding.operationRef;
			const bindsOwn =
				isElement(input) && inputs.includes(input) && (output === undefined || (isElement(output) && outputs.includes(output)));
			const bindsOperation = isElement(operation) && (interfaces.length === 0 || operations.includes(operation));
			if (!bindsOwn || !bindsOperation)
				yield {
					at: id(callable),
					detail: `${titleOf(callable)}: a binding must join one of its inputs and outputs to an operation of its service.`,
				};
			else if (!carries(operation.inMessageRef, input) || !carries(operation.outMessageRef, output))
				yield {
					at: id(callable),
					detail: `${titleOf(callable)}: what a binding joins must be of the kind that the operation's messages carry.`,
				};
		}
	}
});

/** Whether bound data is of its message's kind; a set stands for several and is not compared. */
function carries(message: unknown, data: unknown): boolean {
	if (!isElement(message) || !isElement(message.itemRef) || !isElement(data) || data.$type.endsWith("Set")) return true;
	return sameItem(message.itemRef, itemOf(data));
}
