import { useMemo } from "preact/hooks";
import { compileFeel, compileFeelTest } from "../../domain/rules/feel.ts";
import { Field } from "../kit/field.tsx";

interface FeelFieldProps {
	readonly label: string;
	readonly value: string;
	readonly onChange: (value: string) => void;
	readonly help?: string | undefined;
	readonly placeholder?: string;
	readonly hideLabel?: boolean;
	readonly disabled?: boolean;
	/** A cell of a decision table: a unary test instead of an expression. */
	readonly test?: boolean;
	readonly rows?: number;
}

/** A FEEL expression, checked as it is typed. */
export function FeelField({ label, value, onChange, help, placeholder, hideLabel, disabled, test, rows = 1 }: FeelFieldProps) {
	const error = useMemo(() => {
		if (value.trim() === "") return undefined;
		const compiled = test === true ? compileFeelTest(value) : compileFeel(value);
		return compiled.ok ? undefined : compiled.error.detail;
	}, [value, test]);
	return (
		<Field label={label} help={help} error={error} hideLabel={hideLabel}>
			{(control) => (
				<textarea
					{...control}
					class="textarea field-sizing-content max-h-60 min-h-8 resize-none py-1 font-mono text-xs leading-5"
					rows={rows}
					spellcheck={false}
					disabled={disabled}
					placeholder={placeholder}
					value={value}
					onInput={(event) => onChange(event.currentTarget.value)}
				/>
			)}
		</Field>
	);
}
