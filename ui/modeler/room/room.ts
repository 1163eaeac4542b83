import { signal } from "@preact/signals";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { IndexeddbPersistence } from "y-indexeddb";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";
import { elementsOf } from "../../../domain/bpmn/room/document.ts";
import { CLOSE, type FromServer, type Presence, type Seat } from "../../../domain/bpmn/room/wire.ts";
import { backoff } from "../../kit/backoff.ts";

/** Somebody else who looks at the model. */
export interface Peer extends Seat {
	readonly presence: Presence | null;
}

/** `live`: changes pass both ways. `offline`: what is drawn is kept here and sent later. `refused`: the server let nobody in. */
export type RoomState = "connecting" | "live" | "offline" | "refused" | "gone";

const PRESENCE_MS = 50;
const PING_MS = 25_000;
const SILENCE_MS = 60_000;

/**
 * This browser's side of a model's room: the document, kept in the browser too so that a person can draw on offline, the
 * socket that comes back by itself, and who else is here.
 */
export class Room {
	readonly doc = new Y.Doc();
	readonly state = signal<RoomState>("connecting");
	/** The document is whole: it came from the server or from this browser's store. */
	readonly ready = signal(false);
	readonly mayEdit = signal(false);
	readonly peers = signal<ReadonlyMap<string, Peer>>(new Map());
	/** Changes that the server does not have yet. */
	readonly unsynced = signal(0);
	/** A change was not taken: this copy is no longer the model's and must be dropped. */
	readonly refusal = signal<{ readonly code: string; readonly detail: string } | undefined>(undefined);

	readonly #path: string;
	readonly #store: IndexeddbPersistence | undefined;
	#socket: WebSocket | undefined;
	#attempt = 0;
	#ended = false;
	#retry: ReturnType<typeof setTimeout> | undefined;
	#heartbeat: ReturnType<typeof setInterval> | undefined;
	#lastHeard = 0;
	#presence: Presence = {};
	#presenceTimer: ReturnType<typeof setTimeout> | undefined;
	/** Changes counted when the running question to the server was asked; its answer says that they arrived. */
	#asked: number | undefined;
	/** The server was told on this socket what it lacked. What changes from then on is sent by itself, and before then with that. */
	#told = false;

	constructor(modelId: string, options: { readonly personId: string; readonly keep: boolean }) {
		this.#path = `/api/modeler/models/${encodeURIComponent(modelId)}/room`;
		this.doc.on("update", this.#onUpdate);
		if (options.keep && "indexedDB" in globalThis) {
			this.#store = new IndexeddbPersistence(`portico.model.${options.personId}.${modelId}`, this.doc);
			void this.#store.whenSynced.then(() => this.#look());
		}
		addEventListener("online", this.#wake);
		addEventListener("offline", this.#lost);
		document.addEventListener("visibilitychange", this.#wake);
		this.#connect();
	}

	/** Leaves the room. With `forget` the copy in this browser is deleted too: it is not what the server has. */
	async destroy(forget = false): Promise<void> {
		this.#ended = true;
		clearTimeout(this.#retry);
		clearTimeout(this.#presenceTimer);
		clearInterval(this.#heartbeat);
		removeEventListener("online", this.#wake);
		removeEventListener("offline", this.#lost);
		document.removeEventListener("visibilitychange", this.#wake);
		this.#socket?.close(1000);
		if (forget) await this.#store?.clearData();
		else await this.#store?.destroy();
		this.doc.destroy();
	}

	/** Says where this person is and what they have in hand; sent at most twenty times a second. */
	show(part: Presence): void {
		this.#presence = { ...this.#presence, ...part };
		this.#presenceTimer ??= setTimeout(() => {
			this.#presenceTimer = undefined;
			this.#sendPresence();
		}, PRESENCE_MS);
	}

	#sendPresence(): void {
		if (this.#socket?.readyState !== WebSocket.OPEN || this.state.value !== "live") return;
		const known = Object.entries(this.#presence).filter(([, value]) => value !== undefined);
		this.#socket.send(JSON.stringify({ presence: Object.fromEntries(known) }));
	}

	#onUpdate = (update: Uint8Array, origin: unknown): void => {
		if (origin === this || origin === this.#store) return;
		this.unsynced.value += 1;
		if (!this.#told) return;
		this.#sendSync((encoder) => sync.writeUpdate(encoder, update));
		this.#ask();
	};

	/** Asks what the server has: the answer comes after everything sent so far was taken. */
	#ask(): void {
		if (this.#asked !== undefined) return;
		this.#asked = this.unsynced.value;
		this.#sendSync((encoder) => sync.writeSyncStep1(encoder, this.doc));
	}

	#answered(): void {
		this.unsynced.value = Math.max(0, this.unsynced.value - (this.#asked ?? 0));
		this.#asked = undefined;
		if (this.unsynced.value > 0) this.#ask();
	}

	#connect(): void {
		if (this.#ended || this.#socket !== undefined) return;
		const url = new URL(this.#path, location.href);
		url.protocol = url.protocol.replace("http", "ws");
		const socket = new WebSocket(url);
		socket.binaryType = "arraybuffer";
		this.#socket = socket;
		let opened = false;
		socket.addEventListener("open", () => {
			if (this.#socket !== socket) return;
			opened = true;
			this.#lastHeard = Date.now();
			this.#asked = undefined;
			this.#ask();
			this.#heartbeat = setInterval(() => this.#beat(), PING_MS);
		});
		socket.addEventListener("message", (event: MessageEvent<string | ArrayBuffer>) => {
			if (this.#socket !== socket) return;
			this.#lastHeard = Date.now();
			if (event.data === "pong") return;
			if (typeof event.data === "string") this.#hear(JSON.parse(event.data) as FromServer);
			else this.#takeSync(new Uint8Array(event.data));
		});
		socket.addEventListener("close", (event) => {
			if (this.#socket !== socket) return;
			this.#drop();
			if (this.#ended) return;
			if (event.code === CLOSE.gone) this.state.value = "gone";
			else if (opened) this.#again();
			else void this.#whyNot();
		});
	}

	#drop(): void {
		this.#socket = undefined;
		this.#told = false;
		clearInterval(this.#heartbeat);
		this.peers.value = new Map();
	}

	/** A socket that was refused does not say why; the model's own address does. */
	async #whyNot(): Promise<void> {
		let status = 0;
		try {
			status = (await fetch(this.#path.replace(/\/room$/, ""))).status;
		} catch {
			// No network: try again later.
		}
		if (status === 404) this.state.value = "gone";
		else if (status === 401 || status === 403) this.state.value = "refused";
		else this.#again();
	}

	#again(): void {
		// Asking why took a while: somebody else may have come back meanwhile.
		if (this.#ended || this.#socket !== undefined) return;
		this.state.value = "offline";
		clearTimeout(this.#retry);
		this.#retry = setTimeout(() => this.#connect(), backoff(this.#attempt, Math.random()));
		this.#attempt += 1;
	}

	#wake = (): void => {
		if (document.visibilityState === "hidden" || this.state.value === "gone" || this.state.value === "refused") return;
		this.#attempt = 0;
		clearTimeout(this.#retry);
		this.#connect();
	};

	/** The browser says there is no network. The socket would notice only minutes later, and so would its closing: it is left at once. */
	#lost = (): void => {
		const socket = this.#socket;
		if (socket === undefined) return;
		this.#drop();
		socket.close();
		this.#again();
	};

	#beat(): void {
		if (Date.now() - this.#lastHeard > SILENCE_MS) this.#socket?.close();
		else if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send("ping");
	}

	#takeSync(bytes: Uint8Array): void {
		const decoder = decoding.createDecoder(bytes);
		const encoder = encoding.createEncoder();
		const type = sync.readSyncMessage(decoder, encoder, this.doc, this);
		// A viewer has nothing to answer; the server would refuse it.
		if (encoding.length(encoder) > 0 && this.mayEdit.value) {
			this.#socket?.send(encoding.toUint8Array(encoder));
			this.#told = true;
		}
		if (type !== sync.messageYjsSyncStep2) return;
		this.#attempt = 0;
		this.state.value = "live";
		this.#look();
		this.#answered();
		this.#sendPresence();
	}

	#hear(message: FromServer): void {
		const peers = new Map(this.peers.value);
		switch (message.type) {
			case "welcome":
				this.mayEdit.value = message.mayEdit;
				this.peers.value = new Map(message.peers.map((peer) => [peer.seat, { ...peer, presence: null }]));
				return;
			case "joined":
				peers.set(message.peer.seat, { ...message.peer, presence: null });
				this.#sendPresence();
				break;
			case "left":
				peers.delete(message.seat);
				break;
			case "presence": {
				const peer = peers.get(message.seat);
				if (peer !== undefined) peers.set(message.seat, { ...peer, presence: message.presence });
				break;
			}
			case "refused":
				this.refusal.value = message;
				return;
		}
		this.peers.value = peers;
	}

	#look(): void {
		if (elementsOf(this.doc).size > 0) this.ready.value = true;
	}

	#sendSync(write: (encoder: encoding.Encoder) => void): void {
		if (this.#socket?.readyState !== WebSocket.OPEN) return;
		const encoder = encoding.createEncoder();
		write(encoder);
		this.#socket.send(encoding.toUint8Array(encoder));
	}
}
