import { exports } from "cloudflare:workers";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";
import { elementsOf } from "../../domain/bpmn/room/document.ts";
import type { FromServer } from "../../domain/bpmn/room/wire.ts";
import type { TestPerson } from "./company.ts";

/** A person's browser in a model's room, over a real socket through the door. */
export class ModelClient {
	readonly doc = new Y.Doc();
	readonly heard: FromServer[] = [];
	closed: { readonly code: number } | undefined;
	readonly #modelId: string;
	readonly #person: TestPerson;
	#socket: WebSocket | undefined;
	#answer: (() => void) | undefined;
	#waiting: (() => void)[] = [];

	constructor(modelId: string, person: TestPerson, clientId: number) {
		this.#modelId = modelId;
		this.#person = person;
		this.doc.clientID = clientId;
		this.doc.on("update", (update: Uint8Array, origin: unknown) => {
			if (origin !== this) this.sendSync((encoder) => sync.writeUpdate(encoder, update));
		});
	}

	get online(): boolean {
		return this.#socket !== undefined;
	}

	async connect(): Promise<Response> {
		const response = await exports.default.fetch(`http://portico.test/api/modeler/models/${this.#modelId}/room`, {
			headers: { upgrade: "websocket", origin: "http://portico.test", cookie: this.#person.cookie },
		});
		const socket = response.webSocket;
		if (socket === null) return response;
		socket.binaryType = "arraybuffer";
		this.#socket = socket;
		this.closed = undefined;
		socket.addEventListener("message", (event) => this.#take(socket, event.data));
		socket.addEventListener("close", (event) => {
			if (this.#socket === socket) this.#socket = undefined;
			this.closed = { code: event.code };
			this.#wake();
		});
		socket.accept();
		return response;
	}

	disconnect(): void {
		const socket = this.#socket;
		this.#socket = undefined;
		socket?.close(1000, "away");
	}

	/** One round trip: all that was sent before is taken, and all that the room had is here. */
	async settle(): Promise<void> {
		if (!this.online) await this.connect();
		const answered = new Promise<void>((resolve) => (this.#answer = resolve));
		this.sendSync((encoder) => sync.writeSyncStep1(encoder, this.doc));
		await answered;
	}

	/** Waits until something heard or the close makes `test` true. */
	async until(test: () => boolean): Promise<void> {
		while (!test()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
	}

	send(message: string | Uint8Array): void {
		this.#socket?.send(message);
	}

	sendSync(write: (encoder: encoding.Encoder) => void): void {
		const encoder = encoding.createEncoder();
		write(encoder);
		this.#socket?.send(encoding.toUint8Array(encoder));
	}

	json(): string {
		const records = elementsOf(this.doc).toJSON() as Record<string, Record<string, unknown>>;
		const entries = Object.entries(records).sort(([a], [b]) => (a < b ? -1 : 1));
		return JSON.stringify(entries.map(([key, record]) => [key, Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))]));
	}

	#take(socket: WebSocket, data: unknown): void {
		if (socket !== this.#socket) return;
		if (typeof data === "string") this.heard.push(JSON.parse(data) as FromServer);
		else {
			const encoder = encoding.createEncoder();
			const type = sync.readSyncMessage(decoding.createDecoder(new Uint8Array(data as ArrayBuffer)), encoder, this.doc, this);
			if (encoding.length(encoder) > 0) socket.send(encoding.toUint8Array(encoder));
			if (type === sync.messageYjsSyncStep2) this.#answer?.();
		}
		this.#wake();
	}

	#wake(): void {
		for (const resolve of this.#waiting.splice(0)) resolve();
	}
}
