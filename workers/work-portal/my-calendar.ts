import type { Calendar } from "../../domain/calendar/calendar.ts";
import { readCalendars } from "../tenancy/calendars.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";

const DAY = 86_400_000;
/** How far back and ahead a page reckons working time: holidays further away are left out. */
const BACK = 60 * DAY;
const AHEAD = 400 * DAY;

/** The calendar that a person works by, with the holidays that matter to what is due now. */
export async function myCalendar(env: Env, scope: EnvironmentScope, personId: string, now: number): Promise<Calendar> {
	const { calendar } = (await readCalendars(env, scope, personId, now)).person;
	const [first, last] = [now - BACK, now + AHEAD].map((at) => new Date(at).toISOString().slice(0, 10));
	return {
		...calendar,
		holidays: calendar.holidays.filter(({ date }) => date.length === 5 || (date >= (first ?? "") && date <= (last ?? ""))),
	};
}
