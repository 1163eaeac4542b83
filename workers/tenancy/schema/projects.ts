import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { CompanyId, PackageId, PersonId, WorkspaceId } from "../../../domain/ids.ts";

// The tables of migrations/0004_projects.sql, for queries.

export const SOURCE_KINDS = ["model", "revision", "file"] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export const projectDraft = sqliteTable("project_draft", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	projectId: text("project_id").$type<WorkspaceId>().notNull(),
	version: integer("version").notNull(),
	automation: text("automation").notNull(),
	bpmnHash: text("bpmn_hash").notNull(),
	sourceKind: text("source_kind").$type<SourceKind>().notNull(),
	sourceId: text("source_id").notNull(),
	sourceName: text("source_name").notNull(),
	savedAt: integer("saved_at").notNull(),
	savedBy: text("saved_by").$type<PersonId>().notNull(),
	savedByName: text("saved_by_name").notNull(),
});

export const projectPackage = sqliteTable("project_package", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	projectId: text("project_id").$type<WorkspaceId>().notNull(),
	id: text("id").$type<PackageId>().notNull(),
	version: integer("version").notNull(),
	kind: text("kind").$type<"package" | "run">().notNull(),
	hash: text("hash").notNull(),
	contentHash: text("content_hash").notNull(),
	name: text("name").notNull(),
	note: text("note").notNull(),
	bytes: integer("bytes").notNull(),
	madeAt: integer("made_at").notNull(),
	madeBy: text("made_by").$type<PersonId>().notNull(),
	madeByName: text("made_by_name").notNull(),
});
