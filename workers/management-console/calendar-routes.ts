import { Hono } from "hono";
import * as v from "valibot";
import { calendar } from "../../domain/calendar/calendar.ts";
import { id, type EnvironmentId } from "../../domain/ids.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import type { Edge } from "../http/edge.ts";
import { builderOf, route } from "../http/route.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import {
	addCalendar,
	calendarList,
	calendarName,
	changeCalendar,
	chooseDefault,
	givePersonCalendar,
	listCalendars,
	removeCalendar,
} from "./calendars.ts";

const inEnvironment = v.object({ environmentId: id("environment") });
const inCalendar = v.object({ environmentId: id("environment"), calendarId: id("calendar") });
const inPerson = v.object({ environmentId: id("environment"), personId: id("person") });
const change = { action: "environment.calendars", level: "environment", realm: "company" } as const;
const given = v.object({ name: calendarName, calendar });
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
				summary: "Give an end user a calendar of their own; null is the organisation's",
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
	);
