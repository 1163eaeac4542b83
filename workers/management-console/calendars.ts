import { and, count, eq, inArray } from "drizzle-orm";
import * as v from "valibot";
import type { Calendar } from "../../domain/calendar/calendar.ts";
import { checkCalendar } from "../../domain/calendar/check-calendar.ts";
import type { Id } from "../../domain/ids.ts";
import { HttpProblem, notFound } from "../http/problem.ts";
import { act, type Actor, type Entry } from "../tenancy/audit.ts";
import { forgetCalendars } from "../tenancy/calendars.ts";
import { database } from "../tenancy/database.ts";
import { newId } from "../tenancy/new-id.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { calendarRow, personCalendar } from "../tenancy/schema/calendars.ts";
import { inScope, whoLeft } from "./calendar-list.ts";

/** Calendars of one environment: a bank with a branch in every country has fewer. */
const MOST_CALENDARS = 200;

export type CalendarId = Id<"calendar">;

export const calendarName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));

/** Changes who works when, with its row of the trail. Due times that are set already stay; what is set from now on goes by the change. */
export async function changeWorkingTime(
	env: Env,
	scope: EnvironmentScope,
	queries: Parameters<typeof act>[2],
	entry: Pick<Entry, "actor" | "action" | "detail">,
	conflict?: HttpProblem,
): Promise<void> {
	await act(
		env,
		scope.companyId,
		queries,
		{ ...entry, scopeId: scope.environmentId, outcome: "done" },
		conflict === undefined ? {} : { conflict },
	);
	forgetCalendars(scope);
}

/** A calendar of the environment. @throws HttpProblem 404 */
export async function findCalendar(env: Env, scope: EnvironmentScope, calendarId: CalendarId): Promise<typeof calendarRow.$inferSelect> {
	const row = await database(env)
		.select()
		.from(calendarRow)
		.where(and(inScope(calendarRow, scope), eq(calendarRow.id, calendarId)))
		.get();
	if (row === undefined) throw notFound();
	return row;
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
	const [held] = await database(env).select({ many: count() }).from(calendarRow).where(inScope(calendarRow, scope));
	if ((held?.many ?? 0) >= MOST_CALENDARS)
		throw new HttpProblem(409, "calendar.too_many", `An environment has at most ${MOST_CALENDARS} calendars. Remove one that nobody uses.`);
	const calendarId = newId("calendar");
	await changeWorkingTime(
		env,
		scope,
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
		{ actor, action: "calendar.add", detail: summary(given.name, given.calendar) },
		taken(),
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
	const before = await findCalendar(env, scope, calendarId);
	await changeWorkingTime(
		env,
		scope,
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
			detail: {
				...summary(given.name, given.calendar),
				before: JSON.stringify(summary(before.name, JSON.parse(before.definition) as Calendar)),
			},
		},
		taken(),
	);
}

/** Removes a calendar that nobody works by, also from those who left. @throws HttpProblem 409 `calendar.in_use` */
export async function removeCalendar(env: Env, scope: EnvironmentScope, calendarId: CalendarId, actor: Actor): Promise<void> {
	const row = await findCalendar(env, scope, calendarId);
	await changeWorkingTime(
		env,
		scope,
		[
			database(env)
				.delete(personCalendar)
				.where(
					and(
						inScope(personCalendar, scope),
						eq(personCalendar.calendarId, calendarId),
						inArray(personCalendar.endUserId, whoLeft(env, scope)),
					),
				),
			database(env)
				.delete(calendarRow)
				.where(and(inScope(calendarRow, scope), eq(calendarRow.id, calendarId))),
		],
		{ actor, action: "calendar.remove", detail: { name: row.name } },
		// The references of default_calendar, person_calendar and location stand against it.
		new HttpProblem(409, "calendar.in_use", `${row.name} is in use. Give those who work by it another calendar first.`),
	);
}
