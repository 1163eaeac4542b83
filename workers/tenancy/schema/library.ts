import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { CompanyId, WorkspaceId } from "../../../domain/ids.ts";

// The tables of migrations/0003_library.sql, for queries. The search index is a virtual table and is named in SQL.

export const libraryEntry = sqliteTable("library_entry", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	modelId: text("model_id").$type<WorkspaceId>().notNull(),
	revisionId: text("revision_id").notNull(),
	number: integer("number").notNull(),
	name: text("name").notNull(),
	description: text("description").notNull(),
	category: text("category").notNull(),
	bpmnSha256: text("bpmn_sha256").notNull(),
	diagrams: text("diagrams", { mode: "json" }).$type<readonly { id: string; name: string; svg: string }[]>().notNull(),
	steps: integer("steps").notNull(),
	roles: text("roles", { mode: "json" }).$type<readonly string[]>().notNull(),
	publishedAt: integer("published_at").notNull(),
	publishedBy: text("published_by").notNull(),
});

export interface StepLink {
	readonly id: string;
	readonly name: string;
	readonly by: string;
}

export const libraryElement = sqliteTable("library_element", {
	row: integer("row").primaryKey(),
	companyId: text("company_id").$type<CompanyId>().notNull(),
	modelId: text("model_id").$type<WorkspaceId>().notNull(),
	diagram: integer("diagram").notNull(),
	position: integer("position").notNull(),
	elementId: text("element_id").notNull(),
	kind: text("kind").notNull(),
	type: text("type").notNull(),
	name: text("name").notNull(),
	lane: text("lane").notNull(),
	documentation: text("documentation").notNull(),
	step: integer("step", { mode: "boolean" }).notNull(),
	next: text("next", { mode: "json" }).$type<readonly StepLink[]>().notNull(),
	previous: text("previous", { mode: "json" }).$type<readonly StepLink[]>().notNull(),
});
