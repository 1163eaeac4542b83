import { Check, Circle, CircleDot, Mail, TriangleAlert } from "lucide-preact";
import { useMemo, useState } from "preact/hooks";
import { Link, useParams } from "wouter-preact";
import { LinkButton } from "../kit/button.tsx";
import { Facts, Inspector, Page } from "../kit/page.tsx";
import { Person } from "../kit/person.tsx";
import { queryClient, useApi } from "../kit/query.ts";
import { useLive } from "../kit/live.ts";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { StatusChip, type Tone } from "../kit/status.tsx";
import { Tabs } from "../kit/tabs.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { useAddress } from "./address.ts";
import { CaseData } from "./case-data.tsx";
import { Choices } from "./choices.tsx";
import { CaseDiagram } from "./case-diagram.tsx";
import { CaseFiles } from "./case-files.tsx";
import { CaseLog } from "./case-log.tsx";
import { caseStages, type Stage } from "./case-stages.ts";
import { CaseStateChip } from "./case-state.tsx";
import { drawnElements } from "./drawn-elements.ts";
import { DueChip } from "./due-chip.tsx";
import { type CaseDetail, caseKey, livePath, readCase, readDiagram } from "./work-api.ts";

/** One case: the bar of its steps, its diagram alive, timeline, data, files and mail, and the facts at the right. */
export function CasePage({ environmentId, personId }: { readonly environmentId: string; readonly personId: string }) {
	const { caseId = "" } = useParams<{ caseId?: string }>();
	const query = useApi(caseKey(environmentId, caseId), () => readCase(environmentId, caseId));
	useLive(livePath(environmentId), {
		onOpen: () => void queryClient.invalidateQueries({ queryKey: caseKey(environmentId, caseId) }),
		onMessage: (message) => {
			if (typeof message === "object" && message !== null && "caseId" in message && message.caseId === caseId)
				void queryClient.invalidateQueries({ queryKey: caseKey(environmentId, caseId) });
		},
	});
	const crumbs = [{ label: "Cases", href: `/work/${environmentId}/cases` }];
	return (
		<Loaded
			query={query}
			skeleton={
				<Page title="Case" crumbs={crumbs}>
					{null}
				</Page>
			}
		>
			{(view) => <OpenCase view={view} {...{ environmentId, personId, crumbs }} />}
		</Loaded>
	);
}

interface OpenCaseProps {
	readonly view: CaseDetail;
	readonly environmentId: string;
	readonly personId: string;
	readonly crumbs: readonly { readonly label: string; readonly href: string }[];
}

function OpenCase({ view, environmentId, personId, crumbs }: OpenCaseProps) {
	const address = useAddress();
	const [selected, setSelected] = useState<string>();
	const svg = useApi(["work", environmentId, "diagram", view.caseId], () => readDiagram(environmentId, view.caseId), {
		staleTime: Infinity,
	});
	const elements = useMemo(() => drawnElements(svg.data ?? ""), [svg.data]);
	const stages = useMemo(() => caseStages(view, elements), [view, elements]);
	const mine = view.tasks.find((task) => task.state === "open" && task.assigneeId === personId);
	const incidents = view.incidents.filter((incident) => incident.resolvedAt === null);
	return (
		<Page
			title={view.title === "" ? view.process : view.title}
			crumbs={crumbs}
			status={
				<>
					<CaseStateChip state={view.state} endedAt={view.endedAt} />
					{incidents.length > 0 && (
						<StatusChip tone="error">{incidents.length === 1 ? "1 incident" : `${incidents.length} incidents`}</StatusChip>
					)}
				</>
			}
			subtitle={
				<>
					<span class="num">{view.number}</span> · {view.process}
				</>
			}
			actions={
				mine !== undefined && (
					<LinkButton look="primary" href={`/work/${environmentId}?task=${view.caseId}.${mine.task}`}>
						Open your task
					</LinkButton>
				)
			}
			inspector={<CaseFacts view={view} environmentId={environmentId} />}
			fill
		>
			<div class="flex flex-1 flex-col lg:min-h-0 lg:overflow-auto">
				<StageBar stages={stages} onSelect={setSelected} />
				<Choices environmentId={environmentId} view={view} />
				{incidents.map((incident) => (
					<p key={incident.incident} role="status" class="flex items-start gap-2 border-b border-line bg-base-100 px-4 py-2">
						<TriangleAlert size={16} aria-hidden class="mt-0.5 shrink-0 text-error" />
						<span>
							<span class="font-medium text-error">This case waits for repair.</span> {incident.detail} Nothing is lost; whoever runs the
							environment can try again. <code class="text-xs text-soft">{incident.code}</code>
						</span>
					</p>
				))}
				<CaseDiagram
					environmentId={environmentId}
					caseId={view.caseId}
					selected={selected}
					onSelect={setSelected}
					class="h-72 shrink-0 border-b border-line xl:h-80"
				/>
				<div class="min-h-64 flex-1 bg-base-100 pt-1">
					<Tabs
						label="About the case"
						value={address.get("tab") ?? "timeline"}
						onChange={(tab) => address.set({ tab: tab === "timeline" ? undefined : tab }, true)}
						tabs={[
							{ value: "timeline", label: "Timeline", content: () => <CaseLog environmentId={environmentId} caseId={view.caseId} /> },
							{
								value: "data",
								label: "Data",
								content: () => (
									<div class="p-4">
										<CaseData environmentId={environmentId} view={view} />
									</div>
								),
							},
							{
								value: "files",
								label: "Files",
								count: view.attachments.length,
								content: () => <CaseFiles environmentId={environmentId} view={view} />,
							},
							{ value: "mail", label: "Mail", count: view.mails.length, content: () => <CaseMail view={view} /> },
						]}
					/>
				</div>
			</div>
		</Page>
	);
}

const STAGE_LOOKS = {
	done: { icon: Check, word: "Done", class: "text-success" },
	now: { icon: CircleDot, word: "Now", class: "text-primary" },
	"to-come": { icon: Circle, word: "May come", class: "text-soft" },
} as const;

/** Done, now, to come, with times. */
function StageBar({ stages, onSelect }: { readonly stages: readonly Stage[]; readonly onSelect: (elementId: string) => void }) {
	if (stages.length === 0) return null;
	return (
		<ol aria-label="Steps" class="flex shrink-0 overflow-x-auto border-b border-line bg-base-100 px-2" tabIndex={0}>
			{stages.map((stage, index) => {
				const look = STAGE_LOOKS[stage.state];
				return (
					<li key={`${stage.elementId} ${index}`} class="min-w-40 flex-1">
						<button
							type="button"
							class={`flex w-full flex-col items-start gap-0.5 border-t-2 px-2 py-2 text-left hover:bg-hover ${stage.state === "now" ? "border-primary" : stage.state === "done" ? "border-success" : "border-line"}`}
							onClick={() => onSelect(stage.elementId)}
						>
							<span class={`inline-flex items-center gap-1 text-xs font-medium whitespace-nowrap ${look.class}`}>
								<look.icon size={12} aria-hidden /> {look.word}
								{stage.at !== undefined && (
									<span class="text-soft">
										<RelativeTime at={stage.at} />
									</span>
								)}
							</span>
							<span class={`w-full truncate ${stage.state === "now" ? "font-semibold" : ""}`}>{stage.name}</span>
							{stage.who !== undefined && <span class="w-full truncate text-xs text-soft">{stage.who}</span>}
						</button>
					</li>
				);
			})}
		</ol>
	);
}

const SOURCES: Readonly<Record<string, string>> = {
	"work-portal": "Work Portal",
	mail: "Mail",
	timer: "Timer",
	message: "Message",
	api: "API",
	studio: "Studio",
};

function CaseFacts({ view, environmentId }: { readonly view: CaseDetail; readonly environmentId: string }) {
	const open = view.tasks.filter((task) => task.state === "open");
	return (
		<Inspector title="Facts">
			<Facts
				facts={[
					["Number", <span class="num">{view.number}</span>],
					["Process", view.process],
					...(view.category === "" ? [] : [["Category", view.category] as const]),
					["Started", <RelativeTime at={view.startedAt} />],
					["By", <Person name={view.starter.name} />],
					["From", SOURCES[view.source] ?? view.source],
					...(view.dueAt === null
						? []
						: [
								[
									"Due",
									view.endedAt === null ? (
										<DueChip createdAt={view.startedAt} dueAt={view.dueAt} atRiskAt={view.atRiskAt} />
									) : (
										<RelativeTime at={view.dueAt} />
									),
								] as const,
							]),
					...(view.endedAt === null ? [] : [["Ended", <RelativeTime at={view.endedAt} />] as const]),
				]}
			/>
			{open.length > 0 && (
				<>
					<h3 class="mt-5 mb-1 font-semibold">Open tasks</h3>
					<ul class="flex flex-col gap-2">
						{open.map((task) => (
							<li key={task.task} class="flex flex-col gap-1">
								<Link href={`/work/${environmentId}?task=${view.caseId}.${task.task}`} class="truncate font-medium hover:underline">
									{task.title}
								</Link>
								<span class="flex flex-wrap items-center gap-2">
									{task.assigneeName === null ? <span class="text-soft">Nobody has it yet</span> : <Person name={task.assigneeName} />}
									<DueChip createdAt={task.createdAt} dueAt={task.dueAt} atRiskAt={task.atRiskAt} />
								</span>
							</li>
						))}
					</ul>
				</>
			)}
			{view.waits.length > 0 && (
				<>
					<h3 class="mt-5 mb-1 font-semibold">Also waits for</h3>
					<ul class="flex flex-col gap-1">
						{view.waits.map((wait) => (
							<li key={`${wait.kind} ${wait.elementId}`}>
								{wait.kind === "timer" && wait.dueAt !== null ? (
									<>
										a timer, <RelativeTime at={wait.dueAt} />
									</>
								) : wait.kind === "message" || wait.kind === "signal" ? (
									`the ${wait.kind} “${wait.message ?? ""}”`
								) : wait.kind === "condition" ? (
									"a condition of the data"
								) : (
									"an automatic step"
								)}
							</li>
						))}
					</ul>
				</>
			)}
		</Inspector>
	);
}

const MAIL_LOOKS: Readonly<Record<string, { readonly tone: Tone; readonly word: string }>> = {
	queued: { tone: "info", word: "Queued" },
	sent: { tone: "success", word: "Sent" },
	failed: { tone: "error", word: "Failed" },
	received: { tone: "success", word: "Received" },
};

/** Every mail about the case with what became of it. */
function CaseMail({ view }: { readonly view: CaseDetail }) {
	if (view.mails.length === 0)
		return (
			<EmptyState icon={Mail} title="No mail" small>
				Notifications and replies of this case are kept here.
			</EmptyState>
		);
	return (
		<ul class="flex flex-col px-4">
			{view.mails.map((mail) => {
				const look = MAIL_LOOKS[mail.state] ?? { tone: "neutral" as const, word: mail.state };
				return (
					<li key={mail.mailId} class="flex min-h-12 flex-wrap items-center gap-x-3 border-b border-line py-1.5 last:border-b-0">
						<span class="min-w-0 flex-1">
							<span class="block truncate font-medium">{mail.subject}</span>
							<span class="block truncate text-xs text-soft">
								{mail.direction === "in" ? "from" : "to"} {mail.address}
								{mail.detail !== "" && ` · ${mail.detail}`}
							</span>
						</span>
						<StatusChip tone={look.tone}>{look.word}</StatusChip>
						<RelativeTime at={mail.at} class="text-xs text-soft" />
					</li>
				);
			})}
		</ul>
	);
}
