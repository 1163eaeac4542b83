import { useInfiniteQuery, type UseInfiniteQueryResult, type InfiniteData } from "@tanstack/preact-query";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { ApiProblem } from "../kit/api.ts";
import { type LiveState, useLive } from "../kit/live.ts";
import { queryClient } from "../kit/query.ts";
import { takeChange } from "./inbox-lines.ts";
import { type InboxCounts, type InboxPage, type InboxQuestion, type InboxTask, livePath, readInbox } from "./work-api.ts";

type Pages = InfiniteData<InboxPage, string | null>;

export interface Inbox {
	readonly query: UseInfiniteQueryResult<Pages, ApiProblem>;
	readonly lines: readonly InboxTask[];
	readonly counts: InboxCounts | undefined;
	/** How many new tasks wait behind the pill. */
	readonly arrived: number;
	/** Lets the new tasks in. */
	readonly letIn: () => void;
	readonly live: LiveState;
}

export const inboxKey = (environmentId: string): readonly string[] => ["work", environmentId, "inbox"];

/** A person's inbox in one view, alive: known rows change where they stand, new ones wait behind a pill. */
export function useInbox(environmentId: string, view: InboxQuestion, openTask: string | undefined): Inbox {
	const key = [...inboxKey(environmentId), view.filter, view.process ?? "", view.search ?? ""];
	const name = key.join("\n");
	const [waiting, setWaiting] = useState<ReadonlySet<string>>(new Set());
	useEffect(() => setWaiting(new Set()), [name]);

	const query = useInfiniteQuery<InboxPage, ApiProblem, Pages, typeof key, string | null>({
		queryKey: key,
		queryFn: ({ pageParam }) => readInbox(environmentId, view, pageParam),
		initialPageParam: null,
		getNextPageParam: (page) => page.next,
	});

	const { state: live } = useLive(livePath(environmentId), {
		onOpen: () => void queryClient.invalidateQueries({ queryKey: inboxKey(environmentId) }),
		onMessage: (message) => {
			const change = readChange(message);
			if (change === undefined) return;
			const before = queryClient.getQueryData<Pages>(key);
			if (before === undefined) return;
			const lines = before.pages.flatMap((page) => page.tasks);
			const { arrived } = takeChange(lines, change, openTask);
			queryClient.setQueryData<Pages>(key, {
				...before,
				pages: before.pages.map((page) => ({ ...page, tasks: [...takeChange(page.tasks, change, openTask).lines] })),
			});
			setWaiting((now) => new Set([...now, ...arrived].filter((id) => !change.removed.includes(id))));
			// The case's own page and the task's are stale too.
			void queryClient.invalidateQueries({ queryKey: ["work", environmentId, "case", change.caseId] });
		},
	});

	const lines = useMemo(() => query.data?.pages.flatMap((page) => page.tasks) ?? [], [query.data]);
	return {
		query,
		lines,
		counts: query.data?.pages[0]?.counts,
		arrived: waiting.size,
		letIn: () => {
			setWaiting(new Set());
			void queryClient.invalidateQueries({ queryKey: inboxKey(environmentId) });
		},
		live,
	};
}

function readChange(
	message: unknown,
): { readonly caseId: string; readonly changed: readonly InboxTask[]; readonly removed: readonly string[] } | undefined {
	if (typeof message !== "object" || message === null || !("type" in message) || message.type !== "changed") return undefined;
	// Sent by our own Worklist, whose `LiveMessage` this is.
	return message as unknown as { caseId: string; changed: InboxTask[]; removed: string[] };
}

/** Changes one line in every view that holds it; answers how to take that back. */
export function patchLine(environmentId: string, taskId: string, patch: Partial<InboxTask> | "remove"): () => void {
	const before = queryClient.getQueriesData<Pages>({ queryKey: inboxKey(environmentId) });
	queryClient.setQueriesData<Pages>({ queryKey: inboxKey(environmentId) }, (data) =>
		data === undefined
			? data
			: {
					...data,
					pages: data.pages.map((page) => ({
						...page,
						tasks: page.tasks.flatMap((task) => {
							if (`${task.caseId}.${task.task}` !== taskId) return [task];
							return patch === "remove" ? [] : [{ ...task, ...patch }];
						}),
					})),
				},
	);
	return () => {
		for (const [key, data] of before) queryClient.setQueryData(key, data);
	};
}
