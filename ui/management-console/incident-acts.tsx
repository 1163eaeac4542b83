import { PencilLine, RotateCcw, Square } from "lucide-preact";
import { useState } from "preact/hooks";
import { BulkBar } from "../kit/bulk-bar.tsx";
import { Button, LinkButton } from "../kit/button.tsx";
import { useAct } from "../kit/query.ts";
import { useShortcuts } from "../kit/shortcuts.tsx";
import { toast } from "../kit/toast.tsx";
import { CancelMany, type Left, Stayed } from "./bulk-results.tsx";
import { cancelCases, consoleKey } from "./console-api.ts";
import { cancelMatching, type CaseResult, type IncidentFilter, type IncidentLine, retryIncidents, retryMatching } from "./incidents-api.ts";

/** Incidents, and cases, of one call. */
const MOST = 100;

const casesWord = (count: number): string => (count === 1 ? "1 case" : `${count} cases`);

/** Tells how many went on, and keeps those that did not, each with its reason. */
function useResults(lines: readonly IncidentLine[]) {
	const [left, setLeft] = useState<readonly Left[]>([]);
	const told = (results: readonly CaseResult[], did: (cases: string) => string): void => {
		const done = results.filter(({ problem }) => problem === null).length;
		if (done > 0) toast({ text: did(casesWord(done)) });
		const numbers = new Map(lines.map(({ caseId, number }) => [caseId, number]));
		setLeft(results.flatMap(({ caseId, problem }) => (problem === null ? [] : [{ caseId, number: numbers.get(caseId), ...problem }])));
	};
	return { left, told, close: () => setLeft([]) };
}

const retried = (cases: string): string => `Tried again in ${cases}.`;
const cancelled = (cases: string): string => (cases === "1 case" ? "1 case was cancelled." : `${cases} were cancelled.`);

/** What an operator does with the marked incidents. One alone can be mended first: its case opens at its data. */
export function MarkedActs({
	environmentId,
	marked,
	onClear,
}: {
	readonly environmentId: string;
	readonly marked: readonly IncidentLine[];
	readonly onClear: () => void;
}) {
	const [cancelling, setCancelling] = useState(false);
	const results = useResults(marked);
	const cases = [...new Set(marked.map(({ caseId }) => caseId))];
	const refresh = { refresh: [consoleKey(environmentId)] };
	const retry = useAct(() => retryIncidents(environmentId, marked.slice(0, MOST)), {
		...refresh,
		onDone: (done) => {
			results.told(done, retried);
			onClear();
		},
	});
	const cancel = useAct((reason: string) => cancelCases(environmentId, cases.slice(0, MOST), reason), {
		...refresh,
		onDone: (done) => {
			setCancelling(false);
			results.told(done.cases, cancelled);
			onClear();
		},
	});
	const some = marked.length > 0;
	useShortcuts("Marked incidents", some ? [{ keys: "r", does: "Retry them", run: () => retry.mutate() }] : [], some);
	const [only] = marked;
	return (
		<>
			<BulkBar count={marked.length} noun={["incident", "incidents"]} onClear={onClear}>
				<Button icon={RotateCcw} busy={retry.isPending} onClick={() => retry.mutate()}>
					Retry
				</Button>
				{marked.length === 1 && only !== undefined && (
					<LinkButton icon={PencilLine} href={mendAddress(environmentId, only)}>
						Change data and retry
					</LinkButton>
				)}
				<Button icon={Square} onClick={() => setCancelling(true)}>
					{cases.length === 1 ? "Cancel case" : "Cancel cases"}
				</Button>
			</BulkBar>
			{cancelling && (
				<CancelMany
					count={Math.min(cases.length, MOST)}
					busy={cancel.isPending}
					onClose={() => setCancelling(false)}
					onCancel={(reason) => cancel.mutate(reason)}
				/>
			)}
			<Stayed environmentId={environmentId} left={results.left} onClose={results.close} />
		</>
	);
}

/** The case of an incident with its data open to be changed, and the incident tried again after. */
export function mendAddress(environmentId: string, { caseId, incident }: Pick<IncidentLine, "caseId" | "incident">): string {
	return `/console/${environmentId}/cases/${caseId}?mend=${incident}`;
}

/** The same acts on all that match the filter, however many pages they are; it tells how far it is. */
export function MatchingActs({
	environmentId,
	filter,
	count,
	cases,
	lines,
}: {
	readonly environmentId: string;
	readonly filter: IncidentFilter;
	/** Incidents that match, and cases that have them. */
	readonly count: number;
	readonly cases: number;
	readonly lines: readonly IncidentLine[];
}) {
	const [cancelling, setCancelling] = useState(false);
	const [reached, setReached] = useState(0);
	const results = useResults(lines);
	const refresh = { refresh: [consoleKey(environmentId)] };
	const retry = useAct(() => retryMatching(environmentId, filter, setReached), {
		...refresh,
		onDone: (done) => results.told(done, retried),
	});
	const cancel = useAct((reason: string) => cancelMatching(environmentId, filter, reason, setReached), {
		...refresh,
		onDone: (done) => {
			setCancelling(false);
			results.told(done, cancelled);
		},
	});
	const busy = retry.isPending || cancel.isPending;
	return (
		<>
			{busy && reached > 0 && (
				<span role="status" class="num text-soft">
					{reached} of {casesWord(cases)}
				</span>
			)}
			<Button
				icon={RotateCcw}
				busy={retry.isPending}
				disabled={count === 0 || busy}
				onClick={() => {
					setReached(0);
					retry.mutate();
				}}
			>
				{count === 1 ? "Retry it" : `Retry all ${count}`}
			</Button>
			<Button
				icon={Square}
				disabled={count === 0 || busy}
				onClick={() => {
					setReached(0);
					setCancelling(true);
				}}
			>
				{cases === 1 ? "Cancel its case" : `Cancel ${cases} cases`}
			</Button>
			{cancelling && (
				<CancelMany
					count={cases}
					busy={cancel.isPending}
					onClose={() => setCancelling(false)}
					onCancel={(reason) => cancel.mutate(reason)}
				/>
			)}
			<Stayed environmentId={environmentId} left={results.left} onClose={results.close} />
		</>
	);
}
