import type { ProgramStart } from "../engine/types.ts";
import { after, readDuration } from "./duration.ts";

type Timer = NonNullable<ProgramStart["timer"]>;

/** A cycle that is due more often than this is held to it: a timer start is a schedule, not a load test. Milliseconds. */
export const SHORTEST_CYCLE_MS = 1000;

/**
 * When a timer start fires for the `fired + 1`-th time, counted from `since` (its activation). `undefined`: never again.
 * ISO 8601 date, duration, or repeating interval (`R5/PT1H`, `R/2030-01-01T00:00:00Z/P1D`). Epoch milliseconds.
 */
export function timerStartAt(timer: Timer, since: number, fired: number): number | undefined {
	switch (timer.kind) {
		case "date": {
			const at = Date.parse(timer.value);
			return fired > 0 || Number.isNaN(at) ? undefined : at;
		}
		case "duration": {
			const duration = readDuration(timer.value);
			return fired > 0 || duration === undefined ? undefined : after(since, duration);
		}
		case "cycle": {
			const [repeat, first, second] = timer.value.split("/");
			const count = /^R(\d*)$/.exec(repeat ?? "")?.[1];
			if (count === undefined || (count !== "" && fired >= Number(count))) return undefined;
			const duration = readDuration(second ?? first ?? "");
			if (duration === undefined || after(0, duration) < SHORTEST_CYCLE_MS) return undefined;
			if (second === undefined) return after(since, duration, fired + 1);
			const start = Date.parse(first ?? "");
			return Number.isNaN(start) ? undefined : after(start, duration, fired);
		}
	}
}
