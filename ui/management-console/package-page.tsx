import { CircleAlert, Download, Play, Undo2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { Button, LinkButton } from "../kit/button.tsx";
import { Diagram } from "../kit/diagram.tsx";
import { Facts, Page, Section } from "../kit/page.tsx";
import { Person } from "../kit/person.tsx";
import { useAct, useApi } from "../kit/query.ts";
import { Loaded, Skeleton } from "../kit/states.tsx";
import { StatusChip } from "../kit/status.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { toast } from "../kit/toast.tsx";
import { TYPE_NAMES } from "../studio/type-names.ts";
import { CheckView } from "./check-view.tsx";
import {
	activate,
	checkPackage,
	consoleKey,
	readPackage,
	readPackages,
	useOverview,
	type PackageContent,
	type Packages,
} from "./console-api.ts";
import { useIncidentMarks } from "./incident-causes.tsx";
import { type IncidentGroup, readIncidentSummary } from "./incidents-api.ts";
import { sourceWords } from "./packages-page.tsx";
import { valueWords } from "./value-words.ts";

interface PackageProps {
	readonly environmentId: string;
	readonly packageId: string;
}

/** A package: what it holds, whether it can run here, what would change; and the switch. */
export function PackagePage({ environmentId, packageId }: PackageProps) {
	const content = useApi(consoleKey(environmentId, "package", packageId), () => readPackage(environmentId, packageId), {
		staleTime: 60_000,
	});
	const list = useApi(consoleKey(environmentId, "packages"), () => readPackages(environmentId));
	const at = `/console/${environmentId}/packages`;
	const active = list.data?.activePackageId === packageId;
	const shown = content.data;
	return (
		<Page
			title={shown === undefined ? "Package" : `${shown.name}, version ${shown.version}`}
			crumbs={[{ label: "Packages", href: at }]}
			status={active && <StatusChip tone="success">Runs</StatusChip>}
			subtitle={shown?.note === "" ? undefined : shown?.note}
			actions={<Acts environmentId={environmentId} packageId={packageId} list={list.data} />}
		>
			<Loaded query={content}>
				{(read) => (
					<div class="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
						<div class="min-w-0">
							<Check environmentId={environmentId} packageId={packageId} active={active} />
							<Process environmentId={environmentId} content={read} />
						</div>
						<Content content={read} />
					</div>
				)}
			</Loaded>
		</Page>
	);
}

/** The diagram with the open incidents of the cases that run on this package. */
function Process({ environmentId, content }: { readonly environmentId: string; readonly content: PackageContent }) {
	const [selected, setSelected] = useState<string>();
	const may = useOverview(environmentId).data?.may.cases === true;
	const filter = { process: "", packageId: content.packageId, elementId: "", code: "", search: "" };
	const { data } = useApi(
		consoleKey(environmentId, "incident-summary", JSON.stringify(filter)),
		() => readIncidentSummary(environmentId, filter),
		{ enabled: may, refetchInterval: 30_000 },
	);
	const marks = useIncidentMarks(data?.groups ?? NO_GROUPS);
	const open = data?.groups.reduce((sum, { count }) => sum + count, 0) ?? 0;
	return (
		<Section
			title="Process"
			actions={
				open > 0 && (
					<LinkButton small icon={CircleAlert} href={`/console/${environmentId}/incidents?package=${content.packageId}`}>
						{open === 1 ? "1 incident" : `${open} incidents`}
					</LinkButton>
				)
			}
		>
			<Diagram class="h-96 rounded-field" svg={content.svg} marks={marks} selected={selected} onSelect={setSelected} />
		</Section>
	);
}

const NO_GROUPS: readonly IncidentGroup[] = [];

function Acts({ environmentId, packageId, list }: PackageProps & { readonly list: Packages | undefined }) {
	const may = useOverview(environmentId).data?.may;
	const check = useApi(consoleKey(environmentId, "check", packageId), () => checkPackage(environmentId, packageId));
	const before = list?.activePackageId ?? null;
	const wasHere = list?.deployments.some((each) => each.packageId === packageId) ?? false;
	const run = useAct((id: string) => activate(environmentId, id), {
		refresh: [consoleKey(environmentId)],
		onDone: (done, id) => {
			const back = before !== null && id === packageId ? before : undefined;
			toast({
				text: `${done.name}, version ${done.version}, runs now. Running cases keep the package they started on.`,
				...(back === undefined ? {} : { undo: () => run.mutate(back) }),
			});
		},
	});
	return (
		<>
			{may?.packages === true && (
				<a class="btn" href={`/api/console/${environmentId}/packages/${packageId}/file`} download>
					<Download size={16} aria-hidden /> File
				</a>
			)}
			{may?.activate === true && before !== packageId && list !== undefined && (
				<Button
					look="primary"
					icon={wasHere ? Undo2 : Play}
					busy={run.isPending}
					disabled={check.data === undefined || check.data.blocked}
					onClick={() => run.mutate(packageId)}
				>
					{wasHere ? "Go back to this" : "Activate"}
				</Button>
			)}
		</>
	);
}

function Check({ environmentId, packageId, active }: PackageProps & { readonly active: boolean }) {
	const query = useApi(consoleKey(environmentId, "check", packageId), () => checkPackage(environmentId, packageId));
	const report = query.data;
	const warnings = report?.findings.filter((each) => each.severity === "warning").length ?? 0;
	return (
		<Section
			title="Check"
			actions={
				report !== undefined &&
				(report.blocked ? (
					<StatusChip tone="error">Cannot run here</StatusChip>
				) : warnings > 0 ? (
					<StatusChip tone="warning">Can run, with warnings</StatusChip>
				) : (
					<StatusChip tone="success">Can run here</StatusChip>
				))
			}
		>
			<Loaded query={query} small skeleton={<Skeleton rows={3} />}>
				{(read) => <CheckView environmentId={environmentId} report={read} active={active} />}
			</Loaded>
		</Section>
	);
}

/** The name of a type as Studio calls it. A package of a newer compiler may have one that is not known here. */
function typeWords(type: string): string {
	return Object.entries(TYPE_NAMES).find(([known]) => known === type)?.[1] ?? type;
}

function Content({ content }: { readonly content: PackageContent }) {
	return (
		<div>
			<Section title="Package">
				<Facts
					facts={[
						["Project", content.project],
						["Made by", <Person key="made" name={content.madeBy} />],
						["Made", <RelativeTime key="at" at={content.madeAt} />],
						["Came", sourceWords(content)],
						["Category", content.category],
						["Calls out", `${content.connectors} ${content.connectors === 1 ? "connector" : "connectors"}`],
						[
							"Decides",
							`${content.decisions} ${content.decisions === 1 ? "table" : "tables"}, ${content.scripts} ${content.scripts === 1 ? "script" : "scripts"}`,
						],
						[
							"Hash",
							<code key="hash" class="text-xs break-all">
								{content.hash}
							</code>,
						],
						[
							"Signed by",
							<code key="key" class="text-xs break-all">
								{content.signedBy}
							</code>,
						],
					]}
				/>
			</Section>
			<Part
				title="Forms"
				things={content.formList.map((form) => [form.title, `${form.fields} ${form.fields === 1 ? "field" : "fields"}`])}
			/>
			<Part title="Data" things={content.data.map((attribute) => [attribute.label, typeWords(attribute.type)])} />
			<Part title="Roles" things={content.roles.map((role) => [role.title, role.name])} />
			<Part
				title="Parameters"
				things={content.parameterList.map((parameter) => [
					parameter.label,
					parameter.type === "secret" ? "secret" : valueWords(parameter.default),
				])}
			/>
		</div>
	);
}

function Part({ title, things }: { readonly title: string; readonly things: readonly (readonly [string, string])[] }) {
	if (things.length === 0) return null;
	return (
		<Section title={title}>
			<ul class="flex flex-col gap-1.5">
				{things.map(([name, what]) => (
					<li key={name} class="flex gap-3">
						<span class="min-w-0 flex-1 truncate">{name}</span>
						<span class="text-soft">{what}</span>
					</li>
				))}
			</ul>
		</Section>
	);
}
