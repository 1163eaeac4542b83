import { useInfiniteQuery, type UseInfiniteQueryResult, type InfiniteData } from "@tanstack/preact-query";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ApiProblem } from "../kit/api.ts";
import { type LiveState, useLive } from "../kit/live.ts";
import { queryClient } from "../kit/query.ts";
import { takeChange } from "./inbox-lines.ts";
import { caseKey, type InboxCounts, type InboxPage, type InboxQuestion, type InboxTask, livePath, readInbox } from "./work-api.ts";

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

/** All that is known of an inbox; below it its lines, by view, and its counts. */
export const inboxKey = (environmentId: string): readonly string[] => ["work", environmentId, "inbox"];
const linesKey = (environmentId: string): readonly string[] => [...inboxKey(environmentId), "lines"];
export const countsKey = (environmentId: string): readonly string[] => [...inboxKey(environmentId), "counts"];

/** Counts follow a burst of changes once, not change by change. */
const COUNT_AFTER_MS = 1_000;

/** A person's inbox in one view, alive: known rows change where they stand, new ones wait behind a pill. */
export function useInbox(environmentId: string, view: InboxQuestion, openTask: string | undefined): Inbox {
	const key = [...linesKey(environmentId), view.filter, view.process ?? "", view.search ?? ""];
	const name = key.join("\n");
	const [waiting, setWaiting] = useState<ReadonlySet<string>>(new Set());
	useEffect(() => setWaiting(new Set()), [name]);

	const query = useInfiniteQuery<InboxPage, ApiProblem, Pages, typeof key, string | null>({
		queryKey: key,
		queryFn: ({ pageParam }) => readInbox(environmentId, view, pageParam),
		initialPageParam: null,
		getNextPageParam: (page) => page.next,
	});

	const counting = useRef<ReturnType<typeof setTimeout>>(undefined);
	useEffect(() => () => clearTimeout(counting.current), []);
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
			void queryClient.invalidateQueries({ queryKey: caseKey(environmentId, change.caseId) });
			if (openTask?.startsWith(`${change.caseId}.`) === true)
				void queryClient.invalidateQueries({ queryKey: ["work", environmentId, "task", openTask] });
			counting.current ??= setTimeout(() => {
				counting.current = undefined;
				void queryClient.invalidateQueries({ queryKey: countsKey(environmentId) });
			}, COUNT_AFTER_MS);
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
	const before = queryClient.getQueriesData<Pages>({ queryKey: linesKey(environmentId) });
	queryClient.setQueriesData<Pages>({ queryKey: linesKey(environmentId) }, (data) =>
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
