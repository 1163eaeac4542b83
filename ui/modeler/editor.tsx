import { useComputed, useSignal } from "@preact/signals";
import { BookUp, Download, FileUp, ListTree, PanelRight, Redo2, Undo2 } from "lucide-preact";
import type { ModdleElement } from "bpmn-moddle";
import { useEffect, useRef, useState } from "preact/hooks";
import { checkModel } from "../../domain/bpmn/check/check-model.ts";
import { callApi } from "../kit/api.ts";
import { Button, IconButton } from "../kit/button.tsx";
import { Breadcrumb } from "../kit/page.tsx";
import { useAct } from "../kit/query.ts";
import { useShortcuts } from "../kit/shortcuts.tsx";
import { toast } from "../kit/toast.tsx";
import { Binding } from "./canvas/binding.ts";
import { openCanvas } from "./canvas/open-canvas.ts";
import { showPresence } from "./canvas/presence-layer.ts";
import type { CanvasElement } from "./canvas/services.ts";
import { outlineOf, type OutlineNode } from "../../domain/bpmn/outline.ts";
import { DropFile } from "./drop-file.tsx";
import { ImportReport, type Finding } from "./import-report.tsx";
import type { ModelDetail } from "./model-view.tsx";
import { Outline } from "./outline.tsx";
import { PeopleHere } from "./people-here.tsx";
import { Problems } from "./problems.tsx";
import { Properties } from "./properties.tsx";
import { PublishDialog } from "./publish-dialog.tsx";
import type { Room } from "./room/room.ts";

/** What the palette takes of the canvas at the left, in pixels: its place, its two columns and a little air. */
const PALETTE_WIDTH = 128;
/** The air at the other edges, in pixels. */
const MARGIN = 24;

/** The canvas of a model with everything around it. */
export function Editor({ model, room }: { readonly model: ModelDetail; readonly room: Room }) {
	const host = useRef<HTMLDivElement>(null);
	const file = useRef<HTMLInputElement>(null);
	const [binding, setBinding] = useState<Binding | undefined>(undefined);
	const [selected, setSelected] = useState<CanvasElement | undefined>(undefined);
	/** Counts changes of the model, by whomever, so that panels read it again. */
	const [moment, setMoment] = useState(0);
	const [findings, setFindings] = useState<readonly Finding[]>([]);
	const [report, setReport] = useState<readonly Finding[]>([]);
	const [panel, setPanel] = useState(true);
	const [outline, setOutline] = useState(false);
	const [publishing, setPublishing] = useState(false);
	const following = useSignal<string | undefined>(undefined);
	const mayEdit = model.mayEdit;

	useEffect(() => {
		const container = host.current;
		if (container === null) return undefined;
		const diagram = openCanvas(container, mayEdit);
		const bound = new Binding(diagram, room.doc);
		let stop = (): void => {};
		let ended = false;
		let check: ReturnType<typeof setTimeout> | undefined;
		const { eventBus, selection } = bound.services;
		const changed = (): void => {
			setMoment((count) => count + 1);
			clearTimeout(check);
			// Checks wait until the hand rests.
			check = setTimeout(() => setFindings(checkModel(bound.definitions)), 300);
		};
		void bound.open().then(() => {
			if (ended) return;
			stop = showPresence(bound.services, room, following);
			eventBus.on(["portico.written", "portico.brought"], 50, () => {
				changed();
			});
			eventBus.on("portico.broken", 50, () => {
				toast({ text: "That can not be drawn here. The model is as it was before.", tone: "error", about: "portico.broken" });
			});
			eventBus.on("selection.changed", 50, () => {
				const [only, ...others] = selection.get();
				setSelected(others.length === 0 ? only : undefined);
			});
			changed();
			setBinding(bound);
			// For whoever looks from outside: browser tests draw and compare through these.
			Object.assign(container, { porticoBinding: bound, porticoDiagram: diagram, porticoRoom: room });
		});
		return () => {
			ended = true;
			clearTimeout(check);
			stop();
			bound.destroy();
			diagram.destroy();
		};
	}, []);

	// Once the panel has its place, so that the whole model is seen beside it and beside the palette.
	useEffect(() => {
		if (binding === undefined) return;
		const { canvas, eventBus } = binding.services;
		eventBus.fire("canvas.resized");
		canvas.zoom("fit-viewport", "auto");
		const { x, y, width, height } = canvas.viewbox();
		const whole = canvas.getContainer().clientWidth;
		const left = mayEdit ? PALETTE_WIDTH : MARGIN;
		const beside = whole - left - MARGIN;
		if (beside <= 0) return;
		// Everything gets smaller by the part that is left beside them, around the middle of the height.
		const grown = whole / beside;
		canvas.viewbox({ x: x - (width * left) / beside, y: y - (height * (grown - 1)) / 2, width: width * grown, height: height * grown });
	}, [binding]);

	const importFile = useAct(
		async (chosen: File) => {
			const before = await fetch(`/api/modeler/models/${model.id}/bpmn`).then((answer) => answer.text());
			const answer = (await callApi(
				fetch(`/api/modeler/models/${model.id}/import`, { method: "POST", headers: { "content-type": "application/xml" }, body: chosen }),
			)) as { report: Finding[] };
			return { report: answer.report, before };
		},
		{
			onDone: ({ report: notes, before }, chosen) => {
				setReport(notes);
				toast({ text: `The model is now what “${chosen.name}” says.`, undo: () => importFile.mutate(new File([before], "before.bpmn")) });
			},
		},
	);

	const stack = mayEdit ? (binding?.history ?? undefined) : undefined;
	useShortcuts("Model", [
		{ keys: "i", does: "Show or hide the panel", run: () => setPanel((open) => !open) },
		{ keys: "o", does: "Show or hide the outline", run: () => setOutline((open) => !open) },
		{ keys: "j", does: "Next element along the flow", run: () => step(1) },
		{ keys: "k", does: "Element before", run: () => step(-1) },
		{ keys: "Escape", run: () => (following.value = undefined) },
		...(mayEdit
			? [
					{ keys: "$mod+z", does: "Undo your last change", run: () => stack?.undo() },
					{ keys: "$mod+Shift+z", does: "Redo", run: () => stack?.redo() },
				]
			: []),
	]);
	const lost = useComputed(() => room.state.value === "offline" || (room.state.value === "connecting" && room.ready.value));

	function reveal(id: string): void {
		const services = binding?.services;
		const element = services?.elementRegistry.get(id);
		if (services === undefined || element === undefined) return;
		const root = services.canvas.findRoot(element);
		if (root !== undefined) services.canvas.setRootElement(root);
		services.canvas.scrollToElement(element, 120);
		services.selection.select(element);
		// What comes next is done on the canvas: append, rename, move.
		services.canvas.focus();
		setPanel(true);
	}

	/** From the selected element to the next or the one before, as the outline lists them. */
	function step(by: 1 | -1): void {
		if (binding === undefined) return;
		const order = flat(outlineOf(binding.definitions)).filter((id) => binding.services.elementRegistry.get(id) !== undefined);
		const at = order.indexOf(selected?.id ?? "");
		const next = at === -1 ? (by === 1 ? order[0] : order.at(-1)) : order[(at + by + order.length) % order.length];
		if (next !== undefined) reveal(next);
	}
	const shown: ModdleElement | undefined = selected?.businessObject ?? binding?.services.canvas.getRootElement()?.businessObject;

	return (
		<div class="flex h-full min-h-0 flex-col">
			<header class="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-base-100 px-4 py-2">
				<div class="flex min-w-0 flex-1 flex-col">
					<Breadcrumb crumbs={[{ label: "Models", href: "/modeler" }]} />
					<h1 class="truncate text-lg font-semibold">{model.name}</h1>
				</div>
				<PeopleHere room={room} following={following} />
				{mayEdit ? (
					<>
						<IconButton label="Undo your last change" disabled={stack?.canUndo() !== true} onClick={() => stack?.undo()}>
							<Undo2 size={16} />
						</IconButton>
						<IconButton label="Redo" disabled={stack?.canRedo() !== true} onClick={() => stack?.redo()}>
							<Redo2 size={16} />
						</IconButton>
						<Button icon={FileUp} busy={importFile.isPending} onClick={() => file.current?.click()}>
							Import
						</Button>
						<input
							ref={file}
							type="file"
							accept=".bpmn,.xml"
							class="hidden"
							aria-label="BPMN file"
							onChange={(event) => {
								const [chosen] = event.currentTarget.files ?? [];
								event.currentTarget.value = "";
								if (chosen !== undefined) importFile.mutate(chosen);
							}}
						/>
					</>
				) : (
					<span class="text-soft">You may read this model</span>
				)}
				<a class="btn" href={`/api/modeler/models/${model.id}/bpmn`} download>
					<Download size={16} aria-hidden /> Export
				</a>
				{model.mayPublish && (
					<Button look="primary" icon={BookUp} onClick={() => setPublishing(true)}>
						Publish
					</Button>
				)}
				<IconButton label="Show or hide the outline" expanded={outline} onClick={() => setOutline(!outline)}>
					<ListTree size={16} />
				</IconButton>
				<IconButton label="Show or hide the panel" expanded={panel} onClick={() => setPanel(!panel)}>
					<PanelRight size={16} />
				</IconButton>
			</header>
			{lost.value && (
				<p role="status" class="border-b border-line bg-base-100 px-4 py-1.5 font-medium text-warning">
					The server cannot be reached.{" "}
					{mayEdit
						? room.unsynced.value === 0
							? "Draw on: what you change is kept here and sent later."
							: `${room.unsynced.value} ${room.unsynced.value === 1 ? "change is" : "changes are"} kept here and will be sent.`
						: "You see the model as it was."}
				</p>
			)}
			<div class="flex min-h-0 flex-1">
				{outline && binding !== undefined && (
					<Outline definitions={binding.definitions} moment={moment} selected={selected?.id} onChoose={reveal} />
				)}
				<div class="flex min-w-0 flex-1 flex-col">
					<DropFile
						enabled={mayEdit}
						class="min-h-0 flex-1"
						label="Drop the file to put it in place of this model"
						onFile={(chosen) => importFile.mutate(chosen)}
					>
						<div ref={host} class="portico-canvas absolute inset-0 bg-[var(--diagram-paper)]" aria-label="Diagram" role="application">
							<div class="portico-mark-patch" aria-hidden />
						</div>
					</DropFile>
					<Problems findings={findings} onChoose={reveal} />
				</div>
				{panel && binding !== undefined && (
					<Properties key={shown?.id ?? ""} binding={binding} shape={selected} element={shown} moment={moment} mayEdit={mayEdit} />
				)}
			</div>
			{report.length > 0 && <ImportReport findings={report} onClose={() => setReport([])} />}
			{publishing && (
				<PublishDialog
					model={model}
					onClose={() => setPublishing(false)}
					onProblems={(problems) => {
						setPublishing(false);
						setFindings(problems);
					}}
				/>
			)}
		</div>
	);
}

/** Every flow node of an outline, outer before inner. */
function flat(nodes: readonly OutlineNode[]): string[] {
	return nodes.flatMap(({ id, type, children }) => [
		...(type === "pool" || type === "process" || type === "lane" ? [] : [id]),
		...flat(children),
	]);
}
