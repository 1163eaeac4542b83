import { useState } from "preact/hooks";
import type { ElementAutomation } from "../../domain/deployment/automation.ts";
import { Button } from "../kit/button.tsx";
import { Checkbox, Select, TextInput } from "../kit/field.tsx";
import { DurationField } from "./duration-field.tsx";
import { readCycle } from "./duration-text.ts";

interface TimerSettingsProps {
	readonly own: ElementAutomation;
	readonly set: (patch: Partial<ElementAutomation>) => void;
	readonly readOnly: boolean;
}

const PROPOSED = { duration: "P1D", date: "2027-01-01T09:00:00Z", cycle: "R/P1D" } as const;

/** As `docs/engine.md` says it (`calendarOf` in `domain/engine/working-time.ts`). */
const WORKING_TIME =
	"By the organisation's calendar; on a task that is for the case's starter alone by the starter's. A day is a working day of it.";

/** When a timer comes: as the model says, after a time span, at a moment, or again and again. */
export function TimerSettings({ own, set, readOnly }: TimerSettingsProps) {
	const { timer } = own;
	const inWorkingTime = own.timerInWorkingTime === true;
	const onWorkingTime = (on: boolean): void => set({ timerInWorkingTime: on ? true : undefined });
	const help = inWorkingTime ? WORKING_TIME : "By the clock, day and night.";
	return (
		<>
			<Select
				label="Waits for"
				value={timer?.kind ?? ""}
				placeholder="as the model says"
				readOnly={readOnly}
				options={[
					{ value: "duration", label: "a time span" },
					{ value: "date", label: "a moment" },
					{ value: "cycle", label: "again and again" },
				]}
				onChange={(kind) =>
					set(
						kind === "duration" || kind === "cycle"
							? { timer: { kind, value: PROPOSED[kind] } }
							: kind === "date"
								? { timer: { kind, value: PROPOSED.date }, timerInWorkingTime: undefined }
								: { timer: undefined },
					)
				}
			/>
			{timer === undefined && (
				<Checkbox label="In working time" help={help} value={inWorkingTime} disabled={readOnly} onChange={onWorkingTime} />
			)}
			{timer?.kind === "duration" && (
				<DurationField
					label="Time"
					help={help}
					value={timer.value}
					inWorkingTime={inWorkingTime}
					onWorkingTime={onWorkingTime}
					expressions
					readOnly={readOnly}
					onChange={(value) => set({ timer: { kind: "duration", value } })}
				/>
			)}
			{timer?.kind === "date" && (
				<TextInput
					label="Moment"
					help={`Such as ${PROPOSED.date}, or FEEL that gives one`}
					value={timer.value}
					readOnly={readOnly}
					onChange={(value) => set({ timer: { kind: "date", value } })}
				/>
			)}
			{timer?.kind === "cycle" && (
				<CycleField
					value={timer.value}
					help={help}
					inWorkingTime={inWorkingTime}
					onWorkingTime={onWorkingTime}
					readOnly={readOnly}
					onChange={(value) => set({ timer: { kind: "cycle", value } })}
				/>
			)}
		</>
	);
}

interface CycleFieldProps {
	readonly value: string;
	readonly help: string;
	readonly inWorkingTime: boolean;
	readonly onWorkingTime: (on: boolean) => void;
	readonly readOnly: boolean;
	readonly onChange: (value: string) => void;
}

/** An interval and how often it comes; a cycle with a start, or one that FEEL gives, is a text. */
function CycleField({ value, help, inWorkingTime, onWorkingTime, readOnly, onChange }: CycleFieldProps) {
	const cycle = readCycle(value);
	const [asText, setAsText] = useState(cycle === null);
	if (asText || cycle === null)
		return (
			<>
				<TextInput
					label="Cycle"
					help={`ISO 8601 such as R3/PT1H or R/2027-01-01T09:00Z/P1D, or FEEL that gives one. ${help}`}
					value={value}
					readOnly={readOnly}
					onChange={(text) => {
						setAsText(true);
						onChange(text);
					}}
				/>
				<Checkbox label="In working time" value={inWorkingTime} disabled={readOnly} onChange={onWorkingTime} />
			</>
		);
	return (
		<>
			<DurationField
				label="Every"
				help={help}
				value={cycle.every}
				inWorkingTime={inWorkingTime}
				onWorkingTime={onWorkingTime}
				readOnly={readOnly}
				onChange={(every) => onChange(`R${cycle.times}/${every}`)}
			/>
			<TextInput
				label="Times"
				help="Empty: without end"
				inputMode="numeric"
				value={cycle.times}
				readOnly={readOnly}
				onChange={(times) => onChange(`R${times.replaceAll(/\D/g, "").slice(0, 6)}/${cycle.every}`)}
			/>
			{!readOnly && (
				<Button small look="quiet" onClick={() => setAsText(true)}>
					Write it as a text
				</Button>
			)}
		</>
	);
}
