import { Download, RotateCcw, X } from "lucide-preact";
import { Link } from "wouter-preact";
import { Button, IconButton } from "../kit/button.tsx";
import { Facts } from "../kit/page.tsx";
import { useAct, useApi } from "../kit/query.ts";
import { Loaded } from "../kit/states.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { toast } from "../kit/toast.tsx";
import { VERDICT_WORDS, VerdictChip } from "./chips.tsx";
import { attachmentHref, mailKey, readReceived, type ReceivedDetail, replayReceived } from "./mail-api.ts";
import { MessageBody } from "./message-frame.tsx";
import { sizeWords } from "./size-words.ts";

/** One received mail: verdict first, then what it says, then its technical header. */
export function ReceivedPane({
	environmentId,
	mailId,
	onClose,
}: {
	readonly environmentId: string;
	readonly mailId: string;
	readonly onClose: () => void;
}) {
	const mail = useApi(mailKey(environmentId, "received-mail", mailId), () => readReceived(environmentId, mailId));
	const replay = useAct(() => replayReceived(environmentId, mailId), {
		refresh: [mailKey(environmentId)],
		onDone: (row) =>
			toast(
				row.verdict === "accepted"
					? { text: `The mail reached case ${row.caseNumber ?? ""}.` }
					: { text: `${VERDICT_WORDS[row.verdict].word}: ${row.reason}`, tone: row.verdict === "failed" ? "error" : "plain" },
			),
	});
	return (
		<Loaded query={mail}>
			{(detail) => (
				<article class="flex flex-col gap-4 p-4" aria-label={detail.subject}>
					<header class="flex items-start gap-2">
						<div class="min-w-0 flex-1">
							<h2 class="text-base font-semibold break-words">{detail.subject === "" ? "No subject" : detail.subject}</h2>
							<div class="mt-1 flex flex-wrap items-center gap-2">
								<VerdictChip verdict={detail.verdict} />
								{detail.caseId !== null && (
									<Link class="link" href={`/console/${environmentId}/cases/${detail.caseId}`}>
										Case {detail.caseNumber}
									</Link>
								)}
								{detail.triggerName !== null && <span class="text-soft">by trigger “{detail.triggerName}”</span>}
							</div>
						</div>
						{detail.replayable && (
							<Button icon={RotateCcw} busy={replay.isPending} onClick={() => replay.mutate(undefined)}>
								Work off again
							</Button>
						)}
						<IconButton label="Close" onClick={onClose}>
							<X size={16} />
						</IconButton>
					</header>
					{detail.reason !== "" && (
						<p class="rounded-box border border-line bg-base-200 px-4 py-2">
							{detail.reason} <code class="text-xs text-soft">{detail.code}</code>
						</p>
					)}
					<Facts
						facts={[
							["From", <Sender detail={detail} />],
							["To", <span class="break-all">{detail.to}</span>],
							["Received", <RelativeTime at={detail.receivedAt} />],
							["Size", sizeWords(detail.size)],
						]}
					/>
					{detail.content === null ? (
						<p class="text-soft">The message itself was not kept, because it was refused before it was read.</p>
					) : (
						<Content environmentId={environmentId} mailId={mailId} content={detail.content} />
					)}
				</article>
			)}
		</Loaded>
	);
}

/** What the sender says of itself, and that nobody checked it. */
function Sender({ detail }: { readonly detail: ReceivedDetail }) {
	return (
		<>
			<span class="break-all">
				{detail.fromName === "" ? "" : `${detail.fromName} `}
				{detail.from === "" ? "unknown" : `<${detail.from}>`}
			</span>
			<span class="block text-xs text-soft">As the message says; nothing proves it.</span>
		</>
	);
}

function Content({
	environmentId,
	mailId,
	content,
}: {
	readonly environmentId: string;
	readonly mailId: string;
	readonly content: NonNullable<ReceivedDetail["content"]>;
}) {
	return (
		<>
			{content.files.length > 0 && (
				<section aria-label="Attachments">
					<h3 class="mb-1 font-medium">Attachments</h3>
					<ul class="flex flex-wrap gap-2">
						{content.files.map((file) => (
							<li key={file.index}>
								<a class="btn btn-sm max-w-72" href={attachmentHref(environmentId, mailId, file.index)} download={file.name}>
									<Download size={14} aria-hidden class="shrink-0" />
									<span class="min-w-0 truncate">{file.name}</span>
									<span class="num shrink-0 text-xs text-soft">{sizeWords(file.size)}</span>
								</a>
							</li>
						))}
					</ul>
				</section>
			)}
			<MessageBody html={content.html} text={content.text} />
			<details class="rounded-box border border-line bg-base-100">
				<summary class="px-4 py-2">Header ({content.headers.length} lines)</summary>
				<div class="overflow-x-auto border-t border-line px-4 py-2" tabIndex={0} role="region" aria-label="Header lines">
					<dl class="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-xs">
						{content.headers.map((header, index) => (
							<div key={index} class="contents">
								<dt class="text-soft">{header.name}</dt>
								<dd class="break-all">{header.value}</dd>
							</div>
						))}
					</dl>
				</div>
			</details>
		</>
	);
}
