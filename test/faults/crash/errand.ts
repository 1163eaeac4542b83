import type { Performer } from "../../../domain/allocation/performer.ts";
import type { Automation } from "../../../domain/deployment/automation.ts";

/** What every case does. Everything that can be lost or done twice is in it: tasks, a cycle, a timer, a job, a message, an alarm. */
export const ERRAND = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="ErrandFile" targetNamespace="https://portico.example/crash">
	<message id="PaidMessage" name="paid" />
	<process id="Errand" name="Errand" isExecutable="true">
		<startEvent id="Begin" />
		<sequenceFlow id="f1" sourceRef="Begin" targetRef="Take" />
		<userTask id="Take" name="Take" />
		<boundaryEvent id="Remind" name="Remind" attachedToRef="Take" cancelActivity="false"><timerEventDefinition id="RemindTimer" /></boundaryEvent>
		<sequenceFlow id="f2" sourceRef="Remind" targetRef="Reminded" />
		<endEvent id="Reminded" />
		<sequenceFlow id="f3" sourceRef="Take" targetRef="Fork" />
		<parallelGateway id="Fork" />
		<sequenceFlow id="f4" sourceRef="Fork" targetRef="Ship" />
		<serviceTask id="Ship" name="Ship" />
		<sequenceFlow id="f5" sourceRef="Ship" targetRef="Join" />
		<sequenceFlow id="f6" sourceRef="Fork" targetRef="Pause" />
		<intermediateCatchEvent id="Pause" name="Pause"><timerEventDefinition id="PauseTimer" /></intermediateCatchEvent>
		<sequenceFlow id="f7" sourceRef="Pause" targetRef="Pay" />
		<intermediateThrowEvent id="Pay" name="Pay"><messageEventDefinition id="PayMessage" messageRef="PaidMessage" /></intermediateThrowEvent>
		<sequenceFlow id="f8" sourceRef="Pay" targetRef="Join" />
		<sequenceFlow id="f9" sourceRef="Fork" targetRef="Paid" />
		<intermediateCatchEvent id="Paid" name="Paid"><messageEventDefinition id="PaidCatch" messageRef="PaidMessage" /></intermediateCatchEvent>
		<sequenceFlow id="f10" sourceRef="Paid" targetRef="Join" />
		<parallelGateway id="Join" />
		<sequenceFlow id="f11" sourceRef="Join" targetRef="Close" />
		<userTask id="Close" name="Close" />
		<sequenceFlow id="f12" sourceRef="Close" targetRef="Done" />
		<endEvent id="Done" />
	</process>
</definitions>`;

/** How often the cycle on the first task rings, while nobody completes it. */
export const REMINDERS = 2;

const pool: Performer = { assign: "pool", from: [{ kind: "role", role: "runner" }] };

/** `effects`: where the outside effect goes. */
export function errandAutomation(effects: string): Automation {
	const field = (id: string) => ({ kind: "field", id, path: id }) as const;
	return {
		format: 1,
		processId: "Errand",
		category: "Errands",
		caseTitle: '"Errand " + marker',
		data: {
			attributes: ["marker", "taken", "closed", "note", "shipment"].map((name) => ({ name, label: name, type: "text" as const })),
		},
		forms: [
			{ id: "begin", title: "Begin", items: [field("marker")] },
			{ id: "take", title: "Take", items: [field("taken")] },
			{ id: "close", title: "Close", items: [field("closed")] },
		],
		startForm: "begin",
		elements: {
			Take: { form: "take", performer: pool },
			Remind: { timer: { kind: "cycle", value: `R${REMINDERS}/PT1S` } },
			Ship: {
				connector: { kind: "http", method: "POST", url: effects, body: "{ marker: marker }" },
				outputs: [{ from: "body.shipment", to: "shipment" }],
			},
			Pause: { timer: { kind: "duration", value: "PT1S" } },
			Pay: { message: { key: "marker" } },
			Paid: { message: { key: "marker" } },
			Close: {
				form: "close",
				performer: pool,
				dueIn: "PT1S",
				alarms: [{ when: "after", by: "PT1S", to: [{ kind: "role", role: "runner" }] }],
			},
		},
		flows: {},
		roles: [{ name: "runner", title: "Runner" }],
		parameters: [],
	};
}
