import { Plus, Trash2 } from "lucide-preact";
import type { HttpConnector } from "../../domain/deployment/automation.ts";
import { attributeNameOf, uniqueIn } from "../../domain/deployment/names.ts";
import { Button, IconButton } from "../kit/button.tsx";
import { Select, TextInput } from "../kit/field.tsx";
import { Section } from "../kit/page.tsx";
import { ConnectorTryOut } from "./connector-try-out.tsx";
import { ElementPicker } from "./element-picker.tsx";
import { FeelField } from "./feel-field.tsx";
import { Mappings } from "./mappings.tsx";
import { allElements, nameOf } from "./project.ts";
import { useQueryParam } from "../kit/query-param.ts";
import type { Editor } from "./use-editor.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const EMPTY: HttpConnector = { kind: "http", method: "GET", url: "https://" };

/** What service tasks call, what goes in and what comes back; and the parameters that each environment sets. */
export function IntegrationsStep({ editor }: { readonly editor: Editor }) {
	const [selected, select] = useQueryParam("element");
	const calls = allElements(editor.project).filter((each) => each.type === "serviceTask" || each.type === "sendTask");
	const element = calls.find((each) => each.id === selected) ?? calls[0];
	const own = element === undefined ? {} : (editor.automation.elements[element.id] ?? {});
	const { connector } = own;
	const set = (patch: Parameters<Editor["changeElement"]>[1]): void => {
		if (element !== undefined) editor.changeElement(element.id, patch);
	};
	return (
		<ElementPicker
			label="Calls"
			elements={calls}
			current={element?.id}
			onSelect={select}
			empty="This process has no service task and no send task."
			always={<Parameters editor={editor} />}
			isDone={(each) => editor.automation.elements[each.id]?.connector !== undefined}
		>
			{element !== undefined && (
				<Section
					title={nameOf(element)}
					actions={
						connector !== undefined &&
						!editor.readOnly && (
							<Button small icon={Trash2} onClick={() => set({ connector: undefined })}>
								Call nothing
							</Button>
						)
					}
				>
					{connector === undefined ? (
						<div class="flex flex-col items-start gap-3">
							<p class="text-soft">
								{element.type === "sendTask" ? "Sends its message and goes on." : "Calls nothing: a case passes it at once."}
							</p>
							<Button icon={Plus} disabled={editor.readOnly} onClick={() => set({ connector: EMPTY })}>
								Call a system over HTTP
							</Button>
						</div>
					) : (
						<div class="flex max-w-3xl flex-col gap-4">
							<div class="grid grid-cols-[7rem_1fr] gap-2">
								<Select
									label="Method"
									value={connector.method}
									readOnly={editor.readOnly}
									options={METHODS.map((method) => ({ value: method, label: method }))}
									onChange={(method) => set({ connector: { ...connector, method: method as HttpConnector["method"] } })}
								/>
								<TextInput
									label="Address"
									help="https only. {{ FEEL }} puts data in: https://api.example.com/rates/{{ currency }}"
									value={connector.url}
									readOnly={editor.readOnly}
									onChange={(url) => set({ connector: { ...connector, url } })}
								/>
							</div>
							<Headers connector={connector} readOnly={editor.readOnly} onChange={(next) => set({ connector: next })} />
							{connector.method !== "GET" && (
								<FeelField
									label="Body"
									help="FEEL; its value is sent as JSON"
									rows={2}
									value={connector.body ?? ""}
									disabled={editor.readOnly}
									placeholder="{ amount: amount, name: applicant.name }"
									onChange={(body) => {
										const { body: _, ...rest } = connector;
										set({ connector: body === "" ? rest : { ...rest, body } });
									}}
								/>
							)}
							<Mappings
								title="Names for the call"
								help="FEEL over the process data → a name that the texts above may use"
								rows={own.inputs ?? []}
								readOnly={editor.readOnly}
								onChange={(inputs) => set({ inputs: inputs.length === 0 ? undefined : inputs })}
							/>
							<Mappings
								title="What comes back"
								help="FEEL over status, headers and body → a path of the process data"
								placeholder="body.rate"
								rows={own.outputs ?? []}
								readOnly={editor.readOnly}
								onChange={(outputs) => set({ outputs: outputs.length === 0 ? undefined : outputs })}
							/>
							<ConnectorTryOut
								key={element.id}
								projectId={editor.project.id}
								connector={connector}
								inputs={own.inputs ?? []}
								outputs={own.outputs ?? []}
								disabled={editor.readOnly}
							/>
						</div>
					)}
				</Section>
			)}
		</ElementPicker>
	);
}

function Headers({
	connector,
	readOnly,
	onChange,
}: {
	readonly connector: HttpConnector;
	readonly readOnly: boolean;
	readonly onChange: (next: HttpConnector) => void;
}) {
	const rows = connector.headers ?? [];
	const put = (headers: typeof rows): void => {
		const { headers: _, ...rest } = connector;
		onChange(headers.length === 0 ? rest : { ...rest, headers });
	};
	return (
		<fieldset class="flex flex-col gap-2">
			<legend class="mb-1 font-medium">Headers</legend>
			{rows.map((row, index) => (
				// oxlint-disable-next-line react/no-array-index-key -- rows are edited in place
				<div key={index} class="flex gap-2">
					<div class="w-48">
						<TextInput
							label={`Header ${index + 1}, name`}
							hideLabel
							value={row.name}
							placeholder="authorization"
							readOnly={readOnly}
							onChange={(name) => put(rows.map((each, at) => (at === index ? { ...each, name } : each)))}
						/>
					</div>
					<div class="min-w-0 flex-1">
						<TextInput
							label={`Header ${index + 1}, value`}
							hideLabel
							value={row.value}
							placeholder="{{ parameters.token }}"
							readOnly={readOnly}
							onChange={(value) => put(rows.map((each, at) => (at === index ? { ...each, value } : each)))}
						/>
					</div>
					{!readOnly && (
						<IconButton label={`Remove header ${index + 1}`} onClick={() => put(rows.filter((_, at) => at !== index))}>
							<Trash2 size={16} />
						</IconButton>
					)}
				</div>
			))}
			{!readOnly && (
				<div>
					<Button small icon={Plus} onClick={() => put([...rows, { name: "", value: "" }])}>
						Add a header
					</Button>
				</div>
			)}
		</fieldset>
	);
}

const PARAMETER_TYPES = [
	{ value: "text", label: "Text" },
	{ value: "number", label: "Number" },
	{ value: "boolean", label: "Yes or no" },
	{ value: "secret", label: "Secret" },
] as const;

/** What each environment sets for itself: addresses, limits, secrets. */
function Parameters({ editor }: { readonly editor: Editor }) {
	const { parameters } = editor.automation;
	const put = (what: string, next: typeof parameters): void => editor.change(what, (draft) => ({ ...draft, parameters: next }));
	return (
		<Section
			title="Parameters"
			actions={
				!editor.readOnly && (
					<Button
						small
						icon={Plus}
						onClick={() => {
							const name = uniqueIn(new Set(parameters.map((each) => each.name)), attributeNameOf("New parameter", "parameter"));
							put("add a parameter", [...parameters, { name, label: "New parameter", type: "text" }]);
						}}
					>
						Add a parameter
					</Button>
				)
			}
		>
			{parameters.length === 0 && (
				<p class="text-soft">None. A parameter has its own value in each environment: an address, a limit, a secret.</p>
			)}
			<ul class="flex flex-col gap-2">
				{parameters.map((parameter, index) => (
					// oxlint-disable-next-line react/no-array-index-key -- a parameter is edited in place, its name too
					<li key={index} class="flex flex-wrap items-end gap-2">
						<TextInput
							label="Label"
							value={parameter.label}
							readOnly={editor.readOnly}
							onChange={(label) =>
								put(
									`parameter ${index}`,
									parameters.map((each, at) => (at === index ? { ...each, label } : each)),
								)
							}
						/>
						<TextInput
							label="parameters."
							value={parameter.name}
							readOnly={editor.readOnly}
							onChange={(name) =>
								put(
									`parameter ${index}`,
									parameters.map((each, at) => (at === index ? { ...each, name } : each)),
								)
							}
						/>
						<div class="w-32">
							<Select
								label="Type"
								value={parameter.type}
								readOnly={editor.readOnly}
								options={PARAMETER_TYPES}
								onChange={(type) =>
									put(
										`parameter ${index}`,
										parameters.map((each, at) =>
											at === index ? { name: each.name, label: each.label, type: type as (typeof PARAMETER_TYPES)[number]["value"] } : each,
										),
									)
								}
							/>
						</div>
						{parameter.type === "text" && (
							<TextInput
								label="Default"
								value={typeof parameter.default === "string" ? parameter.default : ""}
								readOnly={editor.readOnly}
								onChange={(text) =>
									put(
										`parameter ${index}`,
										parameters.map((each, at) => (at === index ? { ...each, default: text } : each)),
									)
								}
							/>
						)}
						{!editor.readOnly && (
							<IconButton
								label={`Remove ${parameter.label}`}
								onClick={() =>
									put(
										"remove a parameter",
										parameters.filter((_, at) => at !== index),
									)
								}
							>
								<Trash2 size={16} />
							</IconButton>
						)}
					</li>
				))}
			</ul>
		</Section>
	);
}
