import type { ModdleElement } from "bpmn-moddle";
import type { Finding } from "../../problem.ts";
import { flowWithin } from "./connected.ts";
import { drawn } from "./drawn.ts";
import { catchesSomething, interrupts } from "./events.ts";
import { conditionPlace } from "./gateways.ts";
import type { Rule } from "./rule.ts";
import { adHoc, calledBegins, multiInstance, noChoreography, quantities, scriptFormat, subProcessData } from "./standard/activities.ts";
import {
	globalConversation,
	messageFlowBetween,
	messageFlowEnds,
	messageFlowTrigger,
	participantMultiplicity,
	publicProcess,
} from "./standard/collaboration.ts";
import { collections, dataAssociations, dataSets, severalSources, eventData, instanceData, stateName } from "./standard/data.ts";
import {
	boundaryLeads,
	boundaryTrigger,
	cancelInTransaction,
	compensationHandler,
	eventAllowed,
	eventSubProcess,
	intermediateInFlow,
	thrownIsOwn,
} from "./standard/events.ts";
import { conditionGiven, escalationCode, formalExpressions, immediateFlows, messageGiven } from "./standard/executable.ts";
import {
	conditionHasOther,
	defaultLeaves,
	endsConnected,
	eventGateway,
	flowsListed,
	gatewayDirection,
	gatewayForksOrJoins,
	instantiatingFirst,
	reachedAndLeading,
	startAndEnd,
} from "./standard/flows.ts";
import { linkPairs } from "./standard/links.ts";
import { callData, messageData, serviceBinding } from "./standard/operations.ts";
import { flowDirection, subProcessStart } from "./start-and-end.ts";

/** Every rule that the standard states with MUST, by subject. */
export const STANDARD_RULES: readonly Rule[] = [
	flowWithin,
	flowDirection,
	conditionPlace,
	catchesSomething,
	interrupts,
	subProcessStart,
	startAndEnd,
	endsConnected,
	reachedAndLeading,
	instantiatingFirst,
	conditionHasOther,
	defaultLeaves,
	flowsListed,
	gatewayForksOrJoins,
	gatewayDirection,
	eventGateway,
	eventAllowed,
	boundaryTrigger,
	boundaryLeads,
	cancelInTransaction,
	intermediateInFlow,
	thrownIsOwn,
	compensationHandler,
	eventSubProcess,
	linkPairs,
	quantities,
	noChoreography,
	scriptFormat,
	adHoc,
	calledBegins,
	multiInstance,
	subProcessData,
	messageFlowEnds,
	messageFlowTrigger,
	messageFlowBetween,
	participantMultiplicity,
	globalConversation,
	publicProcess,
	formalExpressions,
	conditionGiven,
	immediateFlows,
	escalationCode,
	messageGiven,
	collections,
	stateName,
	dataSets,
	severalSources,
	dataAssociations,
	instanceData,
	eventData,
	messageData,
	callData,
	serviceBinding,
];

/** A screen shows no more; a model with more has one mistake many times. */
const MAX_FINDINGS = 500;

/**
 * Where a model breaks BPMN 2.0.2: every MUST of the standard that can be read off a file, each with its element in `at` and its clause
 * in the sentence. Stricter than `checkModel`: a drawing that people understand may well break it. `executable` adds what the Common
 * Executable class asks of processes that are marked so (operations of messages, formal expressions, types of data), which most tools,
 * Portico among them, say by their own settings instead. Linear in the size of the model.
 */
export function checkStandard(definitions: ModdleElement, options: { readonly executable: boolean }): readonly Finding[] {
	const model = drawn(definitions);
	const findings: Finding[] = [];
	for (const rule of STANDARD_RULES) {
		if (rule.executable === true && !options.executable) continue;
		for (const { at, detail } of rule.check(model)) {
			const clause = rule.clause === undefined ? "" : ` (BPMN ${rule.clause})`;
			findings.push({ severity: "error", code: `check.${rule.name}`, detail: `${detail}${clause}`, at });
			if (findings.length >= MAX_FINDINGS) return findings;
		}
	}
	return findings;
}
