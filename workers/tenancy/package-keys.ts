import { calculateJwkThumbprint, importJWK } from "jose";
import * as v from "valibot";
import type { PackageSigner, PackageVerifier } from "../../domain/deployment/package.ts";

/** The deployment's own key pair (RFC 8037), as the secret `SIGNING_KEY` holds it. */
const signingKey = v.object({ kty: v.literal("OKP"), crv: v.literal("Ed25519"), d: v.string(), x: v.string() });

interface Keys {
	readonly thumbprint: string;
	readonly sign: CryptoKey;
	readonly verify: CryptoKey;
}

/** Imported once an isolate, its name the RFC 7638 thumbprint: the secret changes only with a deployment, which brings new isolates. */
let imported: { readonly text: string; readonly keys: Promise<Keys> } | undefined;

function keysOf(env: Env): Promise<Keys> {
	if (imported?.text !== env.SIGNING_KEY) imported = { text: env.SIGNING_KEY, keys: importKeys(env.SIGNING_KEY) };
	return imported.keys;
}

async function importKeys(text: string): Promise<Keys> {
	const { kty, crv, d, x } = v.parse(signingKey, JSON.parse(text));
	const [sign, verify] = await Promise.all([importJWK({ kty, crv, d, x }, "EdDSA"), importJWK({ kty, crv, x }, "EdDSA")]);
	if (!(sign instanceof CryptoKey) || !(verify instanceof CryptoKey)) throw new Error("SIGNING_KEY is no Ed25519 key pair");
	return { thumbprint: await calculateJwkThumbprint({ kty, crv, x }, "sha256"), sign, verify };
}

async function hash(bytes: Uint8Array): Promise<Uint8Array> {
	return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
}

/** Signs packages with this deployment's key. */
export async function packageSigner(env: Env): Promise<PackageSigner> {
	const keys = await keysOf(env);
	return {
		key: keys.thumbprint,
		hash,
		sign: async (bytes) => new Uint8Array(await crypto.subtle.sign("Ed25519", keys.sign, new Uint8Array(bytes))),
	};
}

/** Checks packages; this deployment trusts its own key. */
export async function packageVerifier(env: Env): Promise<PackageVerifier> {
	const keys = await keysOf(env);
	return {
		hash,
		verify: async (key, signature, bytes) => {
			if (key !== keys.thumbprint) return "unknown";
			return (await crypto.subtle.verify("Ed25519", keys.verify, new Uint8Array(signature), new Uint8Array(bytes))) ? "valid" : "invalid";
		},
	};
}
