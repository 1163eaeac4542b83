/** One act as it stands in a company's trail. `detail` is JSON text; times are epoch milliseconds. */
export interface AuditRow {
	readonly companyId: string;
	readonly seq: number;
	readonly at: number;
	readonly actorId: string;
	readonly actorName: string;
	readonly action: string;
	readonly scopeId: string;
	readonly outcome: "done" | "refused";
	readonly detail: string;
	/** Hash of the row before; the empty string for the first. */
	readonly prev: string;
	/** SHA-256 over all of the above, in hexadecimal. */
	readonly hash: string;
}

/** What the hash of a row is taken over: every field in a fixed order, so that no two rows share a text. */
export function auditText(row: Omit<AuditRow, "hash">): string {
	return JSON.stringify([
		row.companyId,
		row.seq,
		row.at,
		row.actorId,
		row.actorName,
		row.action,
		row.scopeId,
		row.outcome,
		row.detail,
		row.prev,
	]);
}

/** Where a chain stands: how many rows it has and the hash of the last. */
export interface AuditHead {
	readonly seq: number;
	readonly hash: string;
}

export const EMPTY_HEAD: AuditHead = { seq: 0, hash: "" };

export type ChainFault =
	| { readonly reason: "gap"; readonly seq: number }
	| { readonly reason: "altered"; readonly seq: number }
	| { readonly reason: "unlinked"; readonly seq: number }
	| { readonly reason: "backdated"; readonly seq: number };

/**
 * Checks a run of rows, in order, that follows `from`. Answers the head after it, or the first row that does not hold:
 * a number is missing (`gap`), the row does not hash to its own hash (`altered`), it does not follow the one before
 * (`unlinked`), or it is older than the one before (`backdated`). Rows cut off the end are found by comparing the head with
 * the one that is kept apart from the rows.
 */
export async function followChain(
	from: AuditHead & { readonly at: number },
	rows: readonly AuditRow[],
	sha256: (text: string) => Promise<string>,
): Promise<{ readonly ok: true; readonly head: AuditHead & { readonly at: number } } | { readonly ok: false; readonly fault: ChainFault }> {
	let head = from;
	for (const row of rows) {
		if (row.seq !== head.seq + 1) return { ok: false, fault: { reason: "gap", seq: head.seq + 1 } };
		if (row.prev !== head.hash) return { ok: false, fault: { reason: "unlinked", seq: row.seq } };
		if ((await sha256(auditText(row))) !== row.hash) return { ok: false, fault: { reason: "altered", seq: row.seq } };
		if (row.at < head.at) return { ok: false, fault: { reason: "backdated", seq: row.seq } };
		head = { seq: row.seq, hash: row.hash, at: row.at };
	}
	return { ok: true, head };
}
