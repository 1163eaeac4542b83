/** One person in the room of a model, without a screen: what the Modeler's canvas does on the wire (y-protocols' sync frames). */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";
import type { Client } from "./client.ts";

export class Drawer {
	readonly doc = new Y.Doc();
	/** What the server said in words: who came, who left, what was refused. */
	readonly said: { readonly type: string; readonly code?: string }[] = [];
	readonly #socket: WebSocket;

	constructor(socket: WebSocket) {
		this.#socket = socket;
		socket.addEventListener("message", (event: MessageEvent<string | ArrayBuffer>) => this.#take(event.data));
		this.doc.on("update", (update: Uint8Array, origin: unknown) => {
			if (origin !== this) this.#send((encoder) => sync.writeUpdate(encoder, update));
		});
		this.#send((encoder) => sync.writeSyncStep1(encoder, this.doc));
	}

	/** Enters the room of a model. Rejects when the door refuses. */
	static async enter(by: Client, modelId: string): Promise<Drawer> {
		return new Drawer(await by.socket(`/api/modeler/models/${modelId}/room`));
	}

	get elements(): Y.Map<Y.Map<unknown>> {
		return this.doc.getMap("elements");
	}

	/** Gives an element a name, as typing on the canvas would. */
	rename(elementId: string, name: string): void {
		const element = this.elements.get(elementId);
		if (element === undefined) throw new Error(`the model has no element ${elementId}`);
		element.set("name", name);
	}

	/** Waits until what this person sees satisfies `holds`; the room pushes, so nothing is asked again. */
	until(what: string, holds: () => boolean, timeoutMs = 10_000): Promise<void> {
		if (holds()) return Promise.resolve();
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => {
				this.doc.off("update", check);
				reject(new Error(`${what}: not seen within ${timeoutMs} ms`));
			}, timeoutMs);
			const check = (): void => {
				if (!holds()) return;
				clearTimeout(timer);
				this.doc.off("update", check);
				resolve();
			};
			this.doc.on("update", check);
		});
	}

	leave(): void {
		this.#socket.close();
	}

	#take(data: string | ArrayBuffer): void {
		if (typeof data === "string") {
			if (data !== "pong") this.said.push(JSON.parse(data) as { type: string });
			return;
		}
		const encoder = encoding.createEncoder();
		sync.readSyncMessage(decoding.createDecoder(new Uint8Array(data)), encoder, this.doc, this);
		if (encoding.length(encoder) > 0) this.#socket.send(encoding.toUint8Array(encoder) as Uint8Array<ArrayBuffer>);
	}

	#send(write: (encoder: encoding.Encoder) => void): void {
		const encoder = encoding.createEncoder();
		write(encoder);
		this.#socket.send(encoding.toUint8Array(encoder) as Uint8Array<ArrayBuffer>);
	}
}
