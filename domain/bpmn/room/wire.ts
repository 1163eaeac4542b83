import * as v from "valibot";

/**
 * What passes through a model's door. Binary frames are messages of the Yjs sync protocol (step 1, step 2, update); text
 * frames are JSON as below, and `ping`, which the platform answers with `pong` without waking the room.
 */

const number = v.pipe(v.number(), v.finite(), v.minValue(-1e7), v.maxValue(1e7));
const elementIds = v.pipe(v.array(v.pipe(v.string(), v.maxLength(220))), v.maxLength(200));

/** Where somebody is and what they have in hand; never stored. Coordinates are the diagram's own. */
export const presence = v.strictObject({
	cursor: v.optional(v.strictObject({ x: number, y: number })),
	selection: v.optional(elementIds),
	/** Shapes being dragged, by so much. */
	drag: v.optional(v.strictObject({ ids: elementIds, dx: number, dy: number })),
	/** The element whose name is being typed. */
	editing: v.optional(v.pipe(v.string(), v.maxLength(220))),
	/** What is on screen, for those who follow. */
	view: v.optional(v.strictObject({ x: number, y: number, width: number, height: number })),
});
export type Presence = v.InferOutput<typeof presence>;

export const fromClient = v.strictObject({ presence: v.nullable(presence) });

/** A place at the table: one open socket. A person with two windows has two. */
export interface Seat {
	readonly seat: string;
	readonly personId: string;
	readonly name: string;
}

export type FromServer =
	| { readonly type: "welcome"; readonly seat: string; readonly mayEdit: boolean; readonly peers: readonly Seat[] }
	| { readonly type: "joined"; readonly peer: Seat }
	| { readonly type: "left"; readonly seat: string }
	| { readonly type: "presence"; readonly seat: string; readonly presence: Presence | null }
	/** A change was not taken, and nobody saw it: the client drops its copy and loads the model again. */
	| { readonly type: "refused"; readonly code: string; readonly detail: string; readonly at?: string };

/** Who knocks, as the door of the Worker verified it. Travels in a header that only the Worker can set. */
export const ENTRANT_HEADER = "x-portico-entrant";
export interface Entrant {
	readonly personId: string;
	readonly name: string;
	readonly mayEdit: boolean;
}

/** Bytes of one frame: an update of a hand is some hundred bytes, a long time offline some hundred thousand. */
export const MAX_FRAME_BYTES = 4 * 1024 * 1024;
/** The platform keeps 16 KB with a socket; presence is kept there. */
export const MAX_PRESENCE_CHARACTERS = 8_000;

/** Why the server closed a socket. */
export const CLOSE = {
	malformed: 4400,
	/** Grant or session changed: connect again, and be let in as what you are now. */
	authorityChanged: 4401,
	gone: 4404,
	tooLarge: 4413,
	tooMuch: 4429,
} as const;
