/** What one evaluation may cost. Every round of a loop, call and item made takes from it. */
export class Meter {
	#left: number;
	#depth = 0;
	/** Epoch milliseconds for `now()` and `today()`. */
	readonly now: number | undefined;
	constructor(fuel: number, now: number | undefined) {
		this.#left = fuel;
		this.now = now;
	}
	burn(amount: number): void {
		this.#left -= amount;
		if (this.#left < 0) throw new Exhausted();
	}
	enter(): void {
		if (++this.#depth > MAX_CALLS) throw new Exhausted();
	}
	leave(): void {
		this.#depth--;
	}
}

/** Functions that call functions: deeper than this is endless. */
const MAX_CALLS = 200;

/** Thrown inside an evaluation when it costs too much, and caught where it was started. */
export class Exhausted extends Error {
	override readonly name = "Exhausted";
}
