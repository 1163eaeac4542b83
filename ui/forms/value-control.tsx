import type { Attribute, Value } from "../../domain/data/model.ts";
import { isObject, type Values } from "../../domain/data/paths.ts";
import type { Problem } from "../../domain/problem.ts";
import { Combobox } from "../kit/combobox.tsx";
import { Checkbox, DateInput, Select, TextArea, TextInput } from "../kit/field.tsx";
import { FileControl } from "./file-control.tsx";
import type { FormPlace } from "./form-view.tsx";
import { ListControl } from "./list-control.tsx";
import { TableControl } from "./table-control.tsx";

export interface ValueControlProps {
	readonly label: string;
	readonly attribute: Attribute;
	readonly value: Value;
	readonly onChange: (value: Value) => void;
	readonly help?: string | undefined;
	readonly required?: boolean;
	readonly hideLabel?: boolean;
	/** For a table: the attributes shown. */
	readonly columns?: readonly string[] | undefined;
	/** Where the value stands, as problems name it: `items[2].price`. */
	readonly at: string;
	readonly problems: readonly Problem[];
	readonly place: FormPlace;
}

/** The control of an attribute, by its type. What a person types is kept as typed until it is sent. */
export function ValueControl(props: ValueControlProps) {
	const { label, attribute, value, onChange, help, required, hideLabel, at, problems, place } = props;
	const error = problems.find((problem) => problem.at === at)?.detail;
	const common = { label, help, error, required, hideLabel };
	const text = typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
	switch (attribute.type) {
		case "text":
			return <TextInput {...common} value={text} onChange={onChange} maxLength={4000} />;
		case "longText":
			return <TextArea {...common} value={text} onChange={onChange} />;
		case "number":
		case "money":
			return <TextInput {...common} value={text} inputMode="decimal" onChange={(typed) => onChange(typed.replace(",", "."))} />;
		case "integer":
			return <TextInput {...common} value={text} inputMode="numeric" onChange={onChange} />;
		case "boolean":
			return hideLabel === true ? (
				<input
					type="checkbox"
					class="checkbox checkbox-sm checkbox-primary"
					aria-label={label}
					checked={value === true}
					onChange={(event) => onChange(event.currentTarget.checked)}
				/>
			) : (
				<Checkbox label={label} help={help} error={error} required={required} value={value === true} onChange={onChange} />
			);
		case "date":
			return <DateInput {...common} value={text} onChange={onChange} />;
		case "dateTime":
			return <DateInput {...common} time value={toLocal(text)} onChange={(typed) => onChange(fromLocal(typed))} />;
		case "choice":
			return <Select {...common} value={text} onChange={onChange} placeholder="Choose…" options={attribute.options ?? []} />;
		case "person":
			return place.people === undefined ? (
				<TextInput {...common} type="email" value={text} onChange={onChange} />
			) : (
				<Combobox
					label={label}
					{...(help === undefined ? {} : { help })}
					{...(error === undefined ? {} : { error })}
					required={required === true}
					hideLabel={hideLabel === true}
					options={place.people}
					value={text}
					onChange={onChange}
					placeholder="Name or address"
				/>
			);
		case "file":
			return <FileControl {...common} value={value} onChange={onChange} place={place} />;
		case "object":
			return <GroupControl {...props} />;
		case "list":
			return attribute.attributes === undefined ? <ListControl {...props} error={error} /> : <TableControl {...props} error={error} />;
	}
}

/** The fields of a nested object, in a frame with its name. */
function GroupControl({ label, attribute, value, onChange, help, at, problems, place }: ValueControlProps) {
	const values: Values = isObject(value) ? (value as Values) : {};
	const error = problems.find((problem) => problem.at === at)?.detail;
	return (
		<fieldset class="rounded-box border border-line p-4">
			<legend class="px-1 font-medium">{label}</legend>
			{help !== undefined && <p class="mb-3 text-xs text-soft">{help}</p>}
			{error !== undefined && <p class="mb-3 text-xs font-medium text-error">{error}</p>}
			<div class="grid grid-cols-1 gap-4 sm:grid-cols-2">
				{(attribute.attributes ?? []).map((each) => (
					<div key={each.name} class={["longText", "object", "list", "file"].includes(each.type) ? "sm:col-span-2" : ""}>
						<ValueControl
							label={each.label}
							attribute={each}
							value={values[each.name] ?? null}
							at={`${at}.${each.name}`}
							problems={problems}
							place={place}
							onChange={(next) => onChange({ ...values, [each.name]: next })}
						/>
					</div>
				))}
			</div>
		</fieldset>
	);
}

/** A moment in UTC as the browser's control wants it: local, without a zone. */
export function toLocal(moment: string): string {
	const at = Date.parse(moment);
	if (Number.isNaN(at)) return "";
	const offset = new Date(at).getTimezoneOffset() * 60_000;
	return new Date(at - offset).toISOString().slice(0, 16);
}

/** The local moment of the browser's control, in UTC. */
export function fromLocal(typed: string): string {
	const at = Date.parse(typed);
	return Number.isNaN(at) ? "" : new Date(at).toISOString();
}
