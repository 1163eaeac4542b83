import { Hono } from "hono";
import * as v from "valibot";
import { calendar } from "../../domain/calendar/calendar.ts";
import { id, type EnvironmentId } from "../../domain/ids.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import type { Edge } from "../http/edge.ts";
import { builderOf, route } from "../http/route.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { calendarList, listCalendars } from "./calendar-list.ts";
import { addCalendar, calendarName, changeCalendar, removeCalendar } from "./calendars.ts";
import { chooseSupervisor } from "./supervisors.ts";
import { addLocation, changeLocation, chooseDefault, givePersonCalendar, putPersonAt, removeLocation } from "./who-works-when.ts";

const inEnvironment = v.object({ environmentId: id("environment") });
const inCalendar = v.object({ environmentId: id("environment"), calendarId: id("calendar") });
const inPerson = v.object({ environmentId: id("environment"), personId: id("person") });
const change = { action: "environment.calendars", level: "environment", realm: "company" } as const;
const given = v.object({ name: calendarName, calendar });
const inLocation = v.object({ environmentId: id("environment"), locationId: id("location") });
const place = v.object({ name: calendarName, calendarId: v.nullable(id("calendar")) });
const choice = v.object({ calendarId: v.nullable(id("calendar")) });
/** Two thousand holidays with long names and hours of their own; what is longer is told so by its number. */
const LARGEST_CALENDAR = 2 * 1024 * 1024;

function scopeOf(builder: Builder, environmentId: EnvironmentId): EnvironmentScope {
	return { companyId: builder.companyId, environmentId };
}

/** When people of an environment work: its calendars, the organisation's choice, and people with one of their own. */
export const calendars = new Hono<Edge>()
	.get(
		"/:environmentId/calendars",
		route(
			{ ...change, summary: "The environment's calendars, by name, and who works by each", params: inEnvironment, returns: calendarList },
			async (call) => listCalendars(call.env, scopeOf(builderOf(call), call.params.environmentId)),
		),
	)
	.post(
		"/:environmentId/calendars",
		route(
			{
				...change,
				summary: "Make a calendar: a week, holidays and a time zone",
				params: inEnvironment,
				body: given,
				returns: v.object({ calendarId: v.string() }),
				maxBytes: LARGEST_CALENDAR,
			},
			async (call) => {
				const builder = builderOf(call);
				const scope = scopeOf(builder, call.params.environmentId);
				return { calendarId: await addCalendar(call.env, scope, call.body, builder, call.now) };
			},
		),
	)
	.put(
		"/:environmentId/calendars/:calendarId",
		route(
			{
				...change,
				summary: "Change a calendar; due times that are set already stay",
				params: inCalendar,
				body: given,
				returns: calendarList,
				maxBytes: LARGEST_CALENDAR,
			},
			async (call) => {
				const builder = builderOf(call);
				const scope = scopeOf(builder, call.params.environmentId);
				await changeCalendar(call.env, scope, call.params.calendarId, call.body, builder, call.now);
				return listCalendars(call.env, scope);
			},
		),
	)
	.delete(
		"/:environmentId/calendars/:calendarId",
		route({ ...change, summary: "Remove a calendar that nobody works by", params: inCalendar, returns: calendarList }, async (call) => {
			const builder = builderOf(call);
			const scope = scopeOf(builder, call.params.environmentId);
			await removeCalendar(call.env, scope, call.params.calendarId, builder);
			return listCalendars(call.env, scope);
		}),
	)
	.put(
		"/:environmentId/default-calendar",
		route(
			{
				...change,
				summary: "Choose the organisation's calendar; null is the standard one",
				params: inEnvironment,
				body: choice,
				returns: calendarList,
			},
			async (call) => {
				const builder = builderOf(call);
				const scope = scopeOf(builder, call.params.environmentId);
				await chooseDefault(call.env, scope, call.body.calendarId, builder);
				return listCalendars(call.env, scope);
			},
		),
	)
	.put(
		"/:environmentId/people/:personId/calendar",
		route(
			{
				...change,
				summary: "Give an end user a calendar of their own; null is their location's or the organisation's",
				params: inPerson,
				body: choice,
				returns: calendarList,
			},
			async (call) => {
				const builder = builderOf(call);
				const scope = scopeOf(builder, call.params.environmentId);
				await givePersonCalendar(call.env, scope, call.params.personId, call.body.calendarId, builder);
				return listCalendars(call.env, scope);
			},
		),
	)
	.put(
		"/:environmentId/people/:personId/location",
		route(
			{
				...change,
				summary: "Say where an end user works; null is nowhere in particular",
				params: inPerson,
				body: v.object({ locationId: v.nullable(id("location")) }),
				returns: calendarList,
			},
			async (call) => {
				const builder = builderOf(call);
				const scope = scopeOf(builder, call.params.environmentId);
				await putPersonAt(call.env, scope, call.params.personId, call.body.locationId, builder);
				return listCalendars(call.env, scope);
			},
		),
	)
	.put(
		"/:environmentId/people/:personId/supervisor",
		route(
			{
				...change,
				summary: "Say who is told of an end user's late work; null is nobody",
				params: inPerson,
				body: v.object({ supervisorId: v.nullable(id("person")) }),
				returns: calendarList,
			},
			async (call) => {
				const builder = builderOf(call);
				const scope = scopeOf(builder, call.params.environmentId);
				await chooseSupervisor(call.env, scope, call.params.personId, call.body.supervisorId, builder);
				return listCalendars(call.env, scope);
			},
		),
	)
	.post(
		"/:environmentId/locations",
		route(
			{
				...change,
				summary: "Make a location, with the calendar that holds there",
				params: inEnvironment,
				body: place,
				returns: v.object({ locationId: v.string() }),
			},
			async (call) => {
				const builder = builderOf(call);
				return { locationId: await addLocation(call.env, scopeOf(builder, call.params.environmentId), call.body, builder) };
			},
		),
	)
	.put(
		"/:environmentId/locations/:locationId",
		route(
			{ ...change, summary: "Rename a location or give it another calendar", params: inLocation, body: place, returns: calendarList },
			async (call) => {
				const builder = builderOf(call);
				const scope = scopeOf(builder, call.params.environmentId);
				await changeLocation(call.env, scope, call.params.locationId, call.body, builder);
				return listCalendars(call.env, scope);
			},
		),
	)
	.delete(
		"/:environmentId/locations/:locationId",
		route({ ...change, summary: "Remove a location where nobody works", params: inLocation, returns: calendarList }, async (call) => {
			const builder = builderOf(call);
			const scope = scopeOf(builder, call.params.environmentId);
			await removeLocation(call.env, scope, call.params.locationId, builder);
			return listCalendars(call.env, scope);
		}),
	);
