import { CircleAlert, RotateCw } from "lucide-preact";
import { useMemo, useState } from "preact/hooks";
import { PlainValue } from "../forms/shown-value.tsx";
import { Button } from "../kit/button.tsx";
import { Diagram } from "../kit/diagram.tsx";
import { Facts, Page, Section } from "../kit/page.tsx";
import { useAct, useApi } from "../kit/query.ts";
import { Loaded, Skeleton } from "../kit/states.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { toast } from "../kit/toast.tsx";
import { caseMarks } from "../work-portal/case-marks.ts";
import { commandWords, logLines } from "../work-portal/log-words.ts";
import { useDiagram, useNames } from "./case-diagram.ts";
import { triedWords } from "./incident-causes.tsx";
import { CaseActs } from "./case-acts.tsx";
import { CaseState } from "./cases-page.tsx";
import { consoleKey, readCase, readCaseLog, retryIncident, useOverview, type CaseLog, type CaseView } from "./console-api.ts";

const WAITS = { timer: "Timer", message: "Message", signal: "Signal", job: "Job", condition: "Condition" } as const;

/** Documents are opened in the Work Portal, by its own people. */
const NO_FILES = {};

interface CaseProps {
	readonly environmentId: string;
	readonly caseId: string;
}

/** A case as an operator needs it: where it stands, what failed, its data; retry, correct, cancel. */
export function CasePage({ environmentId, caseId }: CaseProps) {
	const query = useApi(consoleKey(environmentId, "case", caseId), () => readCase(environmentId, caseId), { refetchInterval: 10_000 });
	const view = query.data;
	const open = view?.incidents.filter((each) => each.resolvedAt === null).length ?? 0;
	const operate = useOverview(environmentId).data?.may.operate === true;
	return (
		<Page
			title={view === undefined ? "Case" : view.title}
			crumbs={[{ label: "Cases", href: `/console/${environmentId}/cases` }]}
			status={view !== undefined && <CaseState state={view.state} incidents={open} />}
			subtitle={view !== undefined && `${view.number} · ${view.process}`}
			actions={
				operate && view !== undefined && view.endedAt === null && <CaseActs environmentId={environmentId} caseId={caseId} view={view} />
			}
		>
			<Loaded query={query}>
				{(read) => (
					<div class="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
						<div class="min-w-0">
							<Incidents environmentId={environmentId} caseId={caseId} view={read} operate={operate} />
							<Section title="Where it stands">
								<Picture environmentId={environmentId} caseId={caseId} view={read} />
							</Section>
							<Log environmentId={environmentId} caseId={caseId} view={read} />
						</div>
						<div>
							<About environmentId={environmentId} caseId={caseId} view={read} />
							<Section title="Data">
								<Data view={read} />
							</Section>
						</div>
					</div>
				)}
			</Loaded>
		</Page>
	);
}

function Picture({ environmentId, caseId, view }: CaseProps & { readonly view: CaseView }) {
	const query = useDiagram(environmentId, caseId, view);
	const [selected, setSelected] = useState<string>();
	const marks = useMemo(() => caseMarks(view.marks), [view]);
	return (
		<Loaded query={query} small skeleton={<Skeleton rows={6} />}>
			{({ svg }) => <Diagram class="h-96" svg={svg} marks={marks} selected={selected} onSelect={setSelected} />}
		</Loaded>
	);
}

function Incidents({ environmentId, caseId, view, operate }: CaseProps & { readonly view: CaseView; readonly operate: boolean }) {
	const open = view.incidents.filter((each) => each.resolvedAt === null);
	const names = useNames(environmentId, caseId, view);
	const retry = useAct((incident: number) => retryIncident(environmentId, caseId, incident), {
		refresh: [consoleKey(environmentId)],
		onDone: () => toast({ text: "Tried again." }),
	});
	if (open.length === 0) return null;
	return (
		<Section title={open.length === 1 ? "Incident" : `${open.length} incidents`}>
			<ul class="flex flex-col gap-3">
				{open.map((each) => (
					<li key={each.incident} class="flex items-start gap-3">
						<CircleAlert size={16} class="mt-0.5 shrink-0 text-error" aria-hidden />
						<div class="min-w-0 flex-1">
							<p class="break-words">{each.detail}</p>
							<p class="text-xs text-soft">
								<code>{each.code}</code> · <RelativeTime at={each.raisedAt} />
								{each.elementId === "" ? "" : ` · at ${names.get(each.elementId) ?? each.elementId}`}
								{each.attempts === 0 ? "" : ` · ${triedWords(each.attempts)}`}
							</p>
						</div>
						{operate && (
							<Button small icon={RotateCw} busy={retry.isPending} onClick={() => retry.mutate(each.incident)}>
								Retry
							</Button>
						)}
					</li>
				))}
			</ul>
			{operate && <p class="mt-3 text-soft">If its data caused it, change the data first, then retry.</p>}
		</Section>
	);
}

function About({ environmentId, caseId, view }: CaseProps & { readonly view: CaseView }) {
	const names = useNames(environmentId, caseId, view);
	const tasks = view.tasks.filter((task) => task.state === "open");
	return (
		<Section title="Case">
			<Facts
				facts={[
					["Started", <RelativeTime key="started" at={view.startedAt} />],
					["By", view.starter.name],
					...(view.dueAt === null ? [] : [["Due", <RelativeTime key="due" at={view.dueAt} />] as const]),
					...(view.endedAt === null ? [] : [["Ended", <RelativeTime key="ended" at={view.endedAt} />] as const]),
					...(tasks.length === 0
						? []
						: [
								[
									"Waits for",
									<ul key="tasks" class="flex flex-col gap-1">
										{tasks.map((task) => (
											<li key={task.task}>
												{task.name}
												{task.assigneeName !== null && <span class="text-soft"> · {task.assigneeName}</span>}
											</li>
										))}
									</ul>,
								] as const,
							]),
					...view.waits.map(
						(wait) =>
							[
								WAITS[wait.kind],
								wait.dueAt === null ? (
									(wait.message ?? names.get(wait.elementId) ?? wait.elementId)
								) : (
									<RelativeTime key={wait.elementId} at={wait.dueAt} />
								),
							] as const,
					),
				]}
			/>
		</Section>
	);
}

function Data({ view }: { readonly view: CaseView }) {
	const names = Object.keys(view.data);
	if (names.length === 0) return <p class="text-soft">The case has no data yet.</p>;
	const known = view.dataModel.attributes;
	return (
		<Facts
			facts={[
				...known
					.filter((attribute) => names.includes(attribute.name))
					.map(
						(attribute) =>
							[
								attribute.label,
								<PlainValue
									key={attribute.name}
									attribute={attribute}
									value={view.data[attribute.name]}
									columns={undefined}
									place={NO_FILES}
								/>,
							] as const,
					),
				...names
					.filter((name) => !known.some((attribute) => attribute.name === name))
					.map(
						(name) =>
							[
								name,
								<code key={name} class="text-xs break-all">
									{JSON.stringify(view.data[name])}
								</code>,
							] as const,
					),
			]}
		/>
	);
}

function Log({ environmentId, caseId, view }: CaseProps & { readonly view: CaseView }) {
	const query = useApi(consoleKey(environmentId, "log", caseId, String(view.sequence)), () => readCaseLog(environmentId, caseId));
	const names = useNames(environmentId, caseId, view);
	return (
		<Section title="Log">
			<Loaded query={query} small skeleton={<Skeleton rows={4} />}>
				{({ steps }) => (
					<ol class="flex flex-col gap-2">
						{steps.map((step) => (
							<li key={step.sequence} class="flex items-baseline gap-3">
								<span class="num w-8 shrink-0 text-right text-xs text-soft">{step.sequence}</span>
								<span class="min-w-0 flex-1">
									<span class="font-medium">{step.actor}</span> {commandWords(step.command)}
									<span class="text-soft"> {touched(step, names)}</span>
								</span>
								<RelativeTime at={step.at} class="text-xs text-soft" />
							</li>
						))}
					</ol>
				)}
			</Loaded>
		</Section>
	);
}

/** The elements that a step touched, by the names on the diagram. */
function touched(step: CaseLog["steps"][number], names: ReadonlyMap<string, string>): string {
	const found = logLines(step).flatMap((line) => (line.elementId === undefined ? [] : [names.get(line.elementId) ?? ""]));
	return [...new Set(found)].filter((name) => name !== "").join(", ");
}
