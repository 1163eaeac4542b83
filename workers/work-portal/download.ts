import type { CaseId } from "../../domain/ids.ts";
import { notFound } from "../http/problem.ts";
import { type EnvironmentScope, keys, objects } from "../tenancy/objects.ts";

/**
 * An attachment of a case. It comes from outside, so a browser may save it and never show it on our origin: always an
 * attachment, its type as sent only as a hint, no sniffing, and a policy that takes everything from it if it were shown.
 */
export async function downloadAttachment(env: Env, scope: EnvironmentScope, caseId: CaseId, fileId: string): Promise<Response> {
	const file = await objects.case(env, scope, caseId).attachment(scope, caseId, fileId);
	if (file === null) throw notFound();
	const object = await env.FILES.get(keys.content(scope.companyId, "file", file.sha256));
	if (object === null) throw notFound();
	return new Response(object.body, {
		headers: {
			"content-type": safeType(file.type),
			"content-length": String(file.size),
			"content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll("'", "%27")}`,
			"content-security-policy": "sandbox; default-src 'none'",
			"x-content-type-options": "nosniff",
			"cache-control": "private, no-store",
		},
	});
}

const PLAIN = /^(image\/(png|jpeg|gif|webp)|application\/(pdf|zip|json)|text\/(plain|csv))$/;

/** Types that run nothing are kept; all others, HTML and SVG among them, are bytes. */
function safeType(type: string): string {
	const bare = type.split(";")[0]?.trim().toLowerCase() ?? "";
	return PLAIN.test(bare) ? bare : "application/octet-stream";
}
