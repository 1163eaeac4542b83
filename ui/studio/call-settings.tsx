import { RefreshCw } from "lucide-preact";
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { api, callApi } from "../kit/api.ts";
import { Button } from "../kit/button.tsx";
import { Select } from "../kit/field.tsx";
import { useAct, useApi } from "../kit/query.ts";
import { toast } from "../kit/toast.tsx";
import { Mappings } from "./mappings.tsx";
import { type Element, nameOf } from "./project.ts";
import type { Editor } from "./use-editor.ts";

const calls = api.studio.projects[":projectId"].calls.$post;
type Target = Parameters<typeof calls>[0]["json"]["target"];

/** What a call activity calls: a process of this file, or a process or global task of another published model. */
export function CallSettings({ editor, element }: { readonly editor: Editor; readonly element: Element }) {
	const { project, automation, readOnly } = editor;
	const call = automation.calls?.[element.id];
	const own = automation.elements[element.id] ?? {};
	const model = automation.models?.find((each) => each.as === call?.model);
	const [picked, pick] = useState<string>();
	const modelId = picked ?? model?.modelId ?? "";
	const version = modelId === model?.modelId ? model.version : "latest";
	const callable = useApi(
		["studio", project.id, "callable"],
		() => callApi(api.studio.projects[":projectId"].callable.$get({ param: { projectId: project.id } })),
		{ enabled: !readOnly },
	);
	const inside = useApi(
		["studio", project.id, "callable", modelId, version],
		() =>
			callApi(
				api.studio.projects[":projectId"].callable[":modelId"].$get({
					param: { projectId: project.id, modelId },
					query: version === "latest" ? {} : { revision: `${version}` },
				}),
			),
		{ enabled: !readOnly && modelId !== "" },
	);
	const act = useAct(
		async (target: Target) => {
			if (!(await editor.flush())) throw new Error("The draft has to be saved first.");
			const json = { version: editor.savedVersion(), elementId: element.id, target };
			const answer = await callApi(calls({ param: { projectId: project.id }, json }));
			await editor.takeSaved();
			return answer;
		},
		{
			onDone: ({ findings }, target) => {
				pick(undefined);
				const came = findings.filter((each) => each.code === "update.element_new").length;
				toast({
					text:
						target === null
							? `${nameOf(element)} calls a process of this file again.`
							: `${nameOf(element)} calls a process of ${models.find((each) => each.modelId === target.modelId)?.name ?? "it"} now.${came === 0 ? "" : ` What ${came === 1 ? "one step needs" : `${came} steps need`} is proposed.`}`,
				});
			},
		},
	);
	const models = callable.data?.models ?? [];
	const published = models.find((each) => each.modelId === modelId);
	const set = (given: Partial<NonNullable<Target>>): void => {
		const processId = given.processId ?? (modelId === model?.modelId ? call?.processId : undefined);
		if (processId !== undefined) act.mutate({ modelId, version, processId, ...given });
	};
	const steps = project.processes.find((each) => each.id === `${call?.model}.${call?.processId}`)?.elements ?? [];
	const off = readOnly || act.isPending;
	return (
		<>
			<Select
				label="Calls a process of"
				help={models.length === 0 && !readOnly && callable.data !== undefined ? "No other model is published yet." : "A published model"}
				value={modelId}
				placeholder="this file"
				readOnly={off}
				options={[
					...models.map((each) => ({ value: each.modelId, label: each.name })),
					...(model === undefined || models.some((each) => each.modelId === model.modelId)
						? []
						: [{ value: model.modelId, label: model.as }]),
				]}
				onChange={(next) => {
					if (next !== "") return pick(next);
					pick(undefined);
					if (call !== undefined) act.mutate(null);
				}}
			/>
			{modelId !== "" && (
				<>
					<Select
						label="Process"
						value={modelId === model?.modelId ? (call?.processId ?? "") : ""}
						{...(modelId !== model?.modelId && { placeholder: "choose what it calls" })}
						error={inside.error?.message ?? act.error?.message}
						readOnly={off}
						options={
							inside.data?.callables.map((each) => ({ value: each.id, label: each.name === "" ? each.id : each.name })) ??
							(call === undefined ? [] : [{ value: call.processId, label: call.processId }])
						}
						onChange={(processId) => set({ processId })}
					/>
					{modelId === model?.modelId && (
						<Select
							label="Revision"
							help={
								version === "latest"
									? "Each package takes the one that is newest when it is made."
									: "This one, until another is chosen. All calls of the model go to it."
							}
							value={`${version}`}
							readOnly={off}
							options={[
								{
									value: "latest",
									label: published === undefined ? "The newest" : `The newest (now ${published.revisions[0]})`,
								},
								...(published?.revisions ?? (version === "latest" ? [] : [version])).map((each) => ({
									value: `${each}`,
									label: `Revision ${each}`,
								})),
							]}
							onChange={(next) => set({ version: next === "latest" ? "latest" : Number(next) })}
						/>
					)}
				</>
			)}
			{call !== undefined && version === "latest" && picked === undefined && !readOnly && (
				<Button small icon={RefreshCw} disabled={off} onClick={() => set({})}>
					Take it as it is now
				</Button>
			)}
			{element.type === "callActivity" && (
				<>
					<Mappings
						title="Data in"
						help="FEEL over the process data → a name that only what is called knows. Without any, it works on the process data."
						rows={own.inputs ?? []}
						readOnly={readOnly}
						onChange={(inputs) => editor.changeElement(element.id, { inputs: inputs.length === 0 ? undefined : inputs })}
					/>
					<Mappings
						title="Data out"
						help="FEEL over the process data and those names, as it ends → a path of the process data"
						rows={own.outputs ?? []}
						readOnly={readOnly}
						onChange={(outputs) => editor.changeElement(element.id, { outputs: outputs.length === 0 ? undefined : outputs })}
					/>
				</>
			)}
			{steps.length > 0 && (
				<nav aria-label="Called steps" class="flex flex-col gap-1">
					<h3 class="font-medium">Its steps</h3>
					{steps.map((each) => (
						<Link key={each.id} href={`/studio/${project.id}/process?element=${encodeURIComponent(each.id)}`} class="link truncate">
							{nameOf(each)}
						</Link>
					))}
				</nav>
			)}
		</>
	);
}
