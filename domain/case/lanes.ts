import type { PerformerNames } from "../engine/types.ts";

/** What a case tells Correlation, in order. Payloads are JSON text. */
export type CorrelationMessage =
	| {
			readonly kind: "open";
			readonly subscription: number;
			readonly message: string;
			readonly key: string | null;
			/** Whatever the key of the message: it is opened in every shard. */
			readonly any?: true;
	  }
	| { readonly kind: "open-signal"; readonly subscription: number; readonly signal: string }
	/** To all who wait for it as it comes. */
	| { readonly kind: "signal"; readonly id: string; readonly signal: string; readonly payload: string }
	| { readonly kind: "close"; readonly subscription: number }
	| {
			readonly kind: "message";
			/** Unique for ever: a repeat is dropped. */
			readonly id: string;
			readonly message: string;
			readonly key: string | null;
			readonly payload: string;
	  };

/**
 * What a case asks of its Environment, in order: to give a task to one person (`assign: "one"`), or who the one person of a pool is
 * (`"pool"`), whose calendar then counts.
 */
export interface AllocationRequest {
	readonly kind: "allocate";
	readonly task: number;
	readonly performers: PerformerNames;
}

/** One row of an ordered lane: `sequence` grows by one within the lane. */
export interface LaneRow<Body> {
	readonly sequence: number;
	readonly body: Body;
}

/** Correlation is sharded; the shard of a message is fixed by its name and key, and the number of shards never changes. */
export const CORRELATION_SHARDS = 16;

/** The shards in which a message is waited for: all of them where its key is not known yet. */
export function waitShards(message: string, key: string | null, any: boolean): readonly number[] {
	return any ? Array.from({ length: CORRELATION_SHARDS }, (_, shard) => shard) : [correlationShard(message, key)];
}

/** The shard that holds the waits for a message's name and key (FNV-1a, 32 bit). */
export function correlationShard(message: string, key: string | null): number {
	let hash = 0x811c9dc5;
	for (const byte of new TextEncoder().encode(`${message}\u0000${key ?? ""}`)) {
		hash ^= byte;
		hash = Math.imul(hash, 0x01000193);
	}
	return (hash >>> 0) % CORRELATION_SHARDS;
}
