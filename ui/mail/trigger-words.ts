import type { MailCondition } from "../../domain/mail/trigger.ts";

export const ON_WORDS = { from: "Sender", to: "Receiver", subject: "Subject", body: "Text" } as const satisfies Record<
	MailCondition["on"],
	string
>;
export const TEST_WORDS = {
	contains: "contains",
	equals: "is",
	starts: "starts with",
	ends: "ends with",
	matches: "matches (* and ?)",
} as const satisfies Record<MailCondition["test"], string>;

/** Conditions as a sentence. */
export function conditionWords(conditions: readonly MailCondition[]): string {
	if (conditions.length === 0) return "Takes every mail that no trigger above it takes.";
	return conditions
		.map(({ on, test, text }, index) => {
			const place = index === 0 ? ON_WORDS[on] : ON_WORDS[on].toLowerCase();
			return `${place} ${test === "matches" ? "matches" : TEST_WORDS[test]} “${text}”`;
		})
		.join(" and ");
}
