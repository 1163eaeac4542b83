import type { Arrival } from "./behaviour.ts";

/** Tokens on their way within a step: first come, first served. */
export class Arrivals {
	#queue: Arrival[] = [];
	#head = 0;

	get length(): number {
		return this.#queue.length - this.#head;
	}

	add(arrival: Arrival): void {
		this.#queue.push(arrival);
	}

	/** The next, which is then no longer on its way. */
	next(): Arrival | undefined {
		const arrival = this.#queue[this.#head];
		if (arrival === undefined) {
			this.#queue = [];
			this.#head = 0;
		} else this.#head++;
		return arrival;
	}

	/** Takes away all that are in a scope. */
	drop(scope: number): void {
		this.#queue = this.#queue.slice(this.#head).filter((arrival) => arrival.scope !== scope);
		this.#head = 0;
	}
}
