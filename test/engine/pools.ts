import type { Value } from "../../domain/data/model.ts";
import type { Automation } from "../../domain/deployment/automation.ts";
import type { Linked } from "../../domain/engine/linked.ts";
import type { Effect, Variables } from "../../domain/engine/types.ts";
import { Trial, automation } from "./trial.ts";

/**
 * Cases of the pools of one file that talk to each other: what one sends another gets, as `Correlation` does it. A message goes to the oldest
 * wait for its name and key, else to the oldest for any key, else it begins a case, else it is kept.
 */
export class Pools {
	readonly cases: Trial[] = [];
	/** Messages that nobody took yet. */
	kept: { readonly message: string; readonly key: string | null; readonly payload: Value }[] = [];
	readonly #linked: Linked;
	readonly #seen = new Map<Trial, number>();

	constructor(linked: Linked) {
		this.#linked = linked;
	}

	static async of(bpmn: string, settings: Automation = automation()): Promise<Pools> {
		return new Pools((await Trial.of(bpmn, settings)).linked);
	}

	/** Begins a case and lets everybody talk until nobody has anything to say. */
	start(variables: Variables = {}, startEvent?: string, payload?: Value): Trial {
		const begun = new Trial(this.#linked);
		this.cases.push(begun);
		begun.start(variables, startEvent, payload);
		this.talk();
		return begun;
	}

	/** A message from outside. */
	send(message: string, key: string | null, payload: Value): void {
		this.kept.push({ message, key, payload });
		this.talk();
	}

	/** Carries messages until none is taken any more. */
	talk(): void {
		for (let moved = true; moved;) {
			moved = false;
			for (const each of this.cases) {
				const effects: readonly Effect[] = each.effects.slice(this.#seen.get(each) ?? 0);
				this.#seen.set(each, each.effects.length);
				for (const effect of effects) if (effect.type === "throw-message") this.kept.push(effect);
			}
			for (const message of this.kept.splice(0)) {
				if (this.#take(message)) moved = true;
				else this.kept.push(message);
			}
		}
	}

	#take({ message, key, payload }: Pools["kept"][number]): boolean {
		const waits = this.cases.flatMap((each) =>
			(each.state?.waits ?? []).filter((wait) => wait.what === "message" && wait.message === message).map((wait) => ({ each, wait })),
		);
		const found = waits.find(({ wait }) => wait.any === undefined && wait.key === key) ?? waits.find(({ wait }) => wait.any === true);
		if (found !== undefined) {
			const problem = found.each.step({ type: "deliver-message", subscription: found.wait.id, payload });
			if (problem !== undefined) throw new Error(problem.detail);
			return true;
		}
		const start = this.#linked.program.starts.find((each) => each.kind === "message" && each.message === message);
		if (start === undefined) return false;
		const begun = new Trial(this.#linked);
		this.cases.push(begun);
		begun.start({}, start.elementId, payload);
		return true;
	}
}
