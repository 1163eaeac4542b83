import type { ModdleElement } from "bpmn-moddle";
import { documentationOf, typeName } from "../../domain/bpmn/describe.ts";
import { isElement } from "../../domain/bpmn/records/record.ts";
import { Checkbox, Select } from "../kit/field.tsx";
import { Inspector } from "../kit/page.tsx";
import type { Binding } from "./canvas/binding.ts";
import type { CanvasElement } from "./canvas/services.ts";
import { DraftField } from "./draft-field.tsx";
import { EventProperties } from "./event-properties.tsx";

export interface PropertiesProps {
	readonly binding: Binding;
	/** The shape that is selected; nothing for the process itself. */
	readonly shape: CanvasElement | undefined;
	readonly element: ModdleElement | undefined;
	/** Another number whenever the model changed, so that the fields are read again. */
	readonly moment: number;
	readonly mayEdit: boolean;
}

/** What is known of the selected element, and of the process when nothing is selected. Each field is one change of the model. */
export function Properties({ binding, shape, element, mayEdit, moment }: PropertiesProps) {
	if (element === undefined) return null;
	const target = shape?.labelTarget ?? shape ?? binding.services.canvas.getRootElement();
	const { modeling, bpmnFactory } = binding.services;
	const set = (properties: Readonly<Record<string, unknown>>): void => modeling?.updateProperties(target, properties);
	const readOnly = !mayEdit || modeling === undefined;
	const text = (name: string): string => (typeof element[name] === "string" ? element[name] : "");
	const is = (type: string): boolean => element.$instanceOf(type);

	function document(value: string): void {
		const documentation = value.trim() === "" ? undefined : [bpmnFactory?.create("bpmn:Documentation", { text: value })];
		set({ documentation });
	}
	function rename(name: string): void {
		// By the label's own way where there is one, so that the label is laid out.
		if (shape !== undefined && !is("bpmn:TextAnnotation")) modeling?.updateLabel(target, name);
		else set(is("bpmn:TextAnnotation") ? { text: name } : { name });
	}

	return (
		<Inspector title={kindOf(element)}>
			<div class="flex flex-col gap-4" data-moment={moment}>
				<DraftField
					label={is("bpmn:TextAnnotation") ? "Text" : "Name"}
					lines={2}
					value={is("bpmn:TextAnnotation") ? text("text") : text("name")}
					readOnly={readOnly}
					maxLength={2000}
					onCommit={rename}
				/>
				<DraftField label="Documentation" lines={5} value={documentationOf(element)} readOnly={readOnly} onCommit={document} />
				{(is("bpmn:UserTask") || is("bpmn:ManualTask")) && (
					<DraftField
						label="Performers"
						lines={2}
						help="Who does this, one a line."
						value={performersOf(element)}
						readOnly={readOnly}
						maxLength={2000}
						onCommit={(value) => {
							const names = value.split("\n").map((name) => name.trim());
							const made = names.filter((name) => name !== "").map((name) => bpmnFactory?.create("bpmn:PotentialOwner", { name }));
							const others = resourcesOf(element).filter((role) => role.$type !== "bpmn:PotentialOwner");
							for (const role of made) if (role !== undefined && role.id === undefined) role.set("id", freshId());
							set({ resources: [...others, ...made] });
						}}
					/>
				)}
				{is("bpmn:ScriptTask") && (
					<DraftField
						label="Script"
						lines={4}
						help="FEEL"
						value={text("script")}
						readOnly={readOnly}
						onCommit={(script) => set({ script: script === "" ? undefined : script })}
					/>
				)}
				{is("bpmn:CallActivity") && (
					<DraftField
						label="Called process"
						value={text("calledElement")}
						readOnly={readOnly}
						onCommit={(called) => set({ calledElement: called === "" ? undefined : called })}
					/>
				)}
				{is("bpmn:Activity") && <Repeats element={element} readOnly={readOnly} binding={binding} set={set} />}
				{is("bpmn:SequenceFlow") && <FlowProperties element={element} readOnly={readOnly} binding={binding} set={set} />}
				<EventProperties binding={binding} target={target} element={element} readOnly={readOnly} />
				{is("bpmn:Process") && (
					<Checkbox
						label="Can be automated"
						value={element["isExecutable"] === true}
						readOnly={readOnly}
						onChange={(isExecutable) => set({ isExecutable })}
					/>
				)}
			</div>
		</Inspector>
	);
}

interface PartProps {
	readonly element: ModdleElement;
	readonly readOnly: boolean;
	readonly binding: Binding;
	readonly set: (properties: Readonly<Record<string, unknown>>) => void;
}

function FlowProperties({ element, readOnly, binding, set }: PartProps) {
	const source = element["sourceRef"];
	if (!isElement(source)) return null;
	const condition = isElement(element["conditionExpression"]) ? element["conditionExpression"]["body"] : "";
	const isDefault = source["default"] === element;
	const sourceShape = source.id === undefined ? undefined : binding.services.elementRegistry.get(source.id);
	const branches = source.$instanceOf("bpmn:Gateway") || source.$instanceOf("bpmn:Activity");
	if (!branches || source.$type === "bpmn:ParallelGateway" || source.$type === "bpmn:EventBasedGateway") return null;
	return (
		<>
			<DraftField
				label="Condition"
				help={isDefault ? "The default way has none." : "FEEL, such as amount > 1000"}
				value={typeof condition === "string" ? condition : ""}
				readOnly={readOnly || isDefault}
				lines={2}
				onCommit={(body) =>
					set({
						conditionExpression: body.trim() === "" ? undefined : binding.services.bpmnFactory?.create("bpmn:FormalExpression", { body }),
					})
				}
			/>
			<Checkbox
				label="Default way"
				help="Taken when no other condition holds."
				value={isDefault}
				readOnly={readOnly}
				onChange={(on) => {
					if (sourceShape !== undefined) binding.services.modeling?.updateProperties(sourceShape, { default: on ? element : undefined });
				}}
			/>
		</>
	);
}

const REPEATS = [
	{ value: "", label: "Once" },
	{ value: "loop", label: "Until a condition ends it" },
	{ value: "parallel", label: "For each of a list, all at once" },
	{ value: "sequential", label: "For each of a list, one by one" },
];

function Repeats({ element, readOnly, binding, set }: PartProps) {
	const loop = isElement(element["loopCharacteristics"]) ? element["loopCharacteristics"] : undefined;
	const value =
		loop === undefined
			? ""
			: loop.$type === "bpmn:StandardLoopCharacteristics"
				? "loop"
				: loop["isSequential"] === true
					? "sequential"
					: "parallel";
	return (
		<Select
			label="Done"
			value={value}
			readOnly={readOnly}
			options={REPEATS}
			onChange={(chosen) => {
				const create = binding.services.bpmnFactory?.create.bind(binding.services.bpmnFactory);
				const made =
					chosen === ""
						? undefined
						: chosen === "loop"
							? create?.("bpmn:StandardLoopCharacteristics")
							: create?.("bpmn:MultiInstanceLoopCharacteristics", chosen === "sequential" ? { isSequential: true } : {});
				set({ loopCharacteristics: made });
			}}
		/>
	);
}

function resourcesOf(element: ModdleElement): ModdleElement[] {
	const roles = element["resources"];
	return Array.isArray(roles) ? roles.filter(isElement) : [];
}

function performersOf(element: ModdleElement): string {
	return resourcesOf(element)
		.filter((role) => role.$type === "bpmn:PotentialOwner")
		.map((role) => (typeof role["name"] === "string" ? role["name"] : ""))
		.join("\n");
}

export function freshId(): string {
	return `Part_${crypto.randomUUID().slice(0, 8)}`;
}

function kindOf(element: ModdleElement): string {
	const words = typeName(element)
		.replaceAll(/([A-Z])/g, " $1")
		.toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
}
