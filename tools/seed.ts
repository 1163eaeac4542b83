/** The demo company: made once, over the public API, as its people would make it. Only `npm start` seeds it. */
export interface SeededCompany {
	readonly portals: readonly (readonly [name: string, url: string])[];
	readonly accounts: readonly { readonly email: string; readonly password: string; readonly what: string }[];
}

/** Seeds what is missing and answers where to go. Safe to call again: a state that has its company is left alone. */
export async function seed(url: string, database: D1Database): Promise<SeededCompany> {
	const company = await database.prepare("SELECT slug FROM company LIMIT 1").first<{ slug: string }>();
	return { portals: [["Portico", company === null ? url : `${url}/sign-in/${company.slug}`]], accounts: [] };
}
