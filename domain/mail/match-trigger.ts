import type { Mail } from "./mail.ts";
import type { MailCondition, MailTrigger } from "./trigger.ts";

/** How one condition came out, for "test this mail against the triggers". */
export interface ConditionOutcome {
	readonly condition: MailCondition;
	readonly holds: boolean;
}

/**
 * The first enabled trigger, in the given order, whose conditions all hold. `recipient` is the address that the message was
 * delivered to, which `to` knows besides those that the message names.
 */
export function matchTrigger<Trigger extends MailTrigger>(
	triggers: readonly Trigger[],
	mail: Pick<Mail, "from" | "to" | "cc" | "subject" | "text">,
	recipient: string,
): Trigger | null {
	return triggers.find((trigger) => trigger.enabled && conditionOutcomes(trigger, mail, recipient).every(({ holds }) => holds)) ?? null;
}

/** Every condition of a trigger with whether it holds for this message. */
export function conditionOutcomes(
	trigger: Pick<MailTrigger, "conditions">,
	mail: Pick<Mail, "from" | "to" | "cc" | "subject" | "text">,
	recipient: string,
): ConditionOutcome[] {
	return trigger.conditions.map((condition) => ({
		condition,
		holds: textsOf(condition.on, mail, recipient).some((text) => textHolds(condition, text)),
	}));
}

function textsOf(on: MailCondition["on"], mail: Pick<Mail, "from" | "to" | "cc" | "subject" | "text">, recipient: string): string[] {
	switch (on) {
		case "from":
			return mail.from === null ? [] : [mail.from.address, mail.from.name];
		case "to":
			return [recipient, ...[...mail.to, ...mail.cc].map((each) => each.address)];
		case "subject":
			return [mail.subject];
		case "body":
			return [mail.text];
	}
}

function textHolds(condition: MailCondition, given: string): boolean {
	const text = fold(given);
	const wanted = fold(condition.text);
	switch (condition.test) {
		case "contains":
			return text.includes(wanted);
		case "equals":
			return text === wanted;
		case "starts":
			return text.startsWith(wanted);
		case "ends":
			return text.endsWith(wanted);
		case "matches":
			return matchesPattern(text, wanted);
	}
}

/** Without regard to case, composition (é as one or two code points) and runs of white space. */
function fold(text: string): string {
	return text.normalize("NFC").toLowerCase().replaceAll(/\s+/g, " ").trim();
}

/** `*` is any run of characters, `?` is one; the whole text must match. Takes at most text × pattern steps, unlike a regular expression. */
function matchesPattern(text: string, pattern: string): boolean {
	let at = 0;
	let p = 0;
	let star = -1;
	let mark = 0;
	while (at < text.length) {
		if (p < pattern.length && pattern[p] === "*") {
			star = p++;
			mark = at;
		} else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === text[at])) {
			p++;
			at++;
		} else if (star !== -1) {
			p = star + 1;
			at = ++mark;
		} else return false;
	}
	while (pattern[p] === "*") p++;
	return p === pattern.length;
}
