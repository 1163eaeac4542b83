/**
 * What became of a mail that left. `queued`: not handed over yet. `sent`: the mail service took it. `delivered`, `delayed`,
 * `bounced`: a report said so. `failed`: the service refused it. `suppressed`: not sent, since an earlier one bounced for good.
 */
export const SENT_STATES = ["queued", "sent", "delivered", "delayed", "failed", "bounced", "suppressed"] as const;
export type SentState = (typeof SENT_STATES)[number];
