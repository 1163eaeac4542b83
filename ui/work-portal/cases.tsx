import { type InfiniteData, useInfiniteQuery } from "@tanstack/preact-query";
import { FolderSearch, Plus, Search } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import type { ApiProblem } from "../kit/api.ts";
import { Button, LinkButton } from "../kit/button.tsx";
import { Select } from "../kit/field.tsx";
import { Page } from "../kit/page.tsx";
import { Person } from "../kit/person.tsx";
import { useShortcuts } from "../kit/shortcuts.tsx";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { StatusChip } from "../kit/status.tsx";
import { Table } from "../kit/table.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { useAddress } from "./address.ts";
import { CaseStateChip } from "./case-state.tsx";
import { DueChip } from "./due-chip.tsx";
import { CASE_STATES, type CaseLine, type CasesPage, readCases } from "./work-api.ts";

const PAGE = 100;

/** Search of cases: by number, title, starter and what is in their data. */
export function CasesView({ environmentId }: { readonly environmentId: string }) {
	const address = useAddress();
	const [, navigate] = useLocation();
	const search = address.get("q") ?? "";
	const state = CASE_STATES.find((each) => each === address.get("state"));
	const mine = address.get("mine") === "1";
	const overdue = address.get("due") === "overdue";
	const byDue = address.get("sort") === "due";
	const [text, setText] = useState(search);
	const box = useRef<HTMLInputElement>(null);
	useEffect(() => {
		if (text.trim() === search) return undefined;
		const timer = setTimeout(() => address.set({ q: text.trim() }, true), 200);
		return () => clearTimeout(timer);
	}, [text]);
	useShortcuts("Cases", [
		{ keys: "/", does: "Search", run: () => box.current?.focus() },
		{ keys: "c", does: "New case", run: () => navigate(`/work/${environmentId}/new`) },
	]);
	const query = useInfiniteQuery<CasesPage, ApiProblem, InfiniteData<CasesPage, string | null>, readonly unknown[], string | null>({
		queryKey: ["work", environmentId, "cases", search, state ?? "", mine, overdue, byDue],
		queryFn: ({ pageParam }) => readCases(environmentId, { search, state, mine, overdue, byDue }, PAGE, pageParam),
		initialPageParam: null,
		getNextPageParam: (page) => page.next,
	});
	const href = (each: CaseLine): string => `/work/${environmentId}/cases/${each.caseId}`;
	return (
		<Page
			title="Cases"
			actions={
				<LinkButton href={`/work/${environmentId}/new`} look="primary" icon={Plus}>
					New case
				</LinkButton>
			}
		>
			<div class="mb-3 flex flex-wrap items-center gap-2">
				<label class="input max-w-sm">
					<Search size={16} aria-hidden class="text-soft" />
					<input
						ref={box}
						type="search"
						aria-label="Search cases"
						placeholder="Number, title, person or data"
						value={text}
						onInput={(event) => setText(event.currentTarget.value)}
					/>
					<kbd class="kbd" aria-hidden>
						/
					</kbd>
				</label>
				<div class="w-36">
					<Select
						label="State"
						hideLabel
						value={state ?? ""}
						onChange={(value) => address.set({ state: value }, true)}
						options={[
							{ value: "", label: "All states" },
							{ value: "running", label: "Running" },
							{ value: "suspended", label: "Suspended" },
							{ value: "completed", label: "Completed" },
							{ value: "terminated", label: "Ended early" },
							{ value: "failed", label: "Failed" },
							{ value: "cancelled", label: "Cancelled" },
						]}
					/>
				</div>
				<Check label="Started by me" checked={mine} onChange={(on) => address.set({ mine: on ? "1" : undefined }, true)} />
				<Check label="Overdue" checked={overdue} onChange={(on) => address.set({ due: on ? "overdue" : undefined }, true)} />
				<div class="ml-auto w-40">
					<Select
						label="Order"
						hideLabel
						value={byDue ? "due" : "started"}
						onChange={(value) => address.set({ sort: value === "due" ? "due" : undefined }, true)}
						options={[
							{ value: "started", label: "Newest first" },
							{ value: "due", label: "Due first" },
						]}
					/>
				</div>
			</div>
			<div class="rounded-box border border-line bg-base-100">
				<Loaded query={query}>
					{({ pages }) => (
						<Table
							label="Cases"
							rows={pages.flatMap((page) => page.cases)}
							idOf={(each) => each.caseId}
							onOpen={(each) => navigate(href(each))}
							empty={
								<EmptyState icon={FolderSearch} title={overdue ? "No case is overdue" : search === "" ? "No cases yet" : "No case matches"}>
									{overdue
										? "Cases are late when the time that their process is given is over."
										: search === ""
											? "A case is one run of a process. Start the first one."
											: "Try fewer or shorter words."}
								</EmptyState>
							}
							columns={[
								{
									key: "title",
									title: "Case",
									cell: (each) => (
										<>
											<Link href={href(each)} class="line-clamp-2 min-w-36 font-medium hover:underline">
												{each.title === "" ? each.process : each.title}
											</Link>
											<span class="num block text-xs text-soft md:hidden">{each.number}</span>
										</>
									),
								},
								{ key: "number", title: "Number", cell: (each) => <span class="num whitespace-nowrap">{each.number}</span>, minor: true },
								{ key: "process", title: "Process", cell: (each) => <Name>{each.process}</Name>, minor: true },
								{
									key: "state",
									title: "State",
									cell: (each) => (
										<span class="flex gap-1 max-xl:flex-col max-xl:items-start">
											<CaseStateChip state={each.state} endedAt={each.endedAt} />
											{each.incidents > 0 && <StatusChip tone="error">Incident</StatusChip>}
										</span>
									),
								},
								{
									key: "due",
									title: "Due",
									cell: (each) =>
										each.endedAt === null && <DueChip createdAt={each.startedAt} dueAt={each.dueAt} atRiskAt={each.atRiskAt} />,
								},
								{ key: "starter", title: "Started by", cell: (each) => <Person name={each.starterName} />, minor: true },
								{ key: "started", title: "Started", cell: (each) => <RelativeTime at={each.startedAt} /> },
							]}
						/>
					)}
				</Loaded>
			</div>
			{query.hasNextPage && (
				<div class="flex justify-center py-4">
					<Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
						Show more
					</Button>
				</div>
			)}
		</Page>
	);
}

/** A name that leaves the row its height. */
function Name({ children }: { readonly children: string }) {
	return (
		<span class="block max-w-28 truncate xl:max-w-48" title={children}>
			{children}
		</span>
	);
}

function Check({
	label,
	checked,
	onChange,
}: {
	readonly label: string;
	readonly checked: boolean;
	readonly onChange: (checked: boolean) => void;
}) {
	return (
		<label class="flex h-8 items-center gap-2 px-1">
			<input
				type="checkbox"
				class="checkbox checkbox-sm checkbox-primary"
				checked={checked}
				onChange={(event) => onChange(event.currentTarget.checked)}
			/>
			{label}
		</label>
	);
}
