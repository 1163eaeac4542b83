import type { ElementBehaviour } from "../behaviour.ts";
import { adHocSubProcess } from "./ad-hoc-sub-process.ts";
import { boundaryEvent } from "./boundary-event.ts";
import { businessRuleTask } from "./business-rule-task.ts";
import { callActivity } from "./call-activity.ts";
import { complexGateway } from "./complex-gateway.ts";
import { endEvent } from "./end-event.ts";
import { eventBasedGateway } from "./event-based-gateway.ts";
import { exclusiveGateway } from "./exclusive-gateway.ts";
import { inclusiveGateway } from "./inclusive-gateway.ts";
import { intermediateCatchEvent } from "./intermediate-catch-event.ts";
import { intermediateThrowEvent } from "./intermediate-throw-event.ts";
import { manualTask } from "./manual-task.ts";
import { parallelGateway } from "./parallel-gateway.ts";
import { process } from "./process.ts";
import { receiveTask } from "./receive-task.ts";
import { scriptTask } from "./script-task.ts";
import { sendTask } from "./send-task.ts";
import { serviceTask } from "./service-task.ts";
import { startEvent } from "./start-event.ts";
import { subProcess } from "./sub-process.ts";
import { transaction } from "./transaction.ts";
import { task } from "./task.ts";
import { userTask } from "./user-task.ts";

/** Every BPMN element that the engine executes, by BPMN's name. What is not here is refused at deployment. */
export const ELEMENTS: ReadonlyMap<string, ElementBehaviour> = new Map(
	[
		process,
		startEvent,
		endEvent,
		intermediateCatchEvent,
		intermediateThrowEvent,
		boundaryEvent,
		task,
		manualTask,
		userTask,
		serviceTask,
		sendTask,
		receiveTask,
		scriptTask,
		businessRuleTask,
		subProcess,
		transaction,
		adHocSubProcess,
		callActivity,
		exclusiveGateway,
		parallelGateway,
		inclusiveGateway,
		complexGateway,
		eventBasedGateway,
	].map((behaviour) => [behaviour.type, behaviour]),
);
