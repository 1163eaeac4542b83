import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { SentState } from "../../../domain/mail/sent-state.ts";
import type { MailVerdict } from "../../../domain/mail/verdict.ts";
import type { CaseId, CompanyId, EnvironmentId, Id } from "../../../domain/ids.ts";

/** The tables of migrations/0006_mail.sql. */
export const mailTrigger = sqliteTable("mail_trigger", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	environmentId: text("environment_id").$type<EnvironmentId>().notNull(),
	id: text("id").$type<Id<"trigger">>().notNull(),
	position: integer("position").notNull(),
	definition: text("definition").notNull(),
	updatedAt: integer("updated_at").notNull(),
	updatedBy: text("updated_by").notNull(),
});

export const receivedMail = sqliteTable("received_mail", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	environmentId: text("environment_id").$type<EnvironmentId>().notNull(),
	id: text("id").$type<Id<"mail">>().notNull(),
	receivedAt: integer("received_at").notNull(),
	envelopeFrom: text("envelope_from").notNull(),
	envelopeTo: text("envelope_to").notNull(),
	fromAddress: text("from_address").notNull(),
	fromName: text("from_name").notNull(),
	subject: text("subject").notNull(),
	messageId: text("message_id").notNull(),
	size: integer("size").notNull(),
	attachments: integer("attachments").notNull(),
	rawSha256: text("raw_sha256"),
	claim: text("claim"),
	contentHash: text("content_hash"),
	verdict: text("verdict").$type<MailVerdict>().notNull(),
	code: text("code").notNull(),
	reason: text("reason").notNull(),
	triggerId: text("trigger_id").$type<Id<"trigger">>(),
	triggerName: text("trigger_name"),
	caseId: text("case_id").$type<CaseId>(),
	caseNumber: text("case_number"),
	answersMailId: text("answers_mail_id").$type<Id<"mail">>(),
	updatedAt: integer("updated_at").notNull(),
});

export const sentMail = sqliteTable("sent_mail", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	id: text("id").$type<Id<"mail">>().notNull(),
	environmentId: text("environment_id").$type<EnvironmentId>(),
	effectKey: text("effect_key").notNull(),
	kind: text("kind").$type<"task" | "alarm">().notNull(),
	caseId: text("case_id").$type<CaseId>(),
	caseNumber: text("case_number"),
	task: integer("task"),
	toAddress: text("to_address").notNull(),
	toName: text("to_name").notNull(),
	replyTo: text("reply_to").notNull(),
	subject: text("subject").notNull(),
	text: text("text").notNull(),
	html: text("html").notNull(),
	state: text("state").$type<SentState>().notNull(),
	detail: text("detail").notNull(),
	messageId: text("message_id").notNull(),
	createdAt: integer("created_at").notNull(),
	sentAt: integer("sent_at"),
	updatedAt: integer("updated_at").notNull(),
});

export const mailSuppression = sqliteTable("mail_suppression", {
	companyId: text("company_id").$type<CompanyId>().notNull(),
	environmentId: text("environment_id").$type<EnvironmentId>().notNull(),
	address: text("address").notNull(),
	reason: text("reason").notNull(),
	since: integer("since").notNull(),
});
