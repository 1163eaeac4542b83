import { Copy, FileUp } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import type { Calendar, Interval } from "../../domain/calendar/calendar.ts";
import { checkCalendar } from "../../domain/calendar/check-calendar.ts";
import { LONGEST_HOLIDAY_TEXT } from "../../domain/calendar/read-holidays.ts";
import { Button } from "../kit/button.tsx";
import { Combobox } from "../kit/combobox.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { TextArea, TextInput } from "../kit/field.tsx";
import { useAct } from "../kit/query.ts";
import { toast } from "../kit/toast.tsx";
import { addCalendar, type CalendarView, calendarsKey, changeCalendar } from "./calendars-api.ts";
import { DAYS, holidaysText, hoursText, readHolidayLines, readHours } from "./week-text.ts";

interface CalendarDialogProps {
	readonly environmentId: string;
	readonly view: CalendarView | undefined;
	/** What a new one begins with. */
	readonly standard: Calendar;
	readonly onClose: () => void;
}

const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")].map((zone) => ({
	value: zone,
	label: zone.replaceAll("_", " "),
}));

/** A week, holidays and a time zone. What is wrong is said at its field before anything is sent. */
export function CalendarDialog({ environmentId, view, standard, onClose }: CalendarDialogProps) {
	const given = view?.calendar ?? { ...standard, zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
	const [name, setName] = useState(view?.name ?? "");
	const [zone, setZone] = useState(given.zone);
	const [week, setWeek] = useState(given.week.map(hoursText));
	const [lines, setLines] = useState(holidaysText(given.holidays));
	const [error, setError] = useState<{ readonly field: string; readonly text: string }>();
	const file = useRef<HTMLInputElement>(null);
	const holidays = readHolidayLines(lines);
	const unread = holidays.unread[0];
	const save = useAct(
		async (calendar: Calendar) => {
			if (view === undefined) await addCalendar(environmentId, name.trim(), calendar);
			else await changeCalendar(environmentId, view.id, name.trim(), calendar);
		},
		{
			refresh: [calendarsKey(environmentId)],
			onProblem: (problem) => setError({ field: placeOf(problem.field ?? "name"), text: problem.message }),
			onDone: () => {
				onClose();
				toast({ text: `${name.trim()} is saved. What is due already stays; what begins from now on goes by it.` });
			},
		},
	);
	function submit(): void {
		setError(undefined);
		if (name.trim() === "") return setError({ field: "name", text: "Give it a name." });
		const days: Interval[][] = [];
		for (const [day, text] of week.entries()) {
			const hours = readHours(text);
			if (typeof hours === "string") return setError({ field: `day ${day}`, text: hours });
			days.push([...hours]);
		}
		if (unread !== undefined) return setError({ field: "holidays", text: "Mend or take away what could not be read." });
		const calendar = { zone, week: days as Calendar["week"], holidays: [...holidays.holidays] };
		const problem = checkCalendar(calendar);
		if (problem !== null) return setError({ field: placeOf(problem.at ?? "name"), text: problem.detail });
		save.mutate(calendar);
	}
	async function take(chosen: File | undefined): Promise<void> {
		if (chosen === undefined) return;
		if (chosen.size > LONGEST_HOLIDAY_TEXT) return setError({ field: "holidays", text: "The file is larger than 500 kB." });
		const read = readHolidayLines(await chosen.text());
		const known = new Set(holidays.holidays.map((each) => each.date));
		const more = read.holidays.filter((each) => !known.has(each.date));
		setLines([lines.trim(), holidaysText(more)].filter((each) => each !== "").join("\n"));
		toast({ text: `${more.length} holidays are added${read.unread.length === 0 ? "." : `; ${read.unread.length} could not be read.`}` });
	}
	const wrong = (field: string): string | undefined => (error?.field === field ? error.text : undefined);
	return (
		<Dialog
			open
			wide
			title={view?.name ?? "New calendar"}
			onClose={onClose}
			actions={
				<Button look="primary" type="submit" form="calendar" busy={save.isPending}>
					Save
				</Button>
			}
		>
			<form
				id="calendar"
				class="grid gap-x-6 gap-y-4 md:grid-cols-2"
				onSubmit={(event) => {
					event.preventDefault();
					submit();
				}}
			>
				<TextInput label="Name" required maxLength={80} value={name} onChange={setName} error={wrong("name")} autoComplete="off" />
				<Combobox
					label="Time zone"
					options={ZONES}
					value={zone}
					onChange={(next) => setZone(next === "" ? zone : next)}
					{...(wrong("zone") !== undefined && { error: wrong("zone") ?? "" })}
				/>
				<fieldset class="flex min-w-0 flex-col gap-2">
					<legend class="mb-1 font-medium">Week</legend>
					{DAYS.map((day, index) => (
						<div key={day} class="grid grid-cols-[6.5rem_1fr] items-start gap-2">
							<span class="pt-1.5" aria-hidden>
								{day}
							</span>
							<TextInput
								label={day}
								hideLabel
								placeholder="no work"
								value={week[index] ?? ""}
								error={wrong(`day ${index}`)}
								onChange={(text) => setWeek(week.map((each, at) => (at === index ? text : each)))}
							/>
						</div>
					))}
					<p class="text-xs text-soft">Such as 8–12, 13–17. Until midnight is 24:00. Empty: nobody works.</p>
					<Button
						small
						icon={Copy}
						class="self-start"
						onClick={() => setWeek(week.map((each, at) => (at > 0 && at < 5 ? (week[0] ?? "") : each)))}
					>
						As Monday until Friday
					</Button>
				</fieldset>
				<div class="flex min-w-0 flex-col gap-2">
					<TextArea
						label="Holidays"
						rows={10}
						help="A line each: 2026-12-24 is one day, 12-25 that day of every year. Hours after the date are worked: 12-24 8–12 Christmas Eve."
						value={lines}
						error={wrong("holidays")}
						onChange={setLines}
					/>
					<p role="status" class={unread === undefined ? "text-soft" : "text-warning"}>
						{unread === undefined
							? `${holidays.holidays.length} holidays`
							: `${holidays.unread.length} cannot be read. “${unread.text}” ${unread.why}.`}
					</p>
					<input
						ref={file}
						type="file"
						class="hidden"
						accept=".ics,.txt,.csv,text/calendar,text/plain"
						onChange={(event) => {
							void take(event.currentTarget.files?.[0]);
							event.currentTarget.value = "";
						}}
					/>
					<Button small icon={FileUp} class="self-start" onClick={() => file.current?.click()}>
						Take from a calendar file
					</Button>
				</div>
			</form>
		</Dialog>
	);
}

/** The field of this form that a path of the calendar lies in: `calendar.week.2.0` is Wednesday. */
function placeOf(path: string): string {
	const [first = "", day = ""] = path.replace(/^calendar\./, "").split(".");
	if (first === "week") return `day ${day === "" ? "0" : day}`;
	return first === "zone" || first === "holidays" ? first : "name";
}
