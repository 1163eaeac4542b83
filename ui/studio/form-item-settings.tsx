import type { Attribute } from "../../domain/data/model.ts";
import type { FormItem } from "../../domain/forms/form.ts";
import { Checkbox, Select, TextInput } from "../kit/field.tsx";
import { FeelField } from "./feel-field.tsx";

interface FormItemSettingsProps {
	readonly item: FormItem;
	readonly attribute: Attribute | undefined;
	readonly readOnly: boolean;
	readonly onChange: (next: FormItem) => void;
}

/** What a line of a form says and when it is shown. */
export function FormItemSettings({ item, attribute, readOnly, onChange }: FormItemSettingsProps) {
	const visible = (
		<FeelField
			label="Shown when"
			help="FEEL; empty: always"
			value={item.visibleWhen ?? ""}
			disabled={readOnly}
			placeholder="amount > 1000"
			onChange={(source) => {
				const { visibleWhen: _, ...rest } = item;
				onChange(source === "" ? rest : { ...rest, visibleWhen: source });
			}}
		/>
	);
	if (item.kind === "heading")
		return (
			<div class="flex flex-col gap-3 px-4 py-3">
				<TextInput label="Text" value={item.text} maxLength={400} readOnly={readOnly} onChange={(text) => onChange({ ...item, text })} />
				{visible}
			</div>
		);
	return (
		<div class="grid grid-cols-1 gap-3 px-4 py-3 sm:grid-cols-2">
			<TextInput
				label="Label"
				value={item.label ?? ""}
				placeholder={attribute?.label ?? ""}
				maxLength={400}
				readOnly={readOnly}
				onChange={(label) => {
					const { label: _, ...rest } = item;
					onChange(label === "" ? rest : { ...rest, label });
				}}
			/>
			<TextInput
				label="Help below it"
				value={item.help ?? ""}
				maxLength={400}
				readOnly={readOnly}
				onChange={(help) => {
					const { help: _, ...rest } = item;
					onChange(help === "" ? rest : { ...rest, help });
				}}
			/>
			<div class="flex flex-col justify-center gap-1">
				<Checkbox
					label="Required"
					value={item.required === true}
					disabled={readOnly || item.readOnly === true}
					onChange={(required) => onChange({ ...item, required })}
				/>
				<Checkbox
					label="Read-only"
					value={item.readOnly === true}
					disabled={readOnly}
					onChange={(fixed) => onChange({ ...item, readOnly: fixed })}
				/>
			</div>
			<Select
				label="Width"
				value={item.width ?? "full"}
				readOnly={readOnly}
				options={[
					{ value: "full", label: "Whole line" },
					{ value: "half", label: "Half a line" },
				]}
				onChange={(width) => onChange({ ...item, width: width === "half" ? "half" : "full" })}
			/>
			<div class="sm:col-span-2">{visible}</div>
			{attribute?.type === "list" && attribute.attributes !== undefined && (
				<fieldset class="sm:col-span-2">
					<legend class="mb-1 font-medium">Columns</legend>
					<div class="flex flex-wrap gap-3">
						{attribute.attributes.map((column) => {
							const all = attribute.attributes?.map((each) => each.name) ?? [];
							const shown = item.columns ?? all;
							return (
								<Checkbox
									key={column.name}
									label={column.label}
									value={shown.includes(column.name)}
									disabled={readOnly}
									onChange={(on) => {
										const next = all.filter((name) => (name === column.name ? on : shown.includes(name)));
										const { columns: _, ...rest } = item;
										onChange(next.length === all.length ? rest : { ...rest, columns: next });
									}}
								/>
							);
						})}
					</div>
				</fieldset>
			)}
		</div>
	);
}
