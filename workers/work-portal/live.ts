import { SHARD } from "../../domain/case/shard.ts";
import { HttpProblem } from "../http/problem.ts";
import { endUserOf } from "../http/route.ts";
import type { Principal } from "../../domain/grants/principal.ts";
import { objects } from "../tenancy/objects.ts";

/** The live door of an inbox: a WebSocket to the Worklist, for the person whose session was just checked. */
export async function openLive(env: Env, request: Request, principal: Principal): Promise<Response> {
	if (request.headers.get("upgrade")?.toLowerCase() !== "websocket")
		throw new HttpProblem(426, "socket.expected", "This address takes WebSockets.");
	const { companyId, environmentId, personId, name, email, roles, groups, sessionId } = endUserOf({ principal });
	const scope = { companyId, environmentId };
	// A request of our own: nothing that the client sent reaches the object.
	const door = new Request("https://worklist/live", {
		headers: {
			upgrade: "websocket",
			"x-portico-socket-owner": JSON.stringify({ scope, person: { personId, name, email, roles, groups, sessionId } }),
		},
	});
	const response = await objects.worklist(env, scope, SHARD).fetch(door);
	if (response.status === 429) throw new HttpProblem(429, "socket.too_many", "Too many windows of this inbox are open. Close some.");
	return response;
}
