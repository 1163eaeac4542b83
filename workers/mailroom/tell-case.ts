import type { CaseId } from "../../domain/ids.ts";
import { objects, type EnvironmentScope } from "../tenancy/objects.ts";
import type { sentMail } from "../tenancy/schema/mail.ts";

/** Puts the delivery state of a mail onto its case. `key` confirms the effect that asked for the mail: nothing more will be tried. */
export async function tellCase(
	env: Env,
	scope: EnvironmentScope,
	caseId: CaseId,
	mail: Pick<typeof sentMail.$inferSelect, "id" | "toAddress" | "subject" | "state" | "detail">,
	now: number,
	key?: string,
): Promise<void> {
	await objects.case(env, scope, caseId).recordMail(
		scope,
		caseId,
		{
			mailId: mail.id,
			direction: "out",
			address: mail.toAddress,
			subject: mail.subject,
			state: mail.state,
			detail: mail.detail,
			at: now,
		},
		key === undefined ? null : { key },
	);
}
