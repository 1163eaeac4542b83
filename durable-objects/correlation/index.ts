import { DurableObject } from "cloudflare:workers";
import type { CorrelationMessage, LaneRow } from "../../domain/case/lanes.ts";
import type { CaseId } from "../../domain/ids.ts";
import { type EnvironmentScope, names, objects } from "../../workers/tenancy/objects.ts";
import { requireOwnName } from "../../workers/tenancy/own-name.ts";
import { migrate } from "../migrate.ts";
import { backOff, Wake } from "../wake.ts";
import { receiveLane } from "../watermark.ts";
import { CORRELATION_MIGRATIONS } from "./schema.ts";
import { broadcastDue, keepSignal, openSignal } from "./signals.ts";

/** How long a message that nobody takes is kept, unless its sender says otherwise. */
export const MESSAGE_TTL_MS = 60 * 60 * 1000;
const LONGEST_TTL_MS = 7 * 24 * 60 * 60 * 1000;

/** A message from outside a case: from the API, from mail, from another deployment. */
export interface PublishedMessage {
	/** Given by the sender; a repeat with the same id is dropped while the first is remembered. */
	readonly id: string;
	readonly message: string;
	readonly key: string | null;
	/** JSON text. */
	readonly payload: string;
	/** Milliseconds; seven days at most. */
	readonly timeToLive?: number;
}

interface Wait extends Record<string, SqlStorageValue> {
	case_id: string;
	subscription: number;
}

interface Message extends Record<string, SqlStorageValue> {
	id: string;
	message: string;
	key: string;
	payload: string;
	state: string;
	offered_case: string | null;
	offered_subscription: number | null;
	attempts: number;
}

/**
 * One shard of an environment's waiting messages. Delivery is: offer to the oldest wait for its key, the case accepts or declines, next;
 * then to those that wait for any key, as the first message of their conversation (BPMN 2.0.2 §8.4.2); then a message start event of the active package; then the message is buffered until its time to live ends.
 */
export class Correlation extends DurableObject<Env> {
	#wake: Wake;
	#delivering: Promise<void> | undefined;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		this.#wake = new Wake(ctx.storage);
		void ctx.blockConcurrencyWhile(async () => {
			migrate(ctx.storage, CORRELATION_MIGRATIONS);
			await this.#wake.load(this.#nextWake());
		});
	}

	/** The receiving end of a case's lane. Answers the case's watermark. */
	receive(scope: EnvironmentScope, shard: number, caseId: CaseId, rows: readonly LaneRow<CorrelationMessage>[]): number {
		this.#own(scope, shard);
		const now = Date.now();
		const watermark = receiveLane(this.ctx.storage, caseId, rows, (body) => this.#take(caseId, body, now));
		this.#wake.by(this.#nextWake());
		this.#deliverSoon();
		return watermark;
	}

	/** Takes a message from outside. Answers once it is kept; delivery follows. */
	publish(scope: EnvironmentScope, shard: number, message: PublishedMessage): { repeated: boolean } {
		this.#own(scope, shard);
		const now = Date.now();
		const repeated = !this.#keep(message, now);
		this.#wake.by(this.#nextWake());
		this.#deliverSoon();
		return { repeated };
	}

	/** Waits for every delivery that can be made now; an operator's and a test's view of an idle shard. */
	async settled(scope: EnvironmentScope, shard: number): Promise<{ waits: number; buffered: number }> {
		this.#own(scope, shard);
		await this.#deliver();
		const sql = this.ctx.storage.sql;
		return {
			waits: sql.exec<{ n: number }>("SELECT count(*) AS n FROM wait").one().n,
			buffered: sql.exec<{ n: number }>("SELECT count(*) AS n FROM message WHERE state = 'buffered'").one().n,
		};
	}

	override async alarm(): Promise<void> {
		this.#wake.rang();
		try {
			this.ctx.storage.sql.exec("DELETE FROM message WHERE state <> 'offering' AND expires_at <= ?", Date.now());
			await this.#deliver();
		} catch (error) {
			console.error(JSON.stringify({ at: "correlation.alarm", error: String(error) }));
		} finally {
			this.#wake.by(this.#nextWake());
		}
	}

	#own(scope: EnvironmentScope, shard: number): void {
		requireOwnName(this.ctx, names.correlation(scope, shard));
		this.ctx.storage.sql.exec(
			"INSERT INTO scope (one, json) VALUES (1, ?) ON CONFLICT DO NOTHING",
			JSON.stringify({ companyId: scope.companyId, environmentId: scope.environmentId }),
		);
	}

	#scope(): EnvironmentScope {
		return JSON.parse(this.ctx.storage.sql.exec<{ json: string }>("SELECT json FROM scope").one().json) as EnvironmentScope;
	}

	#take(caseId: CaseId, body: CorrelationMessage, now: number): void {
		const sql = this.ctx.storage.sql;
		switch (body.kind) {
			case "open":
				sql.exec(
					"INSERT OR IGNORE INTO wait (case_id, subscription, message, key, any_key) VALUES (?, ?, ?, ?, ?)",
					caseId,
					body.subscription,
					body.message,
					body.key ?? "",
					body.any === true ? 1 : 0,
				);
				// What came too early and is still alive is offered now, the oldest first.
				sql.exec(
					"UPDATE message SET state = 'offering', next_at = ? WHERE state = 'buffered' AND message = ? AND (key = ? OR ?) AND expires_at > ?",
					now,
					body.message,
					body.key ?? "",
					body.any === true ? 1 : 0,
					now,
				);
				return;
			case "open-signal":
				openSignal(sql, caseId, body.subscription, body.signal);
				return;
			case "signal":
				keepSignal(sql, body, now);
				return;
			case "close":
				sql.exec("DELETE FROM wait WHERE case_id = ? AND subscription = ?", caseId, body.subscription);
				sql.exec("DELETE FROM signal_wait WHERE case_id = ? AND subscription = ?", caseId, body.subscription);
				return;
			case "message":
				this.#keep(body, now);
				return;
		}
	}

	#keep(message: PublishedMessage, now: number): boolean {
		const timeToLive = Math.min(Math.max(message.timeToLive ?? MESSAGE_TTL_MS, 0), LONGEST_TTL_MS);
		const kept = this.ctx.storage.sql.exec(
			"INSERT INTO message (id, message, key, payload, expires_at, state, next_at) VALUES (?, ?, ?, ?, ?, 'offering', ?) ON CONFLICT (id) DO NOTHING RETURNING id",
			message.id,
			message.message,
			message.key ?? "",
			message.payload,
			now + timeToLive,
			now,
		);
		return kept.toArray().length > 0;
	}

	#deliverSoon(): void {
		this.ctx.waitUntil(this.#deliver());
	}

	/** One delivery at a time, so that messages of one name and key keep their order. */
	async #deliver(): Promise<void> {
		while (this.#delivering !== undefined) await this.#delivering;
		const run = this.#deliverDue();
		this.#delivering = run;
		try {
			await run;
		} finally {
			this.#delivering = undefined;
			this.#wake.by(this.#nextWake());
		}
	}

	async #deliverDue(): Promise<void> {
		const sql = this.ctx.storage.sql;
		await broadcastDue(sql, this.env, () => this.#scope());
		for (;;) {
			const due = sql
				.exec<Message>("SELECT * FROM message WHERE state = 'offering' AND next_at <= ? ORDER BY seq LIMIT 1", Date.now())
				.toArray()[0];
			if (due === undefined) return;
			try {
				await this.#offer(due);
			} catch (error) {
				sql.exec("UPDATE message SET attempts = attempts + 1, next_at = ? WHERE id = ?", Date.now() + backOff(due.attempts), due.id);
				console.error(JSON.stringify({ at: "correlation.offer", message: due.id, error: String(error) }));
			}
		}
	}

	async #offer(message: Message): Promise<void> {
		const sql = this.ctx.storage.sql;
		const scope = this.#scope();
		for (;;) {
			const wait = this.#nextWait(message);
			if (wait === undefined) break;
			sql.exec("UPDATE message SET offered_case = ?, offered_subscription = ? WHERE id = ?", wait.case_id, wait.subscription, message.id);
			const accepted = await objects.case(this.env, scope, wait.case_id as CaseId).deliverMessage(scope, wait.case_id as CaseId, {
				subscription: wait.subscription,
				messageId: message.id,
				payload: message.payload,
			});
			sql.exec("DELETE FROM wait WHERE case_id = ? AND subscription = ?", wait.case_id, wait.subscription);
			if (accepted) return this.#consumed(message.id, wait.case_id);
			sql.exec("UPDATE message SET offered_case = NULL, offered_subscription = NULL WHERE id = ?", message.id);
			message.offered_case = null;
		}
		const started = await objects.environment(this.env, scope).startByMessage(scope, {
			messageId: message.id,
			message: message.message,
			payload: message.payload,
		});
		if (started.taken) return this.#consumed(message.id, started.caseId ?? "refused");
		// A wait may have opened while the environment was asked: then it is offered once more.
		const late = this.#nextWait(message);
		sql.exec("UPDATE message SET state = ?, attempts = 0 WHERE id = ?", late === undefined ? "buffered" : "offering", message.id);
	}

	#nextWait(message: Message): Wait | undefined {
		if (message.offered_case !== null && message.offered_subscription !== null)
			return { case_id: message.offered_case, subscription: message.offered_subscription };
		const sql = this.ctx.storage.sql;
		const [own] = sql
			.exec<Wait>(
				"SELECT case_id, subscription FROM wait WHERE message = ? AND key = ? AND any_key = 0 ORDER BY id LIMIT 1",
				message.message,
				message.key,
			)
			.toArray();
		if (own !== undefined) return own;
		return sql
			.exec<Wait>("SELECT case_id, subscription FROM wait WHERE message = ? AND any_key = 1 ORDER BY id LIMIT 1", message.message)
			.toArray()[0];
	}

	#consumed(id: string, consumer: string): void {
		this.ctx.storage.sql.exec("UPDATE message SET state = 'consumed', payload = '', consumer = ? WHERE id = ?", consumer, id);
	}

	#nextWake(): number | null {
		const next = this.ctx.storage.sql
			.exec<{ at: number | null }>(
				"SELECT min(at) AS at FROM (SELECT min(next_at) AS at FROM message WHERE state = 'offering' UNION ALL SELECT min(next_at) FROM signal UNION ALL SELECT min(expires_at) FROM message WHERE state <> 'offering')",
			)
			.one().at;
		return next;
	}
}
