import type { ModdleElement } from "bpmn-moddle";
import type { Finding } from "../../problem.ts";
import { connected, duplicateFlow, flowWithin, messageBetweenPools } from "./connected.ts";
import { drawn } from "./drawn.ts";
import { catchesSomething, interrupts, linkPair, named } from "./events.ts";
import { choiceLabelled, conditionPlace, eventGatewayTargets, gatewayNeeded, joinOrFork } from "./gateways.ts";
import type { Rule } from "./rule.ts";
import { endRequired, flowDirection, startRequired, subProcessStart } from "./start-and-end.ts";

/** Every rule, errors first. */
export const RULES: readonly Rule[] = [
	flowDirection,
	flowWithin,
	messageBetweenPools,
	subProcessStart,
	conditionPlace,
	eventGatewayTargets,
	catchesSomething,
	interrupts,
	linkPair,
	startRequired,
	endRequired,
	connected,
	duplicateFlow,
	choiceLabelled,
	gatewayNeeded,
	joinOrFork,
	named,
];

/** A screen shows no more; a model with more has one mistake many times. */
const MAX_FINDINGS = 500;

/**
 * What is wrong or doubtful in a model, errors first, each with its element in `at`. Linear but for start and end rules; fit to run
 * after every pause in drawing.
 */
export function checkModel(definitions: ModdleElement): readonly Finding[] {
	const model = drawn(definitions);
	const findings: Finding[] = [];
	for (const rule of RULES) {
		for (const { at, detail } of rule.check(model)) {
			findings.push({ severity: rule.severity, code: `check.${rule.name}`, detail, at });
			if (findings.length >= MAX_FINDINGS) return findings;
		}
	}
	return findings;
}
