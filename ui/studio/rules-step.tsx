import { FeelField } from "./feel-field.tsx";
import { DecisionRefEditor, UseDmnFile, UseProjectFile } from "./decision-ref-editor.tsx";
import { DecisionFileEditor } from "./decision-file-editor.tsx";
import { DecisionFiles } from "./decision-files.tsx";
import { DecisionTableEditor } from "./decision-table-editor.tsx";
import { ElementPicker } from "./element-picker.tsx";
import { Section } from "../kit/page.tsx";
import { TextInput } from "../kit/field.tsx";
import { LinkButton } from "../kit/button.tsx";
import { EmptyState } from "../kit/states.tsx";
import { allElements, nameOf, type Report, typeWords } from "./project.ts";
import { useQueryParam } from "../kit/query-param.ts";
import type { Editor } from "./use-editor.ts";

/** What the process works out by itself: decision tables, scripts, and files of decisions that tasks decide by. */
export function RulesStep({ editor, report }: { readonly editor: Editor; readonly report: Report | undefined }) {
	const [selected, select] = useQueryParam("element");
	const [open] = useQueryParam("file");
	if (open !== undefined) {
		const file = editor.automation.decisions?.find((each) => each.name === open);
		if (file !== undefined) return <DecisionFileEditor key={file.name} editor={editor} file={file} report={report} />;
		return (
			<EmptyState
				title={`The project has no file “${open}”`}
				action={<LinkButton href={`/studio/${editor.project.id}/rules`}>To the rules</LinkButton>}
			>
				It was removed or renamed. Undo brings back what was removed here.
			</EmptyState>
		);
	}
	const rules = allElements(editor.project).filter((each) => each.type === "businessRuleTask" || each.type === "scriptTask");
	const element = rules.find((each) => each.id === selected) ?? rules[0];
	const own = element === undefined ? {} : (editor.automation.elements[element.id] ?? {});
	return (
		<ElementPicker
			label="Rules"
			elements={rules}
			current={element?.id}
			onSelect={select}
			always={<DecisionFiles editor={editor} />}
			empty="This process has no script and no business rule task. The conditions of its ways are set in “Process”."
			isDone={(each) =>
				editor.automation.elements[each.id]?.decision !== undefined ||
				editor.automation.elements[each.id]?.decisionRef !== undefined ||
				editor.automation.elements[each.id]?.script !== undefined
			}
		>
			{element !== undefined && (
				<Section title={`${nameOf(element)} · ${typeWords(element).toLowerCase()}`}>
					{element.type === "businessRuleTask" ? (
						own.decisionRef !== undefined ? (
							<DecisionRefEditor editor={editor} elementId={element.id} />
						) : (
							<div class="flex flex-col gap-4">
								<DecisionTableEditor editor={editor} elementId={element.id} />
								<div class="flex flex-wrap gap-2">
									<UseProjectFile editor={editor} elementId={element.id} />
									<UseDmnFile editor={editor} elementId={element.id} label="Decide by a DMN file" />
								</div>
							</div>
						)
					) : (
						<div class="flex max-w-2xl flex-col gap-4">
							<FeelField
								label="Calculates"
								help="FEEL over the process data"
								rows={3}
								value={own.script?.expression ?? ""}
								disabled={editor.readOnly}
								placeholder="sum(items.price)"
								onChange={(expression) =>
									editor.changeElement(element.id, { script: { expression, result: own.script?.result ?? "result" } })
								}
							/>
							<TextInput
								label="Into"
								help="A path of the process data"
								value={own.script?.result ?? ""}
								readOnly={editor.readOnly}
								placeholder="total"
								onChange={(result) =>
									editor.changeElement(element.id, { script: { expression: own.script?.expression ?? "null", result } })
								}
							/>
						</div>
					)}
				</Section>
			)}
		</ElementPicker>
	);
}
