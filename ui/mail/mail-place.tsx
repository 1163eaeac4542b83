import { Copy } from "lucide-preact";
import { Button } from "../kit/button.tsx";
import { Page } from "../kit/page.tsx";
import { useApi } from "../kit/query.ts";
import { Tabs } from "../kit/tabs.tsx";
import { toast } from "../kit/toast.tsx";
import { mailKey, readInbox } from "./mail-api.ts";
import { ReceivedMail } from "./received.tsx";
import { SentMail } from "./sent.tsx";
import { Suppressed } from "./suppressed.tsx";
import { useAddress } from "./use-query.ts";

/** Mail of one environment: `/console/:environmentId/mail`. Rendered inside the console's frame. */
export function MailPlace({ environmentId }: { readonly environmentId: string }) {
	const address = useAddress();
	const inbox = useApi(mailKey(environmentId, "inbox"), () => readInbox(environmentId));
	return (
		<Page
			title="Mail"
			fill
			subtitle={
				inbox.data !== undefined && (
					<span class="flex flex-wrap items-center gap-1">
						<span>Mail to</span>
						<code class="break-all">{inbox.data.address}</code>
						<span>reaches this environment.</span>
					</span>
				)
			}
			actions={inbox.data !== undefined && <CopyAddress address={inbox.data.address} />}
		>
			<Tabs
				label="Mail"
				fill
				value={address.get("tab") ?? "received"}
				onChange={(tab) => address.set({ tab: tab === "received" ? undefined : tab, mail: undefined, only: undefined })}
				tabs={[
					{
						value: "received",
						label: "Received",
						...(inbox.data === undefined ? {} : { count: inbox.data.waiting }),
						content: () => <ReceivedMail environmentId={environmentId} />,
					},
					{ value: "sent", label: "Sent", content: () => <SentMail environmentId={environmentId} /> },
					{ value: "suppressed", label: "Held-back addresses", content: () => <Suppressed environmentId={environmentId} /> },
				]}
			/>
		</Page>
	);
}

function CopyAddress({ address }: { readonly address: string }) {
	async function copy(): Promise<void> {
		try {
			await navigator.clipboard.writeText(address);
			toast({ text: "The address is copied." });
		} catch {
			toast({ tone: "error", text: "The browser did not let Portico copy. Select the address and copy it yourself." });
		}
	}
	return (
		<Button icon={Copy} onClick={() => void copy()}>
			Copy address
		</Button>
	);
}
