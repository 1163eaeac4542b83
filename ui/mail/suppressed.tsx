import { MailX } from "lucide-preact";
import { Button } from "../kit/button.tsx";
import { useAct, useApi } from "../kit/query.ts";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { Table } from "../kit/table.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { toast } from "../kit/toast.tsx";
import { liftSuppression, mailKey, readSuppressed } from "./mail-api.ts";

/** Addresses that get no more mail, because a report said that they do not exist. */
export function Suppressed({ environmentId }: { readonly environmentId: string }) {
	const list = useApi(mailKey(environmentId, "suppressed"), () => readSuppressed(environmentId));
	const lift = useAct((address: string) => liftSuppression(environmentId, address), {
		refresh: [mailKey(environmentId, "suppressed")],
		onDone: (_done, address) => toast({ text: `${address} gets mail again.` }),
	});
	return (
		<div class="p-4">
			<Loaded query={list}>
				{({ addresses }) => (
					<Table
						label="Held-back addresses"
						rows={addresses}
						idOf={(row) => row.address}
						empty={
							<EmptyState icon={MailX} title="No address is held back">
								When a mail comes back for good, its address is listed here and gets no more mail until you allow it again.
							</EmptyState>
						}
						columns={[
							{ key: "address", title: "Address", cell: (row) => <span class="break-all">{row.address}</span> },
							{ key: "reason", title: "Why", cell: (row) => row.reason },
							{ key: "since", title: "Since", cell: (row) => <RelativeTime at={row.since} /> },
							{
								key: "act",
								title: "Allow again",
								hideTitle: true,
								cell: (row) => (
									<Button small busy={lift.isPending && lift.variables === row.address} onClick={() => lift.mutate(row.address)}>
										Allow again
									</Button>
								),
							},
						]}
					/>
				)}
			</Loaded>
		</div>
	);
}
