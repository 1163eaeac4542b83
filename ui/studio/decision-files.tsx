import { ArrowDownToLine, Ellipsis, FilePlus2, PencilLine, Trash2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { type DecisionFile, MAX_DMN_FILES } from "../../domain/deployment/automation.ts";
import { importersOf, renameDecisionFile } from "../../domain/deployment/decision-files.ts";
import { newDecisionFile } from "../../domain/deployment/new-decision-file.ts";
import { Button } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { TextInput } from "../kit/field.tsx";
import { Menu } from "../kit/menu.tsx";
import { Section } from "../kit/page.tsx";
import { toast } from "../kit/toast.tsx";
import { outlineOf } from "./dmn/file-outline.ts";
import { allElements, nameOf } from "./project.ts";
import type { Editor } from "./use-editor.ts";

/** The DMN files of a project, whether a task decides by them or not. */
export function DecisionFiles({ editor }: { readonly editor: Editor }) {
	const [naming, setNaming] = useState<{ readonly file: DecisionFile | undefined }>();
	const files = editor.automation.decisions ?? [];
	const full = files.length >= MAX_DMN_FILES;
	return (
		<Section
			title="Decision files"
			actions={
				!editor.readOnly && (
					<Button
						small
						icon={FilePlus2}
						disabled={full}
						{...(full && { title: `A project may have ${MAX_DMN_FILES} files.` })}
						onClick={() => setNaming({ file: undefined })}
					>
						New decision file
					</Button>
				)
			}
		>
			{files.length === 0 ? (
				<p class="text-soft">Decisions in DMN, which business rule tasks of this project can decide by.</p>
			) : (
				<ul class="flex flex-col divide-y divide-line">
					{files.map((file) => (
						<FileRow key={file.name} editor={editor} file={file} onRename={() => setNaming({ file })} />
					))}
				</ul>
			)}
			{naming !== undefined && <NameDialog editor={editor} file={naming.file} onClose={() => setNaming(undefined)} />}
		</Section>
	);
}

function FileRow({ editor, file, onRename }: { readonly editor: Editor; readonly file: DecisionFile; readonly onRename: () => void }) {
	const users = allElements(editor.project).filter((each) => editor.automation.elements[each.id]?.decisionRef?.file === file.name);
	const importers = importersOf(editor.automation.decisions ?? [], file.name);
	const kept = users.length > 0 ? "A task decides by it" : importers.length > 0 ? `“${importers[0] ?? ""}” imports it` : undefined;
	const decisions = outlineOf(file.dmn).map((each) => each.name);
	const remove = (): void => {
		editor.change(`remove decision file ${file.name}`, (draft) => {
			const { decisions: before, ...rest } = draft;
			const left = (before ?? []).filter((each) => each.name !== file.name);
			return left.length === 0 ? rest : { ...rest, decisions: left };
		});
		toast({ text: `“${file.name}” is removed. Undo brings it back.` });
	};
	return (
		<li class="flex items-center gap-2 py-1.5">
			<div class="min-w-0 flex-1">
				<Link href={editorOf(editor.project.id, file.name)} class="font-medium hover:underline">
					{file.name}
				</Link>
				<p class="truncate text-xs text-soft">
					{decisions.join(", ") || "no decision"} ·{" "}
					{users.length === 0 ? "no task decides by it" : `decides ${users.map((each) => `“${nameOf(each)}”`).join(", ")}`}
				</p>
			</div>
			<Link
				href={editorOf(editor.project.id, file.name)}
				class="btn btn-sm"
				aria-label={`${editor.readOnly ? "Open" : "Edit"} ${file.name}`}
			>
				{editor.readOnly ? "Open" : "Edit"}
			</Link>
			<Menu
				label={`More of ${file.name}`}
				placement="bottom-end"
				class="btn btn-ghost btn-sm btn-square"
				items={[
					{ value: "download", label: "Download", icon: ArrowDownToLine, run: () => download(file) },
					...(editor.readOnly
						? []
						: [
								{ value: "rename", label: "Rename", icon: PencilLine, run: onRename },
								{
									value: "remove",
									label: "Remove",
									icon: Trash2,
									...(kept !== undefined && { detail: kept, disabled: true }),
									run: remove,
								},
							]),
				]}
			>
				<Ellipsis size={16} aria-hidden />
			</Menu>
		</li>
	);
}

/** Names a new file and opens it, or renames one; the tasks that decide by it go along. */
function NameDialog({
	editor,
	file,
	onClose,
}: {
	readonly editor: Editor;
	readonly file: DecisionFile | undefined;
	readonly onClose: () => void;
}) {
	const [name, setName] = useState(file?.name ?? "");
	const [, navigate] = useLocation();
	const chosen = name.trim();
	const taken = (editor.automation.decisions ?? []).some((each) => each !== file && each.name === chosen);
	const put = (): void => {
		if (chosen === "" || taken) return;
		onClose();
		if (file !== undefined) {
			if (chosen !== file.name) rename(editor, file.name, chosen);
			return;
		}
		const made = { name: chosen, dmn: newDecisionFile(chosen, crypto.randomUUID().slice(0, 8)) };
		editor.change(`new decision file ${chosen}`, (draft) => ({ ...draft, decisions: [...(draft.decisions ?? []), made] }));
		navigate(editorOf(editor.project.id, chosen));
	};
	return (
		<Dialog
			open
			title={file === undefined ? "New decision file" : `Rename “${file.name}”`}
			onClose={onClose}
			actions={
				<>
					<Button onClick={onClose}>Cancel</Button>
					<Button look="primary" type="submit" form="decision-file-name" disabled={chosen === "" || taken}>
						{file === undefined ? "Make it" : "Rename"}
					</Button>
				</>
			}
		>
			<form
				id="decision-file-name"
				onSubmit={(event) => {
					event.preventDefault();
					put();
				}}
			>
				<TextInput
					label="Name"
					help={file === undefined ? "It starts with one decision of this name and a small table." : "Tasks that decide by it go along."}
					value={name}
					maxLength={100}
					autoFocus
					error={taken ? "Another file has this name." : undefined}
					onChange={setName}
				/>
			</form>
		</Dialog>
	);
}

function rename(editor: Editor, before: string, after: string): void {
	editor.change(`rename decision file ${before}`, (draft) => renameDecisionFile(draft, before, after));
}

/** The address of a file's editor; the task that is chosen in the step stays chosen. */
export function editorOf(projectId: string, file: string): string {
	const element = new URLSearchParams(location.search).get("element");
	const query = new URLSearchParams({ ...(element !== null && { element }), file });
	return `/studio/${projectId}/rules?${query.toString()}`;
}

export function download(file: DecisionFile): void {
	const href = URL.createObjectURL(new Blob([file.dmn], { type: "application/xml" }));
	const link = document.createElement("a");
	link.href = href;
	link.download = `${file.name}.dmn`;
	link.click();
	URL.revokeObjectURL(href);
}
