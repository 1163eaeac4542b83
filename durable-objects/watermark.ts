import type { LaneRow } from "../domain/case/lanes.ts";

/** The table by which a receiver of lanes knows what it has seen of each case. Part of the receiver's own migrations. */
export const WATERMARK_TABLE = `
	CREATE TABLE watermark (case_id TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

/**
 * Takes the rows of a lane that were not seen before, each once and in order, in one transaction with the new watermark.
 * Answers the watermark: the sender deletes up to there. Rows come again when an answer was lost, and are dropped then.
 */
export function receiveLane<Body>(
	storage: DurableObjectStorage,
	caseId: string,
	rows: readonly LaneRow<Body>[],
	take: (body: Body, sequence: number) => void,
): number {
	const sql = storage.sql;
	return storage.transactionSync(() => {
		const seen = sql.exec<{ sequence: number }>("SELECT sequence FROM watermark WHERE case_id = ?", caseId).toArray()[0]?.sequence ?? 0;
		let now = seen;
		for (const row of rows) {
			if (row.sequence <= now) continue;
			take(row.body, row.sequence);
			now = row.sequence;
		}
		if (now > seen) sql.exec("INSERT OR REPLACE INTO watermark (case_id, sequence) VALUES (?, ?)", caseId, now);
		return now;
	});
}
