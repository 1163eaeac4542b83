import type { ModdleElement } from "bpmn-moddle";
import { elements, id, isElement, text } from "../../describe.ts";
import { eventDefinitions, isExecutable, titleOf } from "../drawn.ts";
import { mustToRun } from "./must.ts";

/** Where an element of an executable process holds expressions. */
const EXPRESSIONS = [
	"conditionExpression",
	"completionCondition",
	"activationCondition",
	"loopCardinality",
	"loopCondition",
	"condition",
	"timeDate",
	"timeCycle",
	"timeDuration",
	"transformation",
	"from",
	"to",
] as const;

/** What of an element holds expressions in its turn. */
const HOLDERS = [
	"loopCharacteristics",
	"eventDefinitions",
	"dataInputAssociations",
	"dataOutputAssociations",
	"assignment",
	"complexBehaviorDefinition",
];

function* expressionsOf(element: ModdleElement): Iterable<ModdleElement> {
	const stack = [element];
	for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
		for (const name of EXPRESSIONS) {
			const expression = at[name];
			if (isElement(expression)) yield expression;
		}
		for (const name of HOLDERS) {
			const held = at[name];
			stack.push(...(isElement(held) ? [held] : elements(held)));
		}
	}
}

/** What is executed is written for a machine: every expression is formal and says something (BPMN 2.0.2 §8.4.6, §8.4.7). */
export const formalExpressions = mustToRun("formal_expressions", "§8.4.7", function* ({ nodes, flows }) {
	for (const element of [...nodes.map((node) => node.element), ...flows]) {
		if (!isExecutable(element)) continue;
		for (const expression of expressionsOf(element)) {
			if (expression.$type !== "bpmn:FormalExpression")
				yield {
					at: id(element),
					detail: `${titleOf(element)} has an expression in plain words. An executable process needs a formal one.`,
				};
			else if (text(expression.body).trim() === "")
				yield { at: id(element), detail: `${titleOf(element)} has an expression that says nothing.` };
		}
	}
});

/** A condition that starts or continues an executable process is written down (§10.5.5, ConditionalEventDefinition). */
export const conditionGiven = mustToRun("condition_given", "§10.5.5", function* ({ nodes }) {
	for (const { element, title } of nodes) {
		if (!isExecutable(element)) continue;
		for (const definition of eventDefinitions(element))
			if (definition.$type === "bpmn:ConditionalEventDefinition" && !isElement(definition.condition))
				yield { at: id(element), detail: `${title} waits for a condition that it does not state.` };
	}
});

/** An executable process cannot be left by a flow that may take its time (§8.4.13, isImmediate). */
export const immediateFlows = mustToRun("immediate_flows", "§8.4.13", function* ({ flows }) {
	for (const flow of flows)
		if (flow.isImmediate === false && isExecutable(flow))
			yield { at: id(flow), detail: "In an executable process a flow is taken at once: it cannot be marked as not immediate." };
});

/** What an executable process throws as an escalation has a code by which it is caught (§10.5.5). */
export const escalationCode = mustToRun("escalation_code", "§10.5.5, table 10.96", function* ({ nodes }) {
	for (const { element, title } of nodes) {
		if (!element.$instanceOf("bpmn:ThrowEvent") || !isExecutable(element)) continue;
		for (const definition of eventDefinitions(element)) {
			if (definition.$type !== "bpmn:EscalationEventDefinition" || !isElement(definition.escalationRef)) continue;
			if (text(definition.escalationRef.escalationCode) === "")
				yield { at: id(element), detail: `${title} throws an escalation without a code. Give the escalation one.` };
		}
	}
});

/** A message of an executable process is defined, and so is the operation that carries it (§10.5.5, MessageEventDefinition). */
export const messageGiven = mustToRun("message_given", "§10.5.5, table 10.98", function* ({ nodes }) {
	for (const { element, title } of nodes) {
		if (!isExecutable(element)) continue;
		for (const definition of eventDefinitions(element)) {
			if (definition.$type !== "bpmn:MessageEventDefinition") continue;
			if (!isElement(definition.messageRef)) yield { at: id(element), detail: `${title} names no message.` };
			if (!isElement(definition.operationRef)) yield { at: id(element), detail: `${title} names no operation that carries its message.` };
		}
	}
});
