import { Mails } from "lucide-preact";
import { DataList } from "../kit/data-list.tsx";
import { Page } from "../kit/page.tsx";
import { useApi } from "../kit/query.ts";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { Frame } from "../shell/frame.tsx";
import { readMailbox, readMailboxMail } from "./mail-api.ts";
import { SentLine, SentPane } from "./sent.tsx";
import { TwoPanes } from "./two-panes.tsx";
import { useAddress } from "./use-query.ts";

/** `/mailbox`: on a developer's machine, every mail of the company in place of its receivers' mailboxes. */
export default function Mailbox() {
	const address = useAddress();
	const open = address.get("mail");
	const list = useApi(["mailbox"], readMailbox, { refetchInterval: 3_000 });
	return (
		<Frame portal="customer-portal">
			<Page title="Mailbox" subtitle="Every mail that Portico sent on this machine. A deployment sends it and has no such page." fill>
				<TwoPanes
					list={
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
										<EmptyState icon={Mails} title="No mail was sent yet">
											Notifications of tasks appear here as soon as they are sent.
										</EmptyState>
									}
								/>
							)}
						</Loaded>
					}
					open={
						open === undefined ? null : (
							<SentPane
								key={open}
								queryKey={["mailbox", open]}
								read={() => readMailboxMail(open)}
								caseHref={null}
								onClose={() => address.set({ mail: undefined })}
							/>
						)
					}
				/>
			</Page>
		</Frame>
	);
}
