import type { EnvironmentScope } from "./objects.ts";

/**
 * A secret at rest: its own random key (AES-256-GCM), which is wrapped by the company's key, which is derived from the deployment's
 * master key. Both layers are bound to company, environment, name and version, so a ciphertext that is moved to another place
 * does not open. All fields are base64url.
 */
export interface SealedSecret {
	/** Generation of the company's key; a rotation of the master key wraps `wrapped` anew and leaves `text`. */
	readonly generation: number;
	readonly iv: string;
	readonly text: string;
	readonly wrappedIv: string;
	readonly wrapped: string;
}

export interface SecretName extends EnvironmentScope {
	readonly name: string;
	readonly version: number;
}

const GENERATION = 1;
const GCM_IV_BYTES = 12;

export async function sealSecret(env: Env, secret: SecretName, plain: string): Promise<SealedSecret> {
	const bound = boundTo(secret);
	const own = crypto.getRandomValues(new Uint8Array(32));
	const iv = crypto.getRandomValues(new Uint8Array(GCM_IV_BYTES));
	const wrappedIv = crypto.getRandomValues(new Uint8Array(GCM_IV_BYTES));
	const key = await crypto.subtle.importKey("raw", own, "AES-GCM", false, ["encrypt"]);
	const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound }, key, new TextEncoder().encode(plain));
	const companyKey = await keyOfCompany(env, secret, GENERATION);
	const wrapped = await crypto.subtle.encrypt({ name: "AES-GCM", iv: wrappedIv, additionalData: bound }, companyKey, own);
	return {
		generation: GENERATION,
		iv: encode(iv),
		text: encode(new Uint8Array(text)),
		wrappedIv: encode(wrappedIv),
		wrapped: encode(new Uint8Array(wrapped)),
	};
}

/** The secret in the clear. Throws an `OperationError` when it was altered or belongs elsewhere. Only what calls out may ask. */
export async function openSecret(env: Env, secret: SecretName, sealed: SealedSecret): Promise<string> {
	const bound = boundTo(secret);
	const companyKey = await keyOfCompany(env, secret, sealed.generation);
	const own = await crypto.subtle.decrypt(
		{ name: "AES-GCM", iv: decode(sealed.wrappedIv), additionalData: bound },
		companyKey,
		decode(sealed.wrapped),
	);
	const key = await crypto.subtle.importKey("raw", own, "AES-GCM", false, ["decrypt"]);
	const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: decode(sealed.iv), additionalData: bound }, key, decode(sealed.text));
	return new TextDecoder().decode(text);
}

function boundTo(secret: SecretName): Uint8Array<ArrayBuffer> {
	return new TextEncoder().encode(
		JSON.stringify(["environment-secret", 1, secret.companyId, secret.environmentId, secret.name, secret.version]),
	);
}

async function keyOfCompany(env: Env, scope: EnvironmentScope, generation: number): Promise<CryptoKey> {
	const master = await crypto.subtle.importKey("raw", decode(env.MASTER_KEY), "HKDF", false, ["deriveKey"]);
	const encoder = new TextEncoder();
	return crypto.subtle.deriveKey(
		{ name: "HKDF", hash: "SHA-256", salt: encoder.encode(`kek-v${generation}`), info: encoder.encode(`tenant:${scope.companyId}`) },
		master,
		{ name: "AES-GCM", length: 256 },
		false,
		["encrypt", "decrypt"],
	);
}

function encode(bytes: Uint8Array): string {
	return btoa(String.fromCharCode(...bytes))
		.replaceAll("+", "-")
		.replaceAll("/", "_")
		.replaceAll("=", "");
}

function decode(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}
