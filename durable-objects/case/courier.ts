import { SHARD } from "../../domain/case/shard.ts";
import { keys, objects } from "../../workers/tenancy/objects.ts";
import { type Facts, projection } from "./facts.ts";
import { deliverLane, holdLane, type Lane, pendingLanes, type Receivers, sendEffects } from "./outbox.ts";

/** How long an alarm waits for receivers. Milliseconds. */
const PATIENCE_MS = 2000;

/** Carries a case's outbox to its receivers: right after a step, and by alarm. One delivery a lane at a time. */
export class Courier {
	readonly #ctx: DurableObjectState;
	readonly #env: Env;
	readonly #facts: () => Facts | undefined;
	readonly #underWay = new Map<Lane, Promise<void>>();

	constructor(ctx: DurableObjectState, env: Env, facts: () => Facts | undefined) {
		this.#ctx = ctx;
		this.#env = env;
		this.#facts = facts;
	}

	/** Delivers what a step left, without anyone waiting. The alarm is set already, so what is lost here comes again. */
	deliverSoon(effectKeys: readonly string[]): void {
		const to = this.#receivers();
		if (to === undefined) return;
		for (const lane of pendingLanes(this.#ctx.storage.sql)) this.#ctx.waitUntil(this.#lane(lane, to));
		if (effectKeys.length > 0) this.#ctx.waitUntil(sendEffects(this.#ctx.storage.sql, effectKeys, to, Date.now));
	}

	/**
	 * Delivers every lane and effect whose time has come. Waits for that only so long: a receiver that hangs must not hold the alarm,
	 * for the case's timers wait for the next one. What still runs then runs on, and its lane comes again later.
	 */
	async deliverDue(): Promise<void> {
		const to = this.#receivers();
		if (to === undefined) return;
		const sql = this.#ctx.storage.sql;
		const now = Date.now();
		const lanes = pendingLanes(sql, now);
		for (const lane of lanes) holdLane(sql, lane, now);
		const delivery = Promise.all([...lanes.map((lane) => this.#lane(lane, to)), sendEffects(sql, "due", to, Date.now)]);
		this.#ctx.waitUntil(delivery);
		let patience: ReturnType<typeof setTimeout> | undefined;
		const enough = new Promise<void>((resolve) => (patience = setTimeout(resolve, PATIENCE_MS)));
		try {
			await Promise.race([delivery, enough]);
		} finally {
			clearTimeout(patience);
		}
	}

	/** A step that comes while a lane is under way is carried by that delivery: it looks again before it ends. */
	#lane(lane: Lane, to: Receivers): Promise<void> {
		const underWay = this.#underWay.get(lane);
		if (underWay !== undefined) return underWay;
		const delivery = deliverLane(this.#ctx.storage.sql, lane, to, Date.now).finally(() => this.#underWay.delete(lane));
		this.#underWay.set(lane, delivery);
		return delivery;
	}

	#receivers(): Receivers | undefined {
		const facts = this.#facts();
		if (facts === undefined) return undefined;
		const { scope, caseId } = facts;
		const env = this.#env;
		return {
			mark: async () => {
				await env.FILES.put(keys.caseMark(scope, caseId), "");
			},
			projection: () => projection(this.#ctx.storage.sql, facts),
			worklist: async (rows) => objects.worklist(env, scope, SHARD).receive(scope, rows),
			environment: async (rows) => objects.environment(env, scope).receive(scope, caseId, rows),
			correlation: async (shard, rows) => objects.correlation(env, scope, shard).receive(scope, shard, caseId, rows),
			queue: async (messages) => {
				await env.EFFECTS.sendBatch(messages.map((body) => ({ body })));
			},
		};
	}
}
