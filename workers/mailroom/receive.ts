import { MAIL_LIMITS } from "../../domain/mail/mail.ts";
import { HttpProblem } from "../http/problem.ts";
import { keys, type EnvironmentScope } from "../tenancy/objects.ts";
import { findPlace, type Place } from "./find-place.ts";
import { closeRow, openRow, type LedgerRow, type Outcome } from "./ledger.ts";
import { TOO_LARGE } from "./read-raw.ts";
import { sha256 } from "./sha256.ts";
import { workOff } from "./work-off.ts";

/** A message as Cloudflare's routing hands it over; `setReject` answers the sending mail system with a permanent error. */
export type IncomingMail = Pick<ForwardableEmailMessage, "from" | "to" | "headers" | "raw" | "rawSize" | "setReject">;

/**
 * Takes a message: size, ledger, content, verdict. The sender is told what only the sender can mend (no such address, too
 * large, not readable); everything else ends in the ledger of the environment, where people see it. What fails half-way is kept
 * with its raw message and can be worked off again.
 * @throws when not even the ledger can be written: then the sending mail system must try again, since nothing is kept here.
 */
export async function receive(message: IncomingMail, env: Env, now: number): Promise<void> {
	const place = await findPlace(env, message.to, now);
	if (typeof place === "string") {
		console.warn(JSON.stringify({ at: "mailroom", refused: "no such address" }));
		message.setReject(place);
		return;
	}
	const arrival = {
		envelopeFrom: message.from,
		envelopeTo: message.to,
		from: message.headers.get("from") ?? "",
		subject: message.headers.get("subject") ?? "",
	};
	const raw = message.rawSize > MAIL_LIMITS.rawBytes ? null : await readWithin(message.raw, MAIL_LIMITS.rawBytes);
	if (raw === null) {
		const row = await openRow(env, place.scope, { ...arrival, size: message.rawSize, rawSha256: null }, now);
		await closeRow(env, place.scope, row.id, { verdict: "refused", code: TOO_LARGE.code, reason: TOO_LARGE.detail }, now);
		message.setReject(TOO_LARGE.detail);
		return;
	}
	const rawSha256 = await sha256(raw);
	await env.FILES.put(keys.content(place.scope.companyId, "mail", rawSha256), raw);
	const row = await openRow(env, place.scope, { ...arrival, size: raw.byteLength, rawSha256 }, now);
	const outcome = await workOffSafely(env, place, row, raw, false, now);
	if (outcome.verdict === "refused") message.setReject(outcome.reason);
}

/** Works a kept message off and writes its verdict. Whatever is thrown on the way becomes the verdict `failed`. */
export async function workOffSafely(
	env: Env,
	place: Place,
	row: LedgerRow,
	raw: Uint8Array<ArrayBuffer>,
	again: boolean,
	now: number,
): Promise<Outcome> {
	let outcome: Outcome;
	try {
		outcome = await workOff(
			env,
			{
				scope: place.scope,
				mailId: row.id,
				envelopeFrom: row.envelopeFrom,
				envelopeTo: row.envelopeTo,
				receivedAt: row.receivedAt,
				answers: place.answers,
				again,
			},
			raw,
			now,
		);
	} catch (error) {
		console.error(JSON.stringify({ at: "mailroom", mail: row.id, error: String(error), stack: error instanceof Error ? error.stack : "" }));
		const known = error instanceof HttpProblem;
		outcome = {
			verdict: "failed",
			code: known ? error.code : "mail.crashed",
			reason: known ? error.message : "Portico could not work this message off. It is kept and can be worked off again.",
		};
	}
	await closeRow(env, place.scope, row.id, outcome, now);
	return outcome;
}

/** The raw message of a ledger row; `null` when it was not kept. */
export async function keptRaw(env: Env, scope: EnvironmentScope, row: LedgerRow): Promise<Uint8Array<ArrayBuffer> | null> {
	if (row.rawSha256 === null) return null;
	const object = await env.FILES.get(keys.content(scope.companyId, "mail", row.rawSha256));
	return object === null ? null : new Uint8Array(await object.arrayBuffer());
}

/** All bytes of a stream, or `null` as soon as there are more than allowed, whatever was declared. */
async function readWithin(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	const reader = stream.getReader();
	for (;;) {
		const { done, value } = await reader.read();
		if (done) break;
		size += value.byteLength;
		if (size > limit) {
			await reader.cancel();
			return null;
		}
		chunks.push(value);
	}
	const whole = new Uint8Array(size);
	let at = 0;
	for (const chunk of chunks) {
		whole.set(chunk, at);
		at += chunk.byteLength;
	}
	return whole;
}
