import { ChevronRight, Clock, Play, Search, Workflow } from "lucide-preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Link, useLocation, useParams } from "wouter-preact";
import { FormView } from "./lazy-form.tsx";
import type { ApiProblem } from "../kit/api.ts";
import { Button } from "../kit/button.tsx";
import { Page } from "../kit/page.tsx";
import { useAct, useApi } from "../kit/query.ts";
import { useShortcuts } from "../kit/shortcuts.tsx";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { toast } from "../kit/toast.tsx";
import { dropDraft, keepDraft, readDraft } from "./drafts.ts";
import { problemsOf } from "./problems.ts";
import { rememberStart, recentStarts } from "./recent-starts.ts";
import { inboxKey } from "./use-inbox.ts";
import { readStartables, type Startable, sendFile, startCase, type Values } from "./work-api.ts";

/** Every process that the person may start, by category, found by typing. */
export function NewCaseView({ environmentId }: { readonly environmentId: string }) {
	const [text, setText] = useState("");
	const box = useRef<HTMLInputElement>(null);
	const [, navigate] = useLocation();
	const query = useApi(["work", environmentId, "startables"], () => readStartables(environmentId));
	useShortcuts("New case", [{ keys: "/", does: "Search", run: () => box.current?.focus() }]);
	// A browser heeds `autofocus` only when the page itself is loaded, not when a view comes in its place.
	useEffect(() => box.current?.focus(), [query.data === undefined]);
	const href = (each: Startable): string => `/work/${environmentId}/new/${encodeURIComponent(each.startEvent)}`;
	return (
		<Page title="New case">
			<Loaded query={query}>
				{(startables) => {
					const wanted = text.trim().toLowerCase();
					const shown = startables.filter((each) => `${each.process} ${each.category} ${each.description}`.toLowerCase().includes(wanted));
					const first = shown[0];
					const recent = wanted === "" ? recentStarts(environmentId, startables) : [];
					if (startables.length === 0)
						return (
							<EmptyState icon={Workflow} title="Nothing can be started here">
								No process of this environment has a start for you. Whoever runs it can deploy one in the Management Console.
							</EmptyState>
						);
					return (
						<div class="mx-auto flex max-w-3xl flex-col gap-5">
							<label class="input">
								<Search size={16} aria-hidden class="text-soft" />
								<input
									ref={box}
									type="search"
									aria-label="Search processes"
									placeholder="What do you want to start?"
									value={text}
									onInput={(event) => setText(event.currentTarget.value)}
									onKeyDown={(event) => {
										if (event.key === "Enter" && first !== undefined) navigate(href(first));
									}}
								/>
							</label>
							{recent.length > 0 && <Group title="Recent" icon startables={recent} href={href} />}
							{[...new Set(shown.map((each) => each.category))].map((category) => (
								<Group
									key={category}
									title={category === "" ? "Processes" : category}
									startables={shown.filter((each) => each.category === category)}
									href={href}
								/>
							))}
							{shown.length === 0 && <EmptyState icon={Search} title="No process matches" small />}
						</div>
					);
				}}
			</Loaded>
		</Page>
	);
}

function Group({
	title,
	icon,
	startables,
	href,
}: {
	readonly title: string;
	readonly icon?: boolean;
	readonly startables: readonly Startable[];
	readonly href: (each: Startable) => string;
}) {
	return (
		<section>
			<h2 class="mb-1.5 flex items-center gap-1.5 font-semibold">
				{icon === true && <Clock size={14} aria-hidden class="text-soft" />}
				{title}
			</h2>
			<ul class="rounded-box border border-line bg-base-100">
				{startables.map((each) => (
					<li key={each.startEvent} class="border-b border-line last:border-b-0">
						<Link href={href(each)} class="flex min-h-12 items-center gap-3 px-3 py-2 hover:bg-hover">
							<Play size={16} aria-hidden class="shrink-0 text-soft" />
							<span class="min-w-0 flex-1">
								<span class="block truncate font-medium">{each.process}</span>
								{each.description !== "" && each.description !== each.process && (
									<span class="block truncate text-xs text-soft">{each.description}</span>
								)}
							</span>
							<ChevronRight size={16} aria-hidden class="shrink-0 text-soft" />
						</Link>
					</li>
				))}
			</ul>
		</section>
	);
}

/** The start form of one process. What is typed is kept on this machine until the case is started. */
export function StartView({ environmentId, personId }: { readonly environmentId: string; readonly personId: string }) {
	const { startEvent = "" } = useParams<{ startEvent?: string }>();
	const start = decodeURIComponent(startEvent);
	const query = useApi(["work", environmentId, "startables"], () => readStartables(environmentId));
	const detail = query.data?.find((each) => each.startEvent === start);
	const [, navigate] = useLocation();
	const draftId = `start.${environmentId}.${start}`;
	// One key for this form: sent twice, by a double click or a lost answer, it is still one case.
	const key = useMemo(() => crypto.randomUUID(), [start]);
	const [refused, setRefused] = useState<ApiProblem>();
	const begin = useAct((values: Values) => startCase(environmentId, start, values, key), {
		refresh: [inboxKey(environmentId), ["work", environmentId, "cases"]],
		onDone: (made) => {
			dropDraft(personId, draftId);
			rememberStart(environmentId, start);
			const mine = made.tasks.find((task) => task.yours);
			toast({
				text: `Started ${made.number}.`,
				...(mine === undefined
					? {}
					: { action: { label: "Open the case", run: () => navigate(`/work/${environmentId}/cases/${made.caseId}`) } }),
			});
			navigate(
				mine === undefined ? `/work/${environmentId}/cases/${made.caseId}` : `/work/${environmentId}?task=${made.caseId}.${mine.task}`,
			);
		},
		onProblem: (problem) => {
			if (problemsOf(problem).length > 0) setRefused(problem);
			else toast({ tone: "error", text: problem.message, code: problem.code });
		},
	});
	return (
		<Page title={detail?.process ?? "New case"} crumbs={[{ label: "New case", href: `/work/${environmentId}/new` }]}>
			<div class="mx-auto max-w-3xl rounded-box border border-line bg-base-100 p-4">
				<Loaded query={query}>
					{() =>
						detail === undefined ? (
							<EmptyState icon={Workflow} title="This can not be started any more">
								What runs here has changed since. Look at what can be started now.
							</EmptyState>
						) : detail.form === null ? (
							<form
								class="flex flex-col gap-4"
								onSubmit={(event) => {
									event.preventDefault();
									begin.mutate({});
								}}
							>
								<p class="text-soft">This process asks nothing to begin.</p>
								<div>
									<Button type="submit" look="primary" busy={begin.isPending}>
										Start
									</Button>
								</div>
							</form>
						) : (
							<FormView
								form={detail.form}
								model={detail.dataModel}
								data={{}}
								draft={readDraft(personId, draftId)?.values ?? {}}
								onDraft={(values) => void keepDraft(personId, draftId, { values, at: Date.now() })}
								submitLabel="Start"
								busy={begin.isPending}
								problems={problemsOf(refused)}
								autoFocus
								place={{ upload: (file) => sendFile(environmentId, file) }}
								onSubmit={(values) => {
									setRefused(undefined);
									begin.mutate(values);
								}}
							/>
						)
					}
				</Loaded>
			</div>
		</Page>
	);
}
