const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** How long to wait before try number `attempt` (from 0); `random` is 0…1 and spreads a crowd that lost its server at once. */
export function backoff(attempt: number, random: number): number {
	const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
	return Math.round(most / 2 + (most / 2) * random);
}
