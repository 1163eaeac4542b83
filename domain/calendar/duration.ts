/** An ISO 8601 duration (§4.4.2.4), by its parts: months and years are no fixed length, so they are not milliseconds. */
export interface Duration {
	readonly months: number;
	readonly milliseconds: number;
}

const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/;

/** Reads `P1Y2M3W4DT5H6M7.5S`; `undefined` for anything else, also for an empty duration. */
export function readDuration(text: string): Duration | undefined {
	const match = DURATION.exec(text);
	if (match === null || text === "P" || text.endsWith("T")) return undefined;
	const part = (index: number) => Number(match[index] ?? "0");
	return {
		months: part(1) * 12 + part(2),
		milliseconds: ((part(3) * 7 + part(4)) * 24 + part(5)) * 3_600_000 + part(6) * 60_000 + Math.round(part(7) * 1000),
	};
}

/** The instant `times` durations after `from`, in UTC; a month ends where the shorter month ends. Epoch milliseconds. */
export function after(from: number, duration: Duration, times = 1): number {
	const date = new Date(from);
	if (duration.months !== 0) {
		const day = date.getUTCDate();
		date.setUTCDate(1);
		date.setUTCMonth(date.getUTCMonth() + duration.months * times);
		const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
		date.setUTCDate(Math.min(day, last));
	}
	return date.getTime() + duration.milliseconds * times;
}
