import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { randomModel } from "../models/random-model.ts";
import { randomProcess } from "./random-process.ts";

const root = path.join(import.meta.dirname, "..", "..");

/**
 * Models to change: those that others drew, from the folders of suites beside the project (or `BPMN_SUITES`, names with a comma between),
 * and always our own, grown by dice.
 */
export function modelsToMutate(): readonly string[] {
	const folders =
		process.env["BPMN_SUITES"]?.split(",") ??
		["betsy", "miwg", "bpmnspector"].map((name) => path.join(root, "..", "shared", "suites", name));
	const theirs = folders.filter(existsSync).flatMap((folder) =>
		readdirSync(folder, { recursive: true, encoding: "utf8" })
			.filter((name) => name.endsWith(".bpmn"))
			.toSorted()
			.map((name) => readFileSync(path.join(folder, name), "utf8")),
	);
	const ours = Array.from({ length: 40 }, (_, at) => (at % 4 === 0 ? randomModel(at + 1) : randomProcess(at + 1).bpmn));
	return [...ours, ...theirs.filter((xml) => xml.length < 200_000)];
}

/** One change to a file: what is done, where, and with what. All are whole numbers, taken by modulo, so that any fit any file. */
export interface Mutation {
	readonly what: number;
	readonly at: number;
	readonly by: number;
	readonly text: string;
}

const TYPES =
	"task userTask manualTask serviceTask sendTask receiveTask scriptTask businessRuleTask callActivity subProcess transaction adHocSubProcess startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent exclusiveGateway inclusiveGateway parallelGateway complexGateway eventBasedGateway sequenceFlow association dataObject dataObjectReference dataStoreReference process collaboration participant lane laneSet messageFlow message signal error escalation multiInstanceLoopCharacteristics standardLoopCharacteristics timerEventDefinition messageEventDefinition signalEventDefinition errorEventDefinition escalationEventDefinition conditionalEventDefinition compensateEventDefinition cancelEventDefinition terminateEventDefinition linkEventDefinition ioSpecification dataInput dataOutput inputSet outputSet dataInputAssociation dataOutputAssociation property conditionExpression loopCardinality completionCondition loopCondition timeDuration timeDate timeCycle documentation extensionElements text incoming outgoing group textAnnotation resourceRole performer potentialOwner correlationProperty correlationKey conversation choreography globalTask globalUserTask category interface operation import relationship rendering monitoring auditing subConversation partnerRole itemDefinition dataState assignment from to activationCondition completionQuantity complexBehaviorDefinition".split(
		" ",
	);
/** The first of them are flow nodes. */
const NODES = 23;
const FLOW_NODE = /(?:^|:)(?:task|\w+Task|callActivity|subProcess|transaction|adHocSubProcess|\w+Event|\w+Gateway|sequenceFlow)$/;
const ATTRIBUTES =
	"id name default sourceRef targetRef attachedToRef cancelActivity isInterrupting triggeredByEvent isSequential isExecutable calledElement messageRef signalRef errorRef escalationRef activityRef startQuantity completionQuantity instantiate isForCompensation eventGatewayType parallelMultiple behavior testBefore loopMaximum gatewayDirection isCollection itemSubjectRef processRef waitForCompletion ordering cancelRemainingInstances method implementation operationRef isClosed processType dataObjectRef dataStoreRef oneBehaviorEventRef noneBehaviorEventRef errorCode escalationCode structureRef xsi:type xmlns targetNamespace".split(
		" ",
	);
const VALUES = [
	"",
	"true",
	"false",
	"0",
	"-1",
	"1",
	"2",
	"99999999999999999999",
	"NaN",
	"P",
	"PT1H",
	"R/PT1S",
	"__proto__",
	"constructor",
	"Parallel",
	"One",
	"Complex",
	"a b",
	"x:y:z",
	"tFormalExpression",
	"1.5",
	"é",
];
const TEXTS = [
	"",
	"true",
	"n > 1",
	"(((",
	"1..",
	"PT1H",
	"R3/PT1M",
	"2026-11-27",
	"P999999999Y",
	"${x}",
	"for x in n return",
	"{a: function(b) b}",
	"null",
	"[1,2]",
	'"',
	"&amp;",
	"  ",
];

/** A file after some changes; mostly still XML, mostly no longer sense. */
export function mutate(xml: string, mutations: readonly Mutation[]): string {
	return mutations.reduce((text, mutation) => change(text, mutation), xml);
}

function change(xml: string, { what, at, by, text }: Mutation): string {
	const tags = [...xml.matchAll(/<(\/?)([\w:.-]+)((?:[^<>"']|"[^"]*"|'[^']*')*?)(\/?)>/g)];
	const opening = tags.filter((each) => each[1] === "" && !/(?:Shape|Edge|Bounds|waypoint|Plane|Diagram|Label)$/.test(each[2] ?? ""));
	const nodes = opening.filter((each) => FLOW_NODE.test(each[2] ?? ""));
	// Mostly what runs, where it can stand.
	const from = what % 7 > 0 && nodes.length > 0 ? nodes : opening;
	const tag = from[at % Math.max(1, from.length)];
	if (tag === undefined) return xml + text;
	const other = from[by % from.length] ?? tag;
	const whole = element(xml, tags, tag);
	const beside = element(xml, tags, other).to;
	const types = from === nodes ? TYPES.slice(0, NODES) : TYPES;
	const prefix = tag[2]?.includes(":") ? `${tag[2].split(":")[0]}:` : "";
	// A file that is no longer XML is refused at once: that is tried less often.
	switch (what % 50 < 45 ? what % 10 : 10 + (what % 2)) {
		case 0:
			return xml.slice(0, whole.from) + xml.slice(whole.to);
		case 1:
			// The copy is another element, now and then with the same id.
			return insert(xml, beside, xml.slice(whole.from, whole.to).replace(/\bid="([^"]*)"/g, by % 9 === 0 ? "$&" : `id="$1${by % 97}"`));
		case 2: {
			const moved = xml.slice(whole.from, whole.to);
			const to = beside;
			if (to > whole.from && to < whole.to) return xml;
			return to <= whole.from
				? insert(xml.slice(0, whole.from) + xml.slice(whole.to), to, moved)
				: insert(xml, to, moved).slice(0, whole.from) + insert(xml, to, moved).slice(whole.to);
		}
		case 3: {
			const name = prefix + (types[by % types.length] ?? "");
			const renamed = xml.slice(whole.from, whole.to).replace(/^<[\w:.-]+/, `<${name}`);
			return xml.slice(0, whole.from) + renamed.replace(/<\/[\w:.-]+>$/, `</${name}>`) + xml.slice(whole.to);
		}
		case 4: {
			const ids = [...xml.matchAll(/\bid="([^"]*)"/g)].map((match) => match[1] ?? "");
			return onAttribute(xml, tag, by, () => ids[(at * 31 + by) % Math.max(1, ids.length)] ?? "");
		}
		case 5:
			return onAttribute(xml, tag, by, () => VALUES[(at * 31 + by) % VALUES.length] ?? "");
		case 6:
			return onAttribute(xml, tag, by, () => undefined);
		case 7: {
			const ids = [...xml.matchAll(/\bid="([^"]*)"/g)].map((match) => match[1] ?? "");
			const values = [...VALUES, ...ids];
			const name = ATTRIBUTES[by % ATTRIBUTES.length] ?? "";
			if (tag[1] === "/" || new RegExp(`\\s${name}=`).test(tag[3] ?? "")) return xml;
			return insert(xml, (tag.index ?? 0) + 1 + (tag[2] ?? "").length, ` ${name}="${values[(at * 31 + by) % values.length]}"`);
		}
		case 8: {
			const next = xml.indexOf("<", after(tag));
			return next === -1 ? xml : xml.slice(0, after(tag)) + (TEXTS[by % TEXTS.length] ?? "") + xml.slice(next);
		}
		case 9: {
			const name = prefix + (types[by % types.length] ?? "");
			return insert(
				xml,
				from === nodes ? beside : after(tag),
				`<${name} id="new${at % 97}">${TEXTS[(at + by) % TEXTS.length]?.replace("&amp;", "") ?? ""}</${name}>`,
			);
		}
		case 10:
			return insert(xml, at % (xml.length + 1), text);
		default:
			return xml.slice(0, at % xml.length) + xml.slice((at % xml.length) + (by % 50));
	}
}

function after(tag: RegExpExecArray): number {
	return tag.index + tag[0].length;
}

function insert(xml: string, at: number, what: string): string {
	return xml.slice(0, at) + what + xml.slice(at);
}

/** Where an element begins and ends; a closing or single tag stands for itself. */
function element(xml: string, tags: readonly RegExpExecArray[], tag: RegExpExecArray): { readonly from: number; readonly to: number } {
	const from = tag.index;
	if (tag[1] === "/" || tag[4] === "/") return { from, to: after(tag) };
	let depth = 0;
	for (let at = tags.indexOf(tag); at < tags.length; at++) {
		const each = tags[at];
		if (each === undefined || each[4] === "/") continue;
		depth += each[1] === "/" ? -1 : 1;
		if (depth === 0) return { from, to: after(each) };
	}
	return { from, to: xml.length };
}

function onAttribute(xml: string, tag: RegExpExecArray, by: number, value: () => string | undefined): string {
	const attributes = [...(tag[3] ?? "").matchAll(/\s([\w:.-]+)\s*=\s*"([^"]*)"/g)];
	const chosen = attributes[by % Math.max(1, attributes.length)];
	if (chosen === undefined) return xml;
	const from = tag.index + 1 + (tag[1] ?? "").length + (tag[2] ?? "").length + chosen.index;
	const made = value();
	return xml.slice(0, from) + (made === undefined ? "" : ` ${chosen[1]}="${made}"`) + xml.slice(from + chosen[0].length);
}
