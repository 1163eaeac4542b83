import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks of `/proc/<pid>/stat` in a second: 100 on every Linux that Portico is built on. */
const TICK_MS = 10;

/** The processes below this one, as `/proc` knows them; none where there is no `/proc`. */
export function descendants(): ReadonlySet<number> {
	const children = new Map<number, number[]>();
	for (const [pid, fields] of processes()) {
		const parent = Number(fields[1]);
		children.set(parent, [...(children.get(parent) ?? []), pid]);
	}
	const found = new Set<number>();
	const walk = (pid: number): void => {
		for (const child of children.get(pid) ?? []) {
			found.add(child);
			walk(child);
		}
	};
	walk(process.pid);
	return found;
}

/** Milliseconds of CPU, user and system, that these processes have used so far. */
export function cpuMs(pids: ReadonlySet<number>): number {
	let ticks = 0;
	for (const [pid, fields] of processes()) if (pids.has(pid)) ticks += Number(fields[11]) + Number(fields[12]);
	return ticks * TICK_MS;
}

/** Each process with the fields of its `stat` after the name, which may hold anything. */
function* processes(): Iterable<readonly [number, readonly string[]]> {
	let names: string[] = [];
	try {
		names = readdirSync("/proc");
	} catch {
		return;
	}
	for (const name of names) {
		if (!/^\d+$/.test(name)) continue;
		try {
			const stat = readFileSync(`/proc/${name}/stat`, "utf8");
			yield [Number(name), stat.slice(stat.lastIndexOf(")") + 2).split(" ")];
		} catch {
			// It has ended meanwhile.
		}
	}
}
