import { Boxes, CalendarClock, CircleAlert, Gauge, ListChecks, Mail, Server, SlidersHorizontal, Users, Zap } from "lucide-preact";
import { Route, Switch, useLocation, useRoute } from "wouter-preact";
import { EmptyState } from "../kit/states.tsx";
import { LinkButton } from "../kit/button.tsx";
import { MailPlace } from "../mail/mail-place.tsx";
import { TriggersPlace } from "../mail/triggers-place.tsx";
import { Frame, type PlaceGroup } from "../shell/frame.tsx";
import { isStage, STAGES } from "../shell/stage.tsx";
import { CalendarsPage } from "./calendars-page.tsx";
import { CasePage } from "./case-page.tsx";
import { CasesPage } from "./cases-page.tsx";
import { EnvironmentsPage } from "./environments-page.tsx";
import { useOverview, type Overview } from "./console-api.ts";
import { IncidentsPage } from "./incidents-page.tsx";
import { MigratePage } from "./migrate-page.tsx";
import { OverviewPage } from "./overview-page.tsx";
import { PackagePage } from "./package-page.tsx";
import { PackagesPage } from "./packages-page.tsx";
import { ParametersPage } from "./parameters-page.tsx";
import { PeoplePage } from "./people-page.tsx";

/** One environment: what runs, whether it is well, what changed; and all that is set there. */
export default function ManagementConsole() {
	const [, params] = useRoute("/console/:environmentId/*?");
	const environmentId = params?.environmentId;
	if (environmentId === undefined)
		return (
			<Frame portal="console">
				<EnvironmentsPage />
			</Frame>
		);
	return <Console key={environmentId} environmentId={environmentId} />;
}

function Console({ environmentId }: { readonly environmentId: string }) {
	const [, navigate] = useLocation();
	const overview = useOverview(environmentId).data;
	const at = `/console/${environmentId}`;
	const stage = overview?.environment.stage;
	const scope =
		overview === undefined
			? undefined
			: {
					label: overview.environment.project,
					...(stage !== undefined && isStage(stage) ? { stage } : {}),
					items: [
						...overview.siblings.map((each) => ({
							value: each.environmentId,
							label: STAGES[each.stage].word,
							checked: each.environmentId === environmentId,
							run: () => navigate(`/console/${each.environmentId}`),
						})),
						{ value: "all", label: "All environments", icon: Server, run: () => navigate("/console") },
					],
				};
	return (
		<Frame portal="console" {...(scope === undefined ? {} : { scope })} places={placesOf(at, overview)}>
			<Switch>
				<Route path="/console/:environmentId">
					<OverviewPage environmentId={environmentId} />
				</Route>
				<Route path="/console/:environmentId/packages">
					<PackagesPage environmentId={environmentId} />
				</Route>
				<Route path="/console/:environmentId/packages/:packageId">
					{(params) => <PackagePage key={params.packageId} environmentId={environmentId} packageId={params.packageId} />}
				</Route>
				<Route path="/console/:environmentId/migrate">
					<MigratePage environmentId={environmentId} />
				</Route>
				<Route path="/console/:environmentId/parameters">
					<ParametersPage environmentId={environmentId} />
				</Route>
				<Route path="/console/:environmentId/cases">
					<CasesPage environmentId={environmentId} />
				</Route>
				<Route path="/console/:environmentId/cases/:caseId">
					{(params) => <CasePage key={params.caseId} environmentId={environmentId} caseId={params.caseId} />}
				</Route>
				<Route path="/console/:environmentId/incidents">
					<IncidentsPage environmentId={environmentId} />
				</Route>
				<Route path="/console/:environmentId/people">
					<PeoplePage environmentId={environmentId} />
				</Route>
				<Route path="/console/:environmentId/calendars">
					<CalendarsPage environmentId={environmentId} />
				</Route>
				<Route path="/console/:environmentId/mail">
					<MailPlace environmentId={environmentId} />
				</Route>
				<Route path="/console/:environmentId/triggers">
					<TriggersPlace environmentId={environmentId} />
				</Route>
				<Route>
					<EmptyState title="There is nothing at this address" action={<LinkButton href={at}>Go to the overview</LinkButton>}>
						The link may be old.
					</EmptyState>
				</Route>
			</Switch>
		</Frame>
	);
}

/** The places that the person may enter; all until it is known, so that nothing jumps for those who may. */
function placesOf(at: string, overview: Overview | undefined): readonly PlaceGroup[] {
	const may = overview?.may;
	return [
		{
			places: [
				{ href: at, label: "Overview", icon: Gauge },
				{ href: `${at}/packages`, label: "Packages", icon: Boxes, within: true },
				...(may?.cases === false
					? []
					: [
							{ href: `${at}/cases`, label: "Cases", icon: ListChecks, within: true },
							{ href: `${at}/incidents`, label: "Incidents", icon: CircleAlert, count: overview?.cases.incidents ?? 0 },
						]),
			],
		},
		{
			title: "Settings",
			places: [
				...(may?.parameters === false ? [] : [{ href: `${at}/parameters`, label: "Parameters", icon: SlidersHorizontal }]),
				...(may?.people === false ? [] : [{ href: `${at}/people`, label: "People", icon: Users }]),
				...(may?.calendars === false ? [] : [{ href: `${at}/calendars`, label: "Calendars", icon: CalendarClock }]),
				...(may?.mail === false
					? []
					: [
							{ href: `${at}/mail`, label: "Mail", icon: Mail },
							{ href: `${at}/triggers`, label: "Triggers", icon: Zap },
						]),
			],
		},
	];
}
