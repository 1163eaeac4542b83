import { ApiProblem } from "../../../tools/client.ts";
import type { PorticoProcess } from "../process.ts";

/** The runtime that lives and dies, and the count of what it said yes to. */
export class World {
	acknowledged = 0;
	/** Acts that the runtime had done although nobody was told. */
	doneUntold = 0;
	/** Acts that the runtime had not done when it died. */
	undone = 0;
	kills = 0;
	stopped = false;
	#down = false;
	#up: PromiseWithResolvers<void> = Promise.withResolvers();
	#portico: PorticoProcess;
	readonly #start: () => Promise<PorticoProcess>;
	readonly #waiting: { readonly count: number; readonly resolve: () => void }[] = [];

	constructor(portico: PorticoProcess, start: () => Promise<PorticoProcess>) {
		this.#portico = portico;
		this.#start = start;
		this.#up.resolve();
	}

	/** Resolves once so many acts were acknowledged. */
	async reaches(count: number): Promise<void> {
		if (this.acknowledged < count) await new Promise<void>((resolve) => this.#waiting.push({ count, resolve }));
	}

	/** SIGKILL, then the same state again. */
	async kill(): Promise<void> {
		this.#down = true;
		this.#up = Promise.withResolvers();
		this.kills++;
		await this.#portico.kill();
		this.#portico = await this.#start();
		this.#down = false;
		this.#up.resolve();
	}

	async end(): Promise<void> {
		await this.#portico.kill();
	}

	/**
	 * Makes an act that changes something until it is done. When the runtime dies under it, `done` says whether it was: done, or not
	 * begun; there is nothing between. Answers what the act answered; `undefined` where that was lost.
	 */
	async act<Answer>(call: () => Promise<Answer>, done: () => Promise<boolean>): Promise<Answer | undefined> {
		for (;;) {
			const answer = await this.#unlessKilled(call);
			if (answer !== KILLED) {
				this.acknowledged++;
				while (this.#waiting[0] !== undefined && this.#waiting[0].count <= this.acknowledged) this.#waiting.shift()?.resolve();
				return answer;
			}
			if (await this.look(done)) {
				this.doneUntold++;
				return undefined;
			}
			this.undone++;
		}
	}

	/** Reads something, again when the runtime dies under it. */
	async look<Answer>(call: () => Promise<Answer>): Promise<Answer> {
		for (;;) {
			const answer = await this.#unlessKilled(call);
			if (answer !== KILLED) return answer;
		}
	}

	/** Whatever fails while the runtime lives is a finding, and thrown. */
	async #unlessKilled<Answer>(call: () => Promise<Answer>): Promise<Answer | typeof KILLED> {
		await this.#up.promise;
		const { kills } = this;
		try {
			return await call();
		} catch (error) {
			const refused = error instanceof ApiProblem && error.status < 500;
			if (refused || (kills === this.kills && !this.#down)) throw error;
			return KILLED;
		}
	}
}

const KILLED = Symbol("killed");
