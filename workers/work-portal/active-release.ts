import type { ActiveRelease } from "../../domain/deployment/release.ts";
import { type EnvironmentScope, objects } from "../tenancy/objects.ts";

/** How long an isolate goes by what it read; an activation is seen everywhere after this. Milliseconds. */
const FRESH_MS = 1000;
/** Environments remembered by one isolate. */
const REMEMBERED = 500;

const known = new Map<string, { readonly active: ActiveRelease | null; readonly readAt: number }>();

/** What runs in an environment, at most a second old; `null` when nothing does. */
export async function readActive(env: Env, scope: EnvironmentScope): Promise<ActiveRelease | null> {
	const key = `${scope.companyId}/${scope.environmentId}`;
	const now = Date.now();
	const before = known.get(key);
	if (before !== undefined && now - before.readAt < FRESH_MS) return before.active;
	const active = await objects.environment(env, scope).active(scope);
	if (known.size >= REMEMBERED) known.clear();
	known.set(key, { active, readAt: now });
	return active;
}
