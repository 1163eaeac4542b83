import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Level } from "../../../domain/grants/principal.ts";
import type { Role } from "../../../domain/grants/roles.ts";
import type { CompanyId, EnvironmentId, GroupId, PersonId, SubscriptionId, WorkspaceId } from "../../../domain/ids.ts";

// The tables of migrations/0001_tenancy.sql, for queries. Keys and foreign keys are the SQL's business.

export type Stage = "development" | "test" | "staging" | "production";
export type Service = "modeler" | "studio" | "automation";
export type PersonState = "invited" | "active" | "inactive";

export const company = sqliteTable("company", {
	id: text("id").$type<CompanyId>().notNull(),
	slug: text("slug").notNull(),
	name: text("name").notNull(),
	region: text("region").notNull(),
	createdAt: integer("created_at").notNull(),
});

export const subscription = sqliteTable("subscription", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	id: text("id").$type<SubscriptionId>().notNull(),
	service: text("service").$type<Service>().notNull(),
	name: text("name").notNull(),
	createdAt: integer("created_at").notNull(),
});

export const workspace = sqliteTable("workspace", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	id: text("id").$type<WorkspaceId>().notNull(),
	subscriptionId: text("subscription_id").$type<SubscriptionId>().notNull(),
	kind: text("kind").$type<"model" | "project">().notNull(),
	name: text("name").notNull(),
	description: text("description").notNull(),
	createdAt: integer("created_at").notNull(),
	createdBy: text("created_by").notNull(),
	updatedAt: integer("updated_at").notNull(),
});

export const environment = sqliteTable("environment", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	id: text("id").$type<EnvironmentId>().notNull(),
	workspaceId: text("workspace_id").$type<WorkspaceId>().notNull(),
	stage: text("stage").$type<Stage>().notNull(),
	inboxKey: text("inbox_key").notNull(),
	createdAt: integer("created_at").notNull(),
});

export const person = sqliteTable("person", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	id: text("id").$type<PersonId>().notNull(),
	email: text("email").notNull(),
	name: text("name").notNull(),
	password: text("password"),
	state: text("state").$type<PersonState>().notNull(),
	createdAt: integer("created_at").notNull(),
});

export const personGroup = sqliteTable("person_group", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	id: text("id").$type<GroupId>().notNull(),
	name: text("name").notNull(),
	createdAt: integer("created_at").notNull(),
});

export const groupMember = sqliteTable("group_member", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	groupId: text("group_id").$type<GroupId>().notNull(),
	personId: text("person_id").$type<PersonId>().notNull(),
});

export const roleGrant = sqliteTable("role_grant", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	id: text("id").notNull(),
	personId: text("person_id").$type<PersonId>(),
	groupId: text("group_id").$type<GroupId>(),
	role: text("role").$type<Role>().notNull(),
	level: text("level").$type<Level>().notNull(),
	scopeId: text("scope_id").notNull(),
	grantedBy: text("granted_by").notNull(),
	grantedAt: integer("granted_at").notNull(),
	until: integer("until"),
});

export const invitation = sqliteTable("invitation", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	id: text("id").notNull(),
	personId: text("person_id").$type<PersonId>().notNull(),
	secretHash: text("secret_hash").notNull(),
	createdBy: text("created_by").notNull(),
	createdAt: integer("created_at").notNull(),
	expiresAt: integer("expires_at").notNull(),
	acceptedAt: integer("accepted_at"),
});

export const endUser = sqliteTable("end_user", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	environmentId: text("environment_id").$type<EnvironmentId>().notNull(),
	id: text("id").$type<PersonId>().notNull(),
	email: text("email").notNull(),
	name: text("name").notNull(),
	password: text("password"),
	state: text("state").$type<PersonState>().notNull(),
	createdAt: integer("created_at").notNull(),
});

export const endUserMembership = sqliteTable("end_user_membership", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	environmentId: text("environment_id").$type<EnvironmentId>().notNull(),
	kind: text("kind").$type<"role" | "group">().notNull(),
	name: text("name").notNull(),
	endUserId: text("end_user_id").$type<PersonId>().notNull(),
});

export const endUserInvitation = sqliteTable("end_user_invitation", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	environmentId: text("environment_id").$type<EnvironmentId>().notNull(),
	id: text("id").notNull(),
	endUserId: text("end_user_id").$type<PersonId>().notNull(),
	secretHash: text("secret_hash").notNull(),
	createdBy: text("created_by").notNull(),
	createdAt: integer("created_at").notNull(),
	expiresAt: integer("expires_at").notNull(),
	acceptedAt: integer("accepted_at"),
});

export const audit = sqliteTable("audit", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	seq: integer("seq").notNull(),
	at: integer("at").notNull(),
	actorId: text("actor_id").notNull(),
	actorName: text("actor_name").notNull(),
	action: text("action").notNull(),
	scopeId: text("scope_id").notNull(),
	outcome: text("outcome").$type<"done" | "refused">().notNull(),
	detail: text("detail").notNull(),
	prev: text("prev").notNull(),
	hash: text("hash").notNull(),
});
