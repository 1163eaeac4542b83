import { type Refusal, refuse } from "../../domain/case/refusal.ts";
import { changedVariables } from "../../domain/data/paths.ts";
import type { Automation } from "../../domain/deployment/automation.ts";
import type { Variables } from "../../domain/engine/types.ts";
import { acceptSubmission } from "../../domain/forms/accept-submission.ts";
import { holds } from "../../domain/forms/holds.ts";
import type { Form } from "../../domain/forms/form.ts";
import { ok, type Result } from "../../domain/result.ts";

/** The form of a task that has none: it takes nothing. */
const NO_FORM: Form = { id: "none", title: "No form", items: [] };

export function formOf(automation: Automation, formId: string | null | undefined): Form | undefined {
	return automation.forms.find((form) => form.id === formId);
}

/**
 * What a submitted form makes of the case's variables. `hasFile` says which documents are of this case. Hidden, read-only,
 * unknown and mistyped fields are refused, all at once.
 */
export function acceptForm(
	automation: Automation,
	formId: string | null | undefined,
	data: Variables,
	submitted: unknown,
	hasFile: (fileId: string) => boolean,
): Result<Variables, Refusal> {
	const form = formOf(automation, formId) ?? NO_FORM;
	const accepted = acceptSubmission(form, automation.data, data, submitted, holds, { hasFile });
	if (accepted.ok) return ok(changedVariables(data, accepted.value));
	const first = accepted.error[0] ?? { code: "form.invalid", detail: "The form can not be taken." };
	const refused = refuse("invalid", first.code, first.detail, first.at);
	return { ok: false, error: { ...refused.error, problems: accepted.error } };
}
