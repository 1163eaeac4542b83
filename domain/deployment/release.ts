import type { ProgramStart } from "../engine/types.ts";
import type { PackageId } from "../ids.ts";

/** A package as an environment runs it: what is needed to start cases, and the hash by which the rest is found in R2. */
export interface Release {
	readonly packageId: PackageId;
	/** SHA-256 of the sealed package. A case keeps it for life. */
	readonly packageHash: string;
	/** The project's name and the package's version, for people. */
	readonly name: string;
	readonly version: string;
	readonly process: { readonly id: string; readonly name: string; readonly category: string };
	readonly starts: readonly ProgramStart[];
}

/** What runs in an environment now. `parameters` is the JSON text of the environment's effective values; secrets are not among them. */
export interface ActiveRelease {
	readonly release: Release;
	readonly parameters: string;
	readonly activation: number;
	readonly activatedAt: number;
}

/** One switch of the active package. */
export interface Activation {
	readonly activation: number;
	readonly packageId: PackageId;
	readonly packageHash: string;
	readonly name: string;
	readonly version: string;
	readonly at: number;
	readonly actorId: string;
	readonly actorName: string;
}
