import type { EffectMessage } from "../../domain/case/effect.ts";
import type { CaseId, CompanyId, EnvironmentId } from "../../domain/ids.ts";
import { sendNotification } from "../mailroom/send-notification.ts";
import { objects } from "../tenancy/objects.ts";
import { runJob } from "./run-job.ts";

/** Seconds before a message whose consumer broke is brought again. */
const BROKEN_AGAIN = 5;

/**
 * The consumer of both queues. A message is only a hint that its case has an effect to carry out; the case decides whether it
 * still wants it, so repeats and strangers' orders do no harm. Each message is acknowledged on its own.
 */
export async function consumeEffects(batch: MessageBatch<unknown>, env: Env): Promise<void> {
	const dead = batch.queue.includes("-dead");
	await Promise.all(
		batch.messages.map(async (message) => {
			const effect = message.body as EffectMessage;
			try {
				const again = await (dead ? giveUp(env, effect) : carryOut(env, effect));
				if (again === undefined) message.ack();
				else message.retry({ delaySeconds: again });
			} catch (error) {
				console.error(JSON.stringify({ at: "effects", kind: effect.kind, key: effect.key, dead, error: String(error) }));
				message.retry({ delaySeconds: BROKEN_AGAIN });
			}
		}),
	);
}

/** Carries an effect out; answers the seconds to wait when it must come again. */
async function carryOut(env: Env, effect: EffectMessage): Promise<number | undefined> {
	const scope = scopeOf(effect);
	const caseId = effect.caseId as CaseId;
	switch (effect.kind) {
		case "job": {
			const attempt = await runJob(env, scope, caseId, effect.subject);
			return attempt.done ? undefined : attempt.again;
		}
		case "notify":
		case "alarm": {
			const { kind, subject, key } = effect;
			const sent = await sendNotification(env, scope, { caseId, kind, subject, key }, Date.now(), false);
			return sent === "again" ? 30 : undefined;
		}
	}
}

/** What the queue could not do within its retries becomes visible on the case: an incident, or a mail that was not sent. */
async function giveUp(env: Env, effect: EffectMessage): Promise<undefined> {
	const scope = scopeOf(effect);
	const caseId = effect.caseId as CaseId;
	switch (effect.kind) {
		case "job":
			await objects.case(env, scope, caseId).failJob(scope, caseId, effect.subject, "");
			return;
		case "notify":
		case "alarm": {
			const { kind, subject, key } = effect;
			await sendNotification(env, scope, { caseId, kind, subject, key }, Date.now(), true);
			return;
		}
	}
}

function scopeOf(effect: EffectMessage) {
	return { companyId: effect.companyId as CompanyId, environmentId: effect.environmentId as EnvironmentId };
}
