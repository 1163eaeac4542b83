import { type CaseId, type EnvironmentId, idFrom } from "../ids.ts";

const CODE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/**
 * The case that an idempotency key means in an environment: its id is a hash of both, so a repeated start is the same case,
 * without a list of keys anywhere. The number is a short code for people, from the same hash; it is no key.
 */
export async function nameCase(environmentId: EnvironmentId, idempotencyKey: string): Promise<{ caseId: CaseId; number: string }> {
	const bytes = new TextEncoder().encode(`${environmentId}\n${idempotencyKey}`);
	const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
	const code = [...hash.subarray(16, 24)].map((byte) => CODE[byte & 31] ?? "2").join("");
	return { caseId: idFrom("case", hash), number: `${code.slice(0, 4)}-${code.slice(4)}` };
}
