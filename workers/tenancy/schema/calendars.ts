import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { CompanyId, EnvironmentId, Id, PersonId } from "../../../domain/ids.ts";

// The tables of migrations/0009_calendars.sql, 0010_locations.sql and 0011_supervisors.sql, for queries.

export const calendarRow = sqliteTable("calendar", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	environmentId: text("environment_id").$type<EnvironmentId>().notNull(),
	id: text("id").$type<Id<"calendar">>().notNull(),
	name: text("name").notNull(),
	/** JSON text of `domain/calendar/calendar.ts`. */
	definition: text("definition").notNull(),
	version: integer("version").notNull(),
	changedAt: integer("changed_at").notNull(),
	changedBy: text("changed_by").notNull(),
	changedByName: text("changed_by_name").notNull(),
});

export const defaultCalendar = sqliteTable("default_calendar", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	environmentId: text("environment_id").$type<EnvironmentId>().notNull(),
	calendarId: text("calendar_id").$type<Id<"calendar">>().notNull(),
});

export const personCalendar = sqliteTable("person_calendar", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	environmentId: text("environment_id").$type<EnvironmentId>().notNull(),
	endUserId: text("end_user_id").$type<PersonId>().notNull(),
	calendarId: text("calendar_id").$type<Id<"calendar">>().notNull(),
});

export const locationRow = sqliteTable("location", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	environmentId: text("environment_id").$type<EnvironmentId>().notNull(),
	id: text("id").$type<Id<"location">>().notNull(),
	name: text("name").notNull(),
	calendarId: text("calendar_id").$type<Id<"calendar">>(),
});

export const personLocation = sqliteTable("person_location", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	environmentId: text("environment_id").$type<EnvironmentId>().notNull(),
	endUserId: text("end_user_id").$type<PersonId>().notNull(),
	locationId: text("location_id").$type<Id<"location">>().notNull(),
});

export const supervisorRow = sqliteTable("supervisor", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	environmentId: text("environment_id").$type<EnvironmentId>().notNull(),
	endUserId: text("end_user_id").$type<PersonId>().notNull(),
	supervisorId: text("supervisor_id").$type<PersonId>().notNull(),
});
