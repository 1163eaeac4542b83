import { BellPlus, Trash2 } from "lucide-preact";
import { useState } from "preact/hooks";
import * as v from "valibot";
import { roleName } from "../../domain/allocation/performer.ts";
import { type AlarmRecipient, type AlarmRule, MOST_ALARMS } from "../../domain/calendar/alarm.ts";
import { Button } from "../kit/button.tsx";
import { Checkbox, Select, TextInput } from "../kit/field.tsx";
import { DurationField } from "./duration-field.tsx";

interface AlarmListProps {
	readonly alarms: readonly AlarmRule[];
	readonly onChange: (alarms: AlarmRule[]) => void;
	/** Whom "performer" means here. */
	readonly performer: string;
	readonly readOnly: boolean;
}

const NEW: AlarmRule = { when: "before", by: "PT4H", to: [{ kind: "performer" }] };

/** Who is told before and after a due date, and how often. */
export function AlarmList({ alarms, onChange, performer, readOnly }: AlarmListProps) {
	const set = (at: number, alarm: AlarmRule): void => onChange(alarms.map((each, index) => (index === at ? alarm : each)));
	return (
		<section class="flex flex-col gap-3 border-t border-line pt-3" aria-label="Alarms">
			<h3 class="font-medium">Alarms</h3>
			{alarms.length === 0 && <p class="text-soft">Nobody is told when it is late or soon due.</p>}
			{alarms.map((alarm, index) => (
				<AlarmFields
					// Alarms have no name: their place is what they are known by.
					key={index}
					place={index + 1}
					alarm={alarm}
					performer={performer}
					readOnly={readOnly}
					onChange={(next) => set(index, next)}
					onRemove={() => onChange(alarms.filter((_, each) => each !== index))}
				/>
			))}
			{!readOnly && alarms.length < MOST_ALARMS && (
				<Button small icon={BellPlus} onClick={() => onChange([...alarms, NEW])}>
					Add an alarm
				</Button>
			)}
		</section>
	);
}

interface AlarmFieldsProps {
	readonly place: number;
	readonly alarm: AlarmRule;
	readonly performer: string;
	readonly readOnly: boolean;
	readonly onChange: (alarm: AlarmRule) => void;
	readonly onRemove: () => void;
}

function AlarmFields({ place, alarm, performer, readOnly, onChange, onRemove }: AlarmFieldsProps) {
	const { repeat, inWorkingTime: _, ...rest } = alarm;
	const working = alarm.inWorkingTime === true;
	function again(on: boolean): void {
		const { repeat: _before, ...once } = alarm;
		onChange(on ? { ...once, repeat: { every: "P1D", times: 3 } } : once);
	}
	return (
		<fieldset class="flex min-w-0 flex-col gap-2 rounded-box border border-line p-3">
			<legend class="px-1 text-xs text-soft">Alarm {place}</legend>
			<Select
				label="Rings"
				value={alarm.when}
				readOnly={readOnly}
				options={[
					{ value: "before", label: "before it is due" },
					{ value: "after", label: "after it was due" },
				]}
				onChange={(when) => onChange({ ...alarm, when: when === "after" ? "after" : "before" })}
			/>
			<DurationField
				label={alarm.when === "before" ? "How long before" : "How long after"}
				value={alarm.by}
				inWorkingTime={working}
				onWorkingTime={(on) => onChange(on ? { ...alarm, inWorkingTime: true } : { ...rest, ...(repeat !== undefined && { repeat }) })}
				readOnly={readOnly}
				onChange={(by) => onChange({ ...alarm, by })}
			/>
			<Checkbox label="Again and again" value={repeat !== undefined} disabled={readOnly} onChange={again} />
			{repeat !== undefined && (
				<>
					<DurationField
						label="Every"
						value={repeat.every}
						inWorkingTime={working}
						readOnly={readOnly}
						onChange={(every) => onChange({ ...alarm, repeat: { ...repeat, every } })}
					/>
					<TextInput
						label="At most so many times"
						type="number"
						inputMode="numeric"
						value={String(repeat.times)}
						error={repeat.times >= 2 && repeat.times <= 50 ? undefined : "From 2 to 50 times."}
						readOnly={readOnly}
						onChange={(text) => onChange({ ...alarm, repeat: { ...repeat, times: Math.trunc(Number(text)) } })}
					/>
				</>
			)}
			<Recipients to={alarm.to} performer={performer} readOnly={readOnly} onChange={(to) => onChange({ ...alarm, to })} />
			{!readOnly && (
				<Button small look="quiet" icon={Trash2} onClick={onRemove} title={`Remove alarm ${place}`}>
					Remove
				</Button>
			)}
		</fieldset>
	);
}

function Recipients({
	to,
	performer,
	readOnly,
	onChange,
}: {
	readonly to: readonly AlarmRecipient[];
	readonly performer: string;
	readonly readOnly: boolean;
	readonly onChange: (to: AlarmRecipient[]) => void;
}) {
	const names = (kind: "group" | "role"): string =>
		to
			.flatMap((each) =>
				each.kind === "group" && kind === "group" ? [each.group] : each.kind === "role" && kind === "role" ? [each.role] : [],
			)
			.join(", ");
	const toggle = (kind: "performer" | "supervisor", on: boolean): void => {
		const others = to.filter((each) => each.kind !== kind);
		onChange(on ? [...others, { kind }] : others);
	};
	const name = (kind: "group" | "role", text: string): void =>
		onChange([
			...to.filter((each) => each.kind !== kind),
			...namesIn(text).map((each) => (kind === "group" ? { kind, group: each } : { kind, role: each })),
		]);
	return (
		<fieldset class="flex flex-col gap-1">
			<legend class="mb-1 font-medium">Tells by mail</legend>
			<Checkbox
				label={performer}
				value={to.some((each) => each.kind === "performer")}
				disabled={readOnly}
				onChange={(on) => toggle("performer", on)}
			/>
			<Checkbox
				label="Their supervisor"
				value={to.some((each) => each.kind === "supervisor")}
				disabled={readOnly}
				error={to.length === 0 ? "Choose at least one, or name a group or role." : undefined}
				onChange={(on) => toggle("supervisor", on)}
			/>
			<NamesInput label="Groups" names={names("group")} readOnly={readOnly} onChange={(text) => name("group", text)} />
			<NamesInput label="Roles" names={names("role")} readOnly={readOnly} onChange={(text) => name("role", text)} />
		</fieldset>
	);
}

/** Names as they are typed: a comma at the end is kept until the next name. */
function NamesInput({
	label,
	names,
	readOnly,
	onChange,
}: {
	readonly label: string;
	readonly names: string;
	readonly readOnly: boolean;
	readonly onChange: (text: string) => void;
}) {
	const [typed, setTyped] = useState(names);
	const shown = namesIn(typed).join(", ") === names ? typed : names;
	const wrong = namesIn(typed).find((each) => !v.safeParse(roleName, each).success);
	return (
		<TextInput
			label={label}
			help="With commas between them"
			error={wrong === undefined ? undefined : `"${wrong}" is no name: small letters, digits and hyphens.`}
			value={shown}
			readOnly={readOnly}
			onChange={(text) => {
				setTyped(text);
				onChange(text);
			}}
		/>
	);
}

function namesIn(text: string): string[] {
	return [...new Set(text.split(",").map((each) => each.trim().toLowerCase()))].filter((each) => each !== "").slice(0, 8);
}
