import { MailOpen, Paperclip } from "lucide-preact";
import { MAIL_VERDICTS, type MailVerdict } from "../../domain/mail/verdict.ts";
import { Button } from "../kit/button.tsx";
import { DataList } from "../kit/data-list.tsx";
import { Select } from "../kit/field.tsx";
import { useApi } from "../kit/query.ts";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { VERDICT_WORDS, VerdictChip } from "./chips.tsx";
import { mailKey, readReceivedList, type ReceivedRow } from "./mail-api.ts";
import { ReceivedPane } from "./received-pane.tsx";
import { TwoPanes } from "./two-panes.tsx";
import { useAddress } from "./use-query.ts";

/** The ledger: every mail that reached the environment, with what became of it. */
export function ReceivedMail({ environmentId }: { readonly environmentId: string }) {
	const address = useAddress();
	const only = MAIL_VERDICTS.find((each) => each === address.get("only"));
	const before = address.get("before");
	const open = address.get("mail");
	const list = useApi(mailKey(environmentId, "received", only, before), () => readReceivedList(environmentId, only, before), {
		refetchInterval: 10_000,
	});
	return (
		<TwoPanes
			list={
				<>
					<div class="flex flex-wrap items-end gap-2 border-b border-line px-3 py-2">
						<div class="w-44">
							<Select
								label="Show"
								hideLabel
								value={only ?? ""}
								onChange={(verdict) => address.set({ only: verdict, before: undefined })}
								options={[
									{ value: "", label: "All mail" },
									...MAIL_VERDICTS.map((each) => ({ value: each, label: VERDICT_WORDS[each].word })),
								]}
							/>
						</div>
						{before !== undefined && (
							<Button small onClick={() => address.set({ before: undefined })}>
								Newest
							</Button>
						)}
						{list.data?.next !== null && list.data !== undefined && (
							<Button small onClick={() => address.set({ before: list.data.next ?? undefined })}>
								Older
							</Button>
						)}
					</div>
					<Loaded query={list}>
						{({ mails }) => (
							<DataList
								label="Received mail"
								singular="mail"
								rowHeight={56}
								rows={mails}
								idOf={(mail) => mail.mailId}
								open={open}
								onOpen={(mail) => address.set({ mail: mail.mailId })}
								onCursor={(mail) => open !== undefined && address.set({ mail: mail.mailId }, true)}
								row={(mail) => <Line mail={mail} />}
								empty={<NoMail only={only} />}
							/>
						)}
					</Loaded>
				</>
			}
			open={
				open === undefined ? null : (
					<ReceivedPane key={open} environmentId={environmentId} mailId={open} onClose={() => address.set({ mail: undefined })} />
				)
			}
		/>
	);
}

function Line({ mail }: { readonly mail: ReceivedRow }) {
	return (
		<div class="flex min-w-0 flex-1 flex-col">
			<div class="flex min-w-0 items-center gap-2">
				<span class="min-w-0 flex-1 truncate font-medium">{mail.subject === "" ? "No subject" : mail.subject}</span>
				{mail.attachments > 0 && <Paperclip size={14} class="shrink-0 text-soft" aria-label={`${mail.attachments} attachments`} />}
				<VerdictChip verdict={mail.verdict} reason={mail.reason} />
			</div>
			<div class="flex min-w-0 items-center gap-2 text-xs text-soft">
				<span class="min-w-0 flex-1 truncate">
					{mail.fromName === "" ? (mail.from === "" ? "Unknown sender" : mail.from) : mail.fromName}
					{mail.caseNumber !== null && ` · case ${mail.caseNumber}`}
				</span>
				<RelativeTime at={mail.receivedAt} />
			</div>
		</div>
	);
}

function NoMail({ only }: { readonly only: MailVerdict | undefined }) {
	return only === undefined ? (
		<EmptyState icon={MailOpen} title="No mail yet">
			Mail to the address above starts cases by triggers, and replies to notifications reach their case. All of it is listed here.
		</EmptyState>
	) : (
		<EmptyState icon={MailOpen} title="No such mail">
			No mail has the verdict “{VERDICT_WORDS[only].word}”.
		</EmptyState>
	);
}
