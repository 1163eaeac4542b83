import { ArrowLeft, ArrowRight, ExternalLink, UserCheck, UserRoundX } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import type { ApiProblem } from "../kit/api.ts";
import { Button, IconButton } from "../kit/button.tsx";
import { useCommands } from "../kit/commands.tsx";
import { Person } from "../kit/person.tsx";
import { useAct, useApi } from "../kit/query.ts";
import { useShortcuts } from "../kit/shortcuts.tsx";
import { Loaded, Skeleton } from "../kit/states.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { toast } from "../kit/toast.tsx";
import { readDraft } from "./drafts.ts";
import { DueChip } from "./due-chip.tsx";
import { TaskForm } from "./task-form.tsx";
import { TaskStrip } from "./task-strip.tsx";
import { inboxKey, patchLine } from "./use-inbox.ts";
import { claimTask, readTask, releaseTask, type TaskDetail } from "./work-api.ts";

interface TaskPaneProps {
	readonly environmentId: string;
	readonly personId: string;
	readonly taskId: string;
	readonly onClose: () => void;
	/** The task is done: open the one after it. */
	readonly onNext: () => void;
}

/** One task: its form first, then the strip with diagram, data, log and files of its case. */
export function TaskPane({ environmentId, personId, taskId, onClose, onNext }: TaskPaneProps) {
	const query = useApi(["work", environmentId, "task", taskId], () => readTask(environmentId, taskId));
	return (
		<article class="flex h-full min-h-0 flex-col overflow-auto" aria-label="Task">
			<Loaded
				query={query}
				skeleton={
					<div class="bg-base-100 py-4">
						<Skeleton rows={5} />
					</div>
				}
			>
				{(detail) => <OpenTask detail={detail} {...{ environmentId, personId, taskId, onClose, onNext }} />}
			</Loaded>
			{query.data === undefined && query.error !== null && (
				<div class="flex justify-center pb-8">
					<Button onClick={onClose}>Back to the inbox</Button>
				</div>
			)}
		</article>
	);
}

function OpenTask({ detail, environmentId, personId, taskId, onClose, onNext }: TaskPaneProps & { readonly detail: TaskDetail }) {
	const { task } = detail;
	const [conflict, setConflict] = useState<ApiProblem>();
	const hasDraft = readDraft(personId, taskId) !== undefined;
	const isMine = task.assigneeId === personId;
	const isFree = detail.standing === "claimable";
	const mayWork = isFree || detail.standing === "yours";
	const keys = [["work", environmentId, "task", taskId], inboxKey(environmentId)];

	const release = useAct(() => releaseTask(environmentId, taskId), {
		optimistic: () => patchLine(environmentId, taskId, { assigneeId: null, assigneeName: null }),
		refresh: keys,
		onDone: () => toast({ about: taskId, text: `Released “${task.title}”.`, undo: () => claim.mutate() }),
		onProblem: takeProblem,
	});
	const claim = useAct(() => claimTask(environmentId, taskId), {
		optimistic: () => patchLine(environmentId, taskId, { assigneeId: personId }),
		refresh: keys,
		onDone: () => toast({ about: taskId, text: `“${task.title}” is yours.`, undo: () => release.mutate() }),
		onProblem: takeProblem,
	});
	function takeProblem(problem: ApiProblem): void {
		if (problem.status === 409) setConflict(problem);
		else toast({ tone: "error", text: problem.message, code: problem.code });
	}
	const mayRelease = detail.releasable;
	useShortcuts("Task", [
		...(isFree ? [{ keys: "a", does: "Claim the task", run: () => claim.mutate() }] : []),
		...(mayRelease ? [{ keys: "r", does: "Release the task", run: () => release.mutate() }] : []),
	]);
	useCommands([
		...(isFree ? [{ id: "claim", title: "Claim this task", group: "Task", icon: UserCheck, keys: "a", run: () => claim.mutate() }] : []),
		...(mayRelease
			? [{ id: "release", title: "Release this task", group: "Task", icon: UserRoundX, keys: "r", run: () => release.mutate() }]
			: []),
	]);

	return (
		<>
			<header class="flex shrink-0 flex-wrap items-start gap-x-3 gap-y-2 border-b border-line bg-base-100 px-4 py-2.5">
				<span class="-ml-2 lg:hidden">
					<IconButton label="Back to the inbox" onClick={onClose}>
						<ArrowLeft size={16} />
					</IconButton>
				</span>
				<div class="min-w-0 flex-1 max-sm:basis-4/5">
					<h2 class="line-clamp-2 text-lg font-semibold break-words" title={task.title}>
						{task.title}
					</h2>
					<p class="flex flex-wrap items-center gap-x-2 gap-y-1 text-soft">
						<Link
							href={`/work/${environmentId}/cases/${task.caseId}`}
							class="inline-flex max-w-full min-w-0 items-center gap-1 rounded hover:text-base-content hover:underline"
						>
							<span class="truncate">
								<span class="num">{task.number}</span> · {task.process}
							</span>
							<ExternalLink size={12} aria-hidden class="shrink-0" />
						</Link>
						<DueChip createdAt={task.createdAt} dueAt={task.dueAt} atRiskAt={task.atRiskAt} long />
						<span class="whitespace-nowrap">
							created <RelativeTime at={task.createdAt} />
						</span>
					</p>
				</div>
				<div class="flex items-center gap-2 max-sm:w-full max-sm:justify-between max-sm:pl-9">
					{task.assigneeName !== null && <Person name={task.assigneeName} you={isMine} />}
					{mayRelease && (
						<Button onClick={() => release.mutate()} busy={release.isPending}>
							Release
						</Button>
					)}
				</div>
			</header>
			<div class="bg-base-100 px-4 py-4">
				<div class="max-w-3xl">
					{conflict !== undefined && (
						<Notice
							action={
								<Button icon={ArrowRight} onClick={onNext}>
									Next task
								</Button>
							}
						>
							{conflict.message} What you typed is still here.
						</Notice>
					)}
					{task.state !== "open" && conflict === undefined && (
						<Notice
							action={
								<Button icon={ArrowRight} onClick={onNext}>
									Next task
								</Button>
							}
						>
							{closedSentence(task)} {(detail.draft !== null || hasDraft) && "What you typed is still here, to read and copy."}
						</Notice>
					)}
					{isFree && conflict === undefined && (
						<Notice
							action={
								<button type="button" class="btn" data-act onClick={() => claim.mutate()} disabled={claim.isPending}>
									<UserCheck size={16} aria-hidden /> Claim <kbd class="kbd">A</kbd>
								</button>
							}
						>
							Nobody has this task yet. Claim it to keep it for yourself, or fill it in right away.
						</Notice>
					)}
					{detail.standing === "others" && conflict === undefined && (
						<p class="mb-4 text-soft">{task.assigneeName ?? "Another group"} has this task. You can read it.</p>
					)}
					<TaskForm
						detail={detail}
						environmentId={environmentId}
						personId={personId}
						taskId={taskId}
						readOnly={!mayWork || conflict !== undefined}
						onConflict={setConflict}
						onDone={onNext}
					/>
				</div>
			</div>
			<TaskStrip environmentId={environmentId} caseId={task.caseId} elementId={task.elementId} />
		</>
	);
}

function closedSentence(task: TaskDetail["task"]): ComponentChildren {
	if (task.state === "cancelled") return "The case went another way: this task is no longer needed.";
	return (
		<>
			{task.closedByName ?? "Someone"} completed this {task.closedAt !== null && <RelativeTime at={task.closedAt} />}.
		</>
	);
}

/** A sentence about the task with the one act that it asks for. */
function Notice({ children, action }: { readonly children: ComponentChildren; readonly action: ComponentChildren }) {
	return (
		<div role="status" class="mb-4 flex flex-wrap items-center gap-3 rounded-box border border-line bg-base-200 px-3 py-2">
			<p class="min-w-0 flex-1">{children}</p>
			{action}
		</div>
	);
}
