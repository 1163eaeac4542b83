import { Plus, Trash2 } from "lucide-preact";
import { useState } from "preact/hooks";
import * as v from "valibot";
import { attributeName, SCALAR_TYPES, type Attribute, type ScalarType } from "../../domain/data/model.ts";
import { attributeNameOf, slugOf, uniqueIn } from "../../domain/deployment/names.ts";
import { Button, IconButton } from "../kit/button.tsx";
import { Select, TextInput } from "../kit/field.tsx";
import { TYPE_NAMES } from "./type-names.ts";

interface AttributeSettingsProps {
	readonly attribute: Attribute;
	readonly path: string;
	readonly readOnly: boolean;
	readonly onChange: (next: Attribute) => void;
	readonly onRename: (name: string) => void;
	readonly onAdd: () => void;
	readonly onRemove: () => void;
}

const TYPES = [...SCALAR_TYPES, "object", "list"] as const;

/** Label, name, type, and what the type asks for more. */
export function AttributeSettings({ attribute, path, readOnly, onChange, onRename, onAdd, onRemove }: AttributeSettingsProps) {
	const [name, setName] = useState(attribute.name);
	const parsed = v.safeParse(attributeName, name);
	const isChoice = attribute.type === "choice" || attribute.of === "choice";
	const holdsFields = attribute.type === "object" || (attribute.type === "list" && attribute.of === undefined);
	return (
		<>
			<TextInput
				label="Label"
				value={attribute.label}
				maxLength={120}
				readOnly={readOnly}
				{...(attribute.label.trim() === "" ? { error: "Give it a label." } : {})}
				onChange={(label) => onChange({ ...attribute, label })}
				onBlur={() => {
					// A field that nobody has named yet is named by its label.
					if (!readOnly && /^(newField|field)\d*$/.test(attribute.name)) onRename(attributeNameOf(attribute.label, attribute.name));
				}}
			/>
			<TextInput
				label="Name in FEEL"
				value={name}
				readOnly={readOnly}
				help={path === name ? undefined : path}
				error={parsed.success ? undefined : parsed.issues[0].message}
				onChange={setName}
				onBlur={() => {
					if (parsed.success && name !== attribute.name) onRename(name);
				}}
			/>
			<Select
				label="Type"
				value={attribute.type}
				readOnly={readOnly}
				options={TYPES.map((type) => ({ value: type, label: TYPE_NAMES[type] }))}
				onChange={(type) => onChange(retyped(attribute, type as Attribute["type"]))}
			/>
			{attribute.type === "list" && (
				<Select
					label="Of"
					value={attribute.of ?? "object"}
					readOnly={readOnly}
					options={[
						{ value: "object", label: "Rows with fields" },
						...SCALAR_TYPES.map((type) => ({ value: type, label: TYPE_NAMES[type] })),
					]}
					onChange={(of) => {
						const { of: _, attributes: fields, ...rest } = attribute;
						onChange(of === "object" ? { ...rest, attributes: fields ?? [FIRST_FIELD] } : { ...rest, of: of as ScalarType });
					}}
				/>
			)}
			{isChoice && <Options attribute={attribute} readOnly={readOnly} onChange={onChange} />}
			{!readOnly && (
				<div class="flex flex-wrap gap-2">
					{holdsFields && (
						<Button small icon={Plus} onClick={onAdd}>
							Add a field in it
						</Button>
					)}
					<Button small icon={Trash2} onClick={onRemove}>
						Remove
					</Button>
				</div>
			)}
		</>
	);
}

const FIRST_FIELD: Attribute = { name: "item", label: "Item", type: "text" };

/** Another type keeps the name and what still means something. */
function retyped(attribute: Attribute, type: Attribute["type"]): Attribute {
	const { name, label, options, attributes } = attribute;
	if (type === "choice")
		return {
			name,
			label,
			type,
			options: options ?? [
				{ value: "yes", label: "Yes" },
				{ value: "no", label: "No" },
			],
		};
	if (type === "object" || type === "list") return { name, label, type, attributes: attributes ?? [FIRST_FIELD] };
	return { name, label, type };
}

function Options({
	attribute,
	readOnly,
	onChange,
}: {
	readonly attribute: Attribute;
	readonly readOnly: boolean;
	readonly onChange: (next: Attribute) => void;
}) {
	const options = attribute.options ?? [];
	const put = (next: typeof options): void => onChange({ ...attribute, options: next });
	return (
		<fieldset class="flex flex-col gap-1.5">
			<legend class="mb-1 font-medium">Options</legend>
			{options.map((option, index) => (
				// oxlint-disable-next-line react/no-array-index-key -- an option is edited in place, and its value may change
				<div key={index} class="flex items-start gap-1">
					<div class="min-w-0 flex-1">
						<TextInput
							label={`Option ${index + 1}`}
							hideLabel
							value={option.label}
							readOnly={readOnly}
							onChange={(label) => put(options.map((each, other) => (other === index ? { ...each, label } : each)))}
						/>
						<code class="text-xs text-soft">{option.value}</code>
					</div>
					{!readOnly && (
						<IconButton label={`Remove ${option.label}`} onClick={() => put(options.filter((_, other) => other !== index))}>
							<Trash2 size={14} />
						</IconButton>
					)}
				</div>
			))}
			{!readOnly && (
				<div>
					<Button
						small
						icon={Plus}
						onClick={() => {
							const label = `Option ${options.length + 1}`;
							put([...options, { value: uniqueIn(new Set(options.map((each) => each.value)), slugOf(label, "option"), "-"), label }]);
						}}
					>
						Add an option
					</Button>
				</div>
			)}
		</fieldset>
	);
}
