import type { Presence, Seat } from "../../domain/bpmn/room/wire.ts";

/** What survives hibernation beside the rows: 16 KB with each socket. */
export interface Attachment extends Seat {
	readonly mayEdit: boolean;
	readonly presence: Presence | null;
	/** Bytes this socket sent since `windowStart` (epoch milliseconds). */
	readonly windowStart: number;
	readonly windowBytes: number;
}

const WINDOW_MS = 60_000;
/** A minute of fast drawing is some hundred kilobytes; a long offline time comes in one frame of at most 4 MB. */
const WINDOW_BYTES = 16 * 1024 * 1024;

export function attachmentOf(socket: WebSocket): Attachment {
	return socket.deserializeAttachment() as Attachment;
}

/** Counts a frame against its sender; `undefined` when the sender has had enough for this minute. */
export function counted(attachment: Attachment, bytes: number, now: number): Attachment | undefined {
	const fresh = now - attachment.windowStart > WINDOW_MS;
	const windowBytes = (fresh ? 0 : attachment.windowBytes) + bytes;
	if (windowBytes > WINDOW_BYTES) return undefined;
	return { ...attachment, windowStart: fresh ? now : attachment.windowStart, windowBytes };
}

export function send(socket: WebSocket, message: string | Uint8Array): void {
	try {
		socket.send(message);
	} catch {
		// The peer is gone; its close event follows.
	}
}

/** Closes once; a socket that is closing already is left alone. */
export function close(socket: WebSocket, code: number, reason: string): void {
	try {
		socket.close(code, reason);
	} catch {
		// Closed from the other side meanwhile.
	}
}
