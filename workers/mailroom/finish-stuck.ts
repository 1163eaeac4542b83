import { and, asc, eq, lt } from "drizzle-orm";
import { database } from "../tenancy/database.ts";
import { receivedMail } from "../tenancy/schema/mail.ts";
import { findPlace } from "./find-place.ts";
import { closeRow, STUCK_MS } from "./ledger.ts";
import { keptRaw, workOffSafely } from "./receive.ts";

const BATCH = 20;

/**
 * Works off messages that were kept but have no verdict, because their Worker died on the way. Called by the cron; it looks over
 * all companies, and each row brings its own scope. A case that such a message had started already is found by its key.
 * @returns how many there were
 */
export async function finishStuck(env: Env, now: number): Promise<number> {
	const rows = await database(env)
		.select()
		.from(receivedMail)
		.where(and(eq(receivedMail.verdict, "received"), lt(receivedMail.updatedAt, now - STUCK_MS)))
		.orderBy(asc(receivedMail.updatedAt))
		.limit(BATCH)
		.all();
	for (const row of rows) {
		const scope = { companyId: row.companyId, environmentId: row.environmentId };
		const raw = await keptRaw(env, scope, row);
		const found = await findPlace(env, row.envelopeTo, row.receivedAt);
		if (raw === null || typeof found === "string")
			await closeRow(env, scope, row.id, { verdict: "failed", code: "mail.not_kept", reason: "The message itself is not kept." }, now);
		else await workOffSafely(env, found, row, raw, false, now);
	}
	return rows.length;
}
