import { FEEL_LIMITS } from "./limits.ts";

/** What one evaluation may cost. Every round of a loop, call and item looked at takes from it. */
export class Meter {
	#left: number;
	#depth = 0;
	/** Epoch milliseconds for `now()` and `today()`. */
	readonly now: number | undefined;
	constructor(fuel: number, now: number | undefined) {
		this.#left = fuel;
		this.now = now;
	}
	/** Fuel that is left. */
	get left(): number {
		return Math.max(0, this.#left);
	}
	burn(amount: number): void {
		this.#left -= amount;
		if (this.#left < 0) throw new Exhausted("work");
	}
	/** Work that may take no more than this, however much is left. */
	atMost<Made>(fuel: number, work: () => Made): Made {
		const rest = Math.max(0, this.#left - fuel);
		this.#left -= rest;
		try {
			return work();
		} finally {
			this.#left = Math.max(0, this.#left) + rest;
		}
	}
	/** Takes for a text that is read from one end to the other. */
	read(text: string): void {
		if (text.length > 256) this.burn(text.length >> 8);
	}
	enter(): void {
		if (++this.#depth > FEEL_LIMITS.calls) throw new Exhausted("calls");
	}
	leave(): void {
		this.#depth--;
	}
}

/** Thrown inside an evaluation when it is over a limit, and caught where it was started. */
export class Exhausted extends Error {
	override readonly name = "Exhausted";
	readonly limit: "work" | "list" | "text" | "calls";
	constructor(limit: Exhausted["limit"]) {
		super(limit);
		this.limit = limit;
	}
}

/** A list that an expression made; one that is too long is an error of the expression, never a value that is missing. */
export function bounded<Item>(items: readonly Item[]): readonly Item[] {
	if (items.length > FEEL_LIMITS.list) throw new Exhausted("list");
	return items;
}

/** A text that an expression made. */
export function boundedText(text: string): string {
	if (text.length > FEEL_LIMITS.text) throw new Exhausted("text");
	return text;
}
