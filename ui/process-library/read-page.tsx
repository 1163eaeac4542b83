import { ArrowLeft, ArrowRight, Download, FolderInput, History, Printer } from "lucide-preact";
import { useMemo, useState } from "preact/hooks";
import { useSearchParams } from "wouter-preact";
import { api, callApi } from "../kit/api.ts";
import { Button, LinkButton } from "../kit/button.tsx";
import { Diagram } from "../kit/diagram.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { Select, TextInput } from "../kit/field.tsx";
import { Menu } from "../kit/menu.tsx";
import { Page } from "../kit/page.tsx";
import { useAct, useApi } from "../kit/query.ts";
import { useShortcuts } from "../kit/shortcuts.tsx";
import { Loaded } from "../kit/states.tsx";
import { StatusChip } from "../kit/status.tsx";
import { dayOf, RelativeTime } from "../kit/time.tsx";
import { toast } from "../kit/toast.tsx";
import { Book } from "./book.tsx";
import { withParam } from "./list-page.tsx";
import { StepText, type ReadElement } from "./step-text.tsx";

function readProcess(modelId: string, revision: string) {
	return revision === ""
		? callApi(api.library.processes[":modelId"].$get({ param: { modelId } }))
		: callApi(api.library.processes[":modelId"].revisions[":number"].$get({ param: { modelId, number: revision } }));
}
export type Process = Awaited<ReturnType<typeof readProcess>>;

/** One process: its diagram, and beside it the text of the step one is at. */
export function ReadPage({ modelId }: { readonly modelId: string }) {
	const [params] = useSearchParams();
	const revision = params.get("revision") ?? "";
	const query = useApi(["library", "process", modelId, revision], () => readProcess(modelId, revision), { staleTime: 60_000 });
	return <Loaded query={query}>{(process) => <Reading process={process} />}</Loaded>;
}

function Reading({ process }: { readonly process: Process }) {
	const [params, setParams] = useSearchParams();
	const set = (name: string, value: string, replace = true): void => setParams((now) => withParam(now, name, value), { replace });
	const diagram = process.diagrams[Number(params.get("diagram") ?? "0")] ?? process.diagrams[0];
	const elements = diagram?.elements ?? [];
	const steps = elements.filter((each) => each.step);
	const lane = params.get("lane") ?? "";
	const mine = lane === "" ? steps : steps.filter((each) => each.lane === lane);
	const stepId = params.get("step") ?? "";
	const selected = elements.find((each) => each.id === stepId);
	const spotlight = useMemo(() => (lane === "" ? undefined : new Set(mine.map((each) => each.id))), [lane, diagram]);
	const at = mine.findIndex((each) => each.id === stepId);
	function go(step: number): void {
		const next = mine[at < 0 ? (step > 0 ? 0 : mine.length - 1) : at + step];
		if (next !== undefined) set("step", next.id);
	}
	useShortcuts("Reading", [
		{ keys: "j", does: "Next step", run: () => go(1) },
		{ keys: "k", does: "Previous step", run: () => go(-1) },
		{ keys: "Escape", does: "Back to the whole process", run: () => set("step", "") },
	]);

	return (
		<Page
			fill
			title={process.name}
			crumbs={[
				{ label: "Process Library", href: "/library" },
				...(process.category === "" ? [] : [{ label: process.category, href: `/library?folder=${encodeURIComponent(process.category)}` }]),
			]}
			status={process.newest ? undefined : <StatusChip tone="warning">{`Revision ${process.number}, not the newest`}</StatusChip>}
			subtitle={
				<>
					Revision {process.number}, published <RelativeTime at={process.publishedAt} /> by {process.publishedBy}
				</>
			}
			actions={<Acts process={process} onRevision={(number) => set("revision", number, false)} />}
			inspector={
				<aside
					aria-label="Text"
					data-screen
					class="flex min-h-0 shrink-0 flex-col border-line bg-base-100 max-lg:max-h-[45%] max-lg:border-t lg:w-96 lg:border-l"
				>
					<div class="flex shrink-0 items-center gap-2 border-b border-line p-3">
						<Button small icon={ArrowLeft} disabled={mine.length === 0 || at === 0} title="Previous step (K)" onClick={() => go(-1)}>
							Previous
						</Button>
						<Button
							small
							icon={ArrowRight}
							disabled={mine.length === 0 || at === mine.length - 1}
							title="Next step (J)"
							onClick={() => go(1)}
						>
							Next
						</Button>
						<span class="num ml-auto text-xs text-soft" aria-live="polite">
							{at < 0 ? `${mine.length} ${mine.length === 1 ? "step" : "steps"}` : `${at + 1} of ${mine.length}`}
						</span>
					</div>
					<div class="min-h-0 flex-1 overflow-auto p-4" tabIndex={0} role="region" aria-label="Documentation">
						{selected === undefined ? (
							<Whole process={process} steps={mine} lane={lane} onStep={(id) => set("step", id)} />
						) : (
							<StepText element={selected} onStep={(id) => set("step", id)} />
						)}
					</div>
				</aside>
			}
		>
			<div data-screen class="flex min-h-0 flex-1 flex-col">
				{(process.roles.length > 0 || process.diagrams.length > 1) && (
					<div class="flex flex-wrap items-end gap-3 border-b border-line bg-base-100 px-4 py-2">
						{process.roles.length > 0 && (
							<div class="w-56">
								<Select
									label="My steps"
									hideLabel
									placeholder="Steps of everyone"
									value={lane}
									onChange={(value) => set("lane", value)}
									options={process.roles.map((role) => ({ value: role, label: `Steps of ${role}` }))}
								/>
							</div>
						)}
						{process.diagrams.length > 1 && (
							<div class="w-56">
								<Select
									label="Diagram"
									hideLabel
									value={params.get("diagram") ?? "0"}
									onChange={(value) => set("diagram", value === "0" ? "" : value)}
									options={process.diagrams.map((each, index) => ({
										value: String(index),
										label: each.name === "" ? `Diagram ${index + 1}` : each.name,
									}))}
								/>
							</div>
						)}
					</div>
				)}
				<Diagram
					class="flex-1"
					svg={diagram?.svg ?? ""}
					selected={selected?.id}
					spotlight={spotlight}
					onSelect={(id) => set("step", id ?? "")}
				/>
			</div>
			<Book process={process} />
		</Page>
	);
}

function Acts({ process, onRevision }: { readonly process: Process; readonly onRevision: (number: string) => void }) {
	const [moving, setMoving] = useState(false);
	const base = `/api/library/processes/${encodeURIComponent(process.modelId)}/files`;
	return (
		<>
			{process.revisions.length > 1 && (
				<Menu
					label="Revisions"
					placement="bottom-end"
					class="btn"
					items={process.revisions.map((each, index) => ({
						value: String(each.number),
						label: `Revision ${each.number}`,
						detail: `${dayOf(each.publishedAt)}, ${each.publishedBy}${each.note === "" ? "" : `: ${each.note}`}`,
						checked: each.number === process.number,
						run: () => onRevision(index === 0 ? "" : String(each.number)),
					}))}
				>
					<History size={16} aria-hidden /> Revisions
				</Menu>
			)}
			{!process.newest && <LinkButton href={`/library/${process.modelId}`}>Show the newest</LinkButton>}
			<Menu
				label="Download"
				placement="bottom-end"
				class="btn"
				items={[
					{ value: "bpmn", label: "BPMN file", icon: Download, run: () => location.assign(`${base}/bpmn`) },
					{ value: "svg", label: "Picture (SVG)", icon: Download, run: () => location.assign(`${base}/svg`) },
					{ value: "print", label: "Print as a book", icon: Printer, run: () => window.print() },
					{ value: "move", label: "Move to a folder", icon: FolderInput, run: () => setMoving(true) },
				]}
			>
				<Download size={16} aria-hidden /> Download
			</Menu>
			<MoveDialog process={process} open={moving} onClose={() => setMoving(false)} />
		</>
	);
}

function MoveDialog({ process, open, onClose }: { readonly process: Process; readonly open: boolean; readonly onClose: () => void }) {
	const [folder, setFolder] = useState(process.category);
	const move = useAct(
		(category: string) =>
			callApi(api.library.processes[":modelId"].category.$put({ param: { modelId: process.modelId }, json: { category } })),
		{
			refresh: [["library"]],
			onDone: (_answer, category) => {
				onClose();
				toast({
					text: category === "" ? "Taken out of its folder" : `Moved to ${category}`,
					...(category === process.category ? {} : { undo: () => move.mutate(process.category) }),
				});
			},
		},
	);
	return (
		<Dialog
			open={open}
			title="Move to a folder"
			onClose={onClose}
			actions={
				<Button look="primary" busy={move.isPending} onClick={() => move.mutate(folder.trim())}>
					Move
				</Button>
			}
		>
			<TextInput
				label="Folder"
				help="A new name makes a new folder; no name takes it out."
				value={folder}
				onChange={setFolder}
				maxLength={80}
			/>
		</Dialog>
	);
}

function Whole({
	process,
	steps,
	lane,
	onStep,
}: {
	readonly process: Process;
	readonly steps: readonly ReadElement[];
	readonly lane: string;
	readonly onStep: (id: string) => void;
}) {
	const pools = process.diagrams.flatMap((each) => each.elements).filter((each) => !each.step && each.documentation !== "");
	return (
		<div class="flex flex-col gap-4">
			{process.description !== "" && <p class="max-w-prose text-base leading-relaxed">{process.description}</p>}
			{pools.map((each) => (
				<p key={each.id} class="max-w-prose leading-relaxed whitespace-pre-line">
					{each.name !== "" && <strong class="font-semibold">{each.name}. </strong>}
					{each.documentation}
				</p>
			))}
			<section>
				<h2 class="mb-1 font-semibold">{lane === "" ? "Steps" : `Steps of ${lane}`}</h2>
				<ol class="flex flex-col">
					{steps.map((each) => (
						<li key={each.id}>
							<button
								type="button"
								class="flex w-full items-baseline gap-2 rounded-field px-2 py-1 text-left hover:bg-hover"
								onClick={() => onStep(each.id)}
							>
								<span class="min-w-0 flex-1">{each.name === "" ? each.type : each.name}</span>
								{each.name !== "" && <span class="text-xs text-soft">{each.type}</span>}
							</button>
						</li>
					))}
				</ol>
			</section>
		</div>
	);
}
