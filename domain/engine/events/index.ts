import type { EventBehaviour } from "../behaviour.ts";
import { cancelEvent } from "./cancel.ts";
import { compensateEvent } from "./compensate.ts";
import { conditionalEvent } from "./conditional.ts";
import { errorEvent } from "./error.ts";
import { escalationEvent } from "./escalation.ts";
import { linkEvent } from "./link.ts";
import { messageEvent } from "./message.ts";
import { signalEvent } from "./signal.ts";
import { terminateEvent } from "./terminate.ts";
import { timerEvent } from "./timer.ts";

/** Every event definition that the engine executes, by BPMN's name without `EventDefinition`. */
export const EVENTS: ReadonlyMap<string, EventBehaviour> = new Map(
	[
		messageEvent,
		signalEvent,
		timerEvent,
		conditionalEvent,
		errorEvent,
		escalationEvent,
		compensateEvent,
		cancelEvent,
		linkEvent,
		terminateEvent,
	].map((behaviour) => [behaviour.type, behaviour]),
);
