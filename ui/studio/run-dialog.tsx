import { useEffect, useState } from "preact/hooks";
import type { Problem } from "../../domain/problem.ts";
import type { Values } from "../../domain/data/paths.ts";
import { FullForm } from "../forms/full-form.tsx";
import { api, type ApiProblem, callApi } from "../kit/api.ts";
import { Button, LinkButton } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { useAct } from "../kit/query.ts";
import { toast } from "../kit/toast.tsx";
import { FindingList } from "./finding-list.tsx";
import type { StepFinding } from "./project.ts";
import type { Editor } from "./use-editor.ts";

/** What was last put into a project's start form, so that running again asks nothing twice. Kept while the page is open. */
const lastValues = new Map<string, Values>();

/** Runs the draft: asks what the start form asks, makes development run it, and opens the running case beside the editor. */
export function RunDialog({ editor, onClose }: { readonly editor: Editor; readonly onClose: () => void }) {
	const { automation, project } = editor;
	const form = automation.forms.find((each) => each.id === automation.startForm);
	const [problem, setProblem] = useState<ApiProblem>();
	const [href, setHref] = useState<string>();
	const run = useAct(
		async (values: Values | undefined) => {
			if (!(await editor.flush())) return undefined;
			return callApi(
				api.studio.projects[":projectId"].run.$post({
					param: { projectId: project.id },
					json: values === undefined ? {} : { values: { ...values } },
				}),
			);
		},
		{
			refresh: [["studio", project.id, "packages"]],
			onProblem: setProblem,
			onDone: (started) => {
				if (started === undefined) return;
				setHref(started.href);
				const opened = open(started.href, "_blank");
				toast({
					text: `Case ${started.number} is running in development.`,
					action: { label: "Open", run: () => void open(started.href, "_blank") },
				});
				if (opened !== null) onClose();
			},
		},
	);
	useEffect(() => {
		if (form === undefined && href === undefined && !run.isPending && problem === undefined) run.mutate(undefined);
	}, [form === undefined]);
	const findings = problem?.more["findings"];
	const blocked = Array.isArray(findings) ? (findings as StepFinding[]) : [];
	const fields = problem?.more["problems"];
	return (
		<Dialog open title={form === undefined ? `Run ${project.name}` : form.title} onClose={onClose}>
			{editor.save.kind !== "saved" && editor.save.kind !== "saving" && (
				<p role="alert" class="font-medium text-error">
					{editor.save.reason}
				</p>
			)}
			{problem !== undefined && (
				<div role="alert" class="flex flex-col gap-2">
					<p class="font-medium text-error">{problem.message}</p>
					<FindingList projectId={project.id} findings={blocked} onOpen={onClose} />
				</div>
			)}
			{href !== undefined && (
				<p>
					The case is running. <LinkButton href={href}>Open it</LinkButton>
				</p>
			)}
			{form === undefined && run.isPending && <p role="status">Making a package and starting a case…</p>}
			{form !== undefined && (
				<FullForm
					form={form}
					model={automation.data}
					data={{}}
					submitLabel="Run it"
					busy={run.isPending}
					autoFocus
					draft={lastValues.get(project.id) ?? {}}
					onDraft={(values) => lastValues.set(project.id, values)}
					problems={Array.isArray(fields) ? (fields as Problem[]) : []}
					onSubmit={(values) => {
						setProblem(undefined);
						run.mutate(values);
					}}
					actions={
						<>
							<Button
								disabled={run.isPending}
								onClick={() => {
									setProblem(undefined);
									run.mutate(undefined);
								}}
							>
								Run without data
							</Button>
							<Button look="quiet" onClick={onClose}>
								Cancel
							</Button>
						</>
					}
				/>
			)}
		</Dialog>
	);
}
