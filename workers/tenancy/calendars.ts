import { STANDARD, type Calendar, type NamedCalendar } from "../../domain/calendar/calendar.ts";
import type { EnvironmentScope } from "./objects.ts";

/** The calendars that hold for one person of an environment. */
export interface CalendarsOf {
	readonly organisation: NamedCalendar;
	/** Their own, else their location's, else the organisation's. */
	readonly person: NamedCalendar;
}

interface CalendarRow extends Record<string, unknown> {
	readonly whose: "person" | "location" | "organisation";
	readonly id: string;
	readonly definition: string;
}

/** The calendars that hold for an environment now, and for one person of it: the nearest wins. One query; `null` is nobody. */
export async function calendarsOf(db: D1Database, scope: EnvironmentScope, personId: string | null): Promise<CalendarsOf> {
	const { results } = await db
		.prepare(
			`SELECT w.whose, c.id, c.definition FROM (
				SELECT 'organisation' AS whose, calendar_id FROM default_calendar WHERE company_id = ?1 AND environment_id = ?2
				UNION ALL SELECT 'person', calendar_id FROM person_calendar WHERE company_id = ?1 AND environment_id = ?2 AND end_user_id = ?3
				UNION ALL SELECT 'location', l.calendar_id FROM person_location AS p
					JOIN location AS l ON l.company_id = p.company_id AND l.environment_id = p.environment_id AND l.id = p.location_id
					WHERE p.company_id = ?1 AND p.environment_id = ?2 AND p.end_user_id = ?3
			) AS w JOIN calendar AS c ON c.company_id = ?1 AND c.environment_id = ?2 AND c.id = w.calendar_id`,
		)
		.bind(scope.companyId, scope.environmentId, personId ?? "")
		.all<CalendarRow>();
	const named = (whose: CalendarRow["whose"]): NamedCalendar | undefined => {
		const row = results.find((each) => each.whose === whose);
		// What is stored was checked when it was set.
		return row === undefined ? undefined : { id: row.id, calendar: JSON.parse(row.definition) as Calendar };
	};
	const organisation = named("organisation") ?? STANDARD;
	return { organisation, person: named("person") ?? named("location") ?? organisation };
}

/** How long an isolate goes by what it read: a change of a calendar holds everywhere after this. Milliseconds. */
const FRESH_MS = 60_000;
/** How long it goes by what it read while the database does not answer. */
const STALE_MS = 24 * 3_600_000;
/** People whose calendars one isolate remembers. */
const REMEMBERED = 500;

const known = new Map<string, { readonly calendars: CalendarsOf; readonly readAt: number }>();

/** The calendars, if this isolate has read them within a minute: the usual case on the path of a step, without waiting. */
export function knownCalendars(scope: EnvironmentScope, personId: string | null, now: number): CalendarsOf | undefined {
	const found = known.get(keyOf(scope, personId));
	return found !== undefined && now - found.readAt < FRESH_MS ? found.calendars : undefined;
}

/** The calendars as this isolate knows them, else as they are now. While the database is away what was known yesterday still holds. */
export async function readCalendars(env: Env, scope: EnvironmentScope, personId: string | null, now: number): Promise<CalendarsOf> {
	const fresh = knownCalendars(scope, personId, now);
	if (fresh !== undefined) return fresh;
	const key = keyOf(scope, personId);
	try {
		const calendars = await calendarsOf(env.DB, scope, personId);
		if (known.size >= REMEMBERED) known.clear();
		known.set(key, { calendars, readAt: now });
		return calendars;
	} catch (error) {
		const stale = known.get(key);
		if (stale === undefined || now - stale.readAt > STALE_MS) throw error;
		console.error(JSON.stringify({ at: "calendars.read", environment: scope.environmentId, error: String(error) }));
		return stale.calendars;
	}
}

/** Makes this isolate read an environment's calendars anew: who sets one sees it hold at once, where everything is one isolate. */
export function forgetCalendars(scope: EnvironmentScope): void {
	const prefix = `${scope.companyId}/${scope.environmentId}/`;
	for (const key of known.keys()) if (key.startsWith(prefix)) known.delete(key);
}

function keyOf(scope: EnvironmentScope, personId: string | null): string {
	return `${scope.companyId}/${scope.environmentId}/${personId ?? ""}`;
}
