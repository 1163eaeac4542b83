import { Send, X } from "lucide-preact";
import { Link } from "wouter-preact";
import { SENT_STATES } from "../../domain/mail/sent-state.ts";
import { Button, IconButton } from "../kit/button.tsx";
import { DataList } from "../kit/data-list.tsx";
import { Select } from "../kit/field.tsx";
import { Facts } from "../kit/page.tsx";
import { useApi } from "../kit/query.ts";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { SENT_WORDS, SentChip } from "./chips.tsx";
import { mailKey, readSent, readSentList, type SentDetail, type SentRow } from "./mail-api.ts";
import { MessageBody } from "./message-frame.tsx";
import { TwoPanes } from "./two-panes.tsx";
import { useAddress } from "./use-query.ts";

/** Mail that left the environment, with its delivery state. */
export function SentMail({ environmentId }: { readonly environmentId: string }) {
	const address = useAddress();
	const only = SENT_STATES.find((each) => each === address.get("only"));
	const before = address.get("before");
	const open = address.get("mail");
	const list = useApi(mailKey(environmentId, "sent", only, before), () => readSentList(environmentId, only, before), {
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
								onChange={(state) => address.set({ only: state, before: undefined })}
								options={[{ value: "", label: "All mail" }, ...SENT_STATES.map((each) => ({ value: each, label: SENT_WORDS[each].word }))]}
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
								label="Sent mail"
								singular="mail"
								rowHeight={56}
								rows={mails}
								idOf={(mail) => mail.mailId}
								open={open}
								onOpen={(mail) => address.set({ mail: mail.mailId })}
								onCursor={(mail) => open !== undefined && address.set({ mail: mail.mailId }, true)}
								row={(mail) => <SentLine mail={mail} />}
								empty={
									<EmptyState icon={Send} title="No mail here">
										When a task with “notify” reaches someone, the mail to them is listed here with what became of it.
									</EmptyState>
								}
							/>
						)}
					</Loaded>
				</>
			}
			open={
				open === undefined ? null : (
					<SentPane
						key={open}
						queryKey={mailKey(environmentId, "sent-mail", open)}
						read={() => readSent(environmentId, open)}
						caseHref={(caseId) => `/console/${environmentId}/cases/${caseId}`}
						onClose={() => address.set({ mail: undefined })}
					/>
				)
			}
		/>
	);
}

export function SentLine({ mail }: { readonly mail: SentRow }) {
	return (
		<div class="flex min-w-0 flex-1 flex-col">
			<div class="flex min-w-0 items-center gap-2">
				<span class="min-w-0 flex-1 truncate font-medium">{mail.subject}</span>
				<SentChip state={mail.state} detail={mail.detail} />
			</div>
			<div class="flex min-w-0 items-center gap-2 text-xs text-soft">
				<span class="min-w-0 flex-1 truncate">to {mail.toName === "" ? mail.to : mail.toName}</span>
				<RelativeTime at={mail.createdAt} />
			</div>
		</div>
	);
}

/** One sent mail as its receiver sees it, with its delivery. */
export function SentPane({
	queryKey,
	read,
	caseHref,
	onClose,
}: {
	readonly queryKey: readonly (string | undefined)[];
	readonly read: () => Promise<SentDetail>;
	readonly caseHref: ((caseId: string) => string) | null;
	readonly onClose: () => void;
}) {
	const mail = useApi(queryKey, read);
	return (
		<Loaded query={mail}>
			{(detail) => (
				<article class="flex flex-col gap-4 p-4" aria-label={detail.subject}>
					<header class="flex items-start gap-2">
						<div class="min-w-0 flex-1">
							<h2 class="text-base font-semibold break-words">{detail.subject}</h2>
							<div class="mt-1 flex flex-wrap items-center gap-2">
								<SentChip state={detail.state} />
								{detail.caseId !== null && caseHref !== null && (
									<Link class="link" href={caseHref(detail.caseId)}>
										Case {detail.caseNumber}
									</Link>
								)}
								{detail.caseId !== null && caseHref === null && <span class="text-soft">Case {detail.caseNumber}</span>}
							</div>
						</div>
						<IconButton label="Close" onClick={onClose}>
							<X size={16} />
						</IconButton>
					</header>
					{detail.detail !== "" && <p class="rounded-box border border-line bg-base-200 px-4 py-2">{detail.detail}</p>}
					<Facts
						facts={[
							["To", <span class="break-all">{`${detail.toName} <${detail.to}>`.trim()}</span>],
							...(detail.replyTo === "" ? [] : ([["Reply to", <span class="break-all">{detail.replyTo}</span>]] as const)),
							["Written", <RelativeTime at={detail.createdAt} />],
							...(detail.sentAt === null ? [] : ([["Sent", <RelativeTime at={detail.sentAt} />]] as const)),
						]}
					/>
					<MessageBody html={detail.html} text={detail.text} />
				</article>
			)}
		</Loaded>
	);
}
