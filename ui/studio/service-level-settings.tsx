import { AlarmList } from "./alarm-list.tsx";
import { DurationField } from "./duration-field.tsx";
import type { Editor } from "./use-editor.ts";

/** How long a case may take, and who is told before and after. */
export function ServiceLevelSettings({ editor }: { readonly editor: Editor }) {
	const { serviceLevel } = editor.automation;
	const set = (next: NonNullable<typeof serviceLevel>): void =>
		editor.change("service level", ({ serviceLevel: _, ...draft }) => (next.dueIn === "" ? draft : { ...draft, serviceLevel: next }));
	const level = serviceLevel ?? { dueIn: "" };
	return (
		<>
			<DurationField
				label="Time for a case"
				help={
					level.inWorkingTime === true
						? "By the organisation's calendar. A day is a working day of it."
						: "From its start, by the clock, day and night. Empty: as long as it takes."
				}
				value={level.dueIn}
				inWorkingTime={level.inWorkingTime === true}
				{...(serviceLevel !== undefined && {
					onWorkingTime: (on: boolean) => set({ ...serviceLevel, inWorkingTime: on ? true : undefined }),
				})}
				optional
				readOnly={editor.readOnly}
				onChange={(dueIn) => set({ ...level, dueIn })}
			/>
			{serviceLevel !== undefined && (
				<AlarmList
					alarms={serviceLevel.alarms ?? []}
					performer="Who started the case"
					readOnly={editor.readOnly}
					onChange={(alarms) => set({ ...serviceLevel, alarms: alarms.length === 0 ? undefined : alarms })}
				/>
			)}
		</>
	);
}
