import type { Notice } from "../../domain/case/answers.ts";
import type { MailView } from "../../domain/case/view.ts";
import type { RowOf } from "../row-of.ts";
import { SYSTEM } from "./effects.ts";
import type { Facts } from "./facts.ts";
import { confirmEffect } from "./outbox.ts";
import type { At } from "./steps.ts";
import { candidatesOf, readTask } from "./tasks.ts";

export function writeMail(sql: SqlStorage, mail: MailView): void {
	sql.exec(
		"INSERT OR REPLACE INTO mail (mail_id, direction, address, subject, state, detail, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
		mail.mailId,
		mail.direction,
		mail.address,
		mail.subject,
		mail.state,
		mail.detail,
		mail.at,
	);
}

export function listMails(sql: SqlStorage): MailView[] {
	return sql
		.exec<RowOf<MailView>>("SELECT mail_id AS mailId, direction, address, subject, state, detail, at FROM mail ORDER BY at, mail_id")
		.toArray();
}

/** What a notification of a task says. `null` when the task is closed or given to another meanwhile: then nothing is sent. */
export function readNotice(sql: SqlStorage, facts: Facts, key: string, task: number): Notice | null {
	const pending = sql.exec("SELECT 1 FROM effect WHERE key = ?", key).toArray().length > 0;
	const row = readTask(sql, task);
	const forPool = key.endsWith(".pool");
	const current = row !== undefined && row.state === "open" && (forPool ? row.assignee_id === null : key.endsWith(`.${row.assignee_id}`));
	if (!pending) return null;
	if (!current) {
		confirmEffect(sql, key);
		return null;
	}
	const { title } = sql.exec<{ title: string }>("SELECT title FROM position").one();
	const { people, groups, roles } = candidatesOf(row);
	return {
		task,
		key,
		taskName: row.name,
		taskTitle: row.title,
		dueAt: row.due_at,
		caseNumber: facts.number,
		caseTitle: title,
		process: facts.process,
		assigneeId: row.assignee_id,
		people,
		groups,
		roles,
	};
}

/** The delivery state of a mail about this case. `done`: nothing more will be tried, the effect with `key` is confirmed. */
export function recordMail({ facts, sql, steps }: At, mail: MailView, done: { readonly key: string } | null): void {
	const entries = [{ kind: `mail-${mail.state}`, mailId: mail.mailId, to: mail.address, subject: mail.subject }];
	steps.note(facts, "record-mail", SYSTEM, Date.now(), entries, () => {
		writeMail(sql, mail);
		if (done !== null) confirmEffect(sql, done.key);
	});
}
