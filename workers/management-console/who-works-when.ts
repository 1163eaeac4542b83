import { and, count, eq, inArray } from "drizzle-orm";
import type { Id, PersonId } from "../../domain/ids.ts";
import { HttpProblem, notFound } from "../http/problem.ts";
import type { Actor } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import { newId } from "../tenancy/new-id.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { defaultCalendar, locationRow, personCalendar, personLocation } from "../tenancy/schema/calendars.ts";
import { endUser } from "../tenancy/schema/tenancy.ts";
import { inScope, whoLeft } from "./calendar-list.ts";
import { type CalendarId, changeWorkingTime, findCalendar } from "./calendars.ts";

/** Who works by which calendar: the organisation, its locations and people. The nearest wins. */

/** Locations of one environment. */
const MOST_LOCATIONS = 500;

export type LocationId = Id<"location">;

/** Chooses the organisation's calendar; `null`: the standard one holds again. */
export async function chooseDefault(env: Env, scope: EnvironmentScope, calendarId: CalendarId | null, actor: Actor): Promise<void> {
	const row = calendarId === null ? undefined : await findCalendar(env, scope, calendarId);
	const db = database(env);
	await changeWorkingTime(
		env,
		scope,
		[
			calendarId === null
				? db.delete(defaultCalendar).where(inScope(defaultCalendar, scope))
				: db
						.insert(defaultCalendar)
						.values({ ...scope, calendarId })
						.onConflictDoUpdate({ target: [defaultCalendar.companyId, defaultCalendar.environmentId], set: { calendarId } }),
		],
		{ actor, action: "calendar.default", detail: { name: row?.name ?? "Standard" } },
	);
}

/** Gives a person a calendar of their own; `null`: their location's, or the organisation's. */
export async function givePersonCalendar(
	env: Env,
	scope: EnvironmentScope,
	personId: PersonId,
	calendarId: CalendarId | null,
	actor: Actor,
): Promise<void> {
	const db = database(env);
	const [person, row] = await Promise.all([
		findPerson(env, scope, personId),
		calendarId === null ? undefined : findCalendar(env, scope, calendarId),
	]);
	await changeWorkingTime(
		env,
		scope,
		[
			calendarId === null
				? db.delete(personCalendar).where(and(inScope(personCalendar, scope), eq(personCalendar.endUserId, personId)))
				: db
						.insert(personCalendar)
						.values({ ...scope, endUserId: personId, calendarId })
						.onConflictDoUpdate({
							target: [personCalendar.companyId, personCalendar.environmentId, personCalendar.endUserId],
							set: { calendarId },
						}),
		],
		{ actor, action: "calendar.person", detail: { person: person.name, name: row?.name ?? "of their location or the organisation" } },
	);
}

const taken = () => new HttpProblem(409, "location.exists", "There is a location of this name already.", { field: "name" });

/** Makes a location; without a calendar the organisation's holds there. @throws HttpProblem 404, 409 `location.exists`, `location.too_many` */
export async function addLocation(
	env: Env,
	scope: EnvironmentScope,
	given: { readonly name: string; readonly calendarId: CalendarId | null },
	actor: Actor,
): Promise<LocationId> {
	const db = database(env);
	const calendar = given.calendarId === null ? undefined : await findCalendar(env, scope, given.calendarId);
	const [held] = await db.select({ many: count() }).from(locationRow).where(inScope(locationRow, scope));
	if ((held?.many ?? 0) >= MOST_LOCATIONS)
		throw new HttpProblem(
			409,
			"location.too_many",
			`An environment has at most ${MOST_LOCATIONS} locations. Remove one where nobody works.`,
		);
	const locationId = newId("location");
	await changeWorkingTime(
		env,
		scope,
		[db.insert(locationRow).values({ ...scope, id: locationId, name: given.name, calendarId: given.calendarId })],
		{ actor, action: "location.add", detail: { name: given.name, calendar: calendar?.name ?? null } },
		taken(),
	);
	return locationId;
}

/** Renames a location or gives it another calendar. @throws HttpProblem 404, 409 `location.exists` */
export async function changeLocation(
	env: Env,
	scope: EnvironmentScope,
	locationId: LocationId,
	given: { readonly name: string; readonly calendarId: CalendarId | null },
	actor: Actor,
): Promise<void> {
	const [before, calendar] = await Promise.all([
		findLocation(env, scope, locationId),
		given.calendarId === null ? undefined : findCalendar(env, scope, given.calendarId),
	]);
	await changeWorkingTime(
		env,
		scope,
		[
			database(env)
				.update(locationRow)
				.set({ name: given.name, calendarId: given.calendarId })
				.where(and(inScope(locationRow, scope), eq(locationRow.id, locationId))),
		],
		{ actor, action: "location.change", detail: { name: given.name, before: before.name, calendar: calendar?.name ?? null } },
		taken(),
	);
}

/** Removes a location where nobody works, also from those who left. @throws HttpProblem 404, 409 `location.in_use` */
export async function removeLocation(env: Env, scope: EnvironmentScope, locationId: LocationId, actor: Actor): Promise<void> {
	const row = await findLocation(env, scope, locationId);
	await changeWorkingTime(
		env,
		scope,
		[
			database(env)
				.delete(personLocation)
				.where(
					and(
						inScope(personLocation, scope),
						eq(personLocation.locationId, locationId),
						inArray(personLocation.endUserId, whoLeft(env, scope)),
					),
				),
			database(env)
				.delete(locationRow)
				.where(and(inScope(locationRow, scope), eq(locationRow.id, locationId))),
		],
		{ actor, action: "location.remove", detail: { name: row.name } },
		// The reference of person_location stands against it.
		new HttpProblem(409, "location.in_use", `People work at ${row.name}. Put them elsewhere first.`),
	);
}

/** Says where a person works; `null`: nowhere in particular. */
export async function putPersonAt(
	env: Env,
	scope: EnvironmentScope,
	personId: PersonId,
	locationId: LocationId | null,
	actor: Actor,
): Promise<void> {
	const db = database(env);
	const [person, row] = await Promise.all([
		findPerson(env, scope, personId),
		locationId === null ? undefined : findLocation(env, scope, locationId),
	]);
	await changeWorkingTime(
		env,
		scope,
		[
			locationId === null
				? db.delete(personLocation).where(and(inScope(personLocation, scope), eq(personLocation.endUserId, personId)))
				: db
						.insert(personLocation)
						.values({ ...scope, endUserId: personId, locationId })
						.onConflictDoUpdate({
							target: [personLocation.companyId, personLocation.environmentId, personLocation.endUserId],
							set: { locationId },
						}),
		],
		{ actor, action: "location.person", detail: { person: person.name, name: row?.name ?? "no location" } },
	);
}

async function findLocation(env: Env, scope: EnvironmentScope, locationId: LocationId): Promise<typeof locationRow.$inferSelect> {
	const row = await database(env)
		.select()
		.from(locationRow)
		.where(and(inScope(locationRow, scope), eq(locationRow.id, locationId)))
		.get();
	if (row === undefined) throw notFound();
	return row;
}

/** An end user of the environment. @throws HttpProblem 404 */
export async function findPerson(env: Env, scope: EnvironmentScope, personId: PersonId): Promise<{ readonly name: string }> {
	const row = await database(env)
		.select({ name: endUser.name })
		.from(endUser)
		.where(and(eq(endUser.companyId, scope.companyId), eq(endUser.environmentId, scope.environmentId), eq(endUser.id, personId)))
		.get();
	if (row === undefined) throw notFound();
	return row;
}
