import { consumeEffects } from "./effects/consume.ts";
import { sweep } from "./effects/sweep.ts";
import { finishStuck } from "./mailroom/finish-stuck.ts";
import { receive } from "./mailroom/receive.ts";
import { router } from "./router.ts";

export { Case } from "../durable-objects/case/index.ts";
export { Company } from "../durable-objects/company/index.ts";
export { Correlation } from "../durable-objects/correlation/index.ts";
export { Environment } from "../durable-objects/environment/index.ts";
export { Model } from "../durable-objects/model/index.ts";
export { Worklist } from "../durable-objects/worklist/index.ts";

/** The one entry of a deployment. */
export default {
	fetch: (request, env, ctx) => router.fetch(request, env, ctx),
	queue: (batch, env) => consumeEffects(batch, env),
	scheduled: async (controller, env) => {
		await sweep(env, controller.scheduledTime);
		await finishStuck(env, controller.scheduledTime);
	},
	email: (message, env) => receive(message, env, Date.now()),
} satisfies ExportedHandler<Env>;
