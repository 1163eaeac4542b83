import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { Button } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { TextInput } from "../kit/field.tsx";

/** A case that stayed as it was, and what stood against it. */
export interface Left {
	readonly caseId: string;
	/** Where it is known; a case that is not on the page is named by its id. */
	readonly number: string | undefined;
	readonly code: string;
	readonly detail: string;
}

/** More than anybody reads one by one. */
const SHOWN = 50;

/** What stayed as it was after an act on many cases, each with its reason; nothing when all went well. */
export function Stayed({
	environmentId,
	left,
	onClose,
}: {
	readonly environmentId: string;
	readonly left: readonly Left[];
	readonly onClose: () => void;
}) {
	if (left.length === 0) return null;
	return (
		<Dialog open title="These stayed as they were" onClose={onClose} actions={<Button onClick={onClose}>Close</Button>}>
			<ul class="flex flex-col gap-2">
				{left.slice(0, SHOWN).map(({ caseId, number, code, detail }) => (
					<li key={caseId}>
						<Link class="num font-medium underline" href={`/console/${environmentId}/cases/${caseId}`}>
							{number ?? caseId}
						</Link>{" "}
						{detail} <code class="text-xs text-soft">{code}</code>
					</li>
				))}
			</ul>
			{left.length > SHOWN && <p class="text-soft">And {left.length - SHOWN} more.</p>}
		</Dialog>
	);
}

/** Asks why many cases are cancelled: it cannot be undone. */
export function CancelMany({
	count,
	busy,
	onClose,
	onCancel,
}: {
	readonly count: number;
	readonly busy: boolean;
	readonly onClose: () => void;
	readonly onCancel: (reason: string) => void;
}) {
	const [reason, setReason] = useState("");
	return (
		<Dialog
			open
			title={count === 1 ? "Cancel 1 case" : `Cancel ${count} cases`}
			onClose={onClose}
			actions={
				<>
					<Button onClick={onClose}>{count === 1 ? "Keep it" : "Keep them"}</Button>
					<Button look="danger" busy={busy} disabled={reason.trim() === ""} onClick={() => onCancel(reason.trim())}>
						{count === 1 ? "Cancel 1 case" : `Cancel ${count} cases`}
					</Button>
				</>
			}
		>
			<p>Their tasks, timers and waits end now. This cannot be undone; what was done stays in their logs.</p>
			<TextInput label="Why" required value={reason} onChange={setReason} maxLength={400} />
		</Dialog>
	);
}
