import { UserCheck, UserRoundX } from "lucide-preact";
import { asProblem } from "../kit/api.ts";
import { BulkBar } from "../kit/bulk-bar.tsx";
import { Button } from "../kit/button.tsx";
import { useAct } from "../kit/query.ts";
import { toast } from "../kit/toast.tsx";
import { taskIdOf } from "./inbox-lines.ts";
import { inboxKey } from "./use-inbox.ts";
import { claimTask, type InboxTask, releaseTask } from "./work-api.ts";

interface BulkActsProps {
	readonly environmentId: string;
	readonly personId: string;
	/** The marked tasks that are in sight. */
	readonly tasks: readonly InboxTask[];
	readonly onClear: () => void;
}

interface Outcome {
	readonly done: readonly string[];
	/** Sentences of what could not be done. */
	readonly refused: readonly string[];
}

/** One after the other: each has its own answer, and a hundred at once would only queue in the browser. */
async function each(taskIds: readonly string[], act: (taskId: string) => Promise<unknown>): Promise<Outcome> {
	const done: string[] = [];
	const refused: string[] = [];
	for (const taskId of taskIds) {
		try {
			await act(taskId);
			done.push(taskId);
		} catch (error) {
			refused.push(asProblem(error).message);
		}
	}
	return { done, refused };
}

/** Claim or release all marked tasks. */
export function BulkActs({ environmentId, personId, tasks, onClear }: BulkActsProps) {
	const free = tasks.filter((task) => task.assigneeId === null).map(taskIdOf);
	const own = tasks.filter((task) => task.assigneeId === personId).map(taskIdOf);
	const claim = (taskId: string) => claimTask(environmentId, taskId);
	const release = (taskId: string) => releaseTask(environmentId, taskId);
	const run = useAct(({ ids, act }: Run) => each(ids, act), {
		refresh: [inboxKey(environmentId)],
		onDone: ({ done, refused }, { word, act, undo }) => {
			onClear();
			if (done.length > 0)
				toast({
					text: `${word} ${done.length === 1 ? "1 task" : `${done.length} tasks`}.`,
					...(undo === undefined ? {} : { undo: () => run.mutate({ ids: done, act: undo, word: "Took back", undo: act }) }),
				});
			if (refused.length > 0)
				toast({
					tone: "error",
					text: `${refused.length === 1 ? "One task" : `${refused.length} tasks`} could not be done: ${refused[0] ?? ""}`,
				});
		},
	});
	return (
		<BulkBar count={tasks.length} noun={["task", "tasks"]} onClear={onClear}>
			{free.length > 0 && (
				<Button icon={UserCheck} busy={run.isPending} onClick={() => run.mutate({ ids: free, act: claim, word: "Claimed", undo: release })}>
					Claim {free.length}
				</Button>
			)}
			{own.length > 0 && (
				<Button
					icon={UserRoundX}
					busy={run.isPending}
					onClick={() => run.mutate({ ids: own, act: release, word: "Released", undo: claim })}
				>
					Release {own.length}
				</Button>
			)}
		</BulkBar>
	);
}

interface Run {
	readonly ids: readonly string[];
	readonly act: (taskId: string) => Promise<unknown>;
	readonly word: string;
	readonly undo: ((taskId: string) => Promise<unknown>) | undefined;
}
