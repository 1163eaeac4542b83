import type { NewAttachment } from "../../domain/case/answers.ts";
import type { FileValue } from "../../domain/data/model.ts";
import { HttpProblem } from "../http/problem.ts";
import { readBytes } from "../http/route.ts";
import { sha256Hex } from "../tenancy/content-hash.ts";
import { newId } from "../tenancy/new-id.ts";
import { type EnvironmentScope, keys } from "../tenancy/objects.ts";

/** Largest document that is attached to a case, in bytes. */
export const MAX_FILE_BYTES = 25 * 1024 * 1024;
/** Documents that one form may name. */
const MAX_FILES = 100;

/** A document that a person has sent and no case has yet. */
export interface Upload extends FileValue {
	readonly sha256: string;
}

const FILE_ID = /^fil_[0-9a-z]{26}$/;

/** Stores a document by its hash. The browser says what it is; it is never believed when the document is given out. */
export async function storeFile(env: Env, scope: EnvironmentScope, request: Request, name: string): Promise<NewAttachment> {
	const bytes = await readBytes(request, MAX_FILE_BYTES);
	if (bytes.byteLength === 0) throw new HttpProblem(400, "file.empty", "This file is empty.", { field: "file" });
	const sha256 = await sha256Hex(new Uint8Array(bytes));
	await env.FILES.put(keys.content(scope.companyId, "file", sha256), bytes);
	const type = (request.headers.get("content-type") ?? "application/octet-stream").slice(0, 120);
	return { fileId: newId("file"), name: plainName(name), type, size: bytes.byteLength, sha256, origin: "upload" };
}

/** Keeps a document for a case that does not exist yet: the start form names it by its id. */
export async function keepUpload(env: Env, scope: EnvironmentScope, personId: string, file: NewAttachment): Promise<FileValue> {
	const { fileId, name, type, size, sha256 } = file;
	await env.FILES.put(keys.upload(scope, personId, fileId), JSON.stringify({ fileId, name, type, size, sha256 } satisfies Upload));
	return { fileId, name, type, size };
}

/** The ids of documents that values from outside name, whatever their shape. */
export function filesNamed(values: unknown): string[] {
	const ids = new Set<string>();
	const look = (at: unknown): void => {
		if (typeof at !== "object" || at === null) return;
		if ("fileId" in at && typeof at.fileId === "string" && FILE_ID.test(at.fileId)) ids.add(at.fileId);
		for (const inner of Object.values(at)) look(inner);
	};
	look(values);
	return [...ids];
}

/** The person's own uploads among these ids. */
export async function readUploads(
	env: Env,
	scope: EnvironmentScope,
	personId: string,
	ids: readonly string[],
): Promise<Map<string, Upload>> {
	if (ids.length > MAX_FILES) throw new HttpProblem(422, "form.too_many_files", `A form may carry ${MAX_FILES} files at the most.`);
	const found = await Promise.all(
		ids.map(async (fileId) => {
			const object = await env.FILES.get(keys.upload(scope, personId, fileId));
			return object === null ? [] : [[fileId, await object.json<Upload>()] as const];
		}),
	);
	return new Map(found.flat());
}

/** A file's name as people see it: no path, no control characters. */
function plainName(name: string): string {
	// oxlint-disable-next-line no-control-regex -- control characters are what is taken out
	const plain = (name.split(/[\\/]/).at(-1) ?? "").replaceAll(/[\u0000-\u001f\u007f]/g, "").trim();
	return plain === "" ? "file" : plain.slice(0, 200);
}
