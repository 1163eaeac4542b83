import * as v from "valibot";
import { id } from "../ids.ts";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import { automation } from "./automation.ts";
import { canonicalJson } from "./canonical-json.ts";

/** Bytes of a package file; a model of 5,000 elements with its forms has about 3 MB. */
export const MAX_PACKAGE_BYTES = 10 * 1024 * 1024;

/** What a package says of itself. `madeAt` is ISO 8601 in UTC; `version` counts up in its project. */
export const packageManifest = v.strictObject({
	name: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
	version: v.pipe(v.number(), v.integer(), v.minValue(1)),
	note: v.pipe(v.string(), v.maxLength(400)),
	madeAt: v.pipe(v.string(), v.isoTimestamp()),
	madeBy: v.strictObject({ name: v.pipe(v.string(), v.maxLength(200)), email: v.pipe(v.string(), v.maxLength(254)) }),
	project: v.strictObject({ id: id("workspace"), name: v.pipe(v.string(), v.maxLength(120)) }),
	/** The form in which the engine reads this package; it grows when an older engine could not. */
	engine: v.literal(1),
});
export type PackageManifest = v.InferOutput<typeof packageManifest>;

/** Everything that runs: the model and what automates it. This, and nothing else, is hashed and signed. */
export const packageContent = v.strictObject({
	manifest: packageManifest,
	bpmn: v.pipe(v.string(), v.minLength(1)),
	automation,
});
export type PackageContent = v.InferOutput<typeof packageContent>;

const BASE64URL_64_BYTES = /^[A-Za-z0-9_-]{86}$/;

const packageFile = v.strictObject({
	format: v.literal("portico-package/1"),
	content: packageContent,
	/** SHA-256 of the canonical JSON of `content`, in hexadecimal: the package's address. */
	hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
	/** Ed25519 (RFC 8032) over the same bytes, in base64url; `key` is the RFC 7638 thumbprint of the signer's public key. */
	signature: v.strictObject({
		algorithm: v.literal("Ed25519"),
		key: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/)),
		value: v.pipe(v.string(), v.regex(BASE64URL_64_BYTES)),
	}),
});

/** The cryptography that a platform brings: SHA-256, and Ed25519 with a key of the deployment. */
export interface PackageSigner {
	readonly key: string;
	readonly hash: (bytes: Uint8Array) => Promise<Uint8Array>;
	readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
}

export interface PackageVerifier {
	readonly hash: (bytes: Uint8Array) => Promise<Uint8Array>;
	/** Whether `signature` over `bytes` is by the key of that thumbprint; `unknown` for a key that is not trusted here. */
	readonly verify: (key: string, signature: Uint8Array, bytes: Uint8Array) => Promise<"valid" | "invalid" | "unknown">;
}

export interface SealedPackage {
	/** The package's address: SHA-256 of its content, in hexadecimal. */
	readonly hash: string;
	/** The whole file, as it is stored and downloaded. */
	readonly bytes: Uint8Array;
}

/** Makes the one file of a package. The same content and key give the same bytes (Ed25519 signs deterministically). */
export async function sealPackage(content: PackageContent, signer: PackageSigner): Promise<Result<SealedPackage, Problem>> {
	const text = canonicalJson(content);
	if (text === undefined) return fail({ code: "package.not_json", detail: "The package holds a value that JSON can not keep." });
	const encoded = new TextEncoder().encode(text);
	const hash = hex(await signer.hash(encoded));
	const value = base64url(await signer.sign(encoded));
	const file = canonicalJson({
		format: "portico-package/1",
		content,
		hash,
		signature: { algorithm: "Ed25519", key: signer.key, value },
	});
	const bytes = new TextEncoder().encode(file);
	if (bytes.byteLength > MAX_PACKAGE_BYTES)
		return fail({
			code: "package.too_large",
			detail: `A package has ${MAX_PACKAGE_BYTES} bytes at the most; this one has ${bytes.byteLength}.`,
		});
	return ok({ hash, bytes });
}

export interface OpenedPackage {
	readonly hash: string;
	/** Thumbprint of the key that signed it. */
	readonly signedBy: string;
	readonly content: PackageContent;
}

/**
 * Reads a package file from outside and refuses it with one byte changed: it must be the canonical text of itself, its hash
 * must be that of its content, and its signature must be by a key that is trusted here. Problems: `package.too_large`,
 * `package.not_a_package`, `package.altered`, `package.signer_unknown`.
 */
export async function openPackage(bytes: Uint8Array, verifier: PackageVerifier): Promise<Result<OpenedPackage, Problem>> {
	if (bytes.byteLength > MAX_PACKAGE_BYTES)
		return fail({ code: "package.too_large", detail: `A package has ${MAX_PACKAGE_BYTES} bytes at the most.` });
	const text = decode(bytes);
	const json = text === undefined ? undefined : parseJson(text);
	if (json === undefined || canonicalJson(json) === undefined) return fail(NOT_A_PACKAGE);
	const parsed = v.safeParse(packageFile, json);
	if (!parsed.success) {
		const issue = parsed.issues[0];
		return fail({ ...NOT_A_PACKAGE, detail: `${NOT_A_PACKAGE.detail} (${v.getDotPath(issue) ?? "file"}: ${issue.message})` });
	}
	// Whatever reads otherwise than it is written (white space, a second member of one name, another escape) is not what was sealed.
	if (canonicalJson(json) !== text) return fail(ALTERED);
	const { content, hash, signature } = parsed.output;
	const signed = new TextEncoder().encode(canonicalJson((json as { content: unknown }).content));
	if (hex(await verifier.hash(signed)) !== hash) return fail(ALTERED);
	const value = fromBase64url(signature.value);
	if (value === undefined) return fail(ALTERED);
	switch (await verifier.verify(signature.key, value, signed)) {
		case "valid":
			return ok({ hash, signedBy: signature.key, content });
		case "invalid":
			return fail(ALTERED);
		case "unknown":
			return fail({
				code: "package.signer_unknown",
				detail: "This package was signed by a deployment that is not trusted here. Trust its key first, or make the package again.",
			});
	}
}

const NOT_A_PACKAGE: Problem = { code: "package.not_a_package", detail: "This file is not a Portico package." };
const ALTERED: Problem = {
	code: "package.altered",
	detail: "This package was changed after it was signed. Nothing of it was taken; get it again from where it was made.",
};

function decode(bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function hex(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function base64url(bytes: Uint8Array): string {
	return btoa(String.fromCharCode(...bytes))
		.replaceAll("+", "-")
		.replaceAll("/", "_")
		.replaceAll("=", "");
}

/** The bytes of a base64url text, if it is the one text of those bytes: spare bits in the last character are refused. */
function fromBase64url(text: string): Uint8Array | undefined {
	const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
	const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
	return base64url(bytes) === text ? bytes : undefined;
}
