import { ArrowRight, GitBranch } from "lucide-preact";
import { useMemo, useState } from "preact/hooks";
import { Link, useSearchParams } from "wouter-preact";
import { Button } from "../kit/button.tsx";
import { Checkbox, Select } from "../kit/field.tsx";
import { Page, Section } from "../kit/page.tsx";
import { useApi } from "../kit/query.ts";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { StatusChip } from "../kit/status.tsx";
import { Table } from "../kit/table.tsx";
import { toast } from "../kit/toast.tsx";
import { asProblem } from "../kit/api.ts";
import { consoleKey, readPackages, type CaseRow, type PackageView } from "./console-api.ts";
import { checkCases, migrateCases, readMovable, readProposal, undoMigration, type Outcome, type Proposal } from "./migration-api.ts";

/** Moves running cases to another version: from and to, what each element becomes, a dry run, the move with a result for each case. */
export function MigratePage({ environmentId }: { readonly environmentId: string }) {
	const query = useApi(consoleKey(environmentId, "packages"), () => readPackages(environmentId));
	return (
		<Page
			title="Move cases to another version"
			crumbs={[{ label: "Packages", href: `/console/${environmentId}/packages` }]}
			subtitle="A running case keeps the version it began with until it is moved."
		>
			<Loaded query={query}>
				{({ packages, deployments }) => {
					const ran = new Set(deployments.map(({ packageId }) => packageId));
					return <Choose environmentId={environmentId} packages={packages.filter(({ packageId }) => ran.has(packageId))} />;
				}}
			</Loaded>
		</Page>
	);
}

/** The version first: packages of an environment mostly have one name, and a long one is cut. */
const nameOf = ({ name, version }: PackageView): string => `Version ${version} · ${name}`;

function Choose({ environmentId, packages }: { readonly environmentId: string; readonly packages: readonly PackageView[] }) {
	const [params, setParams] = useSearchParams();
	const [newest] = packages;
	const to = params.get("to") ?? newest?.packageId ?? "";
	const from = params.get("from") ?? packages.find(({ packageId }) => packageId !== to)?.packageId ?? "";
	if (packages.length < 2)
		return (
			<EmptyState icon={GitBranch} title="There is one version only">
				Cases can be moved once a second version was made active here.
			</EmptyState>
		);
	const set = (name: string, value: string): void =>
		setParams(
			(now) => {
				const next = new URLSearchParams(now);
				next.set("from", from);
				next.set("to", to);
				next.set(name, value);
				return next;
			},
			{ replace: true },
		);
	const options = packages.map((each) => ({ value: each.packageId, label: nameOf(each) }));
	return (
		<div class="flex flex-col gap-6">
			<div class="flex flex-wrap items-end gap-3">
				<div class="w-96 max-w-full">
					<Select label="From" value={from} onChange={(value) => set("from", value)} options={options} />
				</div>
				<ArrowRight size={16} class="mb-2 text-soft max-md:hidden" aria-hidden />
				<div class="w-96 max-w-full">
					<Select label="To" value={to} onChange={(value) => set("to", value)} options={options} />
				</div>
			</div>
			{from === to ? (
				<EmptyState icon={GitBranch} title="Choose two versions" small>
					The cases of the one are moved to the other.
				</EmptyState>
			) : (
				<Between key={`${from} ${to}`} environmentId={environmentId} from={from} to={to} />
			)}
		</div>
	);
}

interface Way {
	readonly environmentId: string;
	readonly from: string;
	readonly to: string;
}

function Between(way: Way) {
	const { environmentId, from, to } = way;
	const proposal = useApi(consoleKey(environmentId, "proposal", from, to), () => readProposal(environmentId, from, to));
	const movable = useApi(consoleKey(environmentId, "movable", from), () => readMovable(environmentId, from));
	return (
		<Loaded query={proposal}>
			{(proposed) => <Loaded query={movable}>{(cases) => <Plan way={way} proposal={proposed} cases={cases} />}</Loaded>}
		</Loaded>
	);
}

function Plan({ way, proposal, cases }: { readonly way: Way; readonly proposal: Proposal; readonly cases: readonly CaseRow[] }) {
	const { environmentId, to } = way;
	const [mapping, setMapping] = useState<Readonly<Record<string, string>>>(() =>
		Object.fromEntries(proposal.elements.flatMap((each) => (each.to === null ? [] : [[each.from, each.to]]))),
	);
	const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
	const [stage, setStage] = useState<"plan" | "checked" | "moved">("plan");
	const [progress, setProgress] = useState<number | undefined>(undefined);
	const ids = cases.map(({ caseId }) => caseId);
	const able = ids.filter((caseId) => outcomes.get(caseId)?.problems.length === 0);

	function change(element: string, target: string): void {
		setMapping(({ [element]: _, ...rest }) => (target === "" ? rest : { ...rest, [element]: target }));
		setOutcomes(new Map());
		setStage("plan");
	}

	/** Runs one act over cases in portions, so that it shows how far it is. */
	async function over(
		chosen: readonly string[],
		act: (portion: readonly string[]) => Promise<readonly Outcome[]>,
		done: "checked" | "moved",
	): Promise<void> {
		setProgress(0);
		const made = new Map(outcomes);
		try {
			for (let at = 0; at < chosen.length; at += PORTION) {
				for (const outcome of await act(chosen.slice(at, at + PORTION))) made.set(outcome.caseId, outcome);
				setOutcomes(new Map(made));
				setProgress(Math.min(1, (at + PORTION) / chosen.length));
			}
			setStage(done);
		} catch (error) {
			const { message, code } = asProblem(error);
			toast({ text: message, tone: "error", code });
		} finally {
			setProgress(undefined);
		}
	}

	async function move(): Promise<void> {
		const chosen = able;
		await over(chosen, (portion) => migrateCases(environmentId, { to, mapping, cases: portion }), "moved");
		toast({
			text: chosen.length === 1 ? "1 case was moved." : `${chosen.length} cases were moved.`,
			about: "migration",
			undo: () => void over(chosen, (portion) => undoMigration(environmentId, portion), "checked"),
		});
	}

	return (
		<>
			<Elements proposal={proposal} mapping={mapping} onChange={change} />
			<Section title="Cases">
				{cases.length === 0 ? (
					<EmptyState icon={GitBranch} title="No case runs on this version" small>
						There is nothing to move.
					</EmptyState>
				) : (
					<div class="flex flex-col gap-3">
						<div class="flex flex-wrap items-center gap-2">
							<Button
								disabled={progress !== undefined}
								onClick={() => void over(ids, (portion) => checkCases(environmentId, { to, mapping, cases: portion }), "checked")}
							>
								Try without moving
							</Button>
							<Button
								look="primary"
								disabled={progress !== undefined || stage !== "checked" || able.length === 0}
								onClick={() => void move()}
							>
								{stage !== "checked" ? "Move" : able.length === 1 ? "Move 1 case" : `Move ${able.length} cases`}
							</Button>
							{progress !== undefined && (
								<progress class="progress w-40" value={progress} max={1} aria-label="How far it is">
									{Math.round(progress * 100)} %
								</progress>
							)}
							<span class="text-soft" role="status">
								{stage === "plan" ? "Try it first: nothing is changed by that." : summary(ids, outcomes, stage)}
							</span>
						</div>
						<Table
							label="Cases"
							rows={cases}
							idOf={(row) => row.caseId}
							columns={[
								{
									key: "case",
									title: "Case",
									cell: (row) => (
										<Link class="link" href={`/console/${environmentId}/cases/${row.caseId}`}>
											{row.number}
										</Link>
									),
								},
								{ key: "title", title: "Title", cell: (row) => row.title },
								{ key: "result", title: "Result", cell: (row) => <Result outcome={outcomes.get(row.caseId)} stage={stage} /> },
							]}
						/>
					</div>
				)}
			</Section>
		</>
	);
}

/** Cases of one call. */
const PORTION = 20;

function summary(ids: readonly string[], outcomes: ReadonlyMap<string, Outcome>, stage: "checked" | "moved"): string {
	const good = ids.filter((caseId) => outcomes.get(caseId)?.problems.length === 0).length;
	const rest = ids.length - good;
	const able = stage === "checked" ? `${good} of ${ids.length} can move` : `${good} of ${ids.length} moved`;
	return rest === 0 ? `${able}.` : `${able}; ${rest} cannot, each for the reason beside it.`;
}

function Result({ outcome, stage }: { readonly outcome: Outcome | undefined; readonly stage: "plan" | "checked" | "moved" }) {
	if (outcome === undefined) return <span class="text-soft">—</span>;
	if (outcome.problems.length === 0) return <StatusChip tone="success">{stage === "moved" ? "Moved" : "Can move"}</StatusChip>;
	return (
		<ul class="flex flex-col gap-1">
			{outcome.problems.map(({ code, detail }) => (
				<li key={`${code} ${detail}`}>
					{detail} <code class="text-xs text-soft">{code}</code>
				</li>
			))}
		</ul>
	);
}

function Elements({
	proposal,
	mapping,
	onChange,
}: {
	readonly proposal: Proposal;
	readonly mapping: Readonly<Record<string, string>>;
	readonly onChange: (element: string, target: string) => void;
}) {
	const [all, setAll] = useState(false);
	const proposed = useMemo(() => new Map(proposal.elements.map((each) => [each.from, each.to])), [proposal]);
	const alone = useMemo(() => namedOnce(proposal), [proposal]);
	const changed = proposal.elements.filter(({ from }) => proposed.get(from) !== from || mapping[from] !== from);
	const shown = all ? proposal.elements : changed;
	return (
		<Section title="What each element becomes" actions={<Checkbox label="Also those that stay the same" value={all} onChange={setAll} />}>
			{shown.length === 0 ? (
				<p class="text-soft">Every element is in both versions.</p>
			) : (
				<Table
					label="Elements"
					rows={shown}
					idOf={(row) => row.from}
					columns={[
						{ key: "element", title: "Element", cell: (row) => row.name },
						{ key: "kind", title: "Kind", minor: true, cell: (row) => <span class="text-soft">{kindWords(row.type)}</span> },
						{
							key: "becomes",
							title: "Becomes",
							cell: (row) => (
								<div class="w-64 max-sm:w-40">
									<Select
										label={`What “${row.name}” becomes`}
										hideLabel
										placeholder="Nothing"
										value={mapping[row.from] ?? ""}
										onChange={(target) => onChange(row.from, target)}
										options={proposal.targets
											.filter(({ type }) => type === row.type)
											.map(({ id, name }) => ({ value: id, label: alone.has(`${row.type} ${name}`) ? name : `${name} (${id})` }))}
									/>
								</div>
							),
						},
					]}
				/>
			)}
		</Section>
	);
}

/** Kinds with names that only one element of the target has: the others are told apart by their id. */
function namedOnce({ targets }: Proposal): ReadonlySet<string> {
	const seen = new Map<string, number>();
	for (const { type, name } of targets) seen.set(`${type} ${name}`, (seen.get(`${type} ${name}`) ?? 0) + 1);
	return new Set([...seen].flatMap(([key, count]) => (count === 1 ? key : [])));
}

/** `userTask` as people say it. */
function kindWords(type: string): string {
	const words = type.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
	return words.replace("sub process", "sub-process").replace("ad hoc", "ad-hoc").replace("event based", "event-based");
}
