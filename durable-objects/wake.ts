/** The part of an object's storage that wakes it. */
interface AlarmClock {
	getAlarm(): Promise<number | null>;
	setAlarm(at: number): Promise<void>;
}

/**
 * The one alarm of an object. It is only ever set earlier: setting it anew on every event would push it back for ever under
 * load, and every set is a row written. What it knows of the alarm lives in memory and is read once, when the object loads.
 */
export class Wake {
	#storage: AlarmClock;
	#at: number | null = null;

	constructor(storage: AlarmClock) {
		this.#storage = storage;
	}

	/**
	 * Reads the alarm that is set, and sets what the rows ask for where it is missing. Call inside `blockConcurrencyWhile` of the
	 * object's constructor, and again when the alarm may be lost: the platform gives one up that has failed seven times. On Cloudflare a row and its alarm are one commit; the local runtime keeps alarms in a file of their
	 * own, and a kill between the two would leave a row that nobody wakes for.
	 */
	async load(due: number | null): Promise<void> {
		this.#at = await this.#storage.getAlarm();
		this.by(due);
	}

	/** The alarm has rung: none is set now. Call first in `alarm()`, and `by` in its `finally`. */
	rang(): void {
		this.#at = null;
	}

	/**
	 * Wakes the object at `at` or before. Without an `await` between it and the writes before it, the alarm is part of the same
	 * commit: there is never a row without its alarm.
	 */
	by(at: number | null): void {
		if (at === null || (this.#at !== null && this.#at <= at)) return;
		this.#at = at;
		// An overdue alarm rings at once; zero and below are refused by the platform.
		void this.#storage.setAlarm(Math.max(at, 1));
	}
}

/** Waits between attempts, in milliseconds: one second doubled each time, five minutes at most. */
export function backOff(attempts: number): number {
	return Math.min(1000 * 2 ** Math.min(attempts, 20), 300_000);
}
