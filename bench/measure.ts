/** What one round of a side took. */
export interface Round {
	/** Milliseconds of the clock. */
	readonly wall: number;
	/** Milliseconds of CPU, all threads of the process. */
	readonly cpu: number;
}

export async function timed(work: () => void | Promise<void>): Promise<Round> {
	const cpu = process.cpuUsage();
	const from = performance.now();
	await work();
	const wall = performance.now() - from;
	const { user, system } = process.cpuUsage(cpu);
	return { wall, cpu: (user + system) / 1000 };
}

export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** A figure with three significant digits. */
export function rounded(value: number): number {
	return Number(value.toPrecision(3));
}
