import type { Executable } from "../../domain/deployment/executable.ts";
import { COMPILER_VERSION } from "../../domain/engine/program.ts";
import type { CompanyId } from "../../domain/ids.ts";
import { compileAgain } from "./compile-again.ts";
import { keys } from "./objects.ts";

/** Executables kept in the isolate: an isolate serves many cases of few packages. Bytes of JSON text, all together. */
const CACHE_BYTES = 16 * 1024 * 1024;

interface Cached {
	readonly executable: Executable;
	readonly bytes: number;
}

/** Least recently used first (a Map keeps the order of insertion). Keys carry the company, so nothing crosses tenants. */
const cache = new Map<string, Cached>();
let cachedBytes = 0;

/** Stores a compiled package. The same package and compiler give the same bytes, so a repeat changes nothing. */
export async function writeExecutable(env: Env, companyId: CompanyId, packageHash: string, executable: Executable): Promise<void> {
	await env.FILES.put(keys.program(companyId, packageHash, COMPILER_VERSION), JSON.stringify(executable), {
		httpMetadata: { contentType: "application/json" },
	});
}

/** The executable of a package if this isolate has it, without waiting: the usual case on the path of a step. */
export function cachedExecutable(companyId: CompanyId, packageHash: string): Executable | undefined {
	const key = keys.program(companyId, packageHash, COMPILER_VERSION);
	const found = cache.get(key);
	if (found === undefined) return undefined;
	cache.delete(key);
	cache.set(key, found);
	return found.executable;
}

/** The executable of a package, from the isolate, from R2, or compiled again; `undefined` when there is no such package. */
export async function readExecutable(env: Env, companyId: CompanyId, packageHash: string): Promise<Executable | undefined> {
	const known = cachedExecutable(companyId, packageHash);
	if (known !== undefined) return known;
	const key = keys.program(companyId, packageHash, COMPILER_VERSION);
	const object = await env.FILES.get(key);
	if (object !== null) {
		const text = await object.text();
		const executable = JSON.parse(text) as Executable;
		keep(key, { executable, bytes: text.length });
		return executable;
	}
	const made = await compileAgain(env, companyId, packageHash);
	if (made === undefined) return undefined;
	await writeExecutable(env, companyId, packageHash, made);
	keep(key, { executable: made, bytes: JSON.stringify(made).length });
	return made;
}

function keep(key: string, entry: Cached): void {
	const before = cache.get(key);
	if (before !== undefined) cachedBytes -= before.bytes;
	cache.delete(key);
	cache.set(key, entry);
	cachedBytes += entry.bytes;
	for (const [oldest, { bytes }] of cache) {
		if (cachedBytes <= CACHE_BYTES || oldest === key) break;
		cache.delete(oldest);
		cachedBytes -= bytes;
	}
}
