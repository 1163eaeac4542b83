import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { CompanyId, Id, WorkspaceId } from "../../../domain/ids.ts";

// The tables of migrations/0002_models.sql, for queries.

export const modelSummary = sqliteTable("model_summary", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	modelId: text("model_id").$type<WorkspaceId>().notNull(),
	changedAt: integer("changed_at").notNull(),
	changedBy: text("changed_by").notNull(),
	changedByName: text("changed_by_name").notNull(),
	elements: integer("elements").notNull(),
	picture: text("picture").notNull(),
});

export const deletedModel = sqliteTable("deleted_model", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	modelId: text("model_id").$type<WorkspaceId>().notNull(),
	deletedAt: integer("deleted_at").notNull(),
	deletedBy: text("deleted_by").notNull(),
});

export const revision = sqliteTable("revision", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	id: text("id").$type<Id<"revision">>().notNull(),
	modelId: text("model_id").$type<WorkspaceId>().notNull(),
	number: integer("number").notNull(),
	name: text("name").notNull(),
	description: text("description").notNull(),
	note: text("note").notNull(),
	contentHash: text("content_hash").notNull(),
	bpmnHash: text("bpmn_hash").notNull(),
	svgHash: text("svg_hash").notNull(),
	documentationHash: text("documentation_hash").notNull(),
	publishedBy: text("published_by").notNull(),
	publishedByName: text("published_by_name").notNull(),
	publishedAt: integer("published_at").notNull(),
});
