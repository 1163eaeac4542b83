import { and, desc, eq, gt, like, lt } from "drizzle-orm";
import { EMPTY_HEAD, followChain, type ChainFault } from "../../domain/audit/chain.ts";
import type { CompanyId } from "../../domain/ids.ts";
import { hashOf } from "../identity/secrets.ts";
import { database } from "../tenancy/database.ts";
import { objects } from "../tenancy/objects.ts";
import { audit } from "../tenancy/schema/tenancy.ts";

export interface AuditFilter {
	/** Rows before this number. */
	readonly before?: number | undefined;
	readonly limit: number;
	/** The start of an action's name: `grant` finds `grant.give` and `grant.revoke`. */
	readonly action?: string | undefined;
	readonly actorId?: string | undefined;
	readonly scopeId?: string | undefined;
	readonly outcome?: "done" | "refused" | undefined;
}

/** The newest rows of the trail that a filter lets through. `next` goes on where they end. */
export async function listAudit(env: Env, companyId: CompanyId, filter: AuditFilter) {
	const rows = await database(env)
		.select({
			seq: audit.seq,
			at: audit.at,
			actorId: audit.actorId,
			actorName: audit.actorName,
			action: audit.action,
			scopeId: audit.scopeId,
			outcome: audit.outcome,
			detail: audit.detail,
		})
		.from(audit)
		.where(
			and(
				eq(audit.companyId, companyId),
				filter.before === undefined ? undefined : lt(audit.seq, filter.before),
				filter.action === undefined ? undefined : like(audit.action, `${filter.action.replaceAll(/[%_]/g, "")}%`),
				filter.actorId === undefined ? undefined : eq(audit.actorId, filter.actorId),
				filter.scopeId === undefined ? undefined : eq(audit.scopeId, filter.scopeId),
				filter.outcome === undefined ? undefined : eq(audit.outcome, filter.outcome),
			),
		)
		.orderBy(desc(audit.seq))
		.limit(filter.limit + 1);
	const page = rows.slice(0, filter.limit);
	return { rows: page, next: rows.length > filter.limit ? (page.at(-1)?.seq ?? null) : null };
}

const VERIFY_PAGE = 500;

/**
 * Follows the whole chain and compares its end with the head that the `Company` object keeps. `checked` rows hold; a `fault`
 * says where it breaks, `truncated` that rows are missing at the end.
 */
export async function verifyAudit(
	env: Env,
	companyId: CompanyId,
): Promise<{ ok: boolean; checked: number; fault: { reason: ChainFault["reason"] | "truncated"; seq: number } | null }> {
	const kept = await objects.company(env, companyId).trailHead();
	let head = { ...EMPTY_HEAD, at: 0 };
	for (;;) {
		const rows = await database(env)
			.select()
			.from(audit)
			.where(and(eq(audit.companyId, companyId), gt(audit.seq, head.seq)))
			.orderBy(audit.seq)
			.limit(VERIFY_PAGE);
		const followed = await followChain(head, rows, hashOf);
		if (!followed.ok) return { ok: false, checked: followed.fault.seq - 1, fault: followed.fault };
		head = followed.head;
		if (rows.length < VERIFY_PAGE) break;
	}
	if (head.seq < kept.seq) return { ok: false, checked: head.seq, fault: { reason: "truncated", seq: head.seq + 1 } };
	// A chain that was written anew hashes well, but not to the head that was kept.
	const last = await database(env)
		.select({ hash: audit.hash })
		.from(audit)
		.where(and(eq(audit.companyId, companyId), eq(audit.seq, kept.seq)))
		.get();
	if (kept.seq > 0 && last?.hash !== kept.hash) return { ok: false, checked: kept.seq - 1, fault: { reason: "altered", seq: kept.seq } };
	return { ok: true, checked: head.seq, fault: null };
}
