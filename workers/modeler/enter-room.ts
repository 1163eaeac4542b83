import { may } from "../../domain/grants/may.ts";
import type { Builder, Resource } from "../../domain/grants/principal.ts";
import { ENTRANT_HEADER } from "../../domain/bpmn/room/wire.ts";
import { HttpProblem } from "../http/problem.ts";
import { objects } from "../tenancy/objects.ts";
import type { PresentModel } from "./present-model.ts";

/**
 * The WebSocket door of a model's room. The room accepts the socket first and the `Company` registers it after, so that a
 * grant that is revoked in between finds it and closes it.
 */
export async function enterRoom(
	env: Env,
	model: PresentModel,
	resource: Resource | undefined,
	builder: Builder,
	request: Request,
	now: number,
): Promise<Response> {
	if (request.headers.get("upgrade")?.toLowerCase() !== "websocket")
		throw new HttpProblem(426, "socket.needed", "Open this address as a WebSocket.");
	if (resource === undefined) throw new HttpProblem(404, "not_found", "There is nothing here, or it is not yours to see.");
	const entrant = { personId: builder.personId, name: builder.name, mayEdit: may(builder, "model.edit", resource, now) };
	const room = objects.model(env, model.companyId, model.modelId);
	const answer = await room.fetch("https://room.portico.invalid/", {
		headers: { upgrade: "websocket", [ENTRANT_HEADER]: encodeURIComponent(JSON.stringify(entrant)) },
	});
	// What the room was told the entrant may do must still hold, or the socket is closed and opens again with less.
	const action = entrant.mayEdit ? "model.edit" : "model.read";
	const still = await objects.company(env, model.companyId).registerSocket(builder.sessionId, model.modelId, action, resource, now);
	if (!still) await room.closeSockets(builder.personId);
	return answer;
}
