import { signal } from "@preact/signals";
import type { UseQueryResult } from "@tanstack/preact-query";
import { api, type ApiProblem, callApi } from "../kit/api.ts";
import { queryClient, useApi, whenSignedOut } from "../kit/query.ts";
import type { Portal } from "./portals.ts";
import { type Realm, realmOf } from "./realm.ts";

/** Who is signed in, as the shell shows it. */
export interface Session {
	readonly person: { readonly id: string; readonly name: string; readonly email: string };
	/** The company's name. */
	readonly company: string;
	/** The portals that the person may enter. */
	readonly portals: readonly Portal["id"][];
	/** In an environment's realm. */
	readonly environment: { readonly id: string; readonly name: string; readonly stage: string; readonly project: string } | undefined;
}

const SLUG_KEY = "portico.company";

/** The company whose sign-in page was used last on this machine. */
export const lastCompany = signal(readSlug());

function readSlug(): string {
	try {
		return localStorage.getItem(SLUG_KEY) ?? "";
	} catch {
		return "";
	}
}

export function rememberCompany(slug: string): void {
	lastCompany.value = slug;
	try {
		localStorage.setItem(SLUG_KEY, slug);
	} catch {
		// Storage can be refused; the person then types the company again.
	}
}

/** The sign-in page of the realm of `path`, which leads back to it. */
export function signInHref(path: string): string {
	const realm = realmOf(path);
	const back = `?back=${encodeURIComponent(path)}`;
	if (realm.kind === "environment") return `/work/${realm.environmentId}/sign-in${back}`;
	return lastCompany.value === "" ? `/sign-in${back}` : `/sign-in/${encodeURIComponent(lastCompany.value)}${back}`;
}

function isOnSignIn(): boolean {
	return /\/sign-in(\/|$)/.test(location.pathname) || location.pathname.startsWith("/bootstrap");
}

whenSignedOut(() => {
	if (isOnSignIn()) return;
	const href = signInHref(`${location.pathname}${location.search}`);
	queryClient.clear();
	location.replace(href);
});

/** Who is signed in to a realm. A 401 leads to its sign-in page. */
export function useSession(realm: Realm): UseQueryResult<Session, ApiProblem> {
	return useApi(["session", realm.kind === "company" ? "company" : realm.environmentId], () => readSession(realm), { staleTime: 60_000 });
}

async function readSession(realm: Realm): Promise<Session> {
	if (realm.kind === "company") {
		const me = await callApi(api.identity.company.me.$get());
		return { person: me.person, company: me.company.name, portals: me.portals, environment: undefined };
	}
	const me = await callApi(api.identity.environments[":environmentId"].me.$get({ param: { environmentId: realm.environmentId } }));
	return { person: me.person, company: me.company.name, portals: ["work"], environment: me.environment };
}

/** Ends the session and leads to the sign-in page. */
export async function signOut(realm: Realm): Promise<void> {
	if (realm.kind === "company") await callApi(api.identity.company["sign-out"].$post());
	else await callApi(api.identity.environments[":environmentId"]["sign-out"].$post({ param: { environmentId: realm.environmentId } }));
	queryClient.clear();
	location.assign(realm.kind === "company" ? `/sign-in/${encodeURIComponent(lastCompany.value)}` : `/work/${realm.environmentId}/sign-in`);
}
