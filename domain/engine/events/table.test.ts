import { describe, it } from "vitest";
import { Trial, flows, model, refusals } from "../../../test/engine/trial.ts";

const ROOTS =
	'<message id="M" name="note"/><signal id="Sig" name="fire"/><error id="Err" errorCode="e"/><escalation id="Esc" escalationCode="late"/>';

const DEFINITIONS = {
	message: '<messageEventDefinition messageRef="M"/>',
	timer: "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>",
	error: '<errorEventDefinition errorRef="Err"/>',
	escalation: '<escalationEventDefinition escalationRef="Esc"/>',
	cancel: "<cancelEventDefinition/>",
	compensate: "<compensateEventDefinition/>",
	conditional: '<conditionalEventDefinition><condition>go or parameters.base = "go"</condition></conditionalEventDefinition>',
	link: '<linkEventDefinition name="L"/>',
	signal: '<signalEventDefinition signalRef="Sig"/>',
	terminate: "<terminateEventDefinition/>",
} as const;
type Kind = keyof typeof DEFINITIONS;

/** The catching side comes, whatever it takes: then the task `After` is open, or has been reached. */
const catches = (kind: Kind, at: string): ((trial: Trial) => unknown) => {
	const waits: Partial<Record<Kind, (trial: Trial) => unknown>> = {
		message: (trial) => trial.deliver(at),
		timer: (trial) => trial.fire(at),
		conditional: (trial) => trial.set({ go: true }),
		signal: (trial) => trial.signal(at),
	};
	// Errors and their like are thrown by the model itself.
	return waits[kind] ?? (() => undefined);
};

const after = '<userTask id="After"/>';
/** What an activity does for an event on its boundary, or around it, to catch. */
const thrower = (kind: Kind): string =>
	kind === "error" || kind === "escalation" || kind === "cancel"
		? `<endEvent id="X">${DEFINITIONS[kind]}</endEvent>`
		: '<userTask id="X"/>';

interface Place {
	readonly name: string;
	/** Which events stand there (BPMN 2.0.2 tables 10.84, 10.86, 10.88, 10.89, 10.90, 10.92). */
	readonly legal: readonly Kind[];
	/** Compensation neither interrupts nor does not: what it is for has completed. */
	readonly without?: Kind;
	model(kind: Kind): string;
	/** Brings the event about in a case that is started. */
	come(kind: Kind): (trial: Trial) => unknown;
	/** The element that the case is started by. */
	readonly start?: string;
}

const boundary = (kind: Kind, more: string): string => {
	if (kind === "compensate")
		return model(
			`<task id="A"/><boundaryEvent id="E" attachedToRef="A"${more}>${DEFINITIONS.compensate}</boundaryEvent><userTask id="After" isForCompensation="true"/><association id="as" sourceRef="E" targetRef="After"/><endEvent id="End">${DEFINITIONS.compensate}</endEvent>${flows("A>End")}`,
			ROOTS,
		);
	const type = kind === "cancel" ? "transaction" : "subProcess";
	return model(
		`<${type} id="A">${thrower(kind)}</${type}><boundaryEvent id="E" attachedToRef="A"${more}>${DEFINITIONS[kind]}</boundaryEvent>${after}${flows("E>After")}`,
		ROOTS,
	);
};

const eventSubProcess = (kind: Kind, more: string): string => {
	const event = `<subProcess id="Ev" triggeredByEvent="true"><startEvent id="E"${more}>${DEFINITIONS[kind]}</startEvent>${after}${flows("E>After")}</subProcess>`;
	return kind === "compensate"
		? model(
				`<subProcess id="Sub"><task id="X"/>${event}</subProcess><endEvent id="End">${DEFINITIONS.compensate}</endEvent>${flows("Sub>End")}`,
				ROOTS,
			)
		: model(`<startEvent id="S"/>${thrower(kind)}${flows("S>X")}${event}`, ROOTS);
};

/** Throws, with something that catches it where it is for one. */
const throws = (kind: Kind, type: string): string => {
	const caught = kind === "error" || kind === "escalation" || kind === "cancel";
	const container = kind === "cancel" ? "transaction" : "subProcess";
	const link =
		kind === "link" && type === "intermediateThrowEvent"
			? `<intermediateCatchEvent id="C">${DEFINITIONS.link}</intermediateCatchEvent><task id="Y"/>${flows("C>Y")}`
			: "";
	const on = caught ? `<boundaryEvent id="B" attachedToRef="A">${DEFINITIONS[kind]}</boundaryEvent>${after}${flows("B>After")}` : "";
	const next = caught ? "" : `${after}${flows("A>After")}`;
	return model(
		`<${container} id="A"><startEvent id="s"/><${type} id="E">${DEFINITIONS[kind]}</${type}>${link}${flows("s>E")}</${container}>${on}${next}`,
		ROOTS,
	);
};

const nothing = (): ((trial: Trial) => unknown) => () => undefined;

const PLACES: readonly Place[] = [
	{
		name: "start of a process",
		legal: ["message", "timer", "conditional", "signal"],
		model: (kind) => model(`<startEvent id="E">${DEFINITIONS[kind]}</startEvent>${after}${flows("E>After")}`, ROOTS),
		come: nothing,
		start: "E",
	},
	{
		name: "start of an event sub-process that interrupts",
		legal: ["message", "timer", "error", "escalation", "compensate", "conditional", "signal"],
		model: (kind) => eventSubProcess(kind, ""),
		come: (kind) => catches(kind, "E"),
	},
	{
		name: "start of an event sub-process that does not interrupt",
		legal: ["message", "timer", "escalation", "conditional", "signal"],
		without: "compensate",
		model: (kind) => eventSubProcess(kind, ' isInterrupting="false"'),
		come: (kind) => catches(kind, "E"),
	},
	{
		name: "intermediate catch",
		legal: ["message", "timer", "conditional", "link", "signal"],
		model: (kind) =>
			model(
				kind === "link"
					? `<startEvent id="S"/><intermediateThrowEvent id="T">${DEFINITIONS.link}</intermediateThrowEvent><intermediateCatchEvent id="E">${DEFINITIONS.link}</intermediateCatchEvent>${after}${flows("S>T", "E>After")}`
					: `<startEvent id="S"/><intermediateCatchEvent id="E">${DEFINITIONS[kind]}</intermediateCatchEvent>${after}${flows("S>E", "E>After")}`,
				ROOTS,
			),
		come: (kind) => catches(kind, "E"),
	},
	{
		name: "intermediate throw",
		legal: ["message", "escalation", "compensate", "link", "signal"],
		model: (kind) => throws(kind, "intermediateThrowEvent"),
		come: nothing,
	},
	{
		name: "boundary that interrupts",
		legal: ["message", "timer", "error", "escalation", "cancel", "compensate", "conditional", "signal"],
		model: (kind) => boundary(kind, ""),
		come: (kind) => catches(kind, "E"),
	},
	{
		name: "boundary that does not interrupt",
		legal: ["message", "timer", "escalation", "conditional", "signal"],
		without: "compensate",
		model: (kind) => boundary(kind, ' cancelActivity="false"'),
		come: (kind) => catches(kind, "E"),
	},
	{
		name: "end",
		legal: ["message", "error", "escalation", "cancel", "compensate", "signal", "terminate"],
		model: (kind) => throws(kind, "endEvent"),
		come: nothing,
	},
];

describe("every event at every place", () => {
	for (const place of PLACES)
		for (const kind of Object.keys(DEFINITIONS) as Kind[]) {
			if (kind === place.without) continue;
			const runs = place.legal.includes(kind);
			it(`${kind}, ${place.name}: ${runs ? "comes and leads on" : "is refused by name"}`, async ({ expect }) => {
				const xml = place.model(kind);
				if (!runs) {
					expect((await refusals(xml)).some((each) => each.endsWith("@E"))).toBe(true);
					return;
				}
				const trial = (await Trial.of(xml)).start({ go: false }, place.start);
				place.come(kind)(trial);
				expect(trial.incidents).toEqual([]);
				expect(trial.open).toContain("After");
			});
		}
});
