import type { Automation } from "../../domain/deployment/automation.ts";
import type { Variables } from "../../domain/engine/types.ts";
import { automation, flows, model } from "./trial.ts";

/** A model that would take more than there is, and the one thing that is told about it: `code@element`, at the first such element. */
export interface HostileModel {
	readonly name: string;
	readonly bpmn: string;
	readonly automation: Automation;
	readonly variables: Variables;
	/** The incident; those of other tokens are of `codes`. */
	readonly incident: string;
}

const many = (count: number, sequential = false): string =>
	`<multiInstanceLoopCharacteristics isSequential="${sequential}"><loopCardinality>${count}</loopCardinality></multiInstanceLoopCharacteristics>`;
const timer = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>";
const times = (count: number, each: (at: number) => string): string => Array.from({ length: count }, (_, at) => each(at)).join("");
const script = (expression: string): Automation => automation({ A: { script: { expression, result: "n" } } });
const SCRIPT = model(`<startEvent id="S"/><scriptTask id="A"/><userTask id="U"/>${flows("S>A", "A>U")}`);

function within(inside: string, depth: number): string {
	let nested = inside;
	for (let at = depth; at > 0; at--) nested = `<subProcess id="Sub${at}">${nested}</subProcess>`;
	return nested;
}

function hostile(name: string, incident: string, bpmn: string, settings = automation(), variables: Variables = {}): HostileModel {
	return { name, incident, bpmn, automation: settings, variables };
}

/** Models that a deployment takes, because nothing in them says how much they will take. */
export const HOSTILE_MODELS: readonly HostileModel[] = [
	hostile(
		"a loop that never waits",
		"engine.endless_loop@G",
		model(`<startEvent id="S"/><exclusiveGateway id="G"/><task id="A"/>${flows("S>G", "G>A", "A>G")}`),
	),
	hostile(
		"a loop that forks without end",
		"engine.endless_loop@F",
		model(`<startEvent id="S"/><exclusiveGateway id="G"/><parallelGateway id="F"/>${flows("S>G", "G>F")}
			<sequenceFlow id="a" sourceRef="F" targetRef="G"/><sequenceFlow id="b" sourceRef="F" targetRef="G"/>`),
	),
	hostile(
		"a fork of two thousand flows that all lead back",
		"engine.too_many_tokens@A",
		model(
			`<startEvent id="S"/><task id="A"/>${flows("S>A")}${times(2000, (at) => `<sequenceFlow id="f${at}" sourceRef="A" targetRef="A"/>`)}`,
		),
	),
	hostile(
		"a join of two thousand flows in a loop",
		"engine.endless_loop@J",
		model(`<startEvent id="S"/><exclusiveGateway id="G"/><parallelGateway id="F"/><parallelGateway id="J"/>${flows("S>G", "G>F", "J>G")}
			${times(2000, (at) => `<sequenceFlow id="f${at}" sourceRef="F" targetRef="J"/>`)}`),
	),
	hostile(
		"fifteen hundred inclusive joins in a loop",
		"engine.endless_loop@G994",
		model(
			`<startEvent id="S"/><exclusiveGateway id="X" default="X-G0"/><task id="Z"/>${times(1500, (at) => `<inclusiveGateway id="G${at}"/><sequenceFlow id="z${at}" sourceRef="Z" targetRef="G${at}"/>`)}
			${flows("S>G0", "G1499>X", "X>G0", "X>Z?false")}${times(1499, (at) => `<sequenceFlow id="g${at}" sourceRef="G${at}" targetRef="G${at + 1}"/>`)}`,
		),
	),
	hostile(
		"an empty sub-process that repeats while true",
		"engine.endless_loop@A",
		model('<subProcess id="A"><standardLoopCharacteristics><loopCondition>true</loopCondition></standardLoopCharacteristics></subProcess>'),
	),
	hostile(
		"a process that calls itself",
		"engine.too_many_calls@A",
		model(`<startEvent id="S"/><callActivity id="A" calledElement="P"/>${flows("S>A")}`),
	),
	hostile(
		"a process that calls itself twice, side by side",
		"engine.endless_loop@A",
		model(`<startEvent id="S"/><callActivity id="A" calledElement="P"/><callActivity id="B" calledElement="P"/>${flows("S>A", "S>B")}`),
	),
	hostile(
		"a process that calls itself from fifty sub-processes deep",
		"engine.too_deep@Sub41",
		model(within('<callActivity id="A" calledElement="P"/>', 50)),
	),
	hostile("a hundred thousand instances at once", "engine.too_many_instances@A", model(`<userTask id="A">${many(100_000)}</userTask>`)),
	hostile("a hundred thousand instances in a row", "engine.too_many_instances@A", model(`<task id="A">${many(100_000, true)}</task>`)),
	hostile(
		"a million instances, in instances of instances",
		"engine.too_many_tokens@B",
		model(
			`<subProcess id="C">${many(100)}<subProcess id="B">${many(100)}<subProcess id="A">${many(100)}<userTask id="U"/></subProcess></subProcess></subProcess>`,
		),
	),
	hostile(
		"eight million tasks: four thousand instances with two thousand each",
		"engine.too_many_tokens@A",
		model(`<subProcess id="A">${many(4000)}${times(2000, (at) => `<userTask id="U${at}"/>`)}</subProcess>`),
	),
	hostile(
		"four million timers on the boundary",
		"engine.too_many_waits@A",
		model(
			`<subProcess id="P1">${many(4000)}<userTask id="A"/>${times(1000, (at) => `<boundaryEvent id="B${at}" attachedToRef="A" cancelActivity="false">${timer}</boundaryEvent>`)}</subProcess>`,
		),
	),
	hostile(
		"three million event sub-processes",
		"engine.too_many_tokens@A",
		model(
			`<subProcess id="A">${many(3000)}<userTask id="U"/>${times(1000, (at) => `<subProcess id="E${at}" triggeredByEvent="true"><startEvent id="ES${at}" isInterrupting="false">${timer}</startEvent></subProcess>`)}</subProcess>`,
		),
	),
	hostile(
		"a hundred thousand tokens from one activity",
		"engine.too_many_tokens@A",
		model(`<startEvent id="S"/><task id="A" completionQuantity="100000"/><userTask id="U"/>${flows("S>A", "A>U")}`),
	),
	hostile("a variable of a megabyte", "engine.variable_too_large@A", SCRIPT, script("string join(for i in 1..1000 return text)"), {
		text: "x".repeat(1000),
	}),
	hostile(
		"an expression of ten billion rounds",
		"feel.too_much_work@A",
		SCRIPT,
		script("count(for a in 1..100000, b in 1..100000 return a * b)"),
	),
	hostile("a function that calls itself for ever", "feel.too_much_work@A", SCRIPT, script("{f: function(x) f(x + 1), r: f(1)}.r")),
	hostile(
		"a list of eleven thousand items",
		"feel.too_large@A",
		SCRIPT,
		script("count(concatenate(list, list, list, list, list, list, list, list, list, list, list))"),
		{
			list: Array.from({ length: 1000 }, () => 1),
		},
	),
	hostile("a text of two megabytes", "feel.too_large@A", SCRIPT, script("string join(for i in 1..2000 return text)"), {
		text: "x".repeat(1000),
	}),
	hostile(
		"a loop of many small expressions",
		"engine.too_much_work@A",
		model(`<startEvent id="S"/><exclusiveGateway id="G"/><scriptTask id="A"/>${flows("S>G", "G>A", "A>G")}`),
		script("sum(for i in 1..900 return i)"),
	),
];

/** Regular expressions that take a backtracking engine for ever; here they give what they should, and the case goes on. */
export const SLOW_PATTERNS: readonly string[] = [
	'matches(text, "^(a+)+$")',
	'matches(text, "^(a|a)*$")',
	'matches(text, "(.*a){25}b")',
	'count(split(text, "(a+)+b")) > 1',
	'contains(replace(text, "(a*)*c", ""), "c")',
];
