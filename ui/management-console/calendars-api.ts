import type { Calendar } from "../../domain/calendar/calendar.ts";
import { api, callApi } from "../kit/api.ts";
import { consoleKey } from "./console-api.ts";

const client = api.console[":environmentId"];

export const calendarsKey = (environmentId: string): readonly string[] => consoleKey(environmentId, "calendars");

export const readCalendars = (environmentId: string) => callApi(client.calendars.$get({ param: { environmentId } }));
export type CalendarList = Awaited<ReturnType<typeof readCalendars>>;
export type CalendarView = CalendarList["calendars"][number];
export type LocationView = CalendarList["locations"][number];
export type WorkerView = CalendarList["everyone"][number];

export const addCalendar = (environmentId: string, name: string, calendar: Calendar) =>
	callApi(client.calendars.$post({ param: { environmentId }, json: { name, calendar } }));
export const changeCalendar = (environmentId: string, calendarId: string, name: string, calendar: Calendar) =>
	callApi(client.calendars[":calendarId"].$put({ param: { environmentId, calendarId }, json: { name, calendar } }));
export const removeCalendar = (environmentId: string, calendarId: string) =>
	callApi(client.calendars[":calendarId"].$delete({ param: { environmentId, calendarId } }));
export const chooseDefault = (environmentId: string, calendarId: string | null) =>
	callApi(client["default-calendar"].$put({ param: { environmentId }, json: { calendarId } }));

export const addLocation = (environmentId: string, name: string, calendarId: string | null) =>
	callApi(client.locations.$post({ param: { environmentId }, json: { name, calendarId } }));
export const changeLocation = (environmentId: string, locationId: string, name: string, calendarId: string | null) =>
	callApi(client.locations[":locationId"].$put({ param: { environmentId, locationId }, json: { name, calendarId } }));
export const removeLocation = (environmentId: string, locationId: string) =>
	callApi(client.locations[":locationId"].$delete({ param: { environmentId, locationId } }));

export const givePersonCalendar = (environmentId: string, personId: string, calendarId: string | null) =>
	callApi(client.people[":personId"].calendar.$put({ param: { environmentId, personId }, json: { calendarId } }));
export const putPersonAt = (environmentId: string, personId: string, locationId: string | null) =>
	callApi(client.people[":personId"].location.$put({ param: { environmentId, personId }, json: { locationId } }));
export const chooseSupervisor = (environmentId: string, personId: string, supervisorId: string | null) =>
	callApi(client.people[":personId"].supervisor.$put({ param: { environmentId, personId }, json: { supervisorId } }));
