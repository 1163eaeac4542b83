import { and, eq, sql } from "drizzle-orm";
import * as v from "valibot";
import { calendar, STANDARD_CALENDAR, type Calendar } from "../../domain/calendar/calendar.ts";
import { checkCalendar } from "../../domain/calendar/check-calendar.ts";
import type { Id, PersonId } from "../../domain/ids.ts";
import { HttpProblem, notFound } from "../http/problem.ts";
import { act, type Actor } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import { newId } from "../tenancy/new-id.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { calendarRow, defaultCalendar, personCalendar } from "../tenancy/schema/calendars.ts";
import { endUser } from "../tenancy/schema/tenancy.ts";

/** Calendars of one environment: a bank with a branch in every country has fewer. */
const MOST_CALENDARS = 200;

export type CalendarId = Id<"calendar">;

export const calendarName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));

export const calendarView = v.object({
	id: v.string(),
	name: v.string(),
	calendar,
	/** Whether it is the organisation's. */
	isDefault: v.boolean(),
	/** People who work by it as their own. */
	people: v.array(v.object({ id: v.string(), name: v.string() })),
	changedAt: v.number(),
	changedBy: v.string(),
});

export const calendarList = v.object({
	calendars: v.array(calendarView),
	/** What holds for the organisation while none of its own is chosen. */
	standard: calendar,
});

type Row = typeof calendarRow.$inferSelect;

function inScope(table: typeof calendarRow | typeof defaultCalendar | typeof personCalendar, scope: EnvironmentScope) {
	return and(eq(table.companyId, scope.companyId), eq(table.environmentId, scope.environmentId));
}

async function rowsOf(env: Env, scope: EnvironmentScope): Promise<Row[]> {
	return database(env)
		.select()
		.from(calendarRow)
		.where(inScope(calendarRow, scope))
		.orderBy(sql`${calendarRow.name} COLLATE NOCASE`);
}

async function find(env: Env, scope: EnvironmentScope, calendarId: CalendarId): Promise<Row> {
	const row = await database(env)
		.select()
		.from(calendarRow)
		.where(and(inScope(calendarRow, scope), eq(calendarRow.id, calendarId)))
		.get();
	if (row === undefined) throw notFound();
	return row;
}

/** Every calendar of the environment by name, with who works by it. */
export async function listCalendars(env: Env, scope: EnvironmentScope): Promise<v.InferOutput<typeof calendarList>> {
	const db = database(env);
	const [rows, chosen, people] = await Promise.all([
		rowsOf(env, scope),
		db.select({ id: defaultCalendar.calendarId }).from(defaultCalendar).where(inScope(defaultCalendar, scope)).get(),
		db
			.select({ id: endUser.id, name: endUser.name, calendarId: personCalendar.calendarId })
			.from(personCalendar)
			.innerJoin(
				endUser,
				and(
					eq(endUser.companyId, personCalendar.companyId),
					eq(endUser.environmentId, personCalendar.environmentId),
					eq(endUser.id, personCalendar.endUserId),
				),
			)
			.where(inScope(personCalendar, scope))
			.orderBy(sql`${endUser.name} COLLATE NOCASE`),
	]);
	return {
		calendars: rows.map((row) => ({
			id: row.id,
			name: row.name,
			calendar: JSON.parse(row.definition) as Calendar,
			isDefault: row.id === chosen?.id,
			people: people.filter((each) => each.calendarId === row.id).map(({ id, name }) => ({ id, name })),
			changedAt: row.changedAt,
			changedBy: row.changedByName,
		})),
		standard: STANDARD_CALENDAR,
	};
}

/** What the trail says of a calendar: its holidays may be thousands. */
function summary(name: string, given: Calendar) {
	return {
		name,
		zone: given.zone,
		week: given.week.map((day) => day.map(({ from, to }) => `${from}-${to}`).join(" ")),
		holidays: given.holidays.length,
	};
}

function requireSound(given: Calendar): void {
	const problem = checkCalendar(given);
	if (problem !== null)
		throw new HttpProblem(400, problem.code, problem.detail, problem.at === undefined ? {} : { field: `calendar.${problem.at}` });
}

const taken = () => new HttpProblem(409, "calendar.exists", "There is a calendar of this name already.", { field: "name" });

/** Makes a calendar. @throws HttpProblem 400 `calendar.*`, 409 `calendar.exists`, 409 `calendar.too_many` */
export async function addCalendar(
	env: Env,
	scope: EnvironmentScope,
	given: { readonly name: string; readonly calendar: Calendar },
	actor: Actor,
	now: number,
): Promise<CalendarId> {
	requireSound(given.calendar);
	if ((await rowsOf(env, scope)).length >= MOST_CALENDARS)
		throw new HttpProblem(409, "calendar.too_many", `An environment has at most ${MOST_CALENDARS} calendars. Remove one that nobody uses.`);
	const calendarId = newId("calendar");
	await act(
		env,
		scope.companyId,
		[
			database(env)
				.insert(calendarRow)
				.values({
					...scope,
					id: calendarId,
					name: given.name,
					definition: JSON.stringify(given.calendar),
					version: 1,
					changedAt: now,
					changedBy: actor.personId,
					changedByName: actor.name,
				}),
		],
		{ actor, action: "calendar.add", scopeId: scope.environmentId, outcome: "done", detail: summary(given.name, given.calendar) },
		{ conflict: taken() },
	);
	return calendarId;
}

/** Changes a calendar. What was reckoned in it stays as it is; what begins from now on goes by the new one. */
export async function changeCalendar(
	env: Env,
	scope: EnvironmentScope,
	calendarId: CalendarId,
	given: { readonly name: string; readonly calendar: Calendar },
	actor: Actor,
	now: number,
): Promise<void> {
	requireSound(given.calendar);
	const before = await find(env, scope, calendarId);
	await act(
		env,
		scope.companyId,
		[
			database(env)
				.update(calendarRow)
				.set({
					name: given.name,
					definition: JSON.stringify(given.calendar),
					version: before.version + 1,
					changedAt: now,
					changedBy: actor.personId,
					changedByName: actor.name,
				})
				.where(and(inScope(calendarRow, scope), eq(calendarRow.id, calendarId))),
		],
		{
			actor,
			action: "calendar.change",
			scopeId: scope.environmentId,
			outcome: "done",
			detail: {
				...summary(given.name, given.calendar),
				before: JSON.stringify(summary(before.name, JSON.parse(before.definition) as Calendar)),
			},
		},
		{ conflict: taken() },
	);
}

/** Removes a calendar that nobody works by. @throws HttpProblem 409 `calendar.in_use` */
export async function removeCalendar(env: Env, scope: EnvironmentScope, calendarId: CalendarId, actor: Actor): Promise<void> {
	const row = await find(env, scope, calendarId);
	await act(
		env,
		scope.companyId,
		[
			database(env)
				.delete(calendarRow)
				.where(and(inScope(calendarRow, scope), eq(calendarRow.id, calendarId))),
		],
		{ actor, action: "calendar.remove", scopeId: scope.environmentId, outcome: "done", detail: { name: row.name } },
		// The references of default_calendar and person_calendar stand against it.
		{ conflict: new HttpProblem(409, "calendar.in_use", `${row.name} is in use. Give those who work by it another calendar first.`) },
	);
}

/** Chooses the organisation's calendar; `null`: the standard one holds again. */
export async function chooseDefault(env: Env, scope: EnvironmentScope, calendarId: CalendarId | null, actor: Actor): Promise<void> {
	const row = calendarId === null ? undefined : await find(env, scope, calendarId);
	const db = database(env);
	await act(
		env,
		scope.companyId,
		[
			calendarId === null
				? db.delete(defaultCalendar).where(inScope(defaultCalendar, scope))
				: db
						.insert(defaultCalendar)
						.values({ ...scope, calendarId })
						.onConflictDoUpdate({ target: [defaultCalendar.companyId, defaultCalendar.environmentId], set: { calendarId } }),
		],
		{ actor, action: "calendar.default", scopeId: scope.environmentId, outcome: "done", detail: { name: row?.name ?? "Standard" } },
	);
}

/** Gives a person a calendar of their own; `null`: the organisation's. */
export async function givePersonCalendar(
	env: Env,
	scope: EnvironmentScope,
	personId: PersonId,
	calendarId: CalendarId | null,
	actor: Actor,
): Promise<void> {
	const db = database(env);
	const [person, row] = await Promise.all([
		db
			.select({ name: endUser.name })
			.from(endUser)
			.where(and(eq(endUser.companyId, scope.companyId), eq(endUser.environmentId, scope.environmentId), eq(endUser.id, personId)))
			.get(),
		calendarId === null ? undefined : find(env, scope, calendarId),
	]);
	if (person === undefined) throw notFound();
	await act(
		env,
		scope.companyId,
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
		{
			actor,
			action: "calendar.person",
			scopeId: scope.environmentId,
			outcome: "done",
			detail: { person: person.name, name: row?.name ?? "the organisation’s" },
		},
	);
}
