import { useEffect, useRef, useState } from "preact/hooks";
import type { FileValue } from "../../domain/data/model.ts";
import { FormView } from "./lazy-form.tsx";
import { asProblem, type ApiProblem } from "../kit/api.ts";
import { Button } from "../kit/button.tsx";
import { useAct } from "../kit/query.ts";
import { useShortcuts } from "../kit/shortcuts.tsx";
import { toast } from "../kit/toast.tsx";
import { dropDraft, keepDraft, readDraft } from "./drafts.ts";
import { problemsOf } from "./problems.ts";
import { inboxKey, patchLine } from "./use-inbox.ts";
import { completeTask, fileHref, saveDraft, type TaskDetail, attachFile, type Values } from "./work-api.ts";

interface TaskFormProps {
	readonly detail: TaskDetail;
	readonly environmentId: string;
	readonly personId: string;
	readonly taskId: string;
	readonly readOnly: boolean;
	readonly onConflict: (problem: ApiProblem) => void;
	readonly onDone: () => void;
}

/** Saved on the server this long after the last keystroke; on this machine at once. */
const SAVE_AFTER_MS = 600;

type Saved = "nothing" | "saving" | "saved" | "here" | "not";

/** The task's form with its draft. */
export function TaskForm({ detail, environmentId, personId, taskId, readOnly, onConflict, onDone }: TaskFormProps) {
	const [draft] = useState<Values>(() => newest(detail, readDraft(personId, taskId)));
	const [saved, setSaved] = useState<Saved>("nothing");
	const [refused, setRefused] = useState<ApiProblem>();
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
	const pending = useRef<Values>(undefined);
	const done = useRef(false);

	async function save(): Promise<void> {
		const values = pending.current;
		if (values === undefined || done.current) return;
		pending.current = undefined;
		setSaved("saving");
		try {
			await saveDraft(environmentId, taskId, values);
			setSaved((now) => (now === "saving" ? "saved" : now));
			if (pending.current === undefined) dropDraft(personId, taskId);
		} catch (error) {
			pending.current ??= values;
			const problem = asProblem(error);
			if (problem.status === 409) onConflict(problem);
			else setSaved(readDraft(personId, taskId) === undefined ? "not" : "here");
		}
	}
	function change(values: Values): void {
		pending.current = values;
		const here = keepDraft(personId, taskId, { values, at: Date.now() });
		setSaved(here ? "here" : "not");
		clearTimeout(timer.current);
		timer.current = setTimeout(() => void save(), SAVE_AFTER_MS);
	}
	useEffect(() => {
		function warn(event: BeforeUnloadEvent): void {
			// Only a draft that is nowhere is worth a question.
			if (pending.current !== undefined && readDraft(personId, taskId) === undefined) event.preventDefault();
		}
		const online = (): void => void save();
		addEventListener("beforeunload", warn);
		addEventListener("online", online);
		return () => {
			removeEventListener("beforeunload", warn);
			removeEventListener("online", online);
			clearTimeout(timer.current);
			void save();
		};
	}, []);

	const complete = useAct((values: Values) => completeTask(environmentId, taskId, values), {
		refresh: [inboxKey(environmentId), ["work", environmentId, "case", detail.task.caseId]],
		onDone: () => {
			done.current = true;
			pending.current = undefined;
			clearTimeout(timer.current);
			dropDraft(personId, taskId);
			toast({ about: taskId, text: `Completed “${detail.task.title}”.` });
			onDone();
			patchLine(environmentId, taskId, "remove");
		},
		onProblem: (problem) => {
			if (problem.status === 409) onConflict(problem);
			else if (problemsOf(problem).length > 0) setRefused(problem);
			else toast({ tone: "error", text: problem.message, code: problem.code });
		},
	});
	const place = useRef<HTMLDivElement>(null);
	useShortcuts("Task", [
		{
			keys: "e",
			does: "Complete the task",
			run: () => {
				if (!readOnly) place.current?.querySelector("form")?.requestSubmit();
			},
		},
	]);

	if (detail.form === null) {
		return readOnly ? (
			<p class="text-soft">This task has no form.</p>
		) : (
			<div ref={place}>
				<form
					onSubmit={(event) => {
						event.preventDefault();
						complete.mutate({});
					}}
				>
					<p class="mb-4 text-soft">This task has no form. Complete it when the work is done.</p>
					<Button type="submit" look="primary" busy={complete.isPending}>
						Complete
					</Button>
				</form>
			</div>
		);
	}
	return (
		<div ref={place}>
			<FormView
				form={detail.form}
				model={detail.dataModel}
				data={detail.values}
				draft={draft}
				readOnly={readOnly}
				busy={complete.isPending}
				problems={problemsOf(refused)}
				onDraft={change}
				onSubmit={(values) => {
					setRefused(undefined);
					complete.mutate(values);
				}}
				actions={<SavedNote saved={saved} />}
				place={{
					upload: (file): Promise<FileValue> => attachFile(environmentId, detail.task.caseId, file),
					fileHref: (file) => fileHref(environmentId, detail.task.caseId, file.fileId),
				}}
			/>
		</div>
	);
}

function SavedNote({ saved }: { readonly saved: Saved }) {
	const words: Readonly<Record<Saved, string>> = {
		nothing: "",
		saving: "Saving draft",
		saved: "Draft saved",
		here: "Draft kept on this device",
		not: "Draft is not saved",
	};
	return (
		<span role="status" class={`text-xs ${saved === "not" ? "font-medium text-error" : "text-soft"}`}>
			{words[saved]}
		</span>
	);
}

/** The draft of this machine where it is newer than the server's. */
function newest(detail: TaskDetail, here: { readonly values: Values; readonly at: number } | undefined): Values {
	if (here !== undefined && here.at > (detail.draft?.savedAt ?? 0)) return here.values;
	return detail.draft?.values ?? {};
}
