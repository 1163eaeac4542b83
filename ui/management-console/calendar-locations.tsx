import { MapPin } from "lucide-preact";
import { useState } from "preact/hooks";
import { Button } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { Select, TextInput } from "../kit/field.tsx";
import { useAct } from "../kit/query.ts";
import { EmptyState } from "../kit/states.tsx";
import { Table } from "../kit/table.tsx";
import { toast } from "../kit/toast.tsx";
import { addLocation, type CalendarList, calendarsKey, changeLocation, type LocationView, removeLocation } from "./calendars-api.ts";

interface LocationsTabProps {
	readonly environmentId: string;
	readonly list: CalendarList;
	/** Whether a new one is being made. */
	readonly adds: boolean;
	readonly onAdds: (adds: boolean) => void;
}

/** Where people work, and the calendar that holds there. */
export function LocationsTab({ environmentId, list, adds, onAdds }: LocationsTabProps) {
	const [edited, setEdited] = useState<LocationView>();
	const refresh = [calendarsKey(environmentId)];
	const restore = useAct((each: LocationView) => addLocation(environmentId, each.name, each.calendarId), { refresh });
	const remove = useAct((each: LocationView) => removeLocation(environmentId, each.id), {
		refresh,
		onDone: (_answer, each) => toast({ text: `${each.name} is removed.`, undo: () => restore.mutate(each) }),
	});
	return (
		<div class="mt-3 rounded-box border border-line bg-base-100">
			<Table
				label="Locations"
				rows={list.locations}
				idOf={(each) => each.id}
				empty={
					<EmptyState icon={MapPin} title="No locations yet" action={<Button onClick={() => onAdds(true)}>Make a location</Button>}>
						Where people work at other hours, or have other holidays: a branch, a plant, a country.
					</EmptyState>
				}
				columns={[
					{ key: "name", title: "Location", cell: (each) => <span class="font-medium">{each.name}</span> },
					{
						key: "calendar",
						title: "Calendar",
						cell: (each) =>
							list.calendars.find((calendar) => calendar.id === each.calendarId)?.name ?? <span class="text-soft">The organisation's</span>,
					},
					{ key: "people", title: "People", cell: (each) => each.people.map((person) => person.name).join(", ") || "–", minor: true },
					{
						key: "acts",
						title: "Acts",
						hideTitle: true,
						cell: (each) => (
							<span class="flex justify-end gap-1">
								<Button small onClick={() => setEdited(each)} title={`Edit ${each.name}`}>
									Edit
								</Button>
								<Button small look="quiet" onClick={() => remove.mutate(each)} title={`Remove ${each.name}`}>
									Remove
								</Button>
							</span>
						),
					},
				]}
			/>
			{(adds || edited !== undefined) && (
				<LocationDialog
					environmentId={environmentId}
					list={list}
					location={edited}
					onClose={() => {
						setEdited(undefined);
						onAdds(false);
					}}
				/>
			)}
		</div>
	);
}

function LocationDialog({
	environmentId,
	list,
	location,
	onClose,
}: {
	readonly environmentId: string;
	readonly list: CalendarList;
	readonly location: LocationView | undefined;
	readonly onClose: () => void;
}) {
	const [name, setName] = useState(location?.name ?? "");
	const [calendarId, setCalendarId] = useState(location?.calendarId ?? "");
	const [error, setError] = useState<string>();
	const save = useAct(
		async () => {
			const calendar = calendarId === "" ? null : calendarId;
			if (location === undefined) await addLocation(environmentId, name.trim(), calendar);
			else await changeLocation(environmentId, location.id, name.trim(), calendar);
		},
		{
			refresh: [calendarsKey(environmentId)],
			onProblem: (problem) => setError(problem.message),
			onDone: () => {
				onClose();
				toast({ text: `${name.trim()} is saved.` });
			},
		},
	);
	return (
		<Dialog
			open
			title={location?.name ?? "New location"}
			onClose={onClose}
			actions={
				<Button look="primary" type="submit" form="location" busy={save.isPending}>
					Save
				</Button>
			}
		>
			<form
				id="location"
				class="flex flex-col gap-4"
				onSubmit={(event) => {
					event.preventDefault();
					if (name.trim() === "") setError("Give it a name.");
					else save.mutate();
				}}
			>
				<TextInput label="Name" required maxLength={80} value={name} error={error} onChange={setName} autoComplete="off" />
				<Select
					label="Calendar"
					value={calendarId}
					placeholder="The organisation's"
					options={list.calendars.map((each) => ({ value: each.id, label: each.name }))}
					onChange={setCalendarId}
				/>
			</form>
		</Dialog>
	);
}
