import { ChevronDown, FileUp, Play, Redo2, RefreshCw, Undo2 } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import { STEPS, type Step } from "../../domain/deployment/steps.ts";
import { api, callApi } from "../kit/api.ts";
import { Button, IconButton } from "../kit/button.tsx";
import { Menu } from "../kit/menu.tsx";
import { Page } from "../kit/page.tsx";
import { queryClient, useAct, useApi } from "../kit/query.ts";
import { useShortcuts } from "../kit/shortcuts.tsx";
import { ErrorState, Skeleton } from "../kit/states.tsx";
import { StatusChip } from "../kit/status.tsx";
import { toast } from "../kit/toast.tsx";
import { DataStep } from "./data-step.tsx";
import { FormsStep } from "./forms-step.tsx";
import { IntegrationsStep } from "./integrations-step.tsx";
import { PerformersStep } from "./performers-step.tsx";
import { ProcessStep } from "./process-step.tsx";
import { type Project, readProject, type Report, useReport } from "./project.ts";
import { RulesStep } from "./rules-step.tsx";
import { RunDialog } from "./run-dialog.tsx";
import { RunStep } from "./run-step.tsx";
import { STEP_TITLES, Stepper } from "./stepper.tsx";
import { type Editor, useEditor } from "./use-editor.ts";

/** Each time a project is opened it is read anew: a draft that was seen before may be somebody else's by now. */
let visits = 0;

/** One project: seven steps, and a button that runs it. */
export function ProjectEditor({ projectId, step }: { readonly projectId: string; readonly step: string | undefined }) {
	const [visit, setVisit] = useState(() => (visits += 1));
	const query = useApi(["studio", projectId, "project", visit], () => readProject(projectId), { staleTime: Number.POSITIVE_INFINITY });
	const current = STEPS.find((each) => each === step) ?? "process";
	if (query.data !== undefined) return <Loaded key={visit} project={query.data} step={current} onReload={() => setVisit((visits += 1))} />;
	return (
		<Page title="Project" crumbs={[{ label: "Projects", href: "/studio" }]}>
			{query.error === null ? <Skeleton /> : <ErrorState problem={query.error} retry={() => void query.refetch()} />}
		</Page>
	);
}

function Loaded({ project, step, onReload }: { readonly project: Project; readonly step: Step; readonly onReload: () => void }) {
	const editor = useEditor(project);
	const report = useReport(project.id, editor.version);
	const [running, setRunning] = useState(false);
	const last = report.data ?? queryClient.getQueryData<Report>(["studio", project.id, "check", editor.version - 1]);
	const file = useRef<HTMLInputElement>(null);
	const update = useAct(
		async (chosen: File | undefined) => {
			if (!(await editor.flush())) throw new Error("The draft has to be saved first.");
			const source = chosen === undefined ? {} : { source: { kind: "file" as const, bpmn: await chosen.text(), fileName: chosen.name } };
			return callApi(
				api.studio.projects[":projectId"]["update-from-model"].$post({
					param: { projectId: project.id },
					json: { version: editor.savedVersion(), ...source },
				}),
			);
		},
		{
			onDone: ({ findings }) => {
				toast({
					text:
						findings.length === 0
							? "The model is as it was."
							: `The model is taken over: ${findings.map((each) => each.detail).join(" ")}`.slice(0, 300),
				});
				onReload();
			},
		},
	);
	useShortcuts("Studio", [
		{ keys: "$mod+z", does: "Undo", run: () => editor.undo?.() },
		{ keys: "$mod+Shift+z", does: "Do again", run: () => editor.redo?.() },
		{ keys: "$mod+Enter", does: "Run it", run: () => setRunning(true) },
		...STEPS.map((each, index) => ({
			keys: `${index + 1}`,
			does: STEP_TITLES[each],
			run: () => history.pushState(null, "", `/studio/${project.id}/${each}`),
		})),
	]);
	return (
		<Page
			fill
			title={project.name}
			crumbs={[{ label: "Projects", href: "/studio" }]}
			status={<Saved editor={editor} />}
			actions={
				<>
					<IconButton label="Undo" disabled={editor.undo === undefined} onClick={() => editor.undo?.()}>
						<Undo2 size={16} />
					</IconButton>
					<IconButton label="Do again" disabled={editor.redo === undefined} onClick={() => editor.redo?.()}>
						<Redo2 size={16} />
					</IconButton>
					{project.mayEdit && (
						<Menu
							label="Model"
							class="btn"
							placement="bottom-end"
							items={[
								...(project.source.kind === "model"
									? [
											{
												value: "update",
												label: `Take “${project.source.name}” as it is now`,
												detail: "What you set is kept, element by element",
												icon: RefreshCw,
												run: () => update.mutate(undefined),
											},
										]
									: []),
								{
									value: "file",
									label: "Take a BPMN file",
									detail: "What you set is kept, element by element",
									icon: FileUp,
									run: () => file.current?.click(),
								},
							]}
						>
							Model <ChevronDown size={14} aria-hidden />
						</Menu>
					)}
					<input
						ref={file}
						type="file"
						class="hidden"
						aria-label="BPMN file"
						accept=".bpmn,.xml,application/xml"
						onChange={(event) => {
							const chosen = event.currentTarget.files?.[0];
							event.currentTarget.value = "";
							if (chosen !== undefined) update.mutate(chosen);
						}}
					/>
					<Button look="primary" icon={Play} disabled={!project.mayRun} onClick={() => setRunning(true)}>
						Run it
					</Button>
				</>
			}
		>
			<Stepper projectId={project.id} current={step} report={last} />
			<Conflict editor={editor} />
			<div class="min-h-0 flex-1 overflow-auto">
				<StepView step={step} editor={editor} report={last} />
			</div>
			{running && <RunDialog editor={editor} onClose={() => setRunning(false)} />}
		</Page>
	);
}

function StepView({ step, editor, report }: { readonly step: Step; readonly editor: Editor; readonly report: Report | undefined }) {
	switch (step) {
		case "process":
			return <ProcessStep editor={editor} report={report} />;
		case "data":
			return <DataStep editor={editor} />;
		case "forms":
			return <FormsStep editor={editor} />;
		case "rules":
			return <RulesStep editor={editor} report={report} />;
		case "performers":
			return <PerformersStep editor={editor} />;
		case "integrations":
			return <IntegrationsStep editor={editor} />;
		case "run":
			return <RunStep editor={editor} report={report} />;
	}
}

function Saved({ editor }: { readonly editor: Editor }) {
	if (editor.readOnly) return <StatusChip tone="neutral">Read only</StatusChip>;
	switch (editor.save.kind) {
		case "saved":
			return <StatusChip tone="success">Saved</StatusChip>;
		case "saving":
			return <StatusChip tone="info">Saving</StatusChip>;
		case "incomplete":
			return (
				<StatusChip tone="warning" title={editor.save.reason}>
					Not saved yet
				</StatusChip>
			);
		case "failed":
			return (
				<StatusChip tone="error" title={editor.save.reason}>
					Not saved
				</StatusChip>
			);
		case "conflict":
			return <StatusChip tone="warning">Conflict</StatusChip>;
	}
}

/** What stands in the way of saving, and the ways out. */
function Conflict({ editor }: { readonly editor: Editor }) {
	const { save } = editor;
	if (save.kind === "saved" || save.kind === "saving") return null;
	return (
		<div role="status" class="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-base-100 px-4 py-2">
			<p class="min-w-0 flex-1">
				{save.kind === "incomplete" && "Not saved yet: "}
				{save.reason}
			</p>
			{save.kind === "failed" && (
				<Button small onClick={() => void editor.flush()}>
					Try again
				</Button>
			)}
			{save.kind === "conflict" && (
				<>
					<Button small onClick={() => void editor.takeSaved()}>
						Take {save.by}’s
					</Button>
					<Button small onClick={editor.keepMine}>
						Keep mine
					</Button>
				</>
			)}
		</div>
	);
}
