import type { ComponentChildren, InputHTMLAttributes } from "preact";
import { useId } from "preact/hooks";

interface FieldProps {
	readonly label: string;
	readonly help?: string | undefined;
	/** What is wrong with the value, as a sentence. */
	readonly error?: string | undefined;
	readonly required?: boolean | undefined;
	/** Label for screen readers alone, where the place says it already. */
	readonly hideLabel?: boolean | undefined;
}

/** What a control inside a `Field` must carry so that label, help and error belong to it. */
export interface FieldControl {
	readonly id: string;
	readonly "aria-describedby": string | undefined;
	readonly "aria-invalid": boolean | undefined;
	readonly "aria-required": boolean | undefined;
}

/** Label, help and error around any control. The ready-made inputs below use it; take it for a control of your own. */
export function Field({
	label,
	help,
	error,
	required,
	hideLabel,
	children,
}: FieldProps & { readonly children: (control: FieldControl) => ComponentChildren }) {
	const id = useId();
	const notes = [help !== undefined && `${id}-help`, error !== undefined && `${id}-error`].filter(Boolean).join(" ");
	return (
		<div class="flex min-w-0 flex-col gap-1">
			<label for={id} class={hideLabel === true ? "sr-only" : "font-medium"}>
				{label}
				{required === true && (
					<span class="text-soft" aria-hidden>
						{" "}
						*
					</span>
				)}
			</label>
			{children({
				id,
				"aria-describedby": notes === "" ? undefined : notes,
				"aria-invalid": error !== undefined ? true : undefined,
				"aria-required": required === true ? true : undefined,
			})}
			{help !== undefined && (
				<p id={`${id}-help`} class="text-xs text-soft">
					{help}
				</p>
			)}
			{error !== undefined && (
				<p id={`${id}-error`} class="text-xs font-medium text-error">
					{error}
				</p>
			)}
		</div>
	);
}

interface ValueProps<Value> extends FieldProps {
	readonly value: Value;
	readonly onChange: (value: Value) => void;
	readonly disabled?: boolean | undefined;
	readonly readOnly?: boolean | undefined;
	readonly name?: string | undefined;
	readonly onBlur?: (() => void) | undefined;
}

export interface TextInputProps extends ValueProps<string> {
	readonly type?: "text" | "email" | "password" | "search" | "url" | "number" | "tel" | undefined;
	readonly placeholder?: string | undefined;
	readonly autoComplete?: string | undefined;
	readonly autoFocus?: boolean | undefined;
	readonly maxLength?: number | undefined;
	readonly inputMode?: "text" | "numeric" | "decimal" | "email" | undefined;
}

/** One line of text. `onChange` is called for each keystroke. */
export function TextInput({ label, help, error, required, hideLabel, value, onChange, type = "text", autoFocus, ...rest }: TextInputProps) {
	const props = { ...rest, autofocus: autoFocus, type } as InputHTMLAttributes<HTMLInputElement>;
	return (
		<Field label={label} help={help} error={error} required={required} hideLabel={hideLabel}>
			{(control) => <input {...props} {...control} class="input" value={value} onInput={(event) => onChange(event.currentTarget.value)} />}
		</Field>
	);
}

/** Many lines of text; grows with its content where the browser can. */
export function TextArea({
	label,
	help,
	error,
	required,
	hideLabel,
	value,
	onChange,
	rows = 3,
	...rest
}: ValueProps<string> & { readonly rows?: number; readonly placeholder?: string; readonly maxLength?: number }) {
	return (
		<Field label={label} help={help} error={error} required={required} hideLabel={hideLabel}>
			{(control) => (
				<textarea
					{...rest}
					{...control}
					rows={rows}
					class="textarea field-sizing-content max-h-96"
					value={value}
					onInput={(event) => onChange(event.currentTarget.value)}
				/>
			)}
		</Field>
	);
}

export interface Option {
	readonly value: string;
	readonly label: string;
}

/** One of a few; for many, or to search, use `Combobox`. */
export function Select({
	label,
	help,
	error,
	required,
	hideLabel,
	value,
	onChange,
	options,
	placeholder,
	readOnly,
	disabled,
	...rest
}: ValueProps<string> & { readonly options: readonly Option[]; readonly placeholder?: string }) {
	return (
		<Field label={label} help={help} error={error} required={required} hideLabel={hideLabel}>
			{(control) => (
				<select
					{...rest}
					{...control}
					disabled={disabled === true || readOnly === true}
					class="select"
					value={value}
					onChange={(event) => onChange(event.currentTarget.value)}
				>
					{placeholder !== undefined && <option value="">{placeholder}</option>}
					{options.map((option) => (
						<option key={option.value} value={option.value}>
							{option.label}
						</option>
					))}
				</select>
			)}
		</Field>
	);
}

/** A day, as ISO 8601 `2026-11-24`; with `time`, a local `2026-11-24T09:30`. Empty string: none. */
export function DateInput({
	label,
	help,
	error,
	required,
	hideLabel,
	value,
	onChange,
	time,
	...rest
}: ValueProps<string> & { readonly time?: boolean }) {
	return (
		<Field label={label} help={help} error={error} required={required} hideLabel={hideLabel}>
			{(control) => (
				<input
					{...rest}
					{...control}
					type={time === true ? "datetime-local" : "date"}
					class="input num"
					value={value}
					onInput={(event) => onChange(event.currentTarget.value)}
				/>
			)}
		</Field>
	);
}

/** Yes or no, with the word beside the box. */
export function Checkbox({ label, help, error, required, value, onChange, disabled, readOnly, name }: ValueProps<boolean>) {
	const id = useId();
	const note = error ?? help;
	return (
		<div class="flex flex-col gap-1">
			<label class="flex min-h-6 items-start gap-2">
				<input
					type="checkbox"
					class="checkbox checkbox-sm checkbox-primary mt-0.5"
					name={name}
					checked={value}
					disabled={disabled === true || readOnly === true}
					aria-required={required === true ? true : undefined}
					aria-invalid={error !== undefined ? true : undefined}
					aria-describedby={note === undefined ? undefined : `${id}-note`}
					onChange={(event) => onChange(event.currentTarget.checked)}
				/>
				<span>{label}</span>
			</label>
			{note !== undefined && (
				<p id={`${id}-note`} class={`pl-7 text-xs ${error === undefined ? "text-soft" : "font-medium text-error"}`}>
					{note}
				</p>
			)}
		</div>
	);
}
