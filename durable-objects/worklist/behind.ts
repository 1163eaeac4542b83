import type { CaseProjection } from "../../domain/case/rows.ts";
import type { CaseId } from "../../domain/ids.ts";
import { writeIncidents } from "./incidents.ts";

/** Whether a case says all that is listed of it; one of an older Worker does not. */
function saysAll({ case: row, incidents }: CaseProjection): boolean {
	return incidents !== undefined && row.dueAt !== undefined;
}

/** A case that has told everything is not asked once more; one that could not is. */
export function noMoreBehind(sql: SqlStorage, projection: CaseProjection): void {
	const { caseId, endedAt, incidents } = projection.case;
	if (saysAll(projection) || endedAt !== null) sql.exec("DELETE FROM behind WHERE case_id = ?", caseId);
	else sql.exec("INSERT OR REPLACE INTO behind (case_id, incidents) VALUES (?, ?)", caseId, incidents > 0 ? 1 : 0);
}

/** Cases to ask once more, those with incidents first. */
export function behind(sql: SqlStorage, limit: number): CaseId[] {
	return sql
		.exec<{ caseId: CaseId }>("SELECT case_id AS caseId FROM behind ORDER BY incidents DESC LIMIT ?", limit)
		.toArray()
		.map((row) => row.caseId);
}

/** How many cases with incidents are still to be asked: their incidents are not in any list yet. */
export function behindWithIncidents(sql: SqlStorage): number {
	return sql.exec<{ n: number }>("SELECT count(*) AS n FROM behind WHERE incidents = 1").one().n;
}

/**
 * Takes what a case that was asked once more said of the step that is known already: its incidents and when it is due. What it told by
 * itself meanwhile is newer and stays. `null`: it was never started, and no case says so.
 */
export function fillIn(storage: DurableObjectStorage, caseId: CaseId, projection: CaseProjection | null): void {
	const sql = storage.sql;
	storage.transactionSync(() => {
		const still = sql.exec("SELECT 1 FROM behind WHERE case_id = ?", caseId).toArray().length > 0;
		if (!still) return;
		const known = sql.exec<{ sequence: number }>("SELECT sequence FROM case_row WHERE case_id = ?", caseId).toArray()[0];
		if (projection !== null && known?.sequence === projection.sequence && saysAll(projection)) {
			writeIncidents(sql, caseId, projection.incidents ?? []);
			sql.exec(
				"UPDATE case_row SET due_at = ?, at_risk_at = ? WHERE case_id = ?",
				projection.case.dueAt ?? null,
				projection.case.atRiskAt ?? null,
				caseId,
			);
		}
		if (projection === null || saysAll(projection)) sql.exec("DELETE FROM behind WHERE case_id = ?", caseId);
	});
}
