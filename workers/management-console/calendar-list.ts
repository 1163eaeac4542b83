import { and, eq, ne, sql } from "drizzle-orm";
import * as v from "valibot";
import { calendar, STANDARD_CALENDAR, type Calendar } from "../../domain/calendar/calendar.ts";
import { database } from "../tenancy/database.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { calendarRow, defaultCalendar, locationRow, personCalendar, personLocation, supervisorRow } from "../tenancy/schema/calendars.ts";
import { endUser } from "../tenancy/schema/tenancy.ts";

const named = v.object({ id: v.string(), name: v.string() });

export const calendarView = v.object({
	id: v.string(),
	name: v.string(),
	calendar,
	/** Whether it is the organisation's. */
	isDefault: v.boolean(),
	/** People who work by it as their own. */
	people: v.array(named),
	changedAt: v.number(),
	changedBy: v.string(),
});

export const locationView = v.object({
	id: v.string(),
	name: v.string(),
	/** `null`: the organisation's holds there. */
	calendarId: v.nullable(v.string()),
	people: v.array(named),
});

/** Somebody who works here, and what is set for them; `null`: nothing of their own. */
export const workerView = v.object({
	id: v.string(),
	name: v.string(),
	calendarId: v.nullable(v.string()),
	locationId: v.nullable(v.string()),
	supervisorId: v.nullable(v.string()),
});

/** People of one list. */
const MOST_PEOPLE = 2000;

export const calendarList = v.object({
	calendars: v.array(calendarView),
	locations: v.array(locationView),
	/** Everybody of the environment by name. */
	everyone: v.array(workerView),
	/** What holds for the organisation while none of its own is chosen. */
	standard: calendar,
});

type Table =
	| typeof calendarRow
	| typeof defaultCalendar
	| typeof personCalendar
	| typeof locationRow
	| typeof personLocation
	| typeof supervisorRow;

/** Rows of this environment alone. */
export function inScope(table: Table, scope: EnvironmentScope) {
	return and(eq(table.companyId, scope.companyId), eq(table.environmentId, scope.environmentId));
}

/** People of this environment who are deactivated: what is set for them holds nothing up, and they are listed nowhere. */
export function whoLeft(env: Env, scope: EnvironmentScope) {
	return database(env)
		.select({ id: endUser.id })
		.from(endUser)
		.where(and(eq(endUser.companyId, scope.companyId), eq(endUser.environmentId, scope.environmentId), eq(endUser.state, "inactive")));
}

/** Every calendar and location of the environment by name, with who works by it or there. */
export async function listCalendars(env: Env, scope: EnvironmentScope): Promise<v.InferOutput<typeof calendarList>> {
	const db = database(env);
	const people = (table: typeof personCalendar | typeof personLocation) =>
		and(
			eq(endUser.companyId, table.companyId),
			eq(endUser.environmentId, table.environmentId),
			eq(endUser.id, table.endUserId),
			ne(endUser.state, "inactive"),
		);
	const [rows, chosen, locations, ofCalendars, ofLocations, supervisors, everyone] = await Promise.all([
		db
			.select()
			.from(calendarRow)
			.where(inScope(calendarRow, scope))
			.orderBy(sql`${calendarRow.name} COLLATE NOCASE`),
		db.select({ id: defaultCalendar.calendarId }).from(defaultCalendar).where(inScope(defaultCalendar, scope)).get(),
		db
			.select()
			.from(locationRow)
			.where(inScope(locationRow, scope))
			.orderBy(sql`${locationRow.name} COLLATE NOCASE`),
		db
			.select({ id: endUser.id, name: endUser.name, at: personCalendar.calendarId })
			.from(personCalendar)
			.innerJoin(endUser, people(personCalendar))
			.where(inScope(personCalendar, scope))
			.orderBy(sql`${endUser.name} COLLATE NOCASE`),
		db
			.select({ id: endUser.id, name: endUser.name, at: personLocation.locationId })
			.from(personLocation)
			.innerJoin(endUser, people(personLocation))
			.where(inScope(personLocation, scope))
			.orderBy(sql`${endUser.name} COLLATE NOCASE`),
		db.select({ id: supervisorRow.endUserId, at: supervisorRow.supervisorId }).from(supervisorRow).where(inScope(supervisorRow, scope)),
		db
			.select({ id: endUser.id, name: endUser.name })
			.from(endUser)
			.where(and(eq(endUser.companyId, scope.companyId), eq(endUser.environmentId, scope.environmentId), ne(endUser.state, "inactive")))
			.orderBy(sql`${endUser.name} COLLATE NOCASE`)
			.limit(MOST_PEOPLE),
	]);
	const setFor = (list: readonly { readonly id: string; readonly at: string }[]) => new Map(list.map((each) => [each.id, each.at]));
	const [own, places, above] = [setFor(ofCalendars), setFor(ofLocations), setFor(supervisors)];
	const at = (list: readonly { readonly id: string; readonly name: string; readonly at: string }[], place: string) =>
		list.filter((each) => each.at === place).map(({ id, name }) => ({ id, name }));
	return {
		calendars: rows.map((row) => ({
			id: row.id,
			name: row.name,
			calendar: JSON.parse(row.definition) as Calendar,
			isDefault: row.id === chosen?.id,
			people: at(ofCalendars, row.id),
			changedAt: row.changedAt,
			changedBy: row.changedByName,
		})),
		locations: locations.map(({ id, name, calendarId }) => ({ id, name, calendarId, people: at(ofLocations, id) })),
		everyone: everyone.map(({ id, name }) => ({
			id,
			name,
			calendarId: own.get(id) ?? null,
			locationId: places.get(id) ?? null,
			supervisorId: above.get(id) ?? null,
		})),
		standard: STANDARD_CALENDAR,
	};
}
