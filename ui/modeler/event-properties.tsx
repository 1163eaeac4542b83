import type { ModdleElement } from "bpmn-moddle";
import { isElement } from "../../domain/bpmn/records/record.ts";
import { Select } from "../kit/field.tsx";
import type { Binding } from "./canvas/binding.ts";
import type { CanvasElement } from "./canvas/services.ts";
import { DraftField } from "./draft-field.tsx";

interface EventPropertiesProps {
	readonly binding: Binding;
	readonly target: CanvasElement;
	readonly element: ModdleElement;
	readonly readOnly: boolean;
}

/** What an event waits for or throws, by name: the message or error itself is made when it is named for the first time. */
const NAMED = [
	["bpmn:MessageEventDefinition", "messageRef", "bpmn:Message", "Message"],
	["bpmn:SignalEventDefinition", "signalRef", "bpmn:Signal", "Signal"],
	["bpmn:ErrorEventDefinition", "errorRef", "bpmn:Error", "Error"],
	["bpmn:EscalationEventDefinition", "escalationRef", "bpmn:Escalation", "Escalation"],
] as const;

const TIMES = [
	{ value: "timeDuration", label: "After a time", help: "ISO 8601, such as PT2H or P3D" },
	{ value: "timeDate", label: "At a moment", help: "ISO 8601, such as 2026-12-01T09:00:00Z" },
	{ value: "timeCycle", label: "Again and again", help: "ISO 8601, such as R/P1D" },
] as const;

export function EventProperties({ binding, target, element, readOnly }: EventPropertiesProps) {
	const definitions = element["eventDefinitions"];
	const [definition] = Array.isArray(definitions) ? definitions.filter(isElement) : [];
	if (definition === undefined) {
		const isMessageTask = element.$type === "bpmn:SendTask" || element.$type === "bpmn:ReceiveTask";
		return isMessageTask ? (
			<NamedThing
				binding={binding}
				target={target}
				holder={element}
				property="messageRef"
				type="bpmn:Message"
				label="Message"
				readOnly={readOnly}
			/>
		) : null;
	}
	if (definition.$type === "bpmn:TimerEventDefinition")
		return <Timer binding={binding} target={target} definition={definition} readOnly={readOnly} />;
	const named = NAMED.find(([type]) => definition.$type === type);
	if (named === undefined) return null;
	const [, property, type, label] = named;
	return (
		<NamedThing binding={binding} target={target} holder={definition} property={property} type={type} label={label} readOnly={readOnly} />
	);
}

function Timer({ binding, target, definition, readOnly }: Omit<EventPropertiesProps, "element"> & { readonly definition: ModdleElement }) {
	const kind = TIMES.find(({ value }) => isElement(definition[value])) ?? TIMES[0];
	const expression = definition[kind.value];
	const body = isElement(expression) && typeof expression["body"] === "string" ? expression["body"] : "";
	const write = (property: string, value: string): void => {
		const { modeling, bpmnFactory } = binding.services;
		const cleared = { timeDuration: undefined, timeDate: undefined, timeCycle: undefined };
		modeling?.updateModdleProperties(target, definition, {
			...cleared,
			[property]: bpmnFactory?.create("bpmn:FormalExpression", { body: value }),
		});
	};
	return (
		<>
			<Select label="Timer" value={kind.value} readOnly={readOnly} options={TIMES} onChange={(property) => write(property, body)} />
			<DraftField
				label="Time"
				help={kind.help}
				value={body}
				readOnly={readOnly}
				maxLength={400}
				onCommit={(value) => write(kind.value, value.trim())}
			/>
		</>
	);
}

interface NamedThingProps {
	readonly binding: Binding;
	readonly target: CanvasElement;
	readonly holder: ModdleElement;
	readonly property: string;
	readonly type: string;
	readonly label: string;
	readonly readOnly: boolean;
}

function NamedThing({ binding, target, holder, property, type, label, readOnly }: NamedThingProps) {
	const thing = holder[property];
	const name = isElement(thing) && typeof thing["name"] === "string" ? thing["name"] : "";
	const roots = (): ModdleElement[] => {
		const list = binding.definitions["rootElements"];
		return Array.isArray(list) ? list.filter(isElement) : [];
	};
	return (
		<DraftField
			label={label}
			help="By name; the same name is the same one everywhere in the model."
			value={name}
			readOnly={readOnly}
			maxLength={200}
			onCommit={(typed) => {
				const { modeling, bpmnFactory } = binding.services;
				const wanted = typed.trim();
				if (wanted === "") {
					modeling?.updateModdleProperties(target, holder, { [property]: undefined });
					return;
				}
				let found = roots().find((each) => each.$type === type && each["name"] === wanted);
				if (found === undefined) {
					found = bpmnFactory?.create(type, { name: wanted });
					if (found === undefined) return;
					found.$parent = binding.definitions;
					modeling?.updateModdleProperties(target, binding.definitions, { rootElements: [...roots(), found] });
				}
				modeling?.updateModdleProperties(target, holder, { [property]: found });
			}}
		/>
	);
}
