import { ArrowLeft, Eye, FlaskConical, Network, SquareFunction, Table2, TextQuote } from "lucide-preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import type { DecisionFile } from "../../domain/deployment/automation.ts";
import { compileModel } from "../../domain/rules/dmn/model.ts";
import type { Tried } from "../../domain/rules/dmn/try-decision.ts";
import { Button, IconButton } from "../kit/button.tsx";
import { Inspector } from "../kit/page.tsx";
import { useQueryParam } from "../kit/query-param.ts";
import { useShortcuts } from "../kit/shortcuts.tsx";
import { EmptyState, Skeleton } from "../kit/states.tsx";
import { AddPart } from "./dmn/add-part.tsx";
import type { Part } from "./dmn/add-parts.ts";
import { BoxedReading } from "./dmn/boxed-reading.tsx";
import { FileFindings } from "./dmn/file-findings.tsx";
import { type Entry, kindWords, namesIn, outlineOf } from "./dmn/file-outline.ts";
import { useDmnCanvas } from "./dmn/use-canvas.ts";
import { DecisionTryOut } from "./decision-try-out.tsx";
import type { Report } from "./project.ts";
import type { Editor } from "./use-editor.ts";

/** The value of `view` in the address that is the diagram; others are ids of decisions. */
const DIAGRAM = "diagram";

interface Props {
	readonly editor: Editor;
	readonly file: DecisionFile;
	readonly report: Report | undefined;
}

/** One DMN file: its decisions at the left, the one that is open in the middle, a trial of it at the right. */
export function DecisionFileEditor({ editor, file, report }: Props) {
	const host = useRef<HTMLDivElement>(null);
	const [asked, ask] = useQueryParam("view");
	const [trying, setTrying] = useQueryParam("try");
	const [tried, setTried] = useState<{ readonly dmn: string; readonly tables: Tried["tables"] }>();
	const entries = useMemo(() => outlineOf(file.dmn), [file.dmn]);
	const entry = asked === DIAGRAM ? undefined : (entries.find((each) => each.id === asked) ?? entries[0]);
	const view = entry?.id;
	const { shown, drawn, add } = useDmnCanvas({
		editor,
		host,
		name: file.name,
		dmn: file.dmn,
		view,
		onView: (id) => ask(id ?? DIAGRAM),
	});
	useShortcuts("Decision file", [{ keys: "t", does: "Try the decision", run: () => setTrying(trying === undefined ? "1" : undefined) }]);
	const mayAdd = !editor.readOnly && shown.kind === "shown" && shown.lost.length === 0;
	const put = async (part: Part): Promise<void> => {
		const id = await add(part);
		if (id !== undefined) ask(id);
	};
	const reading = shown.kind === "shown" && drawn === false && entry !== undefined;
	const hits = tried?.dmn === file.dmn && entry !== undefined ? tried.tables.filter((each) => each.decision === entry.name) : [];
	return (
		<div class="flex h-full min-h-0 flex-col">
			<header class="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-base-100 px-4 py-1.5">
				<Link href={backTo(editor.project.id)} class="btn btn-ghost btn-sm">
					<ArrowLeft size={16} aria-hidden /> Rules
				</Link>
				<h2 class="min-w-0 flex-1 truncate font-semibold">{file.name}</h2>
				{mayAdd && <AddPart entry={entry} taken={namesIn(file.dmn)} onAdd={(part) => void put(part)} />}
				<IconButton label="Try it" expanded={trying !== undefined} onClick={() => setTrying(trying === undefined ? "1" : undefined)}>
					<FlaskConical size={16} />
				</IconButton>
			</header>
			{shown.kind === "shown" && shown.lost.length > 0 && (
				<p role="status" class="shrink-0 border-b border-line bg-base-100 px-4 py-2 text-warning">
					This file is shown and not edited here, since editing would lose {list(shown.lost)}. It decides as it is.
				</p>
			)}
			<div class="flex min-h-0 flex-1 flex-col lg:flex-row">
				<nav
					aria-label={`Decisions of ${file.name}`}
					class="max-h-40 shrink-0 overflow-auto border-b border-line bg-base-100 p-2 lg:max-h-none lg:w-60 lg:border-r lg:border-b-0"
				>
					<ul>
						<Choice icon={Network} name="Diagram" detail="What needs what" current={entry === undefined} onChoose={() => ask(DIAGRAM)} />
						{entries.map((each) => (
							<Choice
								key={each.id}
								icon={iconOf(each)}
								name={each.name}
								detail={kindWords(each)}
								current={each === entry}
								onChoose={() => ask(each.id)}
							/>
						))}
					</ul>
				</nav>
				<div class="flex min-h-0 min-w-0 flex-1 flex-col">
					<div
						class="portico-dmn portico-canvas relative isolate min-h-60 flex-1 overflow-hidden bg-[var(--diagram-paper)]"
						onKeyDownCapture={(event) => historyKeys(event, editor)}
					>
						<div ref={host} class={`absolute inset-0 ${drawn === false || shown.kind !== "shown" ? "invisible" : ""}`} />
						{drawn === true && shown.kind === "shown" && <div class="portico-mark-patch" aria-hidden />}
						{hits.length > 0 && <style>{hitStyle(hits.flatMap((each) => each.rules))}</style>}
						{shown.kind === "loading" && <Skeleton />}
						{shown.kind === "unreadable" && (
							<EmptyState title="The editor can not read this file">
								{shown.reason} It is kept as it is: mend it elsewhere and bring it again, or undo.
							</EmptyState>
						)}
						{shown.kind === "shown" && drawn === false && entry === undefined && (
							<div class="absolute inset-0 overflow-auto">
								<EmptyState title="This file has no drawing">Its decisions are in the list. They decide without one.</EmptyState>
							</div>
						)}
						{reading && (
							<section aria-label={entry.name} class="absolute inset-0 overflow-auto p-4">
								{entry.logic === undefined && entry.kind === "decision" ? (
									<EmptyState
										title="This decision has no logic yet"
										action={
											mayAdd && (
												<div class="flex gap-2">
													<Button onClick={() => void put({ kind: "logic", of: entry.id, logic: "table" })}>Give it a table</Button>
													<Button onClick={() => void put({ kind: "logic", of: entry.id, logic: "expression" })}>
														Give it an expression
													</Button>
												</div>
											)
										}
									>
										What it decides is null until it has some.
									</EmptyState>
								) : (
									<>
										<p class="mb-3 flex items-center gap-2 text-soft">
											<Eye size={16} aria-hidden /> {kindWords(entry)}: there is no editor for it yet. It is kept as it is.
										</p>
										<BoxedReading entry={entry} />
									</>
								)}
							</section>
						)}
					</div>
					<FileFindings report={report} file={file.name} entries={entries} onOpen={ask} />
				</div>
				{trying !== undefined && (
					<Inspector title={entry === undefined ? "Try a decision" : `Try “${entry.name}”`}>
						{entry === undefined || entry.kind === "businessKnowledgeModel" ? (
							<p class="text-soft">Open a decision to try it.</p>
						) : (
							<Trial key={entry.id} editor={editor} file={file} entry={entry} onTried={(tables) => setTried({ dmn: file.dmn, tables })} />
						)}
					</Inspector>
				)}
			</div>
		</div>
	);
}

function Choice({
	icon: Icon,
	name,
	detail,
	current,
	onChoose,
}: {
	readonly icon: typeof Table2;
	readonly name: string;
	readonly detail: string;
	readonly current: boolean;
	readonly onChoose: () => void;
}) {
	return (
		<li>
			<button
				type="button"
				aria-current={current ? "true" : undefined}
				class={`flex min-h-9 w-full items-center gap-2 rounded-field px-2 py-1 text-left ${current ? "bg-picked font-medium" : "hover:bg-hover"}`}
				onClick={onChoose}
			>
				<Icon size={16} class="shrink-0 text-soft" aria-hidden />
				<span class="min-w-0 flex-1">
					<span class="block truncate">{name}</span>
					<span class="block truncate text-xs font-normal text-soft">{detail}</span>
				</span>
			</button>
		</li>
	);
}

function Trial({
	editor,
	file,
	entry,
	onTried,
}: {
	readonly editor: Editor;
	readonly file: DecisionFile;
	readonly entry: Entry;
	readonly onTried: (tables: Tried["tables"]) => void;
}) {
	const imported = (editor.automation.decisions ?? []).filter((each) => each !== file).map((each) => each.dmn);
	const model = compileModel(file.dmn, imported);
	if (!model.ok) return <p class="text-error">{model.error.detail}</p>;
	return (
		<DecisionTryOut dmn={file.dmn} imported={imported} decision={entry.name} inputs={model.value.inputs} hideTitle onTried={onTried} />
	);
}

function iconOf(entry: Entry): typeof Table2 {
	if (entry.kind === "businessKnowledgeModel") return SquareFunction;
	return entry.logic?.name === "decisionTable" ? Table2 : TextQuote;
}

function backTo(projectId: string): string {
	const element = new URLSearchParams(location.search).get("element");
	return `/studio/${projectId}/rules${element === null ? "" : `?element=${encodeURIComponent(element)}`}`;
}

/** Undo and redo are the draft's: they go across views, and through whatever came before this file was opened. */
function historyKeys(event: KeyboardEvent, editor: Editor): void {
	if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
	const key = event.key.toLowerCase();
	if (key !== "z" && key !== "y") return;
	event.preventDefault();
	event.stopPropagation();
	const back = key === "z" && !event.shiftKey;
	const act = async (): Promise<void> => {
		await editor.pending.current?.();
		if (back) editor.undo?.();
		else editor.redo?.();
	};
	void act();
}

/** Marks the rules that held in the table that is drawn; the words beside the trial say which, too. */
function hitStyle(rules: readonly number[]): string {
	const cells = rules.map((rule) => `.portico-dmn tbody > tr:nth-child(${rule}) > td`).join(",");
	return cells === ""
		? ""
		: `${cells}{background:var(--diagram-active-fill) !important;box-shadow:inset 0 2px var(--diagram-active),inset 0 -2px var(--diagram-active)}`;
}

function list(parts: readonly string[]): string {
	const [first, second, ...more] = parts;
	if (second === undefined) return first ?? "";
	return more.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${more.length} more`;
}
