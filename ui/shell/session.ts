import { signal } from "@preact/signals";
import { callApi } from "../kit/api.ts";
import { queryClient, useApi, whenSignedOut } from "../kit/query.ts";

/** Where a person is signed in: to the company as a builder, or to one environment as an end user. */
export type Realm = { readonly kind: "company" } | { readonly kind: "environment"; readonly environmentId: string };

/** Who is signed in, as the shell shows it. */
export interface Session {
	readonly person: { readonly id: string; readonly name: string; readonly email: string };
	readonly company: { readonly id: string; readonly name: string; readonly slug: string };
	/** Names of the portals that the person may enter; every portal of the realm when the server does not say. */
	readonly portals: readonly string[] | undefined;
	/** In an environment's realm. */
	readonly environment: { readonly id: string; readonly name: string; readonly stage: string } | undefined;
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

/** The realm of an address: the Work Portal is an environment's, all else the company's. */
export function realmOf(path: string): Realm {
	const environmentId = /^\/work\/([^/]+)/.exec(path)?.[1];
	return environmentId === undefined ? { kind: "company" } : { kind: "environment", environmentId };
}

/** The sign-in page of the realm of `path`, which leads back to it. */
export function signInHref(path: string): string {
	const realm = realmOf(path);
	const back = `?back=${encodeURIComponent(path)}`;
	if (realm.kind === "environment") return `/work/${realm.environmentId}/sign-in${back}`;
	return lastCompany.value === "" ? `/sign-in${back}` : `/sign-in/${encodeURIComponent(lastCompany.value)}${back}`;
}

/** A way back is only ever a path of this origin; anything else leads to `otherwise`. */
export function safeBack(back: string | null, otherwise: string): string {
	return back !== null && /^\/(?![/\\])/.test(back) && !back.includes("/sign-in") ? back : otherwise;
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

const identityPath = (realm: Realm): string =>
	realm.kind === "company" ? "/api/identity/company" : `/api/identity/environments/${encodeURIComponent(realm.environmentId)}`;

/** Who is signed in to a realm. A 401 leads to its sign-in page. */
export function useSession(realm: Realm) {
	return useApi(
		["session", realm.kind === "company" ? "company" : realm.environmentId],
		async () => readSession(await callApi(fetch(`${identityPath(realm)}/me`))),
		{ staleTime: 60_000 },
	);
}

/** Ends the session and leads to the sign-in page. */
export async function signOut(realm: Realm): Promise<void> {
	await callApi(fetch(`${identityPath(realm)}/sign-out`, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" }));
	queryClient.clear();
	location.assign(realm.kind === "company" ? signInHref("/customer-portal").replace(/\?.*/, "") : `/work/${realm.environmentId}/sign-in`);
}

const record = (value: unknown): Record<string, unknown> =>
	typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** The answer of `me`, in either realm. */
export function readSession(answer: unknown): Session {
	const whole = record(answer);
	const person = record(whole["person"] ?? whole);
	const company = record(whole["company"]);
	const environment = record(whole["environment"]);
	const portals = whole["portals"];
	return {
		person: { id: text(person["id"] ?? person["personId"]), name: text(person["name"]), email: text(person["email"]) },
		company: { id: text(company["id"]), name: text(company["name"]), slug: text(company["slug"]) },
		portals: Array.isArray(portals) ? portals.filter((each) => typeof each === "string") : undefined,
		environment:
			environment["id"] === undefined
				? undefined
				: { id: text(environment["id"]), name: text(environment["name"]), stage: text(environment["stage"]) },
	};
}
