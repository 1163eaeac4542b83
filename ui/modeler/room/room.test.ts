import * as encoding from "lib0/encoding";
import * as decoding from "lib0/decoding";
import { afterEach, beforeEach, describe, it, vi } from "vitest";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";
import type { Json } from "../../../domain/bpmn/records/record.ts";
import { elementsOf } from "../../../domain/bpmn/room/document.ts";
import { Room } from "./room.ts";

/** A socket of which the test is the other side: it answers when it is told to. */
class Wire extends EventTarget {
	static readonly OPEN = 1;
	static made: Wire[] = [];
	readonly server = new Y.Doc();
	readyState = 0;
	binaryType = "";
	closed = false;
	#held: Uint8Array[] = [];

	constructor() {
		super();
		Wire.made.push(this);
	}

	send(data: string | Uint8Array): void {
		if (typeof data !== "string") this.#held.push(data);
	}

	close(): void {
		this.closed = true;
		this.readyState = 2;
	}

	open(): void {
		this.readyState = Wire.OPEN;
		this.dispatchEvent(new Event("open"));
		this.tell(JSON.stringify({ type: "welcome", seat: "s", mayEdit: true, peers: [] }));
		const encoder = encoding.createEncoder();
		sync.writeSyncStep1(encoder, this.server);
		this.tell(encoding.toUint8Array(encoder));
	}

	tell(data: string | Uint8Array): void {
		this.dispatchEvent(new MessageEvent("message", { data: typeof data === "string" ? data : data.slice().buffer }));
	}

	/** The server takes what came so far, and answers what was asked. */
	take(): void {
		for (const frame of this.#held.splice(0)) {
			const answer = encoding.createEncoder();
			sync.readSyncMessage(decoding.createDecoder(frame), answer, this.server, "wire");
			if (encoding.length(answer) > 0) this.tell(encoding.toUint8Array(answer));
		}
	}
}

describe("this browser's side of a model's room", () => {
	const listeners = new EventTarget();
	beforeEach(() => {
		Wire.made = [];
		vi.useFakeTimers();
		vi.stubGlobal("WebSocket", Wire);
		vi.stubGlobal("location", new URL("http://127.0.0.1/modeler/m"));
		vi.stubGlobal("document", Object.assign(new EventTarget(), { visibilityState: "visible" }));
		vi.stubGlobal("addEventListener", listeners.addEventListener.bind(listeners));
		vi.stubGlobal("removeEventListener", listeners.removeEventListener.bind(listeners));
	});
	afterEach(() => {
		vi.unstubAllGlobals();
		vi.useRealTimers();
	});

	function draw(room: Room, key: string): void {
		elementsOf(room.doc).set(key, new Y.Map<Json>(Object.entries({ $type: "bpmn:Task" })));
	}

	it("sends what is drawn between telling the server and hearing from it", async ({ expect }) => {
		const room = new Room("m", { personId: "p", keep: false });
		const [wire] = Wire.made;
		if (wire === undefined) throw new Error("no socket");
		draw(room, "before");
		wire.open();
		draw(room, "between");
		wire.take();
		expect(room.state.value).toBe("live");
		draw(room, "after");
		for (let turn = 0; turn < 3; turn++) wire.take();
		expect([...elementsOf(wire.server).keys()].sort()).toEqual(["after", "before", "between"]);
		expect(room.unsynced.value).toBe(0);
		await room.destroy();
	});

	it("leaves a socket without network at once, hears nothing of it any more, and comes back on a new one", async ({ expect }) => {
		const room = new Room("m", { personId: "p", keep: false });
		const [first] = Wire.made;
		first?.open();
		first?.take();
		listeners.dispatchEvent(new Event("offline"));
		expect([room.state.value, first?.closed]).toEqual(["offline", true]);
		draw(room, "offline");
		first?.dispatchEvent(new Event("close"));
		listeners.dispatchEvent(new Event("online"));
		expect(Wire.made).toHaveLength(2);
		const second = Wire.made[1];
		second?.open();
		for (let turn = 0; turn < 3; turn++) second?.take();
		expect(room.state.value).toBe("live");
		expect([...elementsOf(second?.server ?? new Y.Doc()).keys()]).toEqual(["offline"]);
		await room.destroy();
	});
});
