import type { NewAttachment, StartAnswer, StartInput } from "../../domain/case/answers.ts";
import { nameCase } from "../../domain/case/case-id.ts";
import { type Refusal, refuse } from "../../domain/case/refusal.ts";
import { handStarts } from "../../domain/deployment/hand-starts.ts";
import type { ActiveRelease } from "../../domain/deployment/release.ts";
import type { Starter, Variables } from "../../domain/engine/types.ts";
import type { Result } from "../../domain/result.ts";
import { type EnvironmentScope, objects } from "../tenancy/objects.ts";
import { readActive } from "./active-release.ts";

/** What a new case begins with. */
export interface NewCase {
	/** A start event of the active package; left out: its none start event. */
	readonly startEvent?: string | undefined;
	readonly variables: Variables;
	/** JSON text of what a message or signal brought, for the start event's own mapping. */
	readonly payload?: string;
	readonly starter: Starter;
	/** The same key in the same environment is the same case, for ever. */
	readonly idempotencyKey: string;
	/** Where it came from: `work-portal`, `mail`, `timer`, `condition`, `message`, `signal`, `api`, `studio`. */
	readonly source: string;
	readonly attachments?: readonly NewAttachment[] | undefined;
}

/** Starts a case on the environment's active package. A repeat with the same key answers with the case that is there. */
export async function startCase(env: Env, scope: EnvironmentScope, input: NewCase): Promise<Result<StartAnswer, Refusal>> {
	const active = await readActive(env, scope);
	if (active === null)
		return refuse("conflict", "environment.nothing_active", "Nothing runs in this environment yet: activate a package first.");
	return startCaseOn(env, scope, active, input);
}

/** Starts a case on a package that the caller knows to be active (the Environment itself, for timers and messages). */
export async function startCaseOn(
	env: Env,
	scope: EnvironmentScope,
	active: ActiveRelease,
	input: NewCase,
): Promise<Result<StartAnswer, Refusal>> {
	const { release } = active;
	if (input.startEvent !== undefined && !release.starts.some((start) => start.elementId === input.startEvent))
		return refuse("invalid", "start.event_unknown", "The active package has no such start event.", "startEvent");
	// A process that begins by message alone is begun by its first message start when nobody says by which.
	const hasNone = release.starts.some((start) => start.kind === "none" && start.processId === release.process.id);
	const startEvent = input.startEvent ?? (hasNone ? undefined : handStarts(release.starts, release.process.id, true)[0]?.elementId);
	const { caseId, number } = await nameCase(scope.environmentId, input.idempotencyKey);
	const start: StartInput = {
		caseId,
		number,
		packageId: release.packageId,
		packageHash: release.packageHash,
		process: release.process.name,
		category: release.process.category,
		parameters: active.parameters,
		...(startEvent === undefined ? {} : { startEvent }),
		variables: JSON.stringify(input.variables),
		...(input.payload === undefined ? {} : { payload: input.payload }),
		starter: input.starter,
		source: input.source,
		...(input.attachments === undefined ? {} : { attachments: input.attachments }),
	};
	return objects.case(env, scope, caseId).start(scope, start);
}
