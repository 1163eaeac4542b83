import { useState } from "preact/hooks";
import { Checkbox, Select, TextInput } from "../kit/field.tsx";
import { durationProblem, readSimple, UNITS, writeSimple, type Unit } from "./duration-text.ts";

interface DurationFieldProps {
	readonly label: string;
	readonly help?: string;
	/** ISO 8601, or FEEL where `expressions` may stand; empty: none. */
	readonly value: string;
	readonly onChange: (value: string) => void;
	readonly inWorkingTime: boolean;
	/** Left out: the place says by itself what it counts in. */
	readonly onWorkingTime?: (on: boolean) => void;
	/** FEEL and longer durations may be written too. */
	readonly expressions?: boolean;
	/** It may be left empty. */
	readonly optional?: boolean;
	readonly readOnly: boolean;
}

/** A length of time: a number, a unit, and whether it counts in working time; or an expression. */
export function DurationField(props: DurationFieldProps) {
	const { label, help, value, onChange, inWorkingTime, onWorkingTime, expressions, optional, readOnly } = props;
	const simple = readSimple(value);
	const [wantsText, setWantsText] = useState(value !== "" && simple === null);
	const [unit, setUnit] = useState<Unit>(simple?.unit ?? "days");
	const asText = wantsText || (value !== "" && simple === null);
	const problem = value === "" ? undefined : durationProblem(value, inWorkingTime);
	const chosen = simple?.unit ?? unit;
	function setCount(count: string): void {
		const digits = count.replaceAll(/\D/g, "").slice(0, 6);
		onChange(digits === "" && optional === true ? "" : writeSimple({ count: digits, unit: chosen }));
	}
	function choose(next: string): void {
		if (next === "expression") {
			setWantsText(true);
			return;
		}
		const to = UNITS.find((each) => each === next) ?? "days";
		setWantsText(false);
		setUnit(to);
		const count = simple?.count ?? "";
		if (asText || count !== "")
			onChange(count === "" ? (optional === true ? "" : writeSimple({ count: "1", unit: to })) : writeSimple({ count, unit: to }));
	}
	return (
		<fieldset class="flex min-w-0 flex-col gap-1">
			<legend class="mb-1 font-medium">{label}</legend>
			<div class="flex items-start gap-2">
				<div class="min-w-0 flex-1">
					{asText ? (
						<TextInput
							label={`${label}: duration or FEEL`}
							hideLabel
							value={value}
							placeholder="P1DT4H"
							readOnly={readOnly}
							error={problem}
							onChange={onChange}
						/>
					) : (
						<TextInput
							label={`${label}: how many ${chosen}`}
							hideLabel
							inputMode="numeric"
							value={simple?.count ?? ""}
							readOnly={readOnly}
							error={problem}
							onChange={setCount}
						/>
					)}
				</div>
				<div class="w-32 shrink-0">
					<Select
						label={`${label}: unit`}
						hideLabel
						value={asText ? "expression" : chosen}
						readOnly={readOnly}
						options={[
							...UNITS.map((each) => ({ value: each, label: each })),
							...(expressions === true || asText ? [{ value: "expression", label: "expression" }] : []),
						]}
						onChange={choose}
					/>
				</div>
			</div>
			{onWorkingTime !== undefined && (
				<Checkbox label="In working time" value={inWorkingTime} disabled={readOnly} onChange={onWorkingTime} />
			)}
			{help !== undefined && <p class="text-xs text-soft">{help}</p>}
		</fieldset>
	);
}
