import { createHash } from "node:crypto";

/** The statement that opens the door for the first company administrator, once: only the hash of the token is stored. */
export function bootstrapStatement(token: string, now: number): string {
	const hash = createHash("sha256").update(token).digest("hex");
	return `INSERT INTO bootstrap_link (token_hash, created_at) VALUES ('${hash}', ${now})`;
}
