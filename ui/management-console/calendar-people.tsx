import { Users } from "lucide-preact";
import { useState } from "preact/hooks";
import { LinkButton } from "../kit/button.tsx";
import { Select, TextInput } from "../kit/field.tsx";
import { Person } from "../kit/person.tsx";
import { useAct } from "../kit/query.ts";
import { EmptyState } from "../kit/states.tsx";
import { Table } from "../kit/table.tsx";
import { toast } from "../kit/toast.tsx";
import { type CalendarList, calendarsKey, chooseSupervisor, givePersonCalendar, putPersonAt, type WorkerView } from "./calendars-api.ts";

/** Rows that are shown at once; a name finds the others. */
const SHOWN = 100;

interface Change {
	readonly person: WorkerView;
	readonly what: "calendar" | "location" | "supervisor";
	readonly to: string | null;
}

/** Who works by a calendar of their own or at a location, and whom an alarm tells as their supervisor. */
export function PeopleTab({ environmentId, list }: { readonly environmentId: string; readonly list: CalendarList }) {
	const [search, setSearch] = useState("");
	const change = useAct(
		({ person, what, to }: Change) => {
			if (what === "calendar") return givePersonCalendar(environmentId, person.id, to);
			if (what === "location") return putPersonAt(environmentId, person.id, to);
			return chooseSupervisor(environmentId, person.id, to);
		},
		{
			refresh: [calendarsKey(environmentId)],
			onDone: (_answer, { person, what }) => {
				const before = { calendar: person.calendarId, location: person.locationId, supervisor: person.supervisorId }[what];
				toast({ text: `${person.name}’s ${what} is changed.`, undo: () => change.mutate({ person, what, to: before }) });
			},
		},
	);
	const wanted = search.trim().toLowerCase();
	const found = list.everyone.filter((each) => each.name.toLowerCase().includes(wanted));
	if (list.everyone.length === 0)
		return (
			<EmptyState
				icon={Users}
				title="Nobody works here yet"
				action={<LinkButton href={`/console/${environmentId}/people`}>Go to people</LinkButton>}
			>
				Invite people first; then say by which hours they work.
			</EmptyState>
		);
	const choice = (
		person: WorkerView,
		what: Change["what"],
		value: string | null,
		options: readonly { readonly id: string; readonly name: string }[],
		none: string,
	) => (
		<Select
			label={`${CAPITAL[what]} of ${person.name}`}
			hideLabel
			value={value ?? ""}
			placeholder={none}
			options={options.map((each) => ({ value: each.id, label: each.name }))}
			onChange={(to) => change.mutate({ person, what, to: to === "" ? null : to })}
		/>
	);
	return (
		<div class="flex flex-col gap-3 pt-3">
			{list.everyone.length > 8 && (
				<div class="max-w-sm">
					<TextInput label="Find a person" type="search" value={search} onChange={setSearch} />
				</div>
			)}
			<div class="rounded-box border border-line bg-base-100">
				<Table
					label="Working time of people"
					rows={found.slice(0, SHOWN)}
					idOf={(each) => each.id}
					empty={<EmptyState title="Nobody has such a name" small />}
					columns={[
						{ key: "name", title: "Name", cell: (each) => <Person name={each.name} /> },
						{
							key: "location",
							title: "Location",
							cell: (each) => choice(each, "location", each.locationId, list.locations, "Nowhere in particular"),
						},
						{
							key: "calendar",
							title: "Own calendar",
							cell: (each) => choice(each, "calendar", each.calendarId, list.calendars, holdsFor(list, each)),
						},
						{
							key: "supervisor",
							title: "Supervisor",
							cell: (each) =>
								choice(
									each,
									"supervisor",
									each.supervisorId,
									list.everyone.filter((other) => other.id !== each.id),
									"Nobody",
								),
						},
					]}
				/>
			</div>
			{found.length > SHOWN && <p class="text-soft">{found.length - SHOWN} more. Type a part of the name to find them.</p>}
		</div>
	);
}

const CAPITAL = { calendar: "Calendar", location: "Location", supervisor: "Supervisor" } as const;

/** What holds for somebody without a calendar of their own. */
function holdsFor(list: CalendarList, person: WorkerView): string {
	const place = list.locations.find((each) => each.id === person.locationId);
	const ofPlace = list.calendars.find((each) => each.id === place?.calendarId)?.name;
	if (place !== undefined && ofPlace !== undefined) return `${ofPlace} (as at ${place.name})`;
	return `${list.calendars.find((each) => each.isDefault)?.name ?? "Standard"} (the organisation's)`;
}
