import { ArrowUpFromLine, Boxes, GitPullRequestArrow } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import type { ApiProblem } from "../kit/api.ts";
import { Button, LinkButton } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { Page, Section } from "../kit/page.tsx";
import { Person } from "../kit/person.tsx";
import { useAct, useApi } from "../kit/query.ts";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { StatusChip } from "../kit/status.tsx";
import { Table } from "../kit/table.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { toast } from "../kit/toast.tsx";
import { STAGES, isStage, StageChip } from "../shell/stage.tsx";
import {
	consoleKey,
	promote,
	readPackages,
	readPromotable,
	uploadPackage,
	useOverview,
	type PackageView,
	type Packages,
} from "./console-api.ts";

/** What the environment has: packages, which of them runs, and every switch of it. */
export function PackagesPage({ environmentId }: { readonly environmentId: string }) {
	const query = useApi(consoleKey(environmentId, "packages"), () => readPackages(environmentId));
	const may = useOverview(environmentId).data?.may;
	return (
		<Page title="Packages" actions={may?.packages === true && <Bring environmentId={environmentId} />}>
			<Loaded query={query}>
				{(packages) => (
					<List environmentId={environmentId} packages={packages} mayBring={may?.packages === true} mayMove={may?.operate === true} />
				)}
			</Loaded>
		</Page>
	);
}

/** Where a package came from, in words. */
export function sourceWords(each: Pick<PackageView, "source" | "sourceStage">): string {
	if (each.source === "studio") return "From Studio";
	if (each.source === "upload") return "Uploaded";
	return isStage(each.sourceStage) ? `Promoted from ${STAGES[each.sourceStage].word.toLowerCase()}` : "Promoted";
}

function List({
	environmentId,
	packages,
	mayBring,
	mayMove,
}: {
	readonly environmentId: string;
	readonly packages: Packages;
	readonly mayBring: boolean;
	readonly mayMove: boolean;
}) {
	const [, navigate] = useLocation();
	const versions = new Set(packages.deployments.map(({ packageId }) => packageId)).size;
	const at = `/console/${environmentId}/packages`;
	if (packages.packages.length === 0)
		return (
			<EmptyState icon={Boxes} title="No package is here yet">
				A package is made in Studio, holds everything that runs, and cannot be changed.{" "}
				{mayBring ? "Upload its file or promote it from another environment." : "Who administers this environment can bring one."}
			</EmptyState>
		);
	return (
		<>
			<Section
				title="Here"
				actions={
					mayMove && versions > 1 && <LinkButton href={`/console/${environmentId}/migrate`}>Move cases to another version</LinkButton>
				}
			>
				<Table
					label="Packages of this environment"
					rows={packages.packages}
					idOf={(each) => each.packageId}
					onOpen={(each) => navigate(`${at}/${each.packageId}`)}
					columns={[
						{
							key: "name",
							title: "Package",
							cell: (each) => (
								<span class="flex flex-wrap items-center gap-2">
									<Link class="font-medium hover:underline" href={`${at}/${each.packageId}`}>
										{each.name}, version {each.version}
									</Link>
									{each.packageId === packages.activePackageId && <StatusChip tone="success">Runs</StatusChip>}
								</span>
							),
						},
						{ key: "note", title: "Note", cell: (each) => <span class="text-soft">{each.note}</span>, minor: true },
						{ key: "source", title: "Came", cell: (each) => sourceWords(each), minor: true },
						{ key: "made", title: "Made by", cell: (each) => <Person name={each.madeBy} />, minor: true },
						{ key: "added", title: "Here since", cell: (each) => <RelativeTime at={each.addedAt} /> },
					]}
				/>
			</Section>
			{packages.deployments.length > 0 && (
				<Section title="Switches">
					<Table
						label="Every switch of the active package"
						rows={packages.deployments}
						idOf={(each) => each.id}
						columns={[
							{
								key: "what",
								title: "Package",
								cell: (each) => (
									<Link class="hover:underline" href={`${at}/${each.packageId}`}>
										{each.name}, version {each.version}
									</Link>
								),
							},
							{
								key: "state",
								title: "Outcome",
								cell: (each) =>
									each.state === "done" ? (
										<StatusChip tone="success">Done</StatusChip>
									) : (
										<StatusChip tone="warning">Not confirmed</StatusChip>
									),
							},
							{ key: "who", title: "By", cell: (each) => <Person name={each.actor} />, minor: true },
							{ key: "when", title: "When", cell: (each) => <RelativeTime at={each.at} /> },
						]}
					/>
				</Section>
			)}
		</>
	);
}

function Bring({ environmentId }: { readonly environmentId: string }) {
	const [, navigate] = useLocation();
	const [choosing, setChoosing] = useState(false);
	const [problem, setProblem] = useState<ApiProblem>();
	const input = useRef<HTMLInputElement>(null);
	const refresh = [consoleKey(environmentId)];
	const show = (packageId: string): void => navigate(`/console/${environmentId}/packages/${packageId}`);
	const upload = useAct((file: Blob) => uploadPackage(environmentId, file), {
		refresh,
		onDone: ({ packageId, added }) => {
			if (!added) toast({ text: "This package was here already." });
			show(packageId);
		},
		onProblem: setProblem,
	});
	const take = useAct((from: { readonly environmentId: string; readonly packageId: string }) => promote(environmentId, from), {
		refresh,
		onDone: ({ packageId }) => show(packageId),
	});
	return (
		<>
			<input
				ref={input}
				type="file"
				accept=".portico"
				class="sr-only"
				tabIndex={-1}
				aria-label="Package file"
				onChange={(event) => {
					const file = event.currentTarget.files?.[0];
					event.currentTarget.value = "";
					if (file !== undefined) upload.mutate(file);
				}}
			/>
			<Button icon={ArrowUpFromLine} busy={upload.isPending} onClick={() => input.current?.click()}>
				Upload
			</Button>
			<Button look="primary" icon={GitPullRequestArrow} onClick={() => setChoosing(true)}>
				Promote
			</Button>
			<Dialog open={choosing} wide title="Promote a package" onClose={() => setChoosing(false)}>
				<Promotable environmentId={environmentId} busy={take.isPending} onTake={(from) => take.mutate(from)} />
			</Dialog>
			<Dialog
				open={problem !== undefined}
				title="This file was not taken"
				onClose={() => setProblem(undefined)}
				actions={<Button onClick={() => setProblem(undefined)}>Close</Button>}
			>
				<p>{problem?.message}</p>
				<p class="text-soft">What runs here was not touched.</p>
				<code class="text-xs">{problem?.code}</code>
			</Dialog>
		</>
	);
}

function Promotable({
	environmentId,
	busy,
	onTake,
}: {
	readonly environmentId: string;
	readonly busy: boolean;
	readonly onTake: (from: { readonly environmentId: string; readonly packageId: string }) => void;
}) {
	const query = useApi(consoleKey(environmentId, "promotable"), () => readPromotable(environmentId));
	return (
		<Loaded query={query} small>
			{({ packages }) =>
				packages.length === 0 ? (
					<p class="text-soft">The project’s other environments have no package that is not here already.</p>
				) : (
					<ul class="flex flex-col">
						{packages.map((each) => (
							<li
								key={`${each.environmentId} ${each.package.packageId}`}
								class="flex items-center gap-3 border-b border-line py-2 last:border-b-0"
							>
								{isStage(each.stage) && <StageChip stage={each.stage} />}
								<span class="min-w-0 flex-1">
									<span class="block font-medium">
										{each.package.name}, version {each.package.version}
									</span>
									{each.package.note !== "" && <span class="block text-soft">{each.package.note}</span>}
								</span>
								<Button small busy={busy} onClick={() => onTake({ environmentId: each.environmentId, packageId: each.package.packageId })}>
									Promote
								</Button>
							</li>
						))}
					</ul>
				)
			}
		</Loaded>
	);
}
