/** Where a person is signed in: to the company as a builder, or to one environment as an end user. */
export type Realm = { readonly kind: "company" } | { readonly kind: "environment"; readonly environmentId: string };

/** The realm of an address: the Work Portal is an environment's, all else the company's. */
export function realmOf(path: string): Realm {
	const environmentId = /^\/work\/([^/?#]+)/.exec(path)?.[1];
	return environmentId === undefined ? { kind: "company" } : { kind: "environment", environmentId };
}

/** A way back is only ever a path of this origin; anything else leads to `otherwise`. */
export function safeBack(back: string | null, otherwise: string): string {
	return back !== null && /^\/(?![/\\])/.test(back) && !back.includes("/sign-in") ? back : otherwise;
}
