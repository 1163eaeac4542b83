import type { Mark } from "../../domain/bpmn/render-svg.ts";
import { Diagram } from "../kit/diagram.tsx";
import { TextInput } from "../kit/field.tsx";
import { Inspector } from "../kit/page.tsx";
import { ElementSettings } from "./element-settings.tsx";
import { FeelField } from "./feel-field.tsx";
import { allElements, allFlows, nameOf, type Report, typeWords } from "./project.ts";
import { useQueryParam } from "../kit/query-param.ts";
import { ServiceLevelSettings } from "./service-level-settings.tsx";
import type { Editor } from "./use-editor.ts";

/** The diagram with what makes each element run beside it. */
export function ProcessStep({ editor, report }: { readonly editor: Editor; readonly report: Report | undefined }) {
	const { project, automation } = editor;
	const [selected, select] = useQueryParam("element");
	const element = allElements(project).find((each) => each.id === selected);
	const flow = allFlows(project).find((each) => each.id === selected);
	const marks: Record<string, Mark> = {};
	for (const finding of report?.findings ?? [])
		if (finding.severity === "error" && finding.at !== undefined) marks[finding.at] = { state: "incident" };
	const findings = (report?.findings ?? []).filter((each) => each.at === selected);
	return (
		<div class="flex h-full min-h-0 flex-col lg:flex-row">
			<Diagram svg={project.svg} marks={marks} selected={selected} onSelect={select} class="min-h-80 flex-1" />
			<Inspector title={element === undefined ? (flow === undefined ? "Process" : "Flow") : nameOf(element)}>
				<div class="flex flex-col gap-4">
					{findings.map((finding) => (
						<p key={finding.code} class={finding.severity === "error" ? "font-medium text-error" : "text-warning"}>
							{finding.detail}
						</p>
					))}
					{element !== undefined && (
						<>
							<p class="text-soft">
								{typeWords(element)}
								{element.lane !== null && ` · ${element.lane.name}`}
							</p>
							<ElementSettings editor={editor} element={element} />
						</>
					)}
					{flow !== undefined && <FlowSettings editor={editor} flowId={flow.id} />}
					{element === undefined && flow === undefined && (
						<>
							<p class="text-soft">Select an element or a flow to see what makes it run.</p>
							<TextInput
								label="Category"
								help="Where it stands in “New case”"
								value={automation.category}
								readOnly={editor.readOnly}
								onChange={(category) => editor.change("category", (draft) => ({ ...draft, category }))}
							/>
							<FeelField
								label="Title of a case"
								help="FEEL; empty: the process’s name"
								value={automation.caseTitle ?? ""}
								disabled={editor.readOnly}
								onChange={(title) =>
									editor.change("case title", ({ caseTitle: _, ...draft }) => (title === "" ? draft : { ...draft, caseTitle: title }))
								}
							/>
							<ServiceLevelSettings editor={editor} />
						</>
					)}
				</div>
			</Inspector>
		</div>
	);
}

/** The condition of a flow, over the model's own. */
export function FlowSettings({ editor, flowId }: { readonly editor: Editor; readonly flowId: string }) {
	const flow = allFlows(editor.project).find((each) => each.id === flowId);
	if (flow === undefined) return null;
	const source = allElements(editor.project).find((each) => each.id === flow.source);
	const target = allElements(editor.project).find((each) => each.id === flow.target);
	const isDefault = editor.automation.elements[flow.source]?.defaultFlow === flowId || flow.isDefault;
	const own = editor.automation.flows[flowId]?.condition;
	// The only way out of a gateway has no condition of need, but what it has is asked.
	const asks = ((source?.outgoing.length ?? 0) > 1 || flow.condition !== null || own !== undefined) && source?.type !== "parallelGateway";
	return (
		<>
			<p class="text-soft">
				{source === undefined ? "" : nameOf(source)} → {target === undefined ? "" : nameOf(target)}
			</p>
			{isDefault ? (
				<p>The default way: taken when no other condition holds.</p>
			) : asks ? (
				<FeelField
					label="Taken when"
					help={flow.condition === null ? "FEEL over the process data" : `The model says: ${flow.condition}`}
					value={own ?? ""}
					placeholder={flow.condition ?? 'decision = "approve"'}
					disabled={editor.readOnly}
					onChange={(condition) =>
						editor.change(`flow ${flowId}`, (draft) => {
							const { [flowId]: _, ...others } = draft.flows;
							return { ...draft, flows: condition === "" ? others : { ...others, [flowId]: { condition } } };
						})
					}
				/>
			) : (
				<p>The only way on: it needs no condition.</p>
			)}
		</>
	);
}
