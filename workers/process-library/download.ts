import { DIAGRAM_STYLE } from "../../domain/bpmn/render-svg.ts";
import { STANDALONE_DARK } from "../../domain/bpmn/render-svg/style.ts";
import type { CompanyId, WorkspaceId } from "../../domain/ids.ts";
import { notFound } from "../http/problem.ts";
import { keys } from "../tenancy/objects.ts";
import { entryOf, pictureOf } from "./read-process.ts";

export type DownloadFormat = "bpmn" | "svg";

const TYPES = { bpmn: "application/xml", svg: "image/svg+xml" } as const;

/** A file name for every system: letters, digits, space, dot, hyphen and underscore; with the true name beside it (RFC 6266). */
export function attachment(name: string, extension: string): string {
	const plain = name
		.normalize("NFKD")
		.replaceAll(/[^\w. -]+/g, "")
		.trim()
		.replaceAll(/\s+/g, " ")
		.slice(0, 80);
	const file = `${plain === "" ? "process" : plain}.${extension}`;
	return `attachment; filename="${file}"; filename*=UTF-8''${encodeURIComponent(`${name.slice(0, 120)}.${extension}`).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}

/** The published BPMN file, or a diagram as a picture that carries its own style. Never to be rendered on our origin. */
export async function downloadProcess(
	env: Env,
	companyId: CompanyId,
	modelId: WorkspaceId,
	format: DownloadFormat,
	diagram: number,
): Promise<Response> {
	const entry = await entryOf(env, companyId, modelId);
	const body =
		format === "bpmn" ? await bpmnOf(env, companyId, entry.bpmnSha256) : await standalone(env, companyId, entry.diagrams[diagram]?.svg);
	const name = format === "svg" && diagram > 0 ? `${entry.name} ${diagram + 1}` : entry.name;
	return new Response(body, {
		headers: {
			"content-type": TYPES[format],
			"content-disposition": attachment(name, format),
			"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
			"cache-control": "private, no-cache",
		},
	});
}

async function bpmnOf(env: Env, companyId: CompanyId, hash: string): Promise<ReadableStream> {
	const object = await env.FILES.get(keys.content(companyId, "bpmn", hash));
	if (object === null) throw notFound();
	return object.body;
}

async function standalone(env: Env, companyId: CompanyId, hash: string | undefined): Promise<string> {
	if (hash === undefined) throw notFound();
	const picture = await pictureOf(env, companyId, hash);
	return picture.replace(">", `><style>${DIAGRAM_STYLE}${STANDALONE_DARK}svg.bpmn{background:var(--paper)}</style>`);
}

/** The small picture of a list. Its address carries its hash, so a browser may keep it for good. */
export async function thumbnail(env: Env, companyId: CompanyId, modelId: WorkspaceId): Promise<Response> {
	const entry = await entryOf(env, companyId, modelId);
	const picture = await pictureOf(env, companyId, entry.diagrams[0]?.svg ?? "");
	return new Response(picture, {
		headers: {
			"content-type": "image/svg+xml",
			"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
			"cache-control": "private, max-age=604800",
		},
	});
}
