import { mayTake, type Worker } from "../../domain/allocation/may-take.ts";
import type { CaseProjection } from "../../domain/case/rows.ts";
import type { Change } from "./project.ts";

/** What an open inbox is told. `changed` are lines to show or update, `removed` are task ids to take away. */
export interface LiveMessage {
	readonly type: "changed";
	readonly caseId: string;
	/** The case's step that this shows; a read with `after=<caseId>:<sequence>` sees at least this. */
	readonly sequence: number;
	readonly state: string;
	readonly changed: readonly {
		readonly caseId: string;
		readonly task: number;
		readonly elementId: string;
		readonly name: string;
		readonly title: string;
		readonly createdAt: number;
		readonly dueAt: number | null;
		readonly atRiskAt: number | null;
		readonly assigneeId: string | null;
		readonly assigneeName: string | null;
		readonly number: string;
		readonly caseTitle: string;
		readonly process: string;
		readonly incidents: number;
	}[];
	readonly removed: readonly string[];
}

/** The person and session of a socket. All that survives hibernation, so everything that a push must know. */
export interface SocketOwner extends Worker {
	readonly sessionId: string;
}

/** Open pages of one person that are fed; more is a fault of the caller, not work. */
export const SOCKETS_PER_PERSON = 20;

/** Takes a socket into the object, able to hibernate. `undefined` when the person has too many open. */
export function acceptSocket(ctx: DurableObjectState, owner: SocketOwner): { client: WebSocket; server: WebSocket } | undefined {
	if (ctx.getWebSockets(owner.personId).length >= SOCKETS_PER_PERSON) return undefined;
	const { 0: client, 1: server } = new WebSocketPair();
	ctx.acceptWebSocket(server, [owner.personId]);
	server.serializeAttachment(owner);
	return { client, server };
}

/** Tells every open inbox what a step changed for its person, and nothing of what is not theirs to see. */
export function push(ctx: DurableObjectState, projection: CaseProjection, change: Change): void {
	const { case: row, sequence } = projection;
	for (const socket of ctx.getWebSockets()) {
		const owner = socket.deserializeAttachment() as SocketOwner;
		const visible = change.after.filter((task) => mayTake(owner, task));
		const removed = change.before
			.filter((task) => mayTake(owner, task) && !visible.some((each) => each.task === task.task))
			.map((task) => `${row.caseId}.${task.task}`);
		const message: LiveMessage = {
			type: "changed",
			caseId: row.caseId,
			sequence,
			state: row.state,
			changed: visible.map((task) => ({
				caseId: row.caseId,
				task: task.task,
				elementId: task.elementId,
				name: task.name,
				title: task.title,
				createdAt: task.createdAt,
				dueAt: task.dueAt,
				atRiskAt: task.atRiskAt ?? null,
				assigneeId: task.assigneeId,
				assigneeName: task.assigneeName,
				number: row.number,
				caseTitle: row.title,
				process: row.process,
				incidents: row.incidents,
			})),
			removed,
		};
		try {
			socket.send(JSON.stringify(message));
		} catch {
			// The client is gone; its close event takes the socket out. It reads the inbox anew when it comes back.
		}
	}
}
