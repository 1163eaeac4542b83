import { STANDARD_CALENDAR, STANDARD_CALENDAR_ID, type Calendar, type NamedCalendar } from "../../domain/calendar/calendar.ts";
import type { EnvironmentScope } from "./objects.ts";

/** What the environment goes by when nobody has set a calendar. */
const STANDARD: NamedCalendar = { id: STANDARD_CALENDAR_ID, calendar: STANDARD_CALENDAR };

/**
 * The calendars that hold for an environment now: the organisation's, and that of one person (who has the organisation's when there
 * is none of their own). One query.
 */
export async function calendarsOf(
	db: D1Database,
	scope: EnvironmentScope,
	personId: string | null,
): Promise<{ readonly organisation: NamedCalendar; readonly person: NamedCalendar }> {
	const { results } = await db
		.prepare(
			`SELECT 'organisation' AS whose, c.id, c.definition FROM default_calendar AS d
				JOIN calendar AS c ON c.company_id = d.company_id AND c.environment_id = d.environment_id AND c.id = d.calendar_id
				WHERE d.company_id = ?1 AND d.environment_id = ?2
			UNION ALL
			SELECT 'person', c.id, c.definition FROM person_calendar AS p
				JOIN calendar AS c ON c.company_id = p.company_id AND c.environment_id = p.environment_id AND c.id = p.calendar_id
				WHERE p.company_id = ?1 AND p.environment_id = ?2 AND p.end_user_id = ?3`,
		)
		.bind(scope.companyId, scope.environmentId, personId ?? "")
		.all<{ whose: "organisation" | "person"; id: string; definition: string }>();
	const named = (whose: string): NamedCalendar | undefined => {
		const row = results.find((each) => each.whose === whose);
		// What is stored was checked when it was set.
		return row === undefined ? undefined : { id: row.id, calendar: JSON.parse(row.definition) as Calendar };
	};
	const organisation = named("organisation") ?? STANDARD;
	return { organisation, person: named("person") ?? organisation };
}
