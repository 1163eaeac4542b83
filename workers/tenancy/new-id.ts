import { idFrom, type Id, type IdKind } from "../../domain/ids.ts";

/** A new random id (128 bits). */
export function newId<const Kind extends IdKind>(kind: Kind): Id<Kind> {
	return idFrom(kind, crypto.getRandomValues(new Uint8Array(16)));
}
