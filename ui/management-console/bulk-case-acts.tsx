import { RotateCcw, Square } from "lucide-preact";
import { useState } from "preact/hooks";
import { BulkBar } from "../kit/bulk-bar.tsx";
import { Button } from "../kit/button.tsx";
import { useAct } from "../kit/query.ts";
import { toast } from "../kit/toast.tsx";
import { CancelMany, type Left, Stayed } from "./bulk-results.tsx";
import { cancelCases, consoleKey, retryCases, type CaseRow } from "./console-api.ts";

/** Cases of one call. */
const MOST = 100;

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
		setLeft(results.flatMap(({ caseId, problem }) => (problem === null ? [] : [{ caseId, number: numbers.get(caseId), ...problem }])));
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
			<Stayed environmentId={environmentId} left={left} onClose={() => setLeft([])} />
		</>
	);
}
