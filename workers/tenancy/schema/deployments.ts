import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { PackageContentSummary } from "../../../domain/deployment/summarize-package.ts";
import type { CompanyId, EnvironmentId, PackageId } from "../../../domain/ids.ts";
import type { Stage } from "./tenancy.ts";

// The tables of migrations/0005_deployments.sql, for queries.

export type PackageSource = "studio" | "upload" | "promotion";

export const environmentPackage = sqliteTable("environment_package", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	environmentId: text("environment_id").$type<EnvironmentId>().notNull(),
	packageId: text("package_id").$type<PackageId>().notNull(),
	hash: text("hash").notNull(),
	name: text("name").notNull(),
	version: integer("version").notNull(),
	note: text("note").notNull(),
	content: text("content", { mode: "json" }).$type<PackageContentSummary>().notNull(),
	signedBy: text("signed_by").notNull(),
	madeAt: integer("made_at").notNull(),
	madeBy: text("made_by").notNull(),
	source: text("source").$type<PackageSource>().notNull(),
	sourceStage: text("source_stage").$type<Stage | "">().notNull(),
	addedAt: integer("added_at").notNull(),
	addedBy: text("added_by").notNull(),
	addedByName: text("added_by_name").notNull(),
});

export const deployment = sqliteTable("deployment", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	environmentId: text("environment_id").$type<EnvironmentId>().notNull(),
	id: text("id").notNull(),
	packageId: text("package_id").$type<PackageId>().notNull(),
	hash: text("hash").notNull(),
	name: text("name").notNull(),
	version: integer("version").notNull(),
	state: text("state").$type<"started" | "done">().notNull(),
	at: integer("at").notNull(),
	actorId: text("actor_id").notNull(),
	actorName: text("actor_name").notNull(),
});

export const environmentParameter = sqliteTable("environment_parameter", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	environmentId: text("environment_id").$type<EnvironmentId>().notNull(),
	name: text("name").notNull(),
	/** JSON text. */
	value: text("value"),
	/** JSON text of a sealed secret. */
	sealed: text("sealed"),
	version: integer("version").notNull(),
	changedAt: integer("changed_at").notNull(),
	changedBy: text("changed_by").notNull(),
	changedByName: text("changed_by_name").notNull(),
});
