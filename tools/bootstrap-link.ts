import { createHash } from "node:crypto";

const LIFE_MS = 7 * 24 * 3600 * 1000;

/** The statement that opens the door for the first company administrator, once: only the hash of the token is stored. */
export function bootstrapStatement(token: string, now: number): string {
	const hash = createHash("sha256").update(token).digest("hex");
	return `INSERT INTO bootstrap_link (token_hash, expires_at) VALUES ('${hash}', ${now + LIFE_MS})`;
}
