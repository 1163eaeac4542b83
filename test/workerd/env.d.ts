import type { D1Migration } from "cloudflare:test";

declare global {
	namespace Cloudflare {
		interface Env {
			TEST_MIGRATIONS: D1Migration[];
			/** Real messages by name, as base64; empty where there are none. */
			TEST_MAIL: Record<string, string>;
			/** `full`: tests that have a full size run at it (`npm test -- crash`). */
			TEST_SIZE: string;
		}
	}
}
