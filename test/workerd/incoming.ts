import { env } from "cloudflare:workers";
import type { EnvironmentId } from "../../domain/ids.ts";
import { receive } from "../../workers/mailroom/receive.ts";

/** The mail address of a test environment. */
export async function inboxOf(environmentId: EnvironmentId): Promise<string> {
	const row = await env.DB.prepare("SELECT stage, inbox_key FROM environment WHERE id = ?")
		.bind(environmentId)
		.first<{ stage: string; inbox_key: string }>();
	return `${row?.stage}-${row?.inbox_key}@${env.INBOX_DOMAIN}`;
}

/** Delivers a message as Cloudflare's routing does; answers what the sender was told, `null` when it was taken. */
export async function arrive(to: string, raw: string | Uint8Array<ArrayBuffer>, from = "ann@customer.example"): Promise<string | null> {
	const bytes = typeof raw === "string" ? new TextEncoder().encode(raw.replaceAll("\n", "\r\n")) : raw;
	const headers = new Headers();
	let rejected: string | null = null;
	await receive(
		{
			from,
			to,
			headers,
			rawSize: bytes.byteLength,
			raw: new Response(bytes).body ?? new ReadableStream(),
			setReject: (reason) => {
				rejected = reason;
			},
		},
		env,
		Date.now(),
	);
	return rejected;
}
