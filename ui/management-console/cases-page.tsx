import { ListChecks } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation, useSearchParams } from "wouter-preact";
import { Button } from "../kit/button.tsx";
import { DataList } from "../kit/data-list.tsx";
import { Checkbox, Select, TextInput } from "../kit/field.tsx";
import { Page } from "../kit/page.tsx";
import { useApi } from "../kit/query.ts";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { StatusChip, type Tone } from "../kit/status.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { DueChip } from "../work-portal/due-chip.tsx";
import { BulkCaseActs } from "./bulk-case-acts.tsx";
import { consoleKey, readCases, useOverview, type CaseRow } from "./console-api.ts";

const STATES: Readonly<Record<CaseRow["state"], { readonly word: string; readonly tone: Tone }>> = {
	running: { word: "Running", tone: "info" },
	suspended: { word: "Suspended", tone: "warning" },
	completed: { word: "Completed", tone: "success" },
	terminated: { word: "Terminated", tone: "neutral" },
	failed: { word: "Failed", tone: "error" },
	cancelled: { word: "Cancelled", tone: "neutral" },
};

/** Where a case stands: colour, icon and word. */
export function CaseState({ state, incidents }: { readonly state: CaseRow["state"]; readonly incidents: number }) {
	if (state === "running" && incidents > 0)
		return <StatusChip tone="error">{incidents === 1 ? "Incident" : `${incidents} incidents`}</StatusChip>;
	return <StatusChip tone={STATES[state].tone}>{STATES[state].word}</StatusChip>;
}

/** The cases of the environment, the newest first; filters stay in the address. */
export function CasesPage({ environmentId }: { readonly environmentId: string }) {
	const [, navigate] = useLocation();
	const [params, setParams] = useSearchParams();
	const state = params.get("state") ?? "";
	const asked = params.get("q") ?? "";
	const incidents = params.get("incidents") === "open";
	const overdue = params.get("due") === "overdue";
	const byDue = params.get("sort") === "due";
	const filtered = state !== "" || asked !== "" || incidents || overdue;
	const [text, setText] = useState(asked);
	const [pages, setPages] = useState<readonly CaseRow[]>([]);
	const [cursor, setCursor] = useState<string>();
	const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
	const mayOperate = useOverview(environmentId).data?.may.operate === true;
	const query = useApi(
		consoleKey(environmentId, "cases", state, asked, [incidents, overdue, byDue].join(), cursor ?? ""),
		() => readCases(environmentId, { state, search: asked, incidents, overdue, byDue, ...(cursor === undefined ? {} : { cursor }) }),
		{ refetchInterval: 15_000 },
	);
	function set(name: string, value: string): void {
		setPages([]);
		setMarked(new Set());
		setCursor(undefined);
		setParams(
			(now) => {
				const next = new URLSearchParams(now);
				if (value === "") next.delete(name);
				else next.set(name, value);
				return next;
			},
			{ replace: true },
		);
	}
	useEffect(() => {
		if (text.trim() === asked) return undefined;
		const timer = setTimeout(() => set("q", text.trim()), 250);
		return () => clearTimeout(timer);
	}, [text, asked]);
	return (
		<Page title="Cases" fill>
			<div class="flex shrink-0 flex-wrap items-center gap-4 border-b border-line bg-base-100 px-4 py-2">
				<div class="w-64">
					<TextInput label="Search cases" hideLabel type="search" placeholder="Number, title or data" value={text} onChange={setText} />
				</div>
				<div class="w-44">
					<Select
						label="State"
						hideLabel
						placeholder="Every state"
						value={state}
						onChange={(value) => set("state", value)}
						options={Object.entries(STATES).map(([value, { word }]) => ({ value, label: word }))}
					/>
				</div>
				<Checkbox label="Only with incidents" value={incidents} onChange={(on) => set("incidents", on ? "open" : "")} />
				<Checkbox label="Overdue" value={overdue} onChange={(on) => set("due", on ? "overdue" : "")} />
				<div class="ml-auto w-40">
					<Select
						label="Order"
						hideLabel
						value={byDue ? "due" : "started"}
						onChange={(value) => set("sort", value === "due" ? "due" : "")}
						options={[
							{ value: "started", label: "Newest first" },
							{ value: "due", label: "Due first" },
						]}
					/>
				</div>
			</div>
			<Loaded query={query}>
				{(page) => (
					<>
						<DataList
							label="Cases"
							singular="case"
							rows={[...pages, ...page.cases]}
							idOf={(row) => row.caseId}
							{...(mayOperate && { marked, onMark: setMarked })}
							onOpen={(row) => navigate(`/console/${environmentId}/cases/${row.caseId}`)}
							row={(row) => <Row row={row} />}
							empty={
								<EmptyState icon={ListChecks} title={filtered ? "No case is like this" : "No case yet"}>
									{filtered ? "Take a filter away to see more." : "Cases are started in the Work Portal, by mail, by message or by time."}
								</EmptyState>
							}
						/>
						<BulkCaseActs
							environmentId={environmentId}
							cases={[...pages, ...page.cases].filter(({ caseId }) => marked.has(caseId))}
							onClear={() => setMarked(new Set())}
						/>
						{page.next !== null && (
							<div class="flex justify-center border-t border-line p-2">
								<Button
									onClick={() => {
										setPages([...pages, ...page.cases]);
										setCursor(page.next ?? undefined);
									}}
								>
									{byDue ? "Show more cases" : "Show older cases"}
								</Button>
							</div>
						)}
					</>
				)}
			</Loaded>
		</Page>
	);
}

function Row({ row }: { readonly row: CaseRow }) {
	return (
		<>
			<span class="num w-28 shrink-0 text-soft max-sm:hidden">{row.number}</span>
			<span class="min-w-0 flex-1 truncate font-medium">{row.title}</span>
			<span class="w-44 shrink-0 truncate text-soft max-xl:hidden">{row.process}</span>
			<span class="shrink-0 sm:w-32">
				<CaseState state={row.state} incidents={row.incidents} />
			</span>
			<span class="w-36 shrink-0 max-lg:hidden">
				{row.endedAt === null && <DueChip createdAt={row.startedAt} dueAt={row.dueAt} atRiskAt={row.atRiskAt} />}
			</span>
			<span class="w-28 shrink-0 text-right text-soft max-md:hidden">
				<RelativeTime at={row.startedAt} />
			</span>
		</>
	);
}
