import { ArrowUp, PartyPopper, Plus, Search, UserRound } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { Button, LinkButton } from "../kit/button.tsx";
import { DataList } from "../kit/data-list.tsx";
import { useTitle } from "../kit/page.tsx";
import { Monogram } from "../kit/person.tsx";
import { useShortcuts } from "../kit/shortcuts.tsx";
import { EmptyState, ErrorState, Skeleton } from "../kit/states.tsx";
import { StatusChip } from "../kit/status.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { useAddress } from "./address.ts";
import { BulkActs } from "./bulk-acts.tsx";
import { DueChip } from "./due-chip.tsx";
import { nextAfter, taskIdOf } from "./inbox-lines.ts";
import { TaskPane } from "./task-pane.tsx";
import { type Inbox, useInbox } from "./use-inbox.ts";
import { type InboxFilter, type InboxTask, INBOX_FILTERS } from "./work-api.ts";

const TITLES: Readonly<Record<InboxFilter, string>> = { all: "Inbox", mine: "Mine", pool: "To claim", overdue: "Overdue" };

/** The inbox: the list, and beside it the task that is open. The views are the places at the left. */
export function InboxView({ environmentId, personId }: { readonly environmentId: string; readonly personId: string }) {
	const address = useAddress();
	const [, navigate] = useLocation();
	const filter = INBOX_FILTERS.find((each) => each === address.get("view")) ?? "all";
	const process = address.get("process");
	const search = address.get("q");
	const open = address.get("task");
	const inbox = useInbox(environmentId, { filter, process, search }, open);
	const title = process ?? TITLES[filter];
	useTitle(title);

	const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
	const pane = useRef<HTMLDivElement>(null);
	const box = useRef<HTMLInputElement>(null);
	const openTask = (task: InboxTask, replace = false): void => address.set({ task: taskIdOf(task) }, replace);
	const close = (): void => address.set({ task: undefined, tab: undefined });
	function focusForm(): void {
		// After the pane has drawn the task's form.
		setTimeout(() => {
			const first = pane.current?.querySelector<HTMLElement>("form :is(input, select, textarea):not(:disabled)");
			(first ?? pane.current?.querySelector<HTMLElement>("form button, [data-act]"))?.focus();
		}, 60);
	}
	useShortcuts("Inbox", [
		{ keys: "/", does: "Search", run: () => box.current?.focus() },
		{ keys: "c", does: "New case", run: () => navigate(`/work/${environmentId}/new`) },
		{ keys: "Escape", does: "Close the task", run: close },
	]);

	return (
		<div class="flex h-full min-h-0">
			<section
				aria-label={title}
				class={`flex min-h-0 flex-col bg-base-100 ${open === undefined ? "w-full" : "w-full border-r border-line max-lg:hidden lg:w-[22rem] xl:w-[26rem]"} shrink-0`}
			>
				<header class="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-3 py-2">
					<h1 class="text-lg font-semibold">{title}</h1>
					<LiveDot inbox={inbox} />
					<div class="flex-1" />
					<SearchBox input={box} value={search ?? ""} onSearch={(q) => address.set({ q, task: undefined }, true)} />
					{open === undefined && (
						<LinkButton href={`/work/${environmentId}/new`} look="primary" icon={Plus}>
							New case
						</LinkButton>
					)}
				</header>
				<Lines
					inbox={inbox}
					title={title}
					open={open}
					searching={search !== undefined}
					environmentId={environmentId}
					wide={open === undefined}
					marked={marked}
					onMark={setMarked}
					onOpen={(task, by) => {
						openTask(task);
						if (by === "key") focusForm();
					}}
					onCursor={(task) => {
						if (open !== undefined || matchMedia("(min-width: 1024px)").matches) openTask(task, true);
					}}
				/>
				<BulkActs
					environmentId={environmentId}
					personId={personId}
					tasks={inbox.lines.filter((task) => marked.has(taskIdOf(task)))}
					onClear={() => setMarked(new Set())}
				/>
			</section>
			{open !== undefined && (
				<div ref={pane} class="min-h-0 min-w-0 flex-1">
					<TaskPane
						key={open}
						environmentId={environmentId}
						personId={personId}
						taskId={open}
						onClose={close}
						onNext={() => {
							const next = nextAfter(inbox.lines, open);
							address.set({ task: next, tab: undefined }, true);
							if (next !== undefined) focusForm();
						}}
					/>
				</div>
			)}
		</div>
	);
}

function SearchBox({
	input,
	value,
	onSearch,
}: {
	readonly input: preact.RefObject<HTMLInputElement | null>;
	readonly value: string;
	readonly onSearch: (text: string) => void;
}) {
	const [text, setText] = useState(value);
	useEffect(() => setText(value), [value]);
	useEffect(() => {
		if (text === value) return undefined;
		const timer = setTimeout(() => onSearch(text.trim()), 200);
		return () => clearTimeout(timer);
	}, [text]);
	return (
		<label class="input !w-44 max-sm:order-last max-sm:!w-full">
			<Search size={16} aria-hidden class="shrink-0 text-soft" />
			<input
				ref={input}
				type="search"
				aria-label="Search tasks"
				placeholder="Search"
				value={text}
				onInput={(event) => setText(event.currentTarget.value)}
				onKeyDown={(event) => {
					if (event.key === "Escape" || event.key === "Enter") event.currentTarget.blur();
				}}
			/>
			<kbd class="kbd" aria-hidden>
				/
			</kbd>
		</label>
	);
}

function LiveDot({ inbox }: { readonly inbox: Inbox }) {
	if (inbox.live === "live") return null;
	return (
		<span class="text-xs text-soft" role="status">
			Connecting
		</span>
	);
}

interface LinesProps {
	readonly inbox: Inbox;
	readonly title: string;
	readonly open: string | undefined;
	readonly searching: boolean;
	readonly environmentId: string;
	readonly wide: boolean;
	readonly marked: ReadonlySet<string>;
	readonly onMark: (marked: ReadonlySet<string>) => void;
	readonly onOpen: (task: InboxTask, by: "key" | "pointer") => void;
	readonly onCursor: (task: InboxTask) => void;
}

function Lines({ inbox, title, open, searching, environmentId, wide, marked, onMark, onOpen, onCursor }: LinesProps) {
	if (inbox.query.data === undefined) {
		if (inbox.query.error !== null) return <ErrorState problem={inbox.query.error} retry={() => void inbox.query.refetch()} />;
		return <Skeleton rows={8} rowHeight={56} />;
	}
	return (
		<DataList
			label={title}
			singular="task"
			rows={inbox.lines}
			idOf={taskIdOf}
			rowHeight={56}
			open={open}
			marked={marked}
			onMark={onMark}
			onOpen={onOpen}
			onCursor={onCursor}
			onEnd={() => {
				if (inbox.query.hasNextPage && !inbox.query.isFetchingNextPage) void inbox.query.fetchNextPage();
			}}
			before={inbox.arrived > 0 && <Pill count={inbox.arrived} onClick={inbox.letIn} />}
			row={(task) => <Line task={task} wide={wide} />}
			empty={
				searching ? (
					<EmptyState icon={Search} title="No task matches">
						Search looks in titles, case numbers and the case's data.
					</EmptyState>
				) : (
					<EmptyState
						icon={PartyPopper}
						title="All done"
						action={
							<LinkButton href={`/work/${environmentId}/new`} icon={Plus}>
								New case
							</LinkButton>
						}
					>
						Tasks for you and your groups come in here by themselves.
					</EmptyState>
				)
			}
		/>
	);
}

function Pill({ count, onClick }: { readonly count: number; readonly onClick: () => void }) {
	return (
		<div class="flex justify-center border-b border-line py-1.5" role="status">
			<Button small icon={ArrowUp} onClick={onClick} class="!rounded-full !border-primary !text-primary">
				{count === 1 ? "1 new task" : `${count} new tasks`}
			</Button>
		</div>
	);
}

/** Two lines of a task: what is to do, and of which case. In a narrow list the due date goes to the second line. */
function Line({ task, wide }: { readonly task: InboxTask; readonly wide: boolean }) {
	const due = <DueChip createdAt={task.createdAt} dueAt={task.dueAt} atRiskAt={task.atRiskAt} />;
	return (
		<>
			<div class="min-w-0 flex-1">
				<div class="flex items-center gap-2">
					<span class="min-w-0 truncate font-medium max-sm:flex-1">{task.title}</span>
					{task.incidents > 0 && <StatusChip tone="error">Incident</StatusChip>}
				</div>
				<div class="flex items-center gap-2">
					<span class="min-w-0 flex-1 truncate text-xs text-soft">
						<span class="num">{task.number}</span> · {task.process}
						{task.caseTitle !== "" && task.caseTitle !== task.process && task.caseTitle !== task.number && ` · ${task.caseTitle}`}
					</span>
					<span class={wide ? "sm:hidden" : ""}>{due}</span>
				</div>
			</div>
			{wide && <RelativeTime at={task.createdAt} class="text-xs text-soft max-md:hidden" />}
			{wide && <span class="max-sm:hidden">{due}</span>}
			{task.assigneeName === null ? (
				<span
					title="Nobody has it yet"
					class="grid size-5 shrink-0 place-items-center rounded-full border border-dashed border-strong text-soft"
				>
					<UserRound size={12} role="img" aria-label="Nobody has it yet" />
				</span>
			) : (
				<Monogram name={task.assigneeName} size={20} label />
			)}
		</>
	);
}
