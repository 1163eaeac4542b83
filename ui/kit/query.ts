import {
	QueryCache,
	QueryClient,
	type QueryKey,
	useMutation,
	type UseMutationResult,
	useQuery,
	type UseQueryResult,
} from "@tanstack/preact-query";
import { ApiProblem, asProblem } from "./api.ts";
import { toast } from "./toast.tsx";

/** Told of every 401, so that the shell can lead to the sign-in page of the realm. Set once by the shell. */
let onSignedOut: () => void = () => {};
export function whenSignedOut(act: () => void): void {
	onSignedOut = act;
}

/**
 * The one cache of what the server said. A key starts with the portal: `["work", environmentId, "inbox"]`.
 * Answers are fresh for 10 s: live sockets and the acts themselves make them stale earlier.
 */
export const queryClient = new QueryClient({
	defaultOptions: {
		queries: {
			staleTime: 10_000,
			retry: (count, error) => isPassing(error) && count < 2,
			// Offline is shown by the bar and by the problem itself, not by a request that waits for ever.
			networkMode: "always",
		},
		mutations: { networkMode: "always" },
	},
	queryCache: new QueryCache({ onError: noticeSignedOut }),
});

function noticeSignedOut(error: unknown): void {
	if (error instanceof ApiProblem && error.status === 401) onSignedOut();
}

/** A failure that may be gone in a second: no network, or the server said 5xx. A refusal is an answer. */
function isPassing(error: unknown): boolean {
	const problem = asProblem(error);
	return problem.code === "offline" || problem.status >= 500;
}

/**
 * Reads from the API and keeps the answer: `useApi(["studio", "projects"], () => callApi(api.studio.projects.$get()))`.
 * Show it with `<Loaded query={…}>`, which knows skeleton, error, no access and offline.
 */
export function useApi<T>(
	key: QueryKey,
	read: (signal: AbortSignal) => Promise<T>,
	options: { readonly enabled?: boolean; readonly staleTime?: number; readonly refetchInterval?: number } = {},
): UseQueryResult<T, ApiProblem> {
	return useQuery<T, ApiProblem>({ queryKey: key, queryFn: ({ signal }) => read(signal), ...options });
}

/** What `useAct` does around a call. */
export interface ActOptions<Input, Output> {
	/** Changes the cache before the server answers; the returned function takes the change back. */
	readonly optimistic?: (input: Input) => () => void;
	readonly onDone?: (output: Output, input: Input) => void;
	/** A failure that the view shows itself (a field at fault, a conflict). Without it a toast tells the problem. */
	readonly onProblem?: (problem: ApiProblem, input: Input) => void;
	/** Keys whose answers are stale after the act. */
	readonly refresh?: readonly QueryKey[];
}

/** Changes something through the API: `const rename = useAct((name: string) => callApi(…), { refresh: [["studio"]] }); rename.mutate("New")`. */
export function useAct<Input, Output>(
	act: (input: Input) => Promise<Output>,
	options: ActOptions<Input, Output> = {},
): UseMutationResult<Output, ApiProblem, Input, { readonly undo: (() => void) | undefined }> {
	return useMutation<Output, ApiProblem, Input, { readonly undo: (() => void) | undefined }>({
		mutationFn: act,
		onMutate: (input) => ({ undo: options.optimistic?.(input) }),
		onSuccess: (output, input) => options.onDone?.(output, input),
		onError: (error, input, context) => {
			const problem = asProblem(error);
			context?.undo?.();
			noticeSignedOut(problem);
			if (options.onProblem !== undefined) options.onProblem(problem, input);
			else if (problem.status !== 401) toast({ tone: "error", text: problem.message, code: problem.code });
		},
		onSettled: async () => {
			await Promise.all((options.refresh ?? []).map((key) => queryClient.invalidateQueries({ queryKey: key })));
		},
	});
}
