import { DurableObject } from "cloudflare:workers";
import { bpmnModdle } from "../../domain/bpmn/moddle.ts";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as v from "valibot";
import * as sync from "y-protocols/sync";
import { importBpmn } from "../../domain/bpmn/records/import-bpmn.ts";
import { fromRecords } from "../../domain/bpmn/records/write.ts";
import { writeXml } from "../../domain/bpmn/write-xml.ts";
import { recordsOf, writeDifference } from "../../domain/bpmn/room/document.ts";
import {
	CLOSE,
	ENTRANT_HEADER,
	type Entrant,
	fromClient,
	MAX_FRAME_BYTES,
	MAX_PRESENCE_CHARACTERS,
	type FromServer,
	type Presence,
	type Seat,
} from "../../domain/bpmn/room/wire.ts";
import type { Finding, Problem } from "../../domain/problem.ts";
import { migrate } from "../migrate.ts";
import { closeSocketsOf, type SocketHolder } from "../sockets.ts";
import { attachmentOf, close, counted, send, type Attachment } from "./sockets.ts";
import { MODEL_TABLES, OUT_OF_ORDER, StoredDocument } from "./stored-document.ts";
import { SUMMARY_TABLE, Summary } from "./summary.ts";

export type ImportResult =
	| { readonly ok: true; readonly elements: number; readonly report: Finding[] }
	| { readonly ok: false; readonly problems: Problem[] };

/**
 * The room of one model, named `<company>/model/<model>`: its document, the sockets of those who look at it, and nothing else.
 * Each update is a row before anyone sees it; between messages the room may be evicted, for it keeps no timer and nothing in
 * memory that the rows and the sockets' attachments do not have.
 */
export class Model extends DurableObject<Env> implements SocketHolder {
	readonly #document: StoredDocument;
	readonly #summary: Summary;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		migrate(ctx.storage, [MODEL_TABLES, SUMMARY_TABLE]);
		this.#document = new StoredDocument(ctx.storage);
		this.#summary = new Summary(ctx, env);
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
	}

	/**
	 * Makes the model what a BPMN file says, as one change that everyone in the room sees; ids are assigned here, once. What the
	 * file has and a model can not keep is in the report.
	 */
	async importBpmn(xml: string, by: { readonly personId: string; readonly name: string }): Promise<ImportResult> {
		const imported = await importBpmn(xml);
		if (!imported.ok) return { ok: false, problems: [...imported.error] };
		const updates = this.#document.change((doc) => writeDifference(doc, recordsOf(doc), imported.value.records, "import"));
		for (const update of updates) this.#broadcast(update, undefined);
		await this.#summary.changed(by, Date.now());
		return { ok: true, elements: imported.value.elements, report: [...imported.value.report] };
	}

	/** The model as BPMN 2.0 XML; `undefined` while nothing was drawn or imported. */
	async exportBpmn(): Promise<string | undefined> {
		if (this.#document.isEmpty) return undefined;
		const moddle = bpmnModdle();
		const written = fromRecords(recordsOf(this.#document.open()), moddle);
		if (written === undefined) return undefined;
		return writeXml(written.definitions, moddle);
	}

	/** Closes the sockets of a person whose grant or session changed; who may still come in connects again. */
	closeSockets(personId: string): void {
		closeSocketsOf(this.ctx, personId);
	}

	/** Closes every socket: the model was deleted. Its rows stay, so that the deletion can be undone. */
	leaveAll(): void {
		for (const socket of this.ctx.getWebSockets()) close(socket, CLOSE.gone, "model.deleted");
	}

	/** The door, behind the Worker's: accepts the socket and tells the newcomer who is here. */
	override fetch(request: Request): Response {
		const entrant = JSON.parse(decodeURIComponent(request.headers.get(ENTRANT_HEADER) ?? "null")) as Entrant | null;
		if (entrant === null || request.headers.get("upgrade")?.toLowerCase() !== "websocket") return new Response(null, { status: 426 });
		const { 0: client, 1: server } = new WebSocketPair();
		const seat: Seat = { seat: crypto.randomUUID().slice(0, 13), personId: entrant.personId, name: entrant.name };
		const peers = this.ctx.getWebSockets().map(attachmentOf);
		this.ctx.acceptWebSocket(server, [entrant.personId]);
		server.serializeAttachment({
			...seat,
			mayEdit: entrant.mayEdit,
			presence: null,
			windowStart: 0,
			windowBytes: 0,
		} satisfies Attachment);
		this.#tell(server, { type: "welcome", seat: seat.seat, mayEdit: entrant.mayEdit, peers: peers.map(seatOf) });
		for (const peer of peers)
			if (peer.presence !== null) this.#tell(server, { type: "presence", seat: peer.seat, presence: peer.presence });
		this.#askFor(server);
		this.#tellOthers(server, { type: "joined", peer: seat });
		return new Response(null, { status: 101, webSocket: client });
	}

	override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
		const now = Date.now();
		const bytes = typeof message === "string" ? message.length : message.byteLength;
		if (bytes > MAX_FRAME_BYTES) return close(socket, CLOSE.tooLarge, "frame.too_large");
		const attachment = counted(attachmentOf(socket), bytes, now);
		if (attachment === undefined) return close(socket, CLOSE.tooMuch, "frame.too_much");
		socket.serializeAttachment(attachment);
		try {
			if (typeof message === "string") this.#takePresence(socket, attachment, message);
			else if (this.#takeSync(socket, attachment, new Uint8Array(message))) await this.#summary.changed(attachment, now);
		} catch (error) {
			if (!(error instanceof Malformed)) throw error;
			close(socket, CLOSE.malformed, "frame.malformed");
		}
	}

	override webSocketClose(socket: WebSocket): void {
		this.#tellOthers(socket, { type: "left", seat: attachmentOf(socket).seat });
	}

	override webSocketError(socket: WebSocket): void {
		this.webSocketClose(socket);
	}

	/** Some seconds after a change: the list of models gets its picture and its last change. */
	override async alarm(): Promise<void> {
		await this.#summary.write(recordsOf(this.#document.open()));
	}

	/** Answers whether the document changed. */
	#takeSync(socket: WebSocket, attachment: Attachment, bytes: Uint8Array): boolean {
		const { type, content } = readSync(bytes);
		if (type === sync.messageYjsSyncStep1) {
			const doc = this.#document.open();
			const answer = attempt(() => frame((encoder) => sync.writeSyncStep2(encoder, doc, content)));
			send(socket, answer);
			return false;
		}
		if (isEmptyUpdate(content)) return false;
		if (!attachment.mayEdit) {
			this.#tell(socket, { type: "refused", code: "model.read_only", detail: "You may read this model, not change it." });
			return false;
		}
		const applied = this.#document.apply(content);
		if (!applied.ok) {
			const { code, detail, at } = applied.error;
			if (code === OUT_OF_ORDER) {
				// Drawn while the connection came back: the answer brings it again, with what it builds on.
				this.#askFor(socket);
				return false;
			}
			this.#tell(socket, { type: "refused", code, detail, ...(at === undefined ? {} : { at }) });
			return false;
		}
		for (const update of applied.value) this.#broadcast(update, socket);
		return applied.value.length > 0;
	}

	/** Asks a client for whatever it has and the room lacks. */
	#askFor(socket: WebSocket): void {
		const doc = this.#document.open();
		send(
			socket,
			frame((encoder) => sync.writeSyncStep1(encoder, doc)),
		);
	}

	#takePresence(socket: WebSocket, attachment: Attachment, message: string): void {
		if (message.length > MAX_PRESENCE_CHARACTERS) throw new Malformed();
		const parsed = v.safeParse(
			fromClient,
			attempt(() => JSON.parse(message)),
		);
		if (!parsed.success) throw new Malformed();
		const presence = parsed.output.presence as Presence | null;
		socket.serializeAttachment({ ...attachment, presence } satisfies Attachment);
		this.#tellOthers(socket, { type: "presence", seat: attachment.seat, presence });
	}

	/** The row is written in this turn, so the output gate holds these messages until it is durable. */
	#broadcast(update: Uint8Array, except: WebSocket | undefined): void {
		const message = frame((encoder) => sync.writeUpdate(encoder, update));
		for (const peer of this.ctx.getWebSockets()) if (peer !== except) send(peer, message);
	}

	#tell(socket: WebSocket, message: FromServer): void {
		send(socket, JSON.stringify(message));
	}

	#tellOthers(socket: WebSocket, message: FromServer): void {
		const text = JSON.stringify(message);
		for (const peer of this.ctx.getWebSockets()) if (peer !== socket) send(peer, text);
	}
}

/** A frame that no client of ours sends. */
class Malformed extends Error {
	override readonly name = "Malformed";
}

function attempt<Value>(read: () => Value): Value {
	try {
		return read();
	} catch {
		throw new Malformed();
	}
}

function seatOf({ seat, personId, name }: Attachment): Seat {
	return { seat, personId, name };
}

function frame(write: (encoder: encoding.Encoder) => void): Uint8Array {
	const encoder = encoding.createEncoder();
	write(encoder);
	return encoding.toUint8Array(encoder);
}

function readSync(bytes: Uint8Array): { readonly type: number; readonly content: Uint8Array } {
	return attempt(() => {
		const decoder = decoding.createDecoder(bytes);
		const type = decoding.readVarUint(decoder);
		const content = decoding.readVarUint8Array(decoder);
		if (type > sync.messageYjsUpdate || decoding.hasContent(decoder)) throw new Malformed();
		return { type, content };
	});
}

/** What a client answers that has nothing the server lacks; a viewer sends it too. */
function isEmptyUpdate(update: Uint8Array): boolean {
	return update.byteLength <= 2 && update.every((byte) => byte === 0);
}
