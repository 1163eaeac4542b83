import type { Value } from "../data/model.ts";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import type { Mail } from "./mail.ts";
import type { MailTrigger } from "./trigger.ts";

/** Evaluates FEEL over a context. */
export type Evaluate = (expression: string, context: Readonly<Record<string, Value>>) => Result<Value, Problem>;

type Fields = { [name: string]: Value };

/** What FEEL knows of a message as `mail`. `text` is cut so that it fits into a variable. */
export function mailContext(mail: Mail, recipient: string, receivedAt: number): Fields {
	return {
		from: mail.from?.address ?? "",
		fromName: mail.from?.name ?? "",
		to: recipient,
		subject: mail.subject,
		text: mail.text.slice(0, 60_000),
		receivedAt: new Date(receivedAt).toISOString(),
		attachments: mail.attachments
			.filter((each) => !each.inline)
			.map((each) => ({ name: each.name, type: each.type, size: each.content.byteLength })),
	};
}

/**
 * The variables that a trigger makes of a message: each field's FEEL over `mail`, put at its path.
 * @returns the first expression's problem, with the field's path in `at`.
 */
export function mapFields(
	trigger: Pick<MailTrigger, "fields">,
	mail: Mail,
	recipient: string,
	receivedAt: number,
	evaluate: Evaluate,
): Result<Record<string, Value>, Problem> {
	const context = { mail: mailContext(mail, recipient, receivedAt) };
	const variables: Fields = {};
	for (const field of trigger.fields) {
		const result = evaluate(field.from, context);
		if (!result.ok) return fail({ ...result.error, at: field.to });
		const put = putAt(variables, field.to, result.value);
		if (put !== null) return fail({ ...put, at: field.to });
	}
	return ok(variables);
}

/** Puts a value at a dotted path, making the objects on the way. */
export function putAt(variables: Fields, path: string, value: Value): Problem | null {
	const names = path.split(".");
	if (!names.every((name) => /^[a-z][A-Za-z0-9]{0,59}$/.test(name)) || names.includes("constructor") || names.includes("prototype"))
		return { code: "mail.bad_path", detail: `${path} is no path of the process data.` };
	let at = variables;
	for (const name of names.slice(0, -1)) {
		const next = at[name];
		if (next === undefined) {
			const made: Fields = {};
			at[name] = made;
			at = made;
		} else if (typeof next === "object" && next !== null && !Array.isArray(next)) at = next as Fields;
		else return { code: "mail.bad_path", detail: `${path} leads into ${name}, which is not an object.` };
	}
	at[names.at(-1) ?? ""] = value;
	return null;
}
