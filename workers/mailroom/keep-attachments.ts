import type { NewAttachment } from "../../domain/case/answers.ts";
import { idFrom } from "../../domain/ids.ts";
import type { MailAttachment } from "../../domain/mail/mail.ts";
import { type EnvironmentScope, keys } from "../tenancy/objects.ts";
import { sha256, sha256Bytes } from "./sha256.ts";

/**
 * Keeps a message's documents in R2 under their hash. Their ids come from the message, so that working it off again gives the
 * same documents. Images that only belong to the text's look are left in the message.
 */
export async function keepAttachments(
	env: Env,
	scope: EnvironmentScope,
	messageKey: string,
	attachments: readonly MailAttachment[],
): Promise<NewAttachment[]> {
	const kept: NewAttachment[] = [];
	for (const [index, attachment] of attachments.entries()) {
		if (attachment.inline) continue;
		const hash = await sha256(attachment.content);
		await env.FILES.put(keys.content(scope.companyId, "file", hash), attachment.content);
		kept.push({
			fileId: idFrom("file", await sha256Bytes(`${messageKey}\n${index}\n${hash}`)),
			name: attachment.name,
			type: attachment.type,
			size: attachment.content.byteLength,
			sha256: hash,
			origin: "mail",
		});
	}
	return kept;
}
