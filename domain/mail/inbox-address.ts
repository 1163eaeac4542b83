export const INBOX_STAGES = ["development", "test", "staging", "production"] as const;
export type InboxStage = (typeof INBOX_STAGES)[number];

/** Where an environment takes mail: `<stage>-<inboxKey>@<domain>`. */
export function inboxAddress(stage: InboxStage, inboxKey: string, domain: string): string {
	return `${stage}-${inboxKey}@${domain}`;
}

/** Reads the address that a message was delivered to; `null` when it is not of this domain. */
export function splitAddress(address: string, domain: string): { readonly localPart: string } | null {
	const at = address.lastIndexOf("@");
	if (at <= 0 || address.slice(at + 1).toLowerCase() !== domain.toLowerCase()) return null;
	return { localPart: address.slice(0, at).toLowerCase() };
}

/** The stage and key in the local part of an inbox address; a tag (`development-key+orders`) is left out. */
export function readInbox(localPart: string): { readonly stage: InboxStage; readonly inboxKey: string } | null {
	const match = /^([a-z]+)-([0-9a-z]{6,40})(?:\+.{0,60})?$/.exec(localPart);
	const stage = INBOX_STAGES.find((each) => each === match?.[1]);
	return stage === undefined || match?.[2] === undefined ? null : { stage, inboxKey: match[2] };
}
