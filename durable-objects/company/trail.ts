import { auditText, EMPTY_HEAD, type AuditRow } from "../../domain/audit/chain.ts";
import type { Migration } from "../migrate.ts";

/** The head of the trail, kept apart from the rows: rows cut off the end of D1 are missed here. */
export const TRAIL_TABLE: Migration = {
	name: "head of the audit trail",
	sql: "CREATE TABLE trail_head (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL, at INTEGER NOT NULL) STRICT",
};

/** A statement of D1 with its values, made by drizzle's `toSQL()`. */
export interface Statement {
	readonly sql: string;
	readonly params: readonly (string | number | null)[];
}

/** What an act leaves in the trail. `detail` is JSON text of at most 16 kB. */
export interface AuditEntry {
	readonly actorId: string;
	readonly actorName: string;
	readonly action: string;
	readonly scopeId: string;
	readonly outcome: "done" | "refused";
	readonly detail: string;
}

export interface TrailHead {
	readonly seq: number;
	readonly hash: string;
	readonly at: number;
}

/** Counts those who could still administer the company after the batch; with none, `json()` fails and D1 undoes the batch. */
const ADMINISTRATOR_REMAINS = `SELECT CASE WHEN n > 0 THEN 1 ELSE json('no administrator ' || n) END FROM (
	SELECT count(*) AS n FROM role_grant g
	LEFT JOIN group_member m ON m.company_id = g.company_id AND m.group_id = g.group_id
	JOIN person p ON p.company_id = g.company_id AND p.id = ifnull(g.person_id, m.person_id)
	WHERE g.company_id = ? AND g.role = 'company-administrator' AND g.level = 'company' AND g.until IS NULL AND p.state = 'active')`;

export type AppendFailure = "last-administrator" | "conflict";

/** The writer of one company's trail: every act goes to D1 in one batch with its row. Calls must not overlap. */
export class Trail {
	readonly #sql: SqlStorage;
	readonly #db: D1Database;
	readonly #companyId: string;

	constructor(sql: SqlStorage, db: D1Database, companyId: string) {
		this.#sql = sql;
		this.#db = db;
		this.#companyId = companyId;
	}

	/** Where the trail stands. Read from D1 when this object has never written one (a restored company). */
	async head(): Promise<TrailHead> {
		const kept = this.#sql.exec<{ seq: number; hash: string; at: number }>("SELECT seq, hash, at FROM trail_head").toArray()[0];
		if (kept !== undefined) return kept;
		const last = await this.#db
			.prepare("SELECT seq, hash, at FROM audit WHERE company_id = ? ORDER BY seq DESC LIMIT 1")
			.bind(this.#companyId)
			.first<{ seq: number; hash: string; at: number }>();
		return last ?? { ...EMPTY_HEAD, at: 0 };
	}

	/** Writes the statements and the row of the trail, all or nothing. `authority`: the batch must leave an administrator. */
	async append(
		statements: readonly Statement[],
		entry: AuditEntry,
		authority: boolean,
		now: number,
	): Promise<{ readonly ok: true; readonly seq: number } | { readonly ok: false; readonly reason: AppendFailure }> {
		for (let attempt = 0; ; attempt++) {
			const head = await this.head();
			const row = await this.#row(head, entry, now);
			try {
				await this.#db.batch([
					...statements.map((each) => this.#db.prepare(each.sql).bind(...each.params)),
					...(authority ? [this.#db.prepare(ADMINISTRATOR_REMAINS).bind(this.#companyId)] : []),
					this.#db
						.prepare(
							"INSERT INTO audit (company_id, seq, at, actor_id, actor_name, action, scope_id, outcome, detail, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
						)
						.bind(
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
							row.hash,
						),
				]);
			} catch (error) {
				const message = String(error);
				if (message.includes("malformed JSON")) return { ok: false, reason: "last-administrator" };
				// A batch whose answer was lost left its row in D1: take it as the head and write once more.
				if (message.includes("audit.company_id, audit.seq") && attempt === 0 && (await this.#adopt(head))) continue;
				if (message.includes("constraint failed")) return { ok: false, reason: "conflict" };
				throw error;
			}
			this.#keep(row);
			return { ok: true, seq: row.seq };
		}
	}

	async #row(head: TrailHead, entry: AuditEntry, now: number): Promise<AuditRow> {
		const row = { companyId: this.#companyId, seq: head.seq + 1, at: Math.max(now, head.at), ...entry, prev: head.hash };
		return { ...row, hash: await sha256(auditText(row)) };
	}

	/** Moves the head over rows that are in D1 and follow it. */
	async #adopt(head: TrailHead): Promise<boolean> {
		const next = await this.#db
			.prepare("SELECT seq, hash, at FROM audit WHERE company_id = ? AND seq = ? AND prev = ?")
			.bind(this.#companyId, head.seq + 1, head.hash)
			.first<TrailHead>();
		if (next === null) return false;
		this.#keep(next);
		return true;
	}

	#keep(head: TrailHead): void {
		this.#sql.exec("INSERT OR REPLACE INTO trail_head (one, seq, hash, at) VALUES (1, ?, ?, ?)", head.seq, head.hash, head.at);
	}
}

/** SHA-256 of a text, in hexadecimal. */
export async function sha256(text: string): Promise<string> {
	const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
