import type { Worker } from "../../domain/allocation/may-take.ts";
import type { StartAnswer } from "../../domain/case/answers.ts";
import { refuse } from "../../domain/case/refusal.ts";
import { changedVariables } from "../../domain/data/paths.ts";
import { handStarts } from "../../domain/deployment/hand-starts.ts";
import { acceptSubmission } from "../../domain/forms/accept-submission.ts";
import { holds } from "../../domain/forms/holds.ts";
import { orRefuse } from "../http/refusal.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { readActive } from "./active-release.ts";
import { automationOf } from "./list-processes.ts";
import { startCaseOn } from "./start-case.ts";
import { filesNamed, type Upload, readUploads } from "./upload.ts";

/** A start by hand: the start form is enforced, and documents that it names must be the person's own uploads. */
export async function startWithForm(
	env: Env,
	scope: EnvironmentScope,
	worker: Worker,
	input: { readonly startEvent?: string | undefined; readonly values: Readonly<Record<string, unknown>>; readonly idempotencyKey: string },
): Promise<StartAnswer> {
	const active = await readActive(env, scope);
	if (active === null)
		return orRefuse(
			refuse("conflict", "environment.nothing_active", "Nothing runs in this environment yet: a package has to be activated first."),
		);
	const automation = await automationOf(env, scope, active);
	const asked = automation.forms.find((each) => each.id === automation.startForm);
	const starts = handStarts(active.release.starts, active.release.process.id, asked !== undefined);
	const start = starts.find((each) => each.elementId === input.startEvent || input.startEvent === undefined);
	if (start === undefined)
		return orRefuse(refuse("invalid", "start.event_unknown", "This process can not be started by hand.", "startEvent"));
	const uploads = await readUploads(env, scope, worker.personId, filesNamed(input.values));
	const form = asked ?? { id: "none", title: "No form", items: [] };
	const accepted = acceptSubmission(form, automation.data, {}, input.values, holds, { hasFile: (fileId) => uploads.has(fileId) });
	if (!accepted.ok) {
		const first = accepted.error[0];
		const refused = refuse("invalid", first?.code ?? "form.invalid", first?.detail ?? "The form can not be taken.", first?.at);
		return orRefuse({ ok: false, error: { ...refused.error, problems: accepted.error } });
	}
	return orRefuse(
		await startCaseOn(env, scope, active, {
			startEvent: start.elementId,
			variables: changedVariables({}, accepted.value),
			starter: { personId: worker.personId, name: worker.name, email: worker.email },
			// A key is the person's own: two people who choose the same one start two cases.
			idempotencyKey: `person:${worker.personId}:${input.idempotencyKey}`,
			source: "work-portal",
			attachments: [...uploads.values()].map((upload: Upload) => ({ ...upload, origin: "upload" as const })),
		}),
	);
}
