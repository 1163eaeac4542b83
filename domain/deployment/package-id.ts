import { idFrom, type PackageId } from "../ids.ts";

/** The id of a package: the head of its hash, so that it has the same one wherever it goes. `hash` is SHA-256 in hexadecimal. */
export function packageIdOf(hash: string): PackageId {
	return idFrom(
		"package",
		Uint8Array.from({ length: 16 }, (_, index) => Number.parseInt(hash.slice(index * 2, index * 2 + 2), 16)),
	);
}
