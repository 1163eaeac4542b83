/**
 * An object that holds hibernatable WebSockets of people. It accepts each with the person's id as a tag
 * (`ctx.acceptWebSocket(socket, [personId])`), and its `closeSockets` is called by `Company` or `Environment` whenever the
 * person's authority changed or a session ended; the client connects again and is authorised anew.
 */
export interface SocketHolder {
	closeSockets(personId: string): Promise<void> | void;
}

/** Close code of a socket whose session or grant is no longer what it was: sign in or connect again. */
export const AUTHORITY_CHANGED = 4401;

/** What `closeSockets` of every holder does. */
export function closeSocketsOf(ctx: DurableObjectState, personId: string): void {
	for (const socket of ctx.getWebSockets(personId)) socket.close(AUTHORITY_CHANGED, "authority.changed");
}
