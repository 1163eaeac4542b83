import { backOff, type Wake } from "../wake.ts";
import { ringAlarms } from "./alarms.ts";
import type { Courier } from "./courier.ts";
import type { Facts } from "./facts.ts";
import { fireTimers } from "./fire-timers.ts";
import type { Steps } from "./steps.ts";

/** What a case does when the alarm of its object rings. */
export class Bell {
	readonly #sql: SqlStorage;
	readonly #steps: Steps;
	readonly #wake: Wake;
	readonly #courier: Courier;
	/** Rings in a row that could not do their work. */
	#failures = 0;

	constructor(sql: SqlStorage, steps: Steps, wake: Wake, courier: Courier) {
		this.#sql = sql;
		this.#steps = steps;
		this.#wake = wake;
		this.#courier = courier;
	}

	/** Does all that is due. It throws for nothing: what fails keeps its row and is tried again. */
	async ring(facts: Facts | undefined): Promise<void> {
		this.#wake.rang();
		const at = facts === undefined ? undefined : { facts, sql: this.#sql, steps: this.#steps };
		let failed = false;
		try {
			// Each on its own: a timer whose package cannot be read holds back neither alarms nor deliveries.
			for (const [what, work] of [
				["timers", async () => at !== undefined && fireTimers(at)],
				["alarms", async () => at !== undefined && ringAlarms(at)],
				["outbox", async () => this.#courier.deliverDue()],
			] as const)
				try {
					await work();
				} catch (error) {
					failed = true;
					console.error(JSON.stringify({ at: `case.alarm.${what}`, case: facts?.caseId, error: String(error) }));
				}
		} finally {
			this.#failures = failed ? this.#failures + 1 : 0;
			this.#wake.by(this.#next(failed, facts));
		}
	}

	/** When it rings next. It throws for nothing: an alarm that does is tried six times more and then never again. */
	#next(failed: boolean, facts: Facts | undefined): number | null {
		try {
			const next = this.#steps.nextWake();
			return next === null || !failed ? next : Math.max(next, Date.now() + backOff(this.#failures));
		} catch (error) {
			console.error(JSON.stringify({ at: "case.alarm.next", case: facts?.caseId, error: String(error) }));
			return Date.now() + backOff(++this.#failures);
		}
	}
}
