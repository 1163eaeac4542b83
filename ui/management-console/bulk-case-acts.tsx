import { RotateCcw, Square } from "lucide-preact";
import { useState } from "preact/hooks";
import { BulkBar } from "../kit/bulk-bar.tsx";
import { Button } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { TextInput } from "../kit/field.tsx";
import { useAct } from "../kit/query.ts";
import { toast } from "../kit/toast.tsx";
import { cancelCases, consoleKey, retryCases, type CaseRow } from "./console-api.ts";

/** Cases of one call. */
const MOST = 100;

interface Left {
	readonly number: string;
	readonly code: string;
	readonly detail: string;
}

/** What an operator does with the marked cases: retry their incidents, or cancel them. Each case for itself, with what stood against it. */
export function BulkCaseActs({
	environmentId,
	cases,
	onClear,
}: {
	readonly environmentId: string;
	readonly cases: readonly CaseRow[];
	readonly onClear: () => void;
}) {
	const [cancelling, setCancelling] = useState(false);
	const [left, setLeft] = useState<readonly Left[]>([]);
	const ids = cases.slice(0, MOST).map(({ caseId }) => caseId);
	const stuck = cases.filter(({ incidents }) => incidents > 0).map(({ caseId }) => caseId);

	function told(results: Awaited<ReturnType<typeof retryCases>>["cases"], did: string): void {
		const done = results.filter(({ problem }) => problem === null).length;
		if (done > 0) toast({ text: done === 1 ? `1 case was ${did}.` : `${done} cases were ${did}.` });
		const numbers = new Map(cases.map(({ caseId, number }) => [caseId, number]));
		setLeft(results.flatMap(({ caseId, problem }) => (problem === null ? [] : [{ number: numbers.get(caseId) ?? caseId, ...problem }])));
		onClear();
	}
	const refresh = { refresh: [consoleKey(environmentId)] };
	const retry = useAct(() => retryCases(environmentId, stuck.slice(0, MOST)), {
		...refresh,
		onDone: (answer) => told(answer.cases, "retried"),
	});
	const cancel = useAct((reason: string) => cancelCases(environmentId, ids, reason), {
		...refresh,
		onDone: (answer) => {
			setCancelling(false);
			told(answer.cases, "cancelled");
		},
	});
	return (
		<>
			<BulkBar count={cases.length} noun={["case", "cases"]} onClear={onClear}>
				<Button icon={RotateCcw} busy={retry.isPending} disabled={stuck.length === 0} onClick={() => retry.mutate()}>
					Retry incidents
				</Button>
				<Button icon={Square} onClick={() => setCancelling(true)}>
					Cancel
				</Button>
			</BulkBar>
			{cancelling && (
				<CancelMany
					count={ids.length}
					busy={cancel.isPending}
					onClose={() => setCancelling(false)}
					onCancel={(why) => cancel.mutate(why)}
				/>
			)}
			{left.length > 0 && (
				<Dialog
					open
					title="These stayed as they were"
					onClose={() => setLeft([])}
					actions={<Button onClick={() => setLeft([])}>Close</Button>}
				>
					<ul class="flex flex-col gap-2">
						{left.map(({ number, code, detail }) => (
							<li key={number}>
								<span class="num font-medium">{number}</span> {detail} <code class="text-xs text-soft">{code}</code>
							</li>
						))}
					</ul>
				</Dialog>
			)}
		</>
	);
}

function CancelMany({
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
					<Button onClick={onClose}>Keep them</Button>
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
