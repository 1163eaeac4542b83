import type { TakenJob } from "../../domain/case/answers.ts";
import { closeJob } from "./effects.ts";
import type { Facts } from "./facts.ts";
import { suspended } from "./held.ts";
import { confirmEffect, holdEffect } from "./outbox.ts";

/** A consumer that took a job has this long for one attempt: the longest connector call and its way there and back. */
export const LEASE_MS = 45_000;

/** How long a job of a suspended case is not sent again: longer than anybody waits, and `resumeJobs` ends it. */
const SUSPENDED_MS = 365 * 86_400_000;

/** Jobs that nobody has begun are sent again now. */
export function resumeJobs(sql: SqlStorage, now: number): void {
	sql.exec("UPDATE effect SET next_at = ? WHERE next_at > ?", now, now + SUSPENDED_MS / 2);
}

interface StoredJob extends Record<string, SqlStorageValue> {
	job: number;
	element_id: string;
	kind: "service" | "send";
	input: string;
	state: string;
	attempts: number;
	lease_until: number;
}

/**
 * Gives a job to a consumer for one attempt. `null`: it is done, cancelled or unknown (then nothing will send it again), or
 * another consumer's attempt is still running (then the outbox sends it again when that lease has ended).
 */
export function takeJob(sql: SqlStorage, facts: Facts, job: number, now: number): TakenJob | null {
	const key = `${facts.caseId}.job.${job}`;
	const row = sql
		.exec<StoredJob>("SELECT job, element_id, kind, input, state, attempts, lease_until FROM job WHERE job = ?", job)
		.toArray()[0];
	if (row === undefined || row.state !== "waiting") {
		confirmEffect(sql, key);
		return null;
	}
	if (row.lease_until > now) return null;
	// Nothing new is begun in a suspended case. Resuming it sends the job again.
	if (suspended(sql)) {
		holdEffect(sql, key, now + SUSPENDED_MS);
		return null;
	}
	sql.exec("UPDATE job SET attempts = attempts + 1, lease_until = ? WHERE job = ?", now + LEASE_MS, job);
	holdEffect(sql, key, now + LEASE_MS);
	return {
		job,
		elementId: row.element_id,
		kind: row.kind,
		input: row.input,
		packageHash: facts.packageHash,
		caseNumber: facts.number,
		attempt: row.attempts + 1,
		key,
	};
}

/** Ends the lease after a failed attempt. `retryAt` is when the queue brings the job again; the outbox waits longer than that. */
export function releaseJob(sql: SqlStorage, facts: Facts, job: number, error: string, retryAt: number): void {
	sql.exec("UPDATE job SET lease_until = 0, last_error = ? WHERE job = ? AND state = 'waiting'", error.slice(0, 2000), job);
	holdEffect(sql, `${facts.caseId}.job.${job}`, retryAt + LEASE_MS);
}

/** Closes a waiting job, in the transaction of the step that uses its end. False: it is closed already, the first end won. */
export function endJob(sql: SqlStorage, facts: Facts, job: number, state: "done" | "failed", now: number): boolean {
	const row = sql.exec<{ state: string }>("SELECT state FROM job WHERE job = ?", job).toArray()[0];
	if (row === undefined || row.state !== "waiting") {
		confirmEffect(sql, `${facts.caseId}.job.${job}`);
		return false;
	}
	closeJob(sql, facts, job, state, now);
	return true;
}

/** Why the last attempt at a job failed. */
export function jobError(sql: SqlStorage, job: number): string | null {
	return sql.exec<{ last_error: string | null }>("SELECT last_error FROM job WHERE job = ?", job).toArray()[0]?.last_error ?? null;
}
