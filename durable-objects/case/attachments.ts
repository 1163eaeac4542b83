import type { NewAttachment } from "../../domain/case/answers.ts";
import type { AttachmentView } from "../../domain/case/view.ts";
import type { RowOf } from "../row-of.ts";
import type { Actor } from "./effects.ts";
import type { Answer, At } from "./steps.ts";

export function addAttachments(sql: SqlStorage, attachments: readonly NewAttachment[], actor: Actor, now: number): void {
	for (const file of attachments)
		sql.exec(
			"INSERT OR IGNORE INTO attachment (file_id, name, type, size, sha256, added_at, added_by_name, origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			file.fileId,
			file.name.slice(0, 255),
			file.type.slice(0, 120),
			file.size,
			file.sha256,
			now,
			actor.name,
			file.origin,
		);
}

export function hasAttachment(sql: SqlStorage, fileId: string): boolean {
	return sql.exec("SELECT 1 FROM attachment WHERE file_id = ?", fileId).toArray().length > 0;
}

export function listAttachments(sql: SqlStorage): AttachmentView[] {
	return sql
		.exec<RowOf<AttachmentView>>(
			"SELECT file_id AS fileId, name, type, size, sha256, added_at AS addedAt, added_by_name AS addedByName, origin FROM attachment ORDER BY added_at, file_id",
		)
		.toArray();
}

/** Attaches documents that already lie in R2. One that is attached already is left alone. */
export function attach({ facts, sql, steps }: At, actor: Actor, attachments: readonly NewAttachment[]): Answer {
	const now = Date.now();
	const entries = attachments.map((file) => ({ kind: "attachment-added", fileId: file.fileId, name: file.name, size: file.size }));
	return steps.note(facts, "attach", actor, now, entries, () => addAttachments(sql, attachments, actor, now));
}
