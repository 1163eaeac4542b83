import { ArrowDownToLine, ArrowUpFromLine, ChevronDown, PencilLine, Trash2 } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import type { DecisionFile, ElementAutomation } from "../../domain/deployment/automation.ts";
import { uniqueIn } from "../../domain/deployment/names.ts";
import { compileModel } from "../../domain/rules/dmn/model.ts";
import { Button, LinkButton } from "../kit/button.tsx";
import { Select, TextInput } from "../kit/field.tsx";
import { Menu } from "../kit/menu.tsx";
import { toast } from "../kit/toast.tsx";
import { download, editorOf } from "./decision-files.tsx";
import { DecisionTryOut } from "./decision-try-out.tsx";
import { Mappings } from "./mappings.tsx";
import type { Editor } from "./use-editor.ts";

interface Props {
	readonly editor: Editor;
	readonly elementId: string;
}

/** A business rule task that decides by a decision of one of the project's DMN files. */
export function DecisionRefEditor({ editor, elementId }: Props) {
	const own = editor.automation.elements[elementId] ?? {};
	const reference = own.decisionRef;
	const files = editor.automation.decisions ?? [];
	const file = files.find((each) => each.name === reference?.file);
	if (reference === undefined) return null;
	const set = (patch: Parameters<Editor["changeElement"]>[1]): void => editor.changeElement(elementId, patch);
	const model = file === undefined ? undefined : modelOf(file, files);
	return (
		<div class="flex max-w-2xl flex-col gap-4">
			<div class="grid grid-cols-1 gap-4 sm:grid-cols-2">
				<Select
					label="DMN file"
					value={reference.file}
					readOnly={editor.readOnly}
					error={file === undefined ? "The project does not have this file any more." : undefined}
					options={files.map((each) => ({ value: each.name, label: each.name }))}
					onChange={(name) => set({ decisionRef: { ...reference, file: name, decision: offersOf(name, files)[0] ?? reference.decision } })}
				/>
				<Select
					label="Decision"
					value={reference.decision}
					readOnly={editor.readOnly}
					error={model?.ok === false ? model.error.detail : undefined}
					options={offersOf(reference.file, files).map((name) => ({ value: name, label: name }))}
					onChange={(decision) => set({ decisionRef: { ...reference, decision } })}
				/>
				<TextInput
					label="Into"
					help="A path of the process data"
					value={reference.result}
					readOnly={editor.readOnly}
					onChange={(result) => set({ decisionRef: { ...reference, result } })}
				/>
			</div>
			<div class="flex flex-wrap gap-2">
				{!editor.readOnly && <UseDmnFile editor={editor} elementId={elementId} label="Bring another file" />}
				{!editor.readOnly && (
					<Button icon={Trash2} onClick={() => stopUsing(editor, elementId)}>
						Decide without this file
					</Button>
				)}
				{file !== undefined && (
					<LinkButton icon={PencilLine} href={editorOf(editor.project.id, file.name)}>
						{editor.readOnly ? "Open" : "Edit"} {file.name}
					</LinkButton>
				)}
				{file !== undefined && (
					<Button icon={ArrowDownToLine} onClick={() => download(file)}>
						Download {file.name}
					</Button>
				)}
			</div>
			<Mappings
				title="What it gets"
				help="FEEL over the process data → an input of the decision. Without any, it gets all process data by their names."
				rows={own.inputs ?? []}
				readOnly={editor.readOnly}
				onChange={(inputs) => set({ inputs: inputs.length === 0 ? undefined : inputs })}
			/>
			{file !== undefined && model?.ok === true && (
				<DecisionTryOut
					key={`${file.name} ${reference.decision}`}
					dmn={file.dmn}
					imported={files.filter((each) => each !== file).map((each) => each.dmn)}
					decision={reference.decision}
					inputs={model.value.inputs}
				/>
			)}
		</div>
	);
}

/** The task decides by nothing; the file stays in the project. */
function stopUsing(editor: Editor, elementId: string): void {
	editor.change(`decision file of ${elementId}`, (draft) => {
		const { decisionRef: _, ...own }: ElementAutomation = draft.elements[elementId] ?? {};
		return { ...draft, elements: { ...draft.elements, [elementId]: own } };
	});
}

/** Has the task decide by a file that the project has already. */
export function UseProjectFile({ editor, elementId }: Props) {
	const files = editor.automation.decisions ?? [];
	const use = (name: string): void => {
		const [decision] = offersOf(name, files);
		if (decision === undefined) {
			toast({ text: `“${name}” has no decision that can be read.`, tone: "error" });
			return;
		}
		editor.change(`decision file of ${elementId}`, (draft) => {
			const { decision: _, ...own }: ElementAutomation = draft.elements[elementId] ?? {};
			return {
				...draft,
				elements: { ...draft.elements, [elementId]: { ...own, decisionRef: { file: name, decision, result: "decision" } } },
			};
		});
	};
	if (files.length === 0 || editor.readOnly) return null;
	return (
		<Menu
			label="Decide by a file of this project"
			class="btn"
			items={files.map((each) => ({
				value: each.name,
				label: each.name,
				detail: offersOf(each.name, files).join(", "),
				run: () => use(each.name),
			}))}
		>
			Decide by a file of this project <ChevronDown size={14} aria-hidden />
		</Menu>
	);
}

/** Brings a DMN file into the project, and has the task decide by its first decision. */
export function UseDmnFile({ editor, elementId, label }: Props & { readonly label: string }) {
	const input = useRef<HTMLInputElement>(null);
	const [problem, setProblem] = useState<string>();
	const take = async (chosen: File): Promise<void> => {
		const dmn = await chosen.text();
		const made = compileModel(dmn);
		if (!made.ok) return setProblem(made.error.detail);
		const [decision] = made.value.offers;
		if (decision === undefined) return setProblem("This file has no decision.");
		setProblem(undefined);
		const title = chosen.name.replace(/\.(?:dmn|xml)$/i, "").slice(0, 100) || "Decisions";
		editor.change(`decision file of ${elementId}`, (draft) => {
			const files = draft.decisions ?? [];
			const name = uniqueIn(new Set(files.map((each) => each.name)), title, " ");
			const before: ElementAutomation = draft.elements[elementId] ?? {};
			const { decision: _, ...own } = before;
			const result = own.decisionRef?.result ?? "decision";
			return {
				...draft,
				decisions: [...files, { name, dmn }],
				elements: { ...draft.elements, [elementId]: { ...own, decisionRef: { file: name, decision, result } } },
			};
		});
	};
	return (
		<div>
			<input
				ref={input}
				type="file"
				accept=".dmn,.xml"
				class="sr-only"
				tabIndex={-1}
				aria-label="DMN file"
				onChange={(event) => {
					const chosen = event.currentTarget.files?.[0];
					event.currentTarget.value = "";
					if (chosen !== undefined) void take(chosen);
				}}
			/>
			<Button icon={ArrowUpFromLine} disabled={editor.readOnly} onClick={() => input.current?.click()}>
				{label}
			</Button>
			{problem !== undefined && (
				<p role="alert" class="mt-1 text-sm text-error">
					{problem}
				</p>
			)}
		</div>
	);
}

function modelOf(file: DecisionFile, files: readonly DecisionFile[]): ReturnType<typeof compileModel> {
	return compileModel(
		file.dmn,
		files.filter((each) => each !== file).map((each) => each.dmn),
	);
}

function offersOf(name: string, files: readonly DecisionFile[]): readonly string[] {
	const file = files.find((each) => each.name === name);
	const model = file === undefined ? undefined : modelOf(file, files);
	return model?.ok === true ? model.value.offers : [];
}
