import { DurableObject } from "cloudflare:workers";
import { closeSocketsOf, type SocketHolder } from "../sockets.ts";

export class Model extends DurableObject<Env> implements SocketHolder {
	/** Closes a person's sockets because the person's authority changed; each was accepted with the person's id as its tag. */
	closeSockets(personId: string): void {
		closeSocketsOf(this.ctx, personId);
	}
}
