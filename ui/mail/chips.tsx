import type { SentState } from "../../domain/mail/sent-state.ts";
import type { MailVerdict } from "../../domain/mail/verdict.ts";
import { StatusChip, type Tone } from "../kit/status.tsx";

export const VERDICT_WORDS: Readonly<Record<MailVerdict, { readonly tone: Tone; readonly word: string }>> = {
	received: { tone: "info", word: "Arriving" },
	accepted: { tone: "success", word: "Accepted" },
	quarantined: { tone: "warning", word: "Kept back" },
	ignored: { tone: "neutral", word: "Ignored" },
	report: { tone: "info", word: "Report" },
	repeated: { tone: "neutral", word: "Repeated" },
	refused: { tone: "neutral", word: "Refused" },
	failed: { tone: "error", word: "Failed" },
};

/** What became of a received mail. */
export function VerdictChip({ verdict, reason }: { readonly verdict: MailVerdict; readonly reason?: string }) {
	const { tone, word } = VERDICT_WORDS[verdict];
	return (
		<StatusChip tone={tone} title={reason}>
			{word}
		</StatusChip>
	);
}

export const SENT_WORDS: Readonly<Record<SentState, { readonly tone: Tone; readonly word: string }>> = {
	queued: { tone: "info", word: "Queued" },
	sent: { tone: "success", word: "Sent" },
	delivered: { tone: "success", word: "Delivered" },
	delayed: { tone: "warning", word: "Delayed" },
	failed: { tone: "error", word: "Failed" },
	bounced: { tone: "error", word: "Bounced" },
	suppressed: { tone: "warning", word: "Held back" },
};

/** What became of a sent mail. */
export function SentChip({ state, detail }: { readonly state: SentState; readonly detail?: string }) {
	const { tone, word } = SENT_WORDS[state];
	return (
		<StatusChip tone={tone} title={detail}>
			{word}
		</StatusChip>
	);
}
