import { describe, it } from "vitest";
import { parseBpmn } from "../parse.ts";
import { STANDARD_RULES, checkStandard } from "./check-standard.ts";

const open = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t">`;
const file = (inside: string, roots = ""): string => `${open}${roots}<process id="P" isExecutable="true">${inside}</process></definitions>`;
const drawing = (inside: string, roots = ""): string => `${open}${roots}<process id="P">${inside}</process></definitions>`;
const flow = (id: string, source: string, target: string, inside = ""): string =>
	`<sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}">${inside}</sequenceFlow>`;
const formal = (text: string): string => `<conditionExpression xsi:type="tFormalExpression">${text}</conditionExpression>`;
const task = (id: string, inside = "", attributes = ""): string => `<task id="${id}" ${attributes}>${inside}</task>`;
const S = '<startEvent id="S"/>';
const E = '<endEvent id="E"/>';
const A = task("A");
const B = task("B");
const timer = "<timerEventDefinition/>";
const message = "<messageEventDefinition/>";
const pools = (flows: string): string =>
	`<collaboration id="C"><participant id="P1" name="Us" processRef="P"/><participant id="P2" name="Them"/>${flows}</collaboration>`;
const io = (inputs: string, sets: string, outputs = "", outputSets = "<outputSet/>"): string =>
	`<ioSpecification>${inputs}${outputs}${sets}${outputSets}</ioSpecification>`;
const items =
	'<itemDefinition id="I" structureRef="one"/><itemDefinition id="J" structureRef="two"/><itemDefinition id="L" structureRef="one" isCollection="true"/>';

/** For every rule a model that keeps it and one or more that break it, with the element each must name. */
const PAIRS: Readonly<Record<string, { readonly keeps: string; readonly breaks: readonly (readonly [xml: string, at: string])[] }>> = {
	flow_within: {
		keeps: drawing(`<subProcess id="X">${A}${B}${flow("f", "A", "B")}</subProcess>`),
		breaks: [
			[drawing(`<subProcess id="X">${A}</subProcess>${B}${flow("f", "A", "B")}`), "f"],
			[drawing(`${A}<textAnnotation id="N"/>${flow("f", "A", "N")}`), "f"],
		],
	},
	flow_direction: {
		keeps: drawing(S + E + flow("f", "S", "E")),
		breaks: [
			[drawing(S + A + flow("f", "A", "S")), "S"],
			[drawing(E + A + flow("f", "E", "A")), "E"],
		],
	},
	condition_place: {
		keeps: drawing(`<exclusiveGateway id="X"/>${A}${flow("f", "X", "A", formal("n"))}`),
		breaks: [[drawing(`<parallelGateway id="X"/>${A}${flow("f", "X", "A", formal("n"))}`), "f"]],
	},
	catches_something: {
		keeps: drawing(`<intermediateCatchEvent id="T">${timer}</intermediateCatchEvent>`),
		breaks: [[drawing('<intermediateCatchEvent id="T"/>'), "T"]],
	},
	interrupts: {
		keeps: drawing(`${A}<boundaryEvent id="X" attachedToRef="A" cancelActivity="false">${timer}</boundaryEvent>`),
		breaks: [[drawing(`${A}<boundaryEvent id="X" attachedToRef="A" cancelActivity="false"><errorEventDefinition/></boundaryEvent>`), "X"]],
	},
	sub_process_start: {
		keeps: drawing('<subProcess id="X"><startEvent id="XS"/></subProcess>'),
		breaks: [[drawing(`<subProcess id="X"><startEvent id="XS">${timer}</startEvent></subProcess>`), "X"]],
	},
	start_and_end: {
		keeps: drawing(`<receiveTask id="R" instantiate="true"/>${E}${flow("f", "R", "E")}<adHocSubProcess id="X">${B}</adHocSubProcess>`),
		breaks: [
			[drawing(A + E + flow("f", "A", "E")), "E"],
			[drawing(S + A + flow("f", "S", "A")), "S"],
		],
	},
	ends_connected: {
		keeps: drawing(S + E + flow("f", "S", "E")),
		breaks: [
			[drawing(S + A), "S"],
			[drawing(A + E), "E"],
		],
	},
	reached_and_leading: {
		keeps: drawing(
			`${S}${A}${E}${flow("f", "S", "A")}${flow("g", "A", "E")}${task("H", "", 'isForCompensation="true"')}<subProcess id="X" triggeredByEvent="true"/>`,
		),
		breaks: [
			[drawing(S + A + B + flow("f", "S", "A")), "B"],
			[drawing(A + B + E + flow("f", "A", "E")), "B"],
		],
	},
	instantiating_first: {
		keeps: drawing(`<receiveTask id="R" instantiate="true"/>${A}${flow("f", "R", "A")}`),
		breaks: [
			[drawing(`<receiveTask id="R" instantiate="true"/>${A}${flow("f", "A", "R")}`), "R"],
			[drawing(`<eventBasedGateway id="G" instantiate="true"/>${A}${flow("f", "A", "G")}`), "G"],
		],
	},
	condition_has_other: {
		keeps: drawing(`${A}${B}${E}${flow("f", "A", "B", formal("n"))}${flow("g", "A", "E")}`),
		breaks: [[drawing(`${A}${B}${flow("f", "A", "B", formal("n"))}`), "f"]],
	},
	default_leaves: {
		keeps: drawing(`${task("A", "", 'default="f"')}${B}${flow("f", "A", "B")}`),
		breaks: [[drawing(`${task("A", "", 'default="f"')}${B}${E}${flow("f", "B", "E")}`), "A"]],
	},
	flows_listed: {
		keeps: drawing(S + A + E + flow("f", "S", "A") + flow("g", "A", "E")),
		breaks: [
			[drawing(`${task("A", "<outgoing>f</outgoing>")}${B}${flow("f", "A", "B")}`), "f"],
			[
				drawing(
					`${task("A", "<outgoing>f</outgoing>")}${task("B", "<incoming>f</incoming>")}${task("D", "<incoming>f</incoming>")}${flow("f", "A", "B")}`,
				),
				"D",
			],
		],
	},
	gateway_forks_or_joins: {
		keeps: drawing(`<exclusiveGateway id="X"/>${A}${B}${flow("f", "X", "A")}${flow("g", "X", "B")}`),
		breaks: [[drawing(`<exclusiveGateway id="X"/>${A}${B}${flow("f", "A", "X")}${flow("g", "X", "B")}`), "X"]],
	},
	gateway_direction: {
		keeps: drawing(`<exclusiveGateway id="X" gatewayDirection="Diverging"/>${A}${B}${flow("f", "X", "A")}${flow("g", "X", "B")}`),
		breaks: [
			[drawing(`<exclusiveGateway id="X" gatewayDirection="Converging"/>${A}${B}${flow("f", "X", "A")}${flow("g", "X", "B")}`), "X"],
			[drawing(`<exclusiveGateway id="X" gatewayDirection="Diverging"/>${A}${B}${flow("f", "A", "X")}${flow("g", "B", "X")}`), "X"],
			[drawing(`<exclusiveGateway id="X" gatewayDirection="Mixed"/>${A}${B}${flow("f", "A", "X")}${flow("g", "B", "X")}`), "X"],
		],
	},
	event_gateway: {
		keeps: drawing(
			`<eventBasedGateway id="G"/><intermediateCatchEvent id="T">${timer}</intermediateCatchEvent><receiveTask id="R"/>${flow("f", "G", "T")}${flow("g", "G", "R")}`,
		),
		breaks: [
			[drawing(`<eventBasedGateway id="G"/><receiveTask id="R"/>${flow("f", "G", "R")}`), "G"],
			[drawing(`<eventBasedGateway id="G"/><receiveTask id="R"/>${A}${flow("f", "G", "R")}${flow("g", "G", "A")}`), "A"],
			[
				drawing(
					`<eventBasedGateway id="G"/><receiveTask id="R"/><receiveTask id="Q"/>${A}${flow("f", "G", "R")}${flow("g", "G", "Q")}${flow("h", "A", "Q")}`,
				),
				"Q",
			],
			[
				drawing(
					`<eventBasedGateway id="G"/><receiveTask id="R"/><receiveTask id="Q"/><boundaryEvent id="X" attachedToRef="Q">${timer}</boundaryEvent>${flow("f", "G", "R")}${flow("g", "G", "Q")}`,
				),
				"Q",
			],
			[
				drawing(
					`<eventBasedGateway id="G"/><receiveTask id="R"/><intermediateCatchEvent id="M">${message}</intermediateCatchEvent>${flow("f", "G", "R")}${flow("g", "G", "M")}`,
				),
				"R",
			],
		],
	},
	event_allowed: {
		keeps: drawing(
			`<startEvent id="S">${message}</startEvent><endEvent id="E"><terminateEventDefinition/></endEvent><subProcess id="X" triggeredByEvent="true"><startEvent id="XS"><errorEventDefinition/></startEvent></subProcess>`,
		),
		breaks: [
			[drawing("<startEvent id='S'><errorEventDefinition/></startEvent>"), "S"],
			[drawing(`<endEvent id="E">${timer}</endEvent>`), "E"],
			[drawing("<intermediateCatchEvent id='X'><terminateEventDefinition/></intermediateCatchEvent>"), "X"],
			[drawing(`<intermediateThrowEvent id="X">${timer}</intermediateThrowEvent>`), "X"],
			[drawing(`${A}<boundaryEvent id="X" attachedToRef="A"><linkEventDefinition name="a"/></boundaryEvent>`), "X"],
			[drawing('<startEvent id="S"><eventDefinitionRef>K</eventDefinitionRef></startEvent>', '<cancelEventDefinition id="K"/>'), "S"],
		],
	},
	boundary_trigger: {
		keeps: drawing(`${A}<boundaryEvent id="X" attachedToRef="A">${timer}</boundaryEvent>`),
		breaks: [[drawing(`${A}<boundaryEvent id="X" attachedToRef="A"/>`), "X"]],
	},
	boundary_leads: {
		keeps: drawing(`${A}${B}<boundaryEvent id="X" attachedToRef="A">${timer}</boundaryEvent>${flow("f", "X", "B")}`),
		breaks: [
			[drawing(`${A}<boundaryEvent id="X" attachedToRef="A">${timer}</boundaryEvent>`), "X"],
			[drawing(`${A}${B}<boundaryEvent id="X" attachedToRef="A"><compensateEventDefinition/></boundaryEvent>${flow("f", "X", "B")}`), "X"],
		],
	},
	cancel_in_transaction: {
		keeps: drawing(
			'<transaction id="T"><endEvent id="E"><cancelEventDefinition/></endEvent></transaction><boundaryEvent id="X" attachedToRef="T"><cancelEventDefinition/></boundaryEvent>',
		),
		breaks: [
			[drawing('<subProcess id="T"><endEvent id="E"><cancelEventDefinition/></endEvent></subProcess>'), "E"],
			[drawing(`${A}<boundaryEvent id="X" attachedToRef="A"><cancelEventDefinition/></boundaryEvent>`), "X"],
		],
	},
	intermediate_in_flow: {
		keeps: drawing(
			`${A}${B}<intermediateThrowEvent id="X"><linkEventDefinition name="a"/></intermediateThrowEvent><intermediateCatchEvent id="Y"><linkEventDefinition name="a"/></intermediateCatchEvent>${flow("f", "A", "X")}${flow("g", "Y", "B")}`,
		),
		breaks: [
			[drawing(`${A}<intermediateThrowEvent id="X"/>${flow("f", "A", "X")}`), "X"],
			[drawing(`${A}<intermediateThrowEvent id="X"/>${flow("f", "X", "A")}`), "X"],
			[
				drawing(
					`${A}${B}<intermediateThrowEvent id="X"><linkEventDefinition name="a"/></intermediateThrowEvent>${flow("f", "A", "X")}${flow("g", "X", "B")}`,
				),
				"X",
			],
		],
	},
	thrown_is_own: {
		keeps: drawing('<endEvent id="E"><eventDefinitionRef>K</eventDefinitionRef></endEvent>', '<signalEventDefinition id="K"/>'),
		breaks: [
			[
				drawing(
					'<endEvent id="E"><signalEventDefinition id="K"/></endEvent><endEvent id="F"><eventDefinitionRef>K</eventDefinitionRef></endEvent>',
				),
				"F",
			],
		],
	},
	compensation_handler: {
		keeps: drawing(
			`${A}<boundaryEvent id="X" attachedToRef="A"><compensateEventDefinition/></boundaryEvent>${task("H", "", 'isForCompensation="true"')}<association id="a" sourceRef="X" targetRef="H"/>`,
		),
		breaks: [
			[drawing(`${A}<boundaryEvent id="X" attachedToRef="A"><compensateEventDefinition/></boundaryEvent>`), "X"],
			[
				drawing(
					`${A}${B}<boundaryEvent id="X" attachedToRef="A"><compensateEventDefinition/></boundaryEvent><association id="a" sourceRef="X" targetRef="B"/>`,
				),
				"B",
			],
		],
	},
	event_sub_process: {
		keeps: drawing(`<subProcess id="X" triggeredByEvent="true"><startEvent id="XS">${timer}</startEvent></subProcess>`),
		breaks: [
			[
				drawing(
					`<subProcess id="X" triggeredByEvent="true"><startEvent id="XS">${timer}</startEvent></subProcess>${A}${flow("f", "X", "A")}`,
				),
				"X",
			],
			[drawing(`<subProcess id="X" triggeredByEvent="true">${A}</subProcess>`), "X"],
			[drawing('<subProcess id="X" triggeredByEvent="true"><startEvent id="XS"/></subProcess>'), "XS"],
		],
	},
	link_pairs: {
		keeps: drawing(
			'<intermediateThrowEvent id="X"><linkEventDefinition name="a"/></intermediateThrowEvent><intermediateThrowEvent id="Z"><linkEventDefinition name="a"/></intermediateThrowEvent><intermediateCatchEvent id="Y"><linkEventDefinition name="a"/></intermediateCatchEvent>',
		),
		breaks: [
			[drawing('<intermediateThrowEvent id="X"><linkEventDefinition name="a"/></intermediateThrowEvent>'), "X"],
			[drawing('<intermediateCatchEvent id="Y"><linkEventDefinition name="a"/></intermediateCatchEvent>'), "Y"],
			[
				drawing(
					'<intermediateThrowEvent id="X"><linkEventDefinition name="a"/></intermediateThrowEvent><subProcess id="U"><intermediateCatchEvent id="Y"><linkEventDefinition name="a"/></intermediateCatchEvent></subProcess>',
				),
				"X",
			],
		],
	},
	quantities: {
		keeps: drawing(task("A", "", 'startQuantity="2"')),
		breaks: [
			[drawing(task("A", "", 'startQuantity="0"')), "A"],
			[drawing(task("A", "", 'completionQuantity="-1"')), "A"],
		],
	},
	no_choreography: {
		keeps: drawing(A),
		breaks: [
			[
				drawing('<choreographyTask id="X" initiatingParticipantRef="P1"><participantRef>P1</participantRef></choreographyTask>', pools("")),
				"X",
			],
		],
	},
	script_format: {
		keeps: file('<scriptTask id="A" scriptFormat="text/feel"><script>1</script></scriptTask>'),
		breaks: [[file('<scriptTask id="A"><script>1</script></scriptTask>'), "A"]],
	},
	ad_hoc: {
		keeps: drawing(`<adHocSubProcess id="X">${A}</adHocSubProcess>`),
		breaks: [
			[drawing('<adHocSubProcess id="X"/>'), "X"],
			[drawing(`<adHocSubProcess id="X">${A}${E}</adHocSubProcess>`), "E"],
		],
	},
	called_begins: {
		keeps: drawing('<callActivity id="A" calledElement="Q"/>', '<process id="Q"><startEvent id="QS"/></process>'),
		breaks: [
			[drawing('<callActivity id="A" calledElement="Q"/>', `<process id="Q"><startEvent id="QS">${timer}</startEvent></process>`), "A"],
		],
	},
	multi_instance: {
		keeps: file(
			task(
				"A",
				`${io('<dataInput id="all"/>', "<inputSet><dataInputRefs>all</dataInputRefs></inputSet>")}<multiInstanceLoopCharacteristics><loopDataInputRef>all</loopDataInputRef></multiInstanceLoopCharacteristics>`,
			),
		),
		breaks: [
			[file(task("A", "<multiInstanceLoopCharacteristics/>")), "A"],
			[
				file(
					`<dataObject id="all"/>${task("A", "<multiInstanceLoopCharacteristics><loopDataInputRef>all</loopDataInputRef></multiInstanceLoopCharacteristics>")}`,
				),
				"A",
			],
		],
	},
	sub_process_data: {
		keeps: drawing(task("A", io('<dataInput id="i"/>', "<inputSet><dataInputRefs>i</dataInputRefs></inputSet>"))),
		breaks: [[drawing(`<subProcess id="X">${io("", "<inputSet/>")}</subProcess>`), "X"]],
	},
	message_flow_ends: {
		keeps: drawing(A + E, pools('<messageFlow id="m" sourceRef="A" targetRef="P2"/><messageFlow id="n" sourceRef="P2" targetRef="A"/>')),
		breaks: [
			[drawing(E, pools('<messageFlow id="m" sourceRef="P2" targetRef="E"/>')), "m"],
			[drawing(S, pools('<messageFlow id="m" sourceRef="S" targetRef="P2"/>')), "m"],
			[drawing('<intermediateThrowEvent id="X"/>', pools('<messageFlow id="m" sourceRef="P2" targetRef="X"/>')), "m"],
			[drawing('<textAnnotation id="N"/>', pools('<messageFlow id="m" sourceRef="P2" targetRef="N"/>')), "m"],
			[drawing('<exclusiveGateway id="G"/>', pools('<messageFlow id="m" sourceRef="G" targetRef="P2"/>')), "m"],
		],
	},
	message_flow_trigger: {
		keeps: drawing(`<startEvent id="S">${message}</startEvent>`, pools('<messageFlow id="m" sourceRef="P2" targetRef="S"/>')),
		breaks: [
			[drawing(S, pools('<messageFlow id="m" sourceRef="P2" targetRef="S"/>')), "S"],
			[drawing(E, pools('<messageFlow id="m" sourceRef="E" targetRef="P2"/>')), "E"],
		],
	},
	message_flow_between: {
		keeps: drawing(A, pools('<messageFlow id="m" sourceRef="A" targetRef="P2"/>')),
		breaks: [
			[drawing(A + B, pools('<messageFlow id="m" sourceRef="A" targetRef="B"/>')), "m"],
			[drawing(A, pools('<messageFlow id="m" sourceRef="P1" targetRef="A"/>')), "m"],
		],
	},
	participant_multiplicity: {
		keeps: drawing(
			"",
			'<collaboration id="C"><participant id="P1"><participantMultiplicity minimum="0" maximum="3"/></participant></collaboration>',
		),
		breaks: [
			[
				drawing("", '<collaboration id="C"><participant id="P1"><participantMultiplicity minimum="-1"/></participant></collaboration>'),
				"P1",
			],
			[
				drawing(
					"",
					'<collaboration id="C"><participant id="P1"><participantMultiplicity minimum="3" maximum="2"/></participant></collaboration>',
				),
				"P1",
			],
			[
				drawing("", '<collaboration id="C"><participant id="P1"><participantMultiplicity minimum="2"/></participant></collaboration>'),
				"P1",
			],
		],
	},
	global_conversation: {
		keeps: drawing("", '<globalConversation id="C"><participant id="P1"/></globalConversation>'),
		breaks: [[drawing("", '<globalConversation id="C"><participant id="P1"/><textAnnotation id="N"/></globalConversation>'), "C"]],
	},
	public_process: {
		keeps: `${open}<process id="P" processType="Public"/></definitions>`,
		breaks: [[`${open}<process id="P" processType="Public" isExecutable="true"/></definitions>`, "P"]],
	},
	formal_expressions: {
		keeps: drawing(`${A}${B}${flow("f", "A", "B", "<conditionExpression>if it is large</conditionExpression>")}`),
		breaks: [
			[file(`${A}${B}${flow("f", "A", "B", "<conditionExpression>if it is large</conditionExpression>")}`), "f"],
			[file(`${A}${B}${flow("f", "A", "B", formal(" "))}`), "f"],
			[
				file(
					'<intermediateCatchEvent id="T"><timerEventDefinition><timeDate>soon</timeDate></timerEventDefinition></intermediateCatchEvent>',
				),
				"T",
			],
			[file(task("A", "<standardLoopCharacteristics><loopCondition>again</loopCondition></standardLoopCharacteristics>")), "A"],
			[file('<adHocSubProcess id="X"><completionCondition>done</completionCondition></adHocSubProcess>'), "X"],
		],
	},
	condition_given: {
		keeps: file(
			'<intermediateCatchEvent id="T"><conditionalEventDefinition><condition xsi:type="tFormalExpression">n</condition></conditionalEventDefinition></intermediateCatchEvent>',
		),
		breaks: [[file('<intermediateCatchEvent id="T"><conditionalEventDefinition/></intermediateCatchEvent>'), "T"]],
	},
	immediate_flows: {
		keeps: drawing(`${A}${B}<sequenceFlow id="f" sourceRef="A" targetRef="B" isImmediate="false"/>`),
		breaks: [[file(`${A}${B}<sequenceFlow id="f" sourceRef="A" targetRef="B" isImmediate="false"/>`), "f"]],
	},
	escalation_code: {
		keeps: file('<endEvent id="E"><escalationEventDefinition escalationRef="X"/></endEvent>', '<escalation id="X" escalationCode="e"/>'),
		breaks: [[file('<endEvent id="E"><escalationEventDefinition escalationRef="X"/></endEvent>', '<escalation id="X"/>'), "E"]],
	},
	message_given: {
		keeps: file(
			'<endEvent id="E"><messageEventDefinition messageRef="M"><operationRef>O</operationRef></messageEventDefinition></endEvent>',
			'<message id="M"/><interface id="N" name="n"><operation id="O" name="o"><inMessageRef>M</inMessageRef></operation></interface>',
		),
		breaks: [
			[file(`<endEvent id="E">${message}</endEvent>`), "E"],
			[file('<endEvent id="E"><messageEventDefinition messageRef="M"/></endEvent>', '<message id="M"/>'), "E"],
		],
	},
	collections: {
		keeps: drawing('<dataObject id="D" itemSubjectRef="L" isCollection="true"/>', items),
		breaks: [
			[drawing('<dataObject id="D" itemSubjectRef="L"/>', items), "D"],
			[
				drawing(
					task(
						"A",
						io('<dataInput id="i" itemSubjectRef="I" isCollection="true"/>', "<inputSet><dataInputRefs>i</dataInputRefs></inputSet>"),
					),
					items,
				),
				"i",
			],
		],
	},
	state_name: {
		keeps: drawing(
			'<dataObject id="D" name="Order"/><dataObjectReference id="R" dataObjectRef="D" name="Order [paid]"><dataState name="paid"/></dataObjectReference>',
		),
		breaks: [
			[
				drawing(
					'<dataObject id="D" name="Order"/><dataObjectReference id="R" dataObjectRef="D" name="Paid order"><dataState name="paid"/></dataObjectReference>',
				),
				"R",
			],
		],
	},
	data_sets: {
		keeps: drawing(
			task("A", io('<dataInput id="i"/>', "<inputSet><dataInputRefs>i</dataInputRefs><optionalInputRefs>i</optionalInputRefs></inputSet>")),
		),
		breaks: [
			[drawing(task("A", io('<dataInput id="i"/>', "<inputSet/>"))), "i"],
			[drawing(task("A", io("", "<inputSet/>", '<dataOutput id="o"/>'))), "o"],
			[
				drawing(
					task(
						"A",
						io(
							'<dataInput id="i"/><dataInput id="k"/>',
							"<inputSet><dataInputRefs>i</dataInputRefs><optionalInputRefs>k</optionalInputRefs></inputSet><inputSet id='s'><dataInputRefs>k</dataInputRefs></inputSet>",
						),
					),
				),
				"k",
			],
			[drawing(task("A", io("", "<inputSet id='s'><outputSetRefs>t</outputSetRefs></inputSet>", "", "<outputSet id='t'/>"))), "t"],
		],
	},
	several_sources: {
		keeps: drawing(
			`<dataObject id="D"/><dataObject id="F"/>${task("A", `${io('<dataInput id="i"/>', "<inputSet><dataInputRefs>i</dataInputRefs></inputSet>")}<dataInputAssociation id="a"><sourceRef>D</sourceRef><sourceRef>F</sourceRef><targetRef>i</targetRef><transformation>D + F</transformation></dataInputAssociation>`)}`,
		),
		breaks: [
			[
				drawing(
					`<dataObject id="D"/><dataObject id="F"/>${task("A", `${io('<dataInput id="i"/>', "<inputSet><dataInputRefs>i</dataInputRefs></inputSet>")}<dataInputAssociation id="a"><sourceRef>D</sourceRef><sourceRef>F</sourceRef><targetRef>i</targetRef></dataInputAssociation>`)}`,
				),
				"a",
			],
		],
	},
	data_associations: {
		keeps: drawing(
			`<dataObject id="D"/>${task("A", `${io('<dataInput id="i" itemSubjectRef="J"/>', "<inputSet><dataInputRefs>i</dataInputRefs></inputSet>")}<dataInputAssociation id="a"><sourceRef>D</sourceRef><targetRef>i</targetRef></dataInputAssociation>`)}`,
			items,
		),
		breaks: [
			[
				drawing(
					`<dataObject id="D" itemSubjectRef="I"/><dataObjectReference id="R" dataObjectRef="D"/>${task("A", `${io('<dataInput id="i" itemSubjectRef="J"/>', "<inputSet><dataInputRefs>i</dataInputRefs></inputSet>")}<dataInputAssociation id="a"><sourceRef>R</sourceRef><targetRef>i</targetRef></dataInputAssociation>`)}`,
					items,
				),
				"a",
			],
		],
	},
	instance_data: {
		keeps: drawing(
			`<dataObject id="all" itemSubjectRef="L" isCollection="true"/>${task("A", '<multiInstanceLoopCharacteristics><loopDataInputRef>all</loopDataInputRef><inputDataItem id="one" itemSubjectRef="I"/></multiInstanceLoopCharacteristics>')}`,
			items,
		),
		breaks: [
			[
				drawing(
					`<dataObject id="all" itemSubjectRef="L" isCollection="true"/>${task("A", '<multiInstanceLoopCharacteristics><loopDataInputRef>all</loopDataInputRef><inputDataItem id="one" itemSubjectRef="J"/></multiInstanceLoopCharacteristics>')}`,
					items,
				),
				"A",
			],
			[
				drawing(
					`<dataObject id="all" itemSubjectRef="L" isCollection="true"/>${task("A", '<multiInstanceLoopCharacteristics><loopDataOutputRef>all</loopDataOutputRef><outputDataItem id="one" itemSubjectRef="L" isCollection="true"/></multiInstanceLoopCharacteristics>')}`,
					items,
				),
				"A",
			],
		],
	},
	event_data: {
		keeps: drawing(
			'<intermediateThrowEvent id="X"><dataInput id="i" itemSubjectRef="I"/><inputSet><dataInputRefs>i</dataInputRefs></inputSet><messageEventDefinition messageRef="M"/></intermediateThrowEvent>',
			`${items}<message id="M" itemRef="I"/>`,
		),
		breaks: [
			[
				drawing(
					'<intermediateThrowEvent id="X"><dataInput id="i" itemSubjectRef="J"/><inputSet><dataInputRefs>i</dataInputRefs></inputSet><messageEventDefinition messageRef="M"/></intermediateThrowEvent>',
					`${items}<message id="M" itemRef="I"/>`,
				),
				"i",
			],
			[
				drawing(
					'<intermediateThrowEvent id="X"><dataInput id="i"/><inputSet><dataInputRefs>i</dataInputRefs></inputSet><signalEventDefinition/><escalationEventDefinition/></intermediateThrowEvent>',
				),
				"X",
			],
		],
	},
	message_data: {
		keeps: file(
			`<sendTask id="A" messageRef="M">${io('<dataInput id="i" itemSubjectRef="I"/>', "<inputSet><dataInputRefs>i</dataInputRefs></inputSet>")}</sendTask>`,
			`${items}<message id="M" itemRef="I"/>`,
		),
		breaks: [
			[
				file(
					`<sendTask id="A" messageRef="M">${io('<dataInput id="i" itemSubjectRef="J"/>', "<inputSet><dataInputRefs>i</dataInputRefs></inputSet>")}</sendTask>`,
					`${items}<message id="M" itemRef="I"/>`,
				),
				"i",
			],
			[file(`<sendTask id="A" messageRef="M">${io("", "<inputSet/><inputSet/>")}</sendTask>`, '<message id="M"/>'), "A"],
			[
				file(
					`<receiveTask id="A" messageRef="M">${io("", "<inputSet/>", '<dataOutput id="o"/><dataOutput id="q"/>', "<outputSet><dataOutputRefs>o</dataOutputRefs><dataOutputRefs>q</dataOutputRefs></outputSet>")}</receiveTask>`,
					'<message id="M"/>',
				),
				"A",
			],
			[
				file(
					'<serviceTask id="A" operationRef="O"/>',
					`${items}<message id="M" itemRef="I"/><interface id="N" name="n"><operation id="O" name="o"><inMessageRef>M</inMessageRef></operation></interface>`,
				),
				"A",
			],
		],
	},
	call_data: {
		keeps: drawing('<callActivity id="A" calledElement="Q"/>', '<process id="Q"/>'),
		breaks: [
			[
				drawing(
					'<callActivity id="A" calledElement="Q"/>',
					`<process id="Q">${io('<dataInput id="i"/>', "<inputSet><dataInputRefs>i</dataInputRefs></inputSet>")}</process>`,
				),
				"A",
			],
		],
	},
	service_binding: {
		keeps: `${open}<message id="M"/><interface id="N" name="n"><operation id="O" name="o"><inMessageRef>M</inMessageRef></operation></interface><process id="P"><supportedInterfaceRef>N</supportedInterfaceRef>${io('<dataInput id="i"/>', "<inputSet><dataInputRefs>i</dataInputRefs></inputSet>", '<dataOutput id="o"/>', "<outputSet><dataOutputRefs>o</dataOutputRefs></outputSet>")}<ioBinding operationRef="O" inputDataRef="i" outputDataRef="o"/></process></definitions>`,
		breaks: [
			[
				`${open}<message id="M"/><interface id="N" name="n"><operation id="O" name="o"><inMessageRef>M</inMessageRef></operation></interface><process id="P"><supportedInterfaceRef>N</supportedInterfaceRef></process></definitions>`,
				"P",
			],
			[
				`${open}<message id="M"/><interface id="N" name="n"><operation id="O" name="o"><inMessageRef>M</inMessageRef></operation></interface><process id="P"><supportedInterfaceRef>N</supportedInterfaceRef><ioBinding operationRef="O" inputDataRef="M" outputDataRef="M"/></process></definitions>`,
				"P",
			],
		],
	},
};

async function broken(xml: string, rule?: string): Promise<readonly (string | undefined)[]> {
	const parsed = await parseBpmn(xml);
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	return checkStandard(parsed.value.definitions, { executable: true })
		.filter((each) => rule === undefined || each.code === `check.${rule}`)
		.map((each) => each.at);
}

describe("checkStandard", () => {
	it("has for every rule a model that keeps it and one that breaks it, and every rule its clause", ({ expect }) => {
		expect(Object.keys(PAIRS).toSorted()).toEqual(STANDARD_RULES.map((rule) => rule.name).toSorted());
		expect(STANDARD_RULES.filter((rule) => rule.clause === undefined)).toEqual([]);
	});

	for (const [rule, { keeps, breaks }] of Object.entries(PAIRS)) {
		it(`${rule} names the element that breaks it and no other`, async ({ expect }) => {
			expect(await broken(keeps, rule)).toEqual([]);
			for (const [xml, at] of breaks) expect((await broken(xml, rule))[0], xml).toBe(at);
		});
	}

	it("asks what holds for executable processes only when it is asked to", async ({ expect }) => {
		const parsed = await parseBpmn(file('<scriptTask id="A"><script>1</script></scriptTask>'));
		if (!parsed.ok) throw new Error("not read");
		expect(checkStandard(parsed.value.definitions, { executable: false })).toEqual([]);
		expect(checkStandard(parsed.value.definitions, { executable: true }).map((each) => each.detail)).toEqual([
			"The script task A has a script without a format. Say what language it is. (BPMN §10.3.3.6)",
		]);
	});

	it("has nothing to say of a plain process", async ({ expect }) => {
		expect(await broken(file(S + A + E + flow("f", "S", "A") + flow("g", "A", "E")))).toEqual([]);
	});
});
