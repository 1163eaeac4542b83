import type { Wait } from "./state.ts";
import type { Effect } from "./types.ts";

/** How the world is told that nothing waits there any more. */
export function cancelling(wait: Wait): Effect {
	switch (wait.what) {
		case "task":
			return { type: "cancel-task", task: wait.id };
		case "job":
			return { type: "cancel-job", job: wait.id };
		case "timer":
			return { type: "cancel-timer", timer: wait.id };
		case "message":
		case "signal":
			return { type: "close-subscription", subscription: wait.id };
	}
}
