import { Plus, Trash2 } from "lucide-preact";
import type { DecisionTable } from "../../domain/deployment/automation.ts";
import { attributeNameOf, uniqueIn } from "../../domain/deployment/names.ts";
import { Button, IconButton } from "../kit/button.tsx";
import { Select, TextInput } from "../kit/field.tsx";
import { FeelField } from "./feel-field.tsx";
import type { Editor } from "./use-editor.ts";

const EMPTY: DecisionTable = {
	hitPolicy: "first",
	inputs: [{ label: "Input", expression: "amount" }],
	outputs: [{ label: "Outcome", name: "outcome" }],
	rules: [{ inputs: ["-"], outputs: ['"standard"'] }],
};

/** A decision table (DMN 1.5 §8): columns of inputs and outputs, one line a rule. */
export function DecisionTableEditor({ editor, elementId }: { readonly editor: Editor; readonly elementId: string }) {
	const decision = editor.automation.elements[elementId]?.decision;
	const fixed = editor.readOnly;
	if (decision === undefined)
		return (
			<Button
				look="primary"
				icon={Plus}
				disabled={fixed}
				onClick={() => editor.changeElement(elementId, { decision: { table: EMPTY, result: "decision" } })}
			>
				Make a decision table
			</Button>
		);
	const { table, result } = decision;
	const put = (next: Partial<DecisionTable>): void =>
		editor.changeElement(elementId, { decision: { result, table: { ...table, ...next } } });
	const cell = (side: "inputs" | "outputs", row: number, column: number, text: string): void =>
		put({
			rules: table.rules.map((rule, at) =>
				at === row ? { ...rule, [side]: rule[side].map((each, index) => (index === column ? text : each)) } : rule,
			),
		});

	return (
		<div class="flex flex-col gap-4">
			<div class="grid max-w-2xl grid-cols-1 gap-4 sm:grid-cols-2">
				<Select
					label="When several rules hold"
					value={table.hitPolicy}
					readOnly={fixed}
					options={[
						{ value: "first", label: "the first counts" },
						{ value: "unique", label: "that is a mistake (unique)" },
						{ value: "any", label: "they must agree (any)" },
						{ value: "collect", label: "all count (collect)" },
					]}
					onChange={(hitPolicy) => put({ hitPolicy: hitPolicy as DecisionTable["hitPolicy"] })}
				/>
				<TextInput
					label="Into"
					help="A path of the process data; the outputs become its fields"
					value={result}
					readOnly={fixed}
					onChange={(path) => editor.changeElement(elementId, { decision: { table, result: path } })}
				/>
			</div>
			<div class="overflow-x-auto" role="region" aria-label="Decision table" tabIndex={0}>
				<table class="border-collapse text-left">
					<thead>
						<tr class="align-top">
							<th scope="col" class="w-8 px-1 text-xs text-soft">
								<span class="sr-only">Rule</span>
							</th>
							{table.inputs.map((input, index) => (
								// oxlint-disable-next-line react/no-array-index-key -- columns are edited in place
								<th key={index} scope="col" class="min-w-44 border-b border-line px-1 pb-2 font-normal">
									<ColumnHead
										kind="Input"
										label={input.label}
										fixed={fixed}
										onLabel={(label) => put({ inputs: table.inputs.map((each, at) => (at === index ? { ...each, label } : each)) })}
										onRemove={
											table.inputs.length < 2
												? undefined
												: () =>
														put({
															inputs: table.inputs.filter((_, at) => at !== index),
															rules: table.rules.map((rule) => ({ ...rule, inputs: rule.inputs.filter((_, at) => at !== index) })),
														})
										}
									/>
									<FeelField
										label={`Input ${index + 1}, expression`}
										hideLabel
										value={input.expression}
										disabled={fixed}
										onChange={(expression) =>
											put({ inputs: table.inputs.map((each, at) => (at === index ? { ...each, expression } : each)) })
										}
									/>
								</th>
							))}
							{table.outputs.map((output, index) => (
								// oxlint-disable-next-line react/no-array-index-key -- columns are edited in place
								<th key={index} scope="col" class="min-w-44 border-b border-l border-line px-1 pb-2 font-normal">
									<ColumnHead
										kind="Output"
										label={output.label}
										fixed={fixed}
										onLabel={(label) => put({ outputs: table.outputs.map((each, at) => (at === index ? { ...each, label } : each)) })}
										onRemove={
											table.outputs.length < 2
												? undefined
												: () =>
														put({
															outputs: table.outputs.filter((_, at) => at !== index),
															rules: table.rules.map((rule) => ({ ...rule, outputs: rule.outputs.filter((_, at) => at !== index) })),
														})
										}
									/>
									<TextInput
										label={`Output ${index + 1}, name`}
										hideLabel
										value={output.name}
										readOnly={fixed}
										onChange={(name) => put({ outputs: table.outputs.map((each, at) => (at === index ? { ...each, name } : each)) })}
									/>
								</th>
							))}
							<th scope="col" class="w-8">
								<span class="sr-only">Remove</span>
							</th>
						</tr>
					</thead>
					<tbody>
						{table.rules.map((rule, row) => (
							// oxlint-disable-next-line react/no-array-index-key -- rules are edited in place and have no name
							<tr key={row} class="align-top">
								<th scope="row" class="num px-1 pt-3 text-xs font-normal text-soft">
									{row + 1}
								</th>
								{rule.inputs.map((text, column) => (
									// oxlint-disable-next-line react/no-array-index-key -- cells stand under their column
									<td key={column} class="px-1 pt-1.5">
										<FeelField
											label={`Rule ${row + 1}, ${table.inputs[column]?.label ?? ""}`}
											hideLabel
											test
											value={text}
											placeholder="-"
											disabled={fixed}
											onChange={(next) => cell("inputs", row, column, next)}
										/>
									</td>
								))}
								{rule.outputs.map((text, column) => (
									// oxlint-disable-next-line react/no-array-index-key -- cells stand under their column
									<td key={column} class="border-l border-line px-1 pt-1.5">
										<FeelField
											label={`Rule ${row + 1}, ${table.outputs[column]?.label ?? ""}`}
											hideLabel
											value={text}
											disabled={fixed}
											onChange={(next) => cell("outputs", row, column, next)}
										/>
									</td>
								))}
								<td class="pt-1.5">
									{!fixed && (
										<IconButton label={`Remove rule ${row + 1}`} onClick={() => put({ rules: table.rules.filter((_, at) => at !== row) })}>
											<Trash2 size={14} />
										</IconButton>
									)}
								</td>
							</tr>
						))}
					</tbody>
				</table>
			</div>
			{!fixed && (
				<div class="flex flex-wrap gap-2">
					<Button
						small
						icon={Plus}
						onClick={() =>
							put({ rules: [...table.rules, { inputs: table.inputs.map(() => "-"), outputs: table.outputs.map(() => "null") }] })
						}
					>
						Add a rule
					</Button>
					<Button
						small
						icon={Plus}
						onClick={() =>
							put({
								inputs: [...table.inputs, { label: "Input", expression: "amount" }],
								rules: table.rules.map((rule) => ({ ...rule, inputs: [...rule.inputs, "-"] })),
							})
						}
					>
						Add an input
					</Button>
					<Button
						small
						icon={Plus}
						onClick={() =>
							put({
								outputs: [
									...table.outputs,
									{ label: "Output", name: uniqueIn(new Set(table.outputs.map((each) => each.name)), attributeNameOf("Output", "output")) },
								],
								rules: table.rules.map((rule) => ({ ...rule, outputs: [...rule.outputs, "null"] })),
							})
						}
					>
						Add an output
					</Button>
				</div>
			)}
		</div>
	);
}

function ColumnHead({
	kind,
	label,
	fixed,
	onLabel,
	onRemove,
}: {
	readonly kind: string;
	readonly label: string;
	readonly fixed: boolean;
	readonly onLabel: (label: string) => void;
	readonly onRemove: (() => void) | undefined;
}) {
	return (
		<div class="mb-1">
			<div class="flex h-8 items-center text-xs text-soft">
				<span class="flex-1">{kind}</span>
				{onRemove !== undefined && !fixed && (
					<IconButton label={`Remove column ${label}`} onClick={onRemove}>
						<Trash2 size={12} />
					</IconButton>
				)}
			</div>
			<TextInput label={`${kind}, title`} hideLabel value={label} readOnly={fixed} onChange={onLabel} />
		</div>
	);
}
