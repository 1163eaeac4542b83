import { messageName } from "../bpmn/conversation.ts";
import { id, isElement } from "../bpmn/describe.ts";
import { Reading, type Compilation, type NamedMessage } from "./reading.ts";

/**
 * Compares the messages at the ends of each message flow (BPMN 2.0.2 §9.3): what is sent under one name never comes to who waits for another.
 * Refused where the model itself says both; where the automation chose one of them, and where a flow names another message than the model's end does,
 * that is a warning. What leads to the border of a pool, or to what is not run, documents.
 */
export function checkMessageFlows(compilation: Compilation): void {
	const { conversation, messages, problems, warnings } = compilation;
	for (const flow of conversation.flows) {
		const { sourceRef: source, targetRef: target, messageRef } = flow;
		if (!isElement(source) || !isElement(target)) continue;
		const sent = messages.get(source) ?? [];
		const awaited = messages.get(target) ?? [];
		const title = (end: typeof source): string => new Reading(end, compilation).title;
		const code = "engine.message_flow_differs";
		const at = id(sent.length > 0 ? source : target);
		if (sent.length > 0 && awaited.length > 0 && !meet(sent, awaited)) {
			const detail = `${title(source)} sends the message ${named(sent)}, and ${title(target)}, to which its message flow leads, waits for ${named(awaited)}.`;
			if ([...sent, ...awaited].some(({ chosen }) => chosen)) warnings.push({ severity: "warning", code, detail, at });
			else problems.push({ code, detail, at });
			continue;
		}
		if (!isElement(messageRef)) continue;
		const carried = [{ name: messageName(messageRef), chosen: false }];
		for (const [end, own] of [
			[source, sent],
			[target, awaited],
		] as const)
			if (own.length > 0 && !own.some(({ chosen }) => chosen) && !meet(own, carried))
				warnings.push({
					severity: "warning",
					code,
					detail: `${title(end)} has the message ${named(own)}, and its message flow is drawn with the message ${named(carried)}. What the element says counts.`,
					at: id(end),
				});
	}
}

function meet(one: readonly NamedMessage[], other: readonly NamedMessage[]): boolean {
	return one.some(({ name }) => other.some((each) => each.name === name));
}

function named(messages: readonly NamedMessage[]): string {
	return [...new Set(messages.map(({ name }) => `"${name}"`))].join(" or ");
}
