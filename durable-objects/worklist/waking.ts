import type { CaseId } from "../../domain/ids.ts";

/** Keeps when a case must wake (epoch milliseconds; null: never). A time that is known already costs no write. */
export function keepWake(sql: SqlStorage, caseId: CaseId, at: number | null): void {
	if (at === null) sql.exec("DELETE FROM waking WHERE case_id = ?", caseId);
	else sql.exec("INSERT INTO waking (case_id, at) VALUES (?1, ?2) ON CONFLICT (case_id) DO UPDATE SET at = ?2 WHERE at <> ?2", caseId, at);
}

/** Cases that should have been awake at `before`, the longest overdue first. */
export function overdue(sql: SqlStorage, before: number, limit: number): CaseId[] {
	return sql
		.exec<{ caseId: CaseId }>("SELECT case_id AS caseId FROM waking WHERE at < ? ORDER BY at LIMIT ?", before, limit)
		.toArray()
		.map((row) => row.caseId);
}
