import { CircleAlert, Folder, Hand, Inbox, type LucideIcon, Plus, UserRound, Workflow } from "lucide-preact";
import { Route, Switch, useLocation, useParams } from "wouter-preact";
import type { ApiProblem } from "../kit/api.ts";
import { type Command, useCommands, useCommandSource } from "../kit/commands.tsx";
import { useApi } from "../kit/query.ts";
import { EmptyState, ErrorState, Skeleton } from "../kit/states.tsx";
import { Frame, type PlaceGroup } from "../shell/frame.tsx";
import { useSession } from "../shell/session.ts";
import { isStage } from "../shell/stage.tsx";
import { CasePage } from "./case-page.tsx";
import { CasesView } from "./cases.tsx";
import { InboxView } from "./inbox.tsx";
import { NewCaseView, StartView } from "./new-case.tsx";
import { countsKey } from "./use-inbox.ts";
import { readCases, readInbox } from "./work-api.ts";

/** Cases and tasks of one environment's people: `/work/:environmentId`. */
export default function WorkPortal() {
	return (
		<Switch>
			<Route path="/work/:environmentId/*?">
				<InEnvironment />
			</Route>
			<Route>
				<Frame portal="work">
					<EmptyState icon={Inbox} title="Which environment?">
						The Work Portal belongs to an environment. Open the link that you were given, or choose an environment in the Studio or the
						Management Console.
					</EmptyState>
				</Frame>
			</Route>
		</Switch>
	);
}

function InEnvironment() {
	const { environmentId = "" } = useParams<{ environmentId?: string }>();
	const session = useSession({ kind: "environment", environmentId });
	const [, navigate] = useLocation();
	const base = `/work/${environmentId}`;
	const counts = useApi(
		countsKey(environmentId),
		async () => (await readInbox(environmentId, { filter: "all", process: undefined, search: undefined }, null, 1)).counts,
		{ enabled: session.data !== undefined },
	).data;
	const place = (label: string, icon: LucideIcon, view: string, count: number | undefined) => ({
		href: view === "" ? base : `${base}?view=${view}`,
		label,
		icon,
		...(count === undefined ? {} : { count }),
		without: view === "" ? ["view", "process"] : [],
	});
	const places: readonly PlaceGroup[] = [
		{
			places: [
				place("Inbox", Inbox, "", counts?.all),
				place("Mine", UserRound, "mine", counts?.mine),
				place("To claim", Hand, "pool", counts?.pool),
				place("Overdue", CircleAlert, "overdue", counts?.overdue),
			],
		},
		...(counts === undefined || counts.processes.length === 0
			? []
			: [
					{
						title: "By process",
						places: counts.processes.map((each) => ({
							href: `${base}?process=${encodeURIComponent(each.process)}`,
							label: each.process,
							icon: Workflow,
							count: each.count,
						})),
					},
				]),
		{
			title: "Cases",
			places: [
				{ href: `${base}/cases`, label: "All cases", icon: Folder, within: true },
				{ href: `${base}/new`, label: "New case", icon: Plus, within: true },
			],
		},
	];
	useCommands([
		{ id: "new-case", title: "New case", group: "Work", icon: Plus, keys: "c", words: "start", run: () => navigate(`${base}/new`) },
	]);
	useCommandSource(async (text) => {
		if (environmentId === "" || session.data === undefined) return [];
		const [tasks, cases] = await Promise.all([
			readInbox(environmentId, { filter: "all", process: undefined, search: text }, null, 8),
			readCases(environmentId, { search: text, state: undefined, mine: false, overdue: false, byDue: false }, 8),
		]);
		return [
			...tasks.tasks.map((task): Command => ({
				id: `${task.caseId}.${task.task}`,
				title: `${task.title} · ${task.number}`,
				group: "Tasks",
				icon: Inbox,
				run: () => navigate(`${base}?task=${task.caseId}.${task.task}`),
			})),
			...cases.cases.map((each): Command => ({
				id: each.caseId,
				title: `${each.title === "" ? each.process : each.title} · ${each.number}`,
				group: "Cases",
				icon: Folder,
				run: () => navigate(`${base}/cases/${each.caseId}`),
			})),
		];
	});
	const environment = session.data?.environment;
	const scope =
		environment === undefined
			? undefined
			: { label: environment.project, ...(isStage(environment.stage) ? { stage: environment.stage } : {}) };
	return (
		<Frame portal="work" {...(scope === undefined ? {} : { scope })} places={places}>
			{session.data === undefined ? (
				<Waiting problem={session.error} retry={() => void session.refetch()} />
			) : (
				<Switch>
					<Route path="/work/:environmentId/new">
						<NewCaseView environmentId={environmentId} />
					</Route>
					<Route path="/work/:environmentId/new/:startEvent">
						<StartView environmentId={environmentId} personId={session.data.person.id} />
					</Route>
					<Route path="/work/:environmentId/cases">
						<CasesView environmentId={environmentId} />
					</Route>
					<Route path="/work/:environmentId/cases/:caseId">
						<CasePage environmentId={environmentId} personId={session.data.person.id} />
					</Route>
					<Route path="/work/:environmentId">
						<InboxView environmentId={environmentId} personId={session.data.person.id} />
					</Route>
					<Route>
						<EmptyState title="There is nothing at this address">The link may be old.</EmptyState>
					</Route>
				</Switch>
			)}
		</Frame>
	);
}

function Waiting({ problem, retry }: { readonly problem: ApiProblem | null; readonly retry: () => void }) {
	if (problem === null || problem.status === 401) return <Skeleton rows={8} rowHeight={56} />;
	return <ErrorState problem={problem} retry={retry} />;
}
