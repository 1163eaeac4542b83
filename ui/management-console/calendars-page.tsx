import { CalendarClock, CalendarPlus, MapPinPlus } from "lucide-preact";
import { useState } from "preact/hooks";
import { usualWork } from "../../domain/calendar/working-day.ts";
import type { Calendar } from "../../domain/calendar/calendar.ts";
import { Button } from "../kit/button.tsx";
import { Select } from "../kit/field.tsx";
import { Menu } from "../kit/menu.tsx";
import { Page } from "../kit/page.tsx";
import { useAct, useApi } from "../kit/query.ts";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { StatusChip } from "../kit/status.tsx";
import { Table } from "../kit/table.tsx";
import { Tabs } from "../kit/tabs.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { toast } from "../kit/toast.tsx";
import { useQueryParam } from "../kit/query-param.ts";
import { CalendarDialog } from "./calendar-dialog.tsx";
import {
	addCalendar,
	type CalendarList,
	type CalendarView,
	calendarsKey,
	chooseDefault,
	readCalendars,
	removeCalendar,
} from "./calendars-api.ts";
import { LocationsTab } from "./calendar-locations.tsx";
import { PeopleTab } from "./calendar-people.tsx";

/** When people of the environment work: its calendars, and who works by which. */
export function CalendarsPage({ environmentId }: { readonly environmentId: string }) {
	const query = useApi(calendarsKey(environmentId), () => readCalendars(environmentId));
	const [tab, setTab] = useQueryParam("tab");
	const [edited, setEdited] = useState<CalendarView | "new">();
	const [addsLocation, setAddsLocation] = useState(false);
	return (
		<Page
			title="Calendars"
			subtitle="When people work here. Due dates, timers and alarms that count in working time go by them; no package changes them."
			actions={
				tab === "locations" ? (
					<Button look="primary" icon={MapPinPlus} onClick={() => setAddsLocation(true)}>
						New location
					</Button>
				) : tab === "people" ? undefined : (
					<Button look="primary" icon={CalendarPlus} onClick={() => setEdited("new")}>
						New calendar
					</Button>
				)
			}
		>
			<Loaded query={query}>
				{(list) => (
					<>
						<Organisation environmentId={environmentId} list={list} />
						<Tabs
							label="Working time"
							value={tab ?? "calendars"}
							onChange={setTab}
							tabs={[
								{
									value: "calendars",
									label: "Calendars",
									count: list.calendars.length,
									content: () => <CalendarTable environmentId={environmentId} list={list} onEdit={setEdited} />,
								},
								{
									value: "locations",
									label: "Locations",
									count: list.locations.length,
									content: () => <LocationsTab environmentId={environmentId} list={list} adds={addsLocation} onAdds={setAddsLocation} />,
								},
								{
									value: "people",
									label: "People",
									count: list.everyone.length,
									content: () => <PeopleTab environmentId={environmentId} list={list} />,
								},
							]}
						/>
						{edited !== undefined && (
							<CalendarDialog
								environmentId={environmentId}
								view={edited === "new" ? undefined : edited}
								standard={list.standard}
								onClose={() => setEdited(undefined)}
							/>
						)}
					</>
				)}
			</Loaded>
		</Page>
	);
}

/** The calendar of everybody and everything without one of their own. */
function Organisation({ environmentId, list }: { readonly environmentId: string; readonly list: CalendarList }) {
	const chosen = list.calendars.find((each) => each.isDefault);
	const choose = useAct((calendarId: string | null) => chooseDefault(environmentId, calendarId), {
		refresh: [calendarsKey(environmentId)],
		onDone: (_answer, calendarId) => {
			const before = chosen?.id ?? null;
			const name = list.calendars.find((each) => each.id === calendarId)?.name ?? "the standard calendar";
			toast({ text: `The organisation works by ${name} from now on.`, undo: () => choose.mutate(before) });
		},
	});
	return (
		<section class="mb-4 flex flex-col gap-1 rounded-box border border-line bg-base-100 p-4" aria-label="The organisation">
			<div class="max-w-sm">
				<Select
					label="The organisation works by"
					value={chosen?.id ?? ""}
					placeholder="Standard"
					disabled={choose.isPending}
					options={list.calendars.map((each) => ({ value: each.id, label: each.name }))}
					onChange={(id) => choose.mutate(id === "" ? null : id)}
				/>
			</div>
			<p class="text-soft">
				{weekWords(chosen?.calendar ?? list.standard)}. A location's calendar wins over it, and a person's own over both.
			</p>
		</section>
	);
}

function CalendarTable({
	environmentId,
	list,
	onEdit,
}: {
	readonly environmentId: string;
	readonly list: CalendarList;
	readonly onEdit: (view: CalendarView | "new") => void;
}) {
	const refresh = [calendarsKey(environmentId)];
	const restore = useAct((view: CalendarView) => addCalendar(environmentId, view.name, view.calendar), { refresh });
	const remove = useAct((view: CalendarView) => removeCalendar(environmentId, view.id), {
		refresh,
		onDone: (_answer, view) => toast({ text: `${view.name} is removed.`, undo: () => restore.mutate(view) }),
	});
	return (
		<div class="mt-3 rounded-box border border-line bg-base-100">
			<Table
				label="Calendars"
				rows={list.calendars}
				idOf={(each) => each.id}
				empty={
					<EmptyState
						icon={CalendarClock}
						title="Only the standard calendar holds here"
						action={<Button onClick={() => onEdit("new")}>Make a calendar</Button>}
					>
						{weekWords(list.standard)}. Make one with your hours, holidays and time zone, and choose it for the organisation.
					</EmptyState>
				}
				columns={[
					{ key: "name", title: "Calendar", cell: (each) => <span class="font-medium">{each.name}</span> },
					{ key: "week", title: "Week", cell: (each) => <span class="whitespace-nowrap">{hoursOf(each.calendar)}</span> },
					{ key: "zone", title: "Time zone", cell: (each) => <span class="text-soft">{zoneWords(each.calendar.zone)}</span>, minor: true },
					{ key: "holidays", title: "Holidays", numeric: true, cell: (each) => each.calendar.holidays.length, minor: true },
					{ key: "used", title: "Used by", cell: (each) => <UsedBy list={list} view={each} />, minor: true },
					{
						key: "changed",
						title: "Changed",
						cell: (each) => (
							<span class="text-soft">
								<RelativeTime at={each.changedAt} /> by {each.changedBy}
							</span>
						),
						minor: true,
					},
					{
						key: "acts",
						title: "Acts",
						hideTitle: true,
						cell: (each) => (
							<span class="flex justify-end gap-1">
								<Button small onClick={() => onEdit(each)} title={`Edit ${each.name}`}>
									Edit
								</Button>
								<Menu
									label={`More for ${each.name}`}
									placement="bottom-end"
									class="btn btn-sm btn-ghost"
									items={[{ value: "remove", label: "Remove", run: () => remove.mutate(each) }]}
								>
									<span aria-hidden>⋯</span>
								</Menu>
							</span>
						),
					},
				]}
			/>
		</div>
	);
}

function UsedBy({ list, view }: { readonly list: CalendarList; readonly view: CalendarView }) {
	const places = list.locations.filter((each) => each.calendarId === view.id).length;
	const people = view.people.length;
	const parts = [
		...(places === 0 ? [] : [places === 1 ? "1 location" : `${places} locations`]),
		...(people === 0 ? [] : [people === 1 ? "1 person" : `${people} people`]),
	];
	if (view.isDefault)
		return (
			<span class="flex flex-wrap items-center gap-2">
				<StatusChip tone="success">The organisation</StatusChip>
				{parts.join(", ")}
			</span>
		);
	return parts.length === 0 ? <span class="text-soft">Nobody</span> : <span>{parts.join(", ")}</span>;
}

/** `37.5 h a week` */
function hoursOf(calendar: Calendar): string {
	return `${Math.round((usualWork(calendar).week / 3_600_000) * 100) / 100} h a week`;
}

function zoneWords(zone: string): string {
	return zone.replaceAll("_", " ");
}

/** What a calendar says, in a line. */
function weekWords(calendar: Calendar): string {
	const { length } = calendar.holidays;
	return `${hoursOf(calendar)}, ${length === 0 ? "no holidays" : length === 1 ? "1 holiday" : `${length} holidays`}, ${zoneWords(calendar.zone)} time`;
}
