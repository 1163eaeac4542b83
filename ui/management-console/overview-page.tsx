import { Boxes } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import { LinkButton } from "../kit/button.tsx";
import { Facts, Page, Section } from "../kit/page.tsx";
import { Monogram, Person } from "../kit/person.tsx";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { StatusChip } from "../kit/status.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { StageChip } from "../shell/stage.tsx";
import { actWords } from "./act-words.ts";
import { useOverview, type Overview } from "./console-api.ts";

/** Three questions at a glance: what runs here, is it well, what changed. */
export function OverviewPage({ environmentId }: { readonly environmentId: string }) {
	const query = useOverview(environmentId);
	const here = query.data?.environment;
	return (
		<Page title={here?.project ?? "Environment"} status={here !== undefined && <StageChip stage={here.stage} />}>
			<Loaded query={query}>
				{(overview) => (
					<div class="grid items-start gap-4 xl:grid-cols-2">
						<div>
							<Runs environmentId={environmentId} overview={overview} />
							<Well environmentId={environmentId} overview={overview} />
						</div>
						<Changed overview={overview} />
					</div>
				)}
			</Loaded>
		</Page>
	);
}

interface PartProps {
	readonly environmentId: string;
	readonly overview: Overview;
}

function Runs({ environmentId, overview }: PartProps) {
	const at = `/console/${environmentId}`;
	const { running } = overview;
	return (
		<Section
			title="What runs here"
			actions={
				<LinkButton small href={`${at}/packages`}>
					Packages
				</LinkButton>
			}
		>
			{running === null ? (
				<EmptyState
					small
					icon={Boxes}
					title="Nothing runs here yet"
					action={overview.may.packages && <LinkButton href={`${at}/packages`}>Bring a package</LinkButton>}
				>
					Upload a package or promote one from another environment, then activate it.
				</EmptyState>
			) : (
				<Facts
					facts={[
						[
							"Package",
							<Link key="package" class="font-medium hover:underline" href={`${at}/packages/${running.package.packageId}`}>
								{running.package.name}, version {running.package.version}
							</Link>,
						],
						["Since", <RelativeTime key="since" at={running.since} />],
						["Activated by", <Person key="by" name={running.by} />],
						["Made by", <Person key="made" name={running.package.madeBy} />],
						...(running.package.note === "" ? [] : [["Note", running.package.note] as const]),
					]}
				/>
			)}
		</Section>
	);
}

function Well({ environmentId, overview }: PartProps) {
	const at = `/console/${environmentId}/cases`;
	const incidentsAt = `/console/${environmentId}/incidents`;
	const { open, incidents, finished } = overview.cases;
	return (
		<Section
			title="Is it well"
			actions={
				overview.running === null ? undefined : incidents === 0 ? (
					<StatusChip tone="success">No incidents</StatusChip>
				) : (
					<StatusChip tone="error">{incidents === 1 ? "1 case with an incident" : `${incidents} cases with incidents`}</StatusChip>
				)
			}
		>
			<ul class="grid grid-cols-3 gap-3">
				<Figure href={overview.may.cases ? `${at}?state=running` : undefined} number={open} words="open cases" />
				<Figure href={overview.may.cases ? incidentsAt : undefined} number={incidents} words="with incidents" alarming={incidents > 0} />
				<Figure href={overview.may.cases ? at : undefined} number={finished} words="finished this week" />
			</ul>
		</Section>
	);
}

function Figure({
	number,
	words,
	href,
	alarming,
}: {
	readonly number: number;
	readonly words: string;
	readonly href: string | undefined;
	readonly alarming?: boolean;
}): ComponentChildren {
	const content = (
		<>
			<span class={`num block text-2xl font-semibold ${alarming === true ? "text-error" : ""}`}>{number}</span>
			<span class="text-soft">{words}</span>
		</>
	);
	return (
		<li>
			{href === undefined ? (
				<div class="rounded-field p-2">{content}</div>
			) : (
				<Link class="block rounded-field p-2 hover:bg-hover" href={href}>
					{content}
				</Link>
			)}
		</li>
	);
}

function Changed({ overview }: { readonly overview: Overview }) {
	return (
		<Section title="What changed">
			{overview.trail.length === 0 ? (
				<p class="text-soft">Nothing has been changed here yet.</p>
			) : (
				<ol class="flex flex-col gap-2.5">
					{overview.trail.map((row) => (
						<li key={row.seq} class="flex items-start gap-2">
							<Monogram name={row.actor} size={20} />
							<span class="min-w-0 flex-1">
								<span class="font-medium">{row.actor}</span> {actWords(row)}
								{row.outcome === "refused" && <StatusChip tone="warning">Refused</StatusChip>}
							</span>
							<RelativeTime at={row.at} class="text-xs text-soft" />
						</li>
					))}
				</ol>
			)}
		</Section>
	);
}
