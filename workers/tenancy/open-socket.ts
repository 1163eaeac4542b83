import type { Action } from "../../domain/grants/actions.ts";
import type { Principal, Resource } from "../../domain/grants/principal.ts";
import type { WorkspaceId } from "../../domain/ids.ts";
import { builderOf, endUserOf } from "../http/route.ts";
import { HttpProblem } from "../http/problem.ts";
import { objects } from "./objects.ts";

/** The part of a route's call that a WebSocket door needs. */
interface Door {
	readonly env: Env;
	readonly principal: Principal;
	readonly resource: Resource | undefined;
	readonly now: number;
}

/**
 * Opens a builder's socket to a model's room so that it closes when the grant or the session ends. `upgrade` asks the room,
 * which accepts the socket with the person's id as its tag; only then is it registered, so that a grant taken in between is
 * either seen by the registration or finds the socket.
 */
export async function openModelSocket(
	door: Door,
	modelId: WorkspaceId,
	action: Action,
	upgrade: () => Promise<Response>,
): Promise<Response> {
	const builder = builderOf(door);
	const response = await upgrade();
	if (response.webSocket === null || door.resource === undefined) return response;
	const company = objects.company(door.env, builder.companyId);
	if (await company.registerSocket(builder.sessionId, modelId, action, door.resource, door.now)) return response;
	await objects.model(door.env, builder.companyId, modelId).closeSockets(builder.personId);
	throw ended();
}

/** Opens an end user's socket to a shard of the environment's Worklist, as `openModelSocket` does for builders. */
export async function openWorklistSocket(door: Door, shard: number, upgrade: () => Promise<Response>): Promise<Response> {
	const user = endUserOf(door);
	const response = await upgrade();
	if (response.webSocket === null) return response;
	if (await objects.environment(door.env, user).registerSocket(user.sessionId, shard, door.now)) return response;
	await objects.worklist(door.env, user, shard).closeSockets(user.personId);
	throw ended();
}

function ended(): HttpProblem {
	return new HttpProblem(403, "authority.changed", "Your session or your roles changed just now. Sign in or try again.");
}
