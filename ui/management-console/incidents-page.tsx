import { type InfiniteData, useInfiniteQuery } from "@tanstack/preact-query";
import { CircleCheck, SearchX } from "lucide-preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import type { ApiProblem } from "../kit/api.ts";
import { DataList } from "../kit/data-list.tsx";
import { Diagram } from "../kit/diagram.tsx";
import { Select, TextInput } from "../kit/field.tsx";
import { Page } from "../kit/page.tsx";
import { useApi } from "../kit/query.ts";
import { useShortcuts } from "../kit/shortcuts.tsx";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { StatusChip } from "../kit/status.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { useAddress } from "../work-portal/address.ts";
import { drawnElements, namesOf } from "../work-portal/drawn-elements.ts";
import { consoleKey, readPackage, useOverview } from "./console-api.ts";
import { MarkedActs, MatchingActs } from "./incident-acts.tsx";
import { Causes, elementName, triedWords, useIncidentMarks } from "./incident-causes.tsx";
import {
	type IncidentFilter,
	type IncidentGroup,
	type IncidentLine,
	type IncidentsPage as LinesPage,
	readIncidents,
	readIncidentSummary,
} from "./incidents-api.ts";

/** As the neighbouring lists are looked at again. */
const LOOK_AGAIN_MS = 15_000;

/** What failed in all cases: causes with their counts, the diagram that shows where, and the incidents one by one. */
export function IncidentsPage({ environmentId }: { readonly environmentId: string }) {
	const address = useAddress();
	const read = (name: string): string => address.get(name) ?? "";
	const filter: IncidentFilter = {
		process: read("process"),
		packageId: read("package"),
		elementId: read("element"),
		code: read("code"),
		search: read("q"),
	};
	const [text, setText] = useState(filter.search);
	const box = useRef<HTMLDivElement>(null);
	useEffect(() => {
		if (text.trim() === filter.search) return undefined;
		const timer = setTimeout(() => address.set({ q: text.trim() }, true), 250);
		return () => clearTimeout(timer);
	}, [text, filter.search]);
	useShortcuts("Incidents", [{ keys: "/", does: "Search", run: () => box.current?.querySelector("input")?.focus() }]);
	const whole = { ...filter, elementId: "", code: "" };
	const summary = useApi(
		consoleKey(environmentId, "incident-summary", JSON.stringify(whole)),
		() => readIncidentSummary(environmentId, whole),
		{ refetchInterval: LOOK_AGAIN_MS },
	);
	const groups = summary.data?.groups ?? [];
	const total = groups.reduce((sum, { count }) => sum + count, 0);
	const processes = [...new Set([...groups.map(({ process }) => process), ...(filter.process === "" ? [] : [filter.process])])];
	return (
		<Page
			title="Incidents"
			fill
			status={
				summary.data !== undefined &&
				(total === 0 ? (
					<StatusChip tone="success">None</StatusChip>
				) : (
					<StatusChip tone="error">{total === 1 ? "1 open" : `${total} open`}</StatusChip>
				))
			}
		>
			<div class="flex shrink-0 flex-wrap items-center gap-4 border-b border-line bg-base-100 px-4 py-2">
				<div class="w-64" ref={box}>
					<TextInput
						label="Search incidents"
						hideLabel
						type="search"
						placeholder="Case, step or what went wrong"
						value={text}
						onChange={setText}
					/>
				</div>
				{processes.length > 1 && (
					<div class="w-52">
						<Select
							label="Process"
							hideLabel
							placeholder="Every process"
							value={filter.process}
							onChange={(process) => address.set({ process, element: undefined, code: undefined }, true)}
							options={processes.map((each) => ({ value: each, label: each }))}
						/>
					</div>
				)}
				{filter.packageId !== "" && (
					<button type="button" class="btn btn-sm" onClick={() => address.set({ package: undefined }, true)}>
						Of one package: show all
					</button>
				)}
				{(summary.data?.behind ?? 0) > 0 && (
					<span role="status" class="text-soft">
						{summary.data?.behind === 1 ? "1 case is" : `${summary.data?.behind} cases are`} still being asked.
					</span>
				)}
			</div>
			<Loaded query={summary}>
				{(read) =>
					read.groups.length === 0 ? (
						<Nothing filtered={filter.search !== "" || filter.process !== "" || filter.packageId !== ""} />
					) : (
						<Body environmentId={environmentId} filter={filter} groups={read.groups} onChoose={address.set} />
					)
				}
			</Loaded>
		</Page>
	);
}

function Nothing({ filtered }: { readonly filtered: boolean }) {
	return filtered ? (
		<EmptyState icon={SearchX} title="No incident is like this">
			Try fewer or shorter words, or take a filter away.
		</EmptyState>
	) : (
		<EmptyState icon={CircleCheck} title="No incidents">
			Every case goes on. What cannot go on stops here with its cause, until somebody retries or cancels it.
		</EmptyState>
	);
}

interface BodyProps {
	readonly environmentId: string;
	readonly filter: IncidentFilter;
	readonly groups: readonly IncidentGroup[];
	readonly onChoose: ReturnType<typeof useAddress>["set"];
}

function Body({ environmentId, filter, groups, onChoose }: BodyProps) {
	const { elementId, code } = filter;
	const drawn = groups.find((each) => elementId === "" || each.elementId === elementId) ?? groups[0];
	const diagram = useApi(
		consoleKey(environmentId, "package", drawn?.packageId ?? ""),
		() => readPackage(environmentId, drawn?.packageId ?? ""),
		{ enabled: drawn !== undefined, staleTime: Number.POSITIVE_INFINITY },
	);
	const svg = diagram.data?.svg ?? "";
	const names = useMemo(() => namesOf(drawnElements(svg)), [svg]);
	const marks = useIncidentMarks(useMemo(() => groups.filter(({ process }) => process === drawn?.process), [groups, drawn?.process]));
	const chosen = groups.filter(
		(each) =>
			(elementId === "" || each.elementId === elementId) &&
			(code === "" || each.code === code) &&
			(filter.process === "" || each.process === filter.process),
	);
	return (
		<div class="flex min-h-0 flex-1 max-lg:flex-col">
			<Causes
				groups={groups}
				names={names}
				chosen={{ elementId, code }}
				onChoose={(group) => onChoose({ element: group?.elementId, code: group?.code })}
			/>
			<div class="flex min-h-0 min-w-0 flex-1 flex-col">
				{svg !== "" && (
					<Diagram
						class="h-64 shrink-0 border-b border-line max-md:hidden"
						svg={svg}
						marks={marks}
						selected={elementId === "" ? undefined : elementId}
						onSelect={(id) => onChoose({ element: id !== undefined && marks[id] !== undefined ? id : undefined, code: undefined })}
					/>
				)}
				<Lines environmentId={environmentId} filter={filter} chosen={chosen} names={names} />
			</div>
		</div>
	);
}

function Lines({
	environmentId,
	filter,
	chosen,
	names,
}: {
	readonly environmentId: string;
	readonly filter: IncidentFilter;
	readonly chosen: readonly IncidentGroup[];
	readonly names: ReadonlyMap<string, string>;
}) {
	const [, navigate] = useLocation();
	const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
	const operate = useOverview(environmentId).data?.may.operate === true;
	const key = JSON.stringify(filter);
	useEffect(() => setMarked(new Set()), [key]);
	const query = useInfiniteQuery<LinesPage, ApiProblem, InfiniteData<LinesPage, string | null>, readonly unknown[], string | null>({
		queryKey: consoleKey(environmentId, "incidents", key),
		queryFn: ({ pageParam }) => readIncidents(environmentId, filter, pageParam),
		initialPageParam: null,
		getNextPageParam: (page) => page.next,
		refetchInterval: LOOK_AGAIN_MS,
	});
	const lines = query.data?.pages.flatMap((page) => page.incidents) ?? [];
	const total = query.data?.pages[0]?.total;
	return (
		<>
			{operate && (
				<div class="flex shrink-0 flex-wrap items-center justify-end gap-2 border-b border-line bg-base-100 px-3 py-1.5">
					<span class="min-w-0 flex-1 truncate font-medium">{headline(chosen, names)}</span>
					<MatchingActs
						environmentId={environmentId}
						filter={filter}
						count={total?.incidents ?? 0}
						cases={total?.cases ?? 0}
						lines={lines}
					/>
				</div>
			)}
			<Loaded query={query}>
				{() => (
					<DataList
						label="Incidents"
						singular="incident"
						rows={lines}
						rowHeight={56}
						idOf={idOf}
						{...(operate && { marked, onMark: setMarked })}
						onOpen={(line) => navigate(`/console/${environmentId}/cases/${line.caseId}`)}
						onEnd={() => {
							if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
						}}
						row={(line) => <Line line={line} names={names} />}
						empty={
							<EmptyState icon={CircleCheck} title="None of these is open any more">
								They were solved meanwhile.
							</EmptyState>
						}
					/>
				)}
			</Loaded>
			<MarkedActs
				environmentId={environmentId}
				marked={lines.filter((line) => marked.has(idOf(line)))}
				onClear={() => setMarked(new Set())}
			/>
		</>
	);
}

function idOf({ caseId, incident }: IncidentLine): string {
	return `${caseId}.${incident}`;
}

function headline(chosen: readonly IncidentGroup[], names: ReadonlyMap<string, string>): string {
	const [first] = chosen;
	if (first === undefined) return "No incident";
	return new Set(chosen.map(({ elementId }) => elementId)).size === 1 ? elementName(first, names) : "Every cause";
}

function Line({ line, names }: { readonly line: IncidentLine; readonly names: ReadonlyMap<string, string> }) {
	return (
		<>
			<span class="num w-24 shrink-0 text-soft max-sm:hidden">{line.number}</span>
			<span class="min-w-0 flex-1">
				<span class="block truncate font-medium">{line.title}</span>
				<span class="block truncate text-soft" title={line.detail}>
					{line.detail}
				</span>
			</span>
			<span class="w-44 shrink-0 max-xl:hidden">
				<span class="block truncate">{elementName(line, names)}</span>
				<code class="block truncate text-xs text-soft">{line.code}</code>
			</span>
			<span class="w-28 shrink-0 text-right max-md:hidden">
				<span class="block text-soft">
					<RelativeTime at={line.since} />
				</span>
				<span class="num block text-xs text-soft">{triedWords(line.attempts)}</span>
			</span>
		</>
	);
}
