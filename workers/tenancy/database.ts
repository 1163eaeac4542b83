import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";

/** D1 through drizzle. Every query names the company in its predicate. */
export function database(env: Env): DrizzleD1Database {
	return drizzle(env.DB);
}
