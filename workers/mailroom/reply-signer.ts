import type { Signer } from "../../domain/mail/reply-address.ts";

const cached = new Map<string, Promise<CryptoKey>>();

/** Signs reply addresses with a key of their own, made from the deployment's master key (HKDF, RFC 5869). */
export function replySigner(env: Env): Signer {
	const master = env.MASTER_KEY;
	let key = cached.get(master);
	if (key === undefined) {
		key = deriveKey(master);
		cached.set(master, key);
	}
	const derived = key;
	return async (text) => new Uint8Array(await crypto.subtle.sign("HMAC", await derived, new TextEncoder().encode(text)));
}

async function deriveKey(master: string): Promise<CryptoKey> {
	const bytes = new TextEncoder().encode(master);
	const base = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
	return crypto.subtle.deriveKey(
		{ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: new TextEncoder().encode("portico reply address 1") },
		base,
		{ name: "HMAC", hash: "SHA-256", length: 256 },
		false,
		["sign"],
	);
}
