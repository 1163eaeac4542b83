import { FileUp, PencilRuler, Plus, Search, Trash2 } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import { Link, useLocation, useSearch } from "wouter-preact";
import { api, callApi } from "../kit/api.ts";
import { Button, IconButton } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { Select, TextArea, TextInput } from "../kit/field.tsx";
import { Page } from "../kit/page.tsx";
import { queryClient, useAct, useApi } from "../kit/query.ts";
import { useShortcuts } from "../kit/shortcuts.tsx";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { toast } from "../kit/toast.tsx";
import { DropFile } from "./drop-file.tsx";
import { ImportReport, type Finding } from "./import-report.tsx";
import { Picture } from "./picture.tsx";

const MODELS = ["modeler", "models"] as const;
const readModels = () => callApi(api.modeler.models.$get());
type Models = Awaited<ReturnType<typeof readModels>>;
type Model = Models["models"][number];

interface Draft {
	readonly name: string;
	readonly description: string;
	readonly subscriptionId: string;
	readonly bpmn: string | undefined;
}

/** All models that the person may read, as pictures, last changed first. */
export function ModelList() {
	const models = useApi(MODELS, readModels, { refetchInterval: 15_000 });
	const [draft, setDraft] = useState<Draft | undefined>(undefined);
	const [report, setReport] = useState<{ readonly modelId: string; readonly findings: readonly Finding[] } | undefined>(undefined);
	const [, navigate] = useLocation();
	const file = useRef<HTMLInputElement>(null);
	const subscriptions = (models.data?.subscriptions ?? []).filter((each) => each.mayCreate);
	const mayCreate = subscriptions.length > 0;
	const words = (new URLSearchParams(useSearch()).get("q") ?? "").toLowerCase();

	function begin(name = "", bpmn?: string): void {
		setDraft({ name, description: "", subscriptionId: subscriptions[0]?.id ?? "", bpmn });
	}
	async function takeFile(chosen: File): Promise<void> {
		begin(chosen.name.replace(/\.(bpmn|xml)$/i, "").replaceAll(/[_-]+/g, " "), await chosen.text());
	}
	const create = useAct(
		(given: Draft) =>
			callApi(
				api.modeler.subscriptions[":subscriptionId"].models.$post({
					param: { subscriptionId: given.subscriptionId as never },
					json: { name: given.name, description: given.description, ...(given.bpmn === undefined ? {} : { bpmn: given.bpmn }) },
				}),
			),
		{
			refresh: [MODELS],
			onDone: ({ modelId, report: findings }) => {
				setDraft(undefined);
				if (findings.length === 0) navigate(`/modeler/${modelId}`);
				else setReport({ modelId, findings });
			},
		},
	);
	useShortcuts("Models", [{ keys: "n", does: "New model", run: () => begin() }], mayCreate);

	return (
		<Page
			title="Models"
			actions={
				<>
					<label class="input w-48">
						<Search size={16} aria-hidden class="text-soft" />
						<input
							type="search"
							placeholder="Find a model"
							aria-label="Find a model"
							value={words}
							onInput={(event) =>
								navigate(event.currentTarget.value === "" ? "/modeler" : `/modeler?q=${encodeURIComponent(event.currentTarget.value)}`, {
									replace: true,
								})
							}
						/>
					</label>
					{mayCreate && (
						<>
							<Button icon={FileUp} onClick={() => file.current?.click()}>
								Import
							</Button>
							<Button look="primary" icon={Plus} onClick={() => begin()}>
								New model
							</Button>
							<input
								ref={file}
								type="file"
								accept=".bpmn,.xml"
								class="hidden"
								aria-label="BPMN file"
								onChange={(event) => {
									const [chosen] = event.currentTarget.files ?? [];
									event.currentTarget.value = "";
									if (chosen !== undefined) void takeFile(chosen);
								}}
							/>
						</>
					)}
				</>
			}
		>
			<DropFile enabled={mayCreate} label="Drop the BPMN file to make a model of it" onFile={(chosen) => void takeFile(chosen)}>
				<Loaded query={models}>
					{(data) => {
						const found = data.models.filter((model) => `${model.name} ${model.description}`.toLowerCase().includes(words));
						if (found.length === 0)
							return words !== "" ? (
								<EmptyState icon={Search} title="No model has these words">
									Look for another part of its name.
								</EmptyState>
							) : (
								<EmptyState
									icon={PencilRuler}
									title={mayCreate ? "Draw your first process" : "No model is shared with you yet"}
									action={
										mayCreate && (
											<Button look="primary" icon={Plus} onClick={() => begin()}>
												New model
											</Button>
										)
									}
								>
									{mayCreate
										? "Models are drawn here, together and live. Begin with an empty one, or drop a BPMN file on this page."
										: "Models that are shared with you appear here. Ask the owner of a model for access."}
								</EmptyState>
							);
						return (
							<ul class="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-4">
								{found.map((model) => (
									<ModelCard key={model.id} model={model} />
								))}
							</ul>
						);
					}}
				</Loaded>
			</DropFile>
			<Dialog
				open={draft !== undefined}
				title={draft?.bpmn === undefined ? "New model" : "Model from a file"}
				onClose={() => setDraft(undefined)}
				actions={
					<>
						<Button onClick={() => setDraft(undefined)}>Cancel</Button>
						<Button look="primary" type="submit" form="new-model" busy={create.isPending} disabled={(draft?.name.trim() ?? "") === ""}>
							{draft?.bpmn === undefined ? "Make model" : "Import"}
						</Button>
					</>
				}
			>
				{draft !== undefined && (
					<form
						id="new-model"
						class="flex flex-col gap-4"
						onSubmit={(event) => {
							event.preventDefault();
							create.mutate(draft);
						}}
					>
						<TextInput
							label="Name"
							required
							autoFocus
							maxLength={120}
							value={draft.name}
							onChange={(name) => setDraft({ ...draft, name })}
						/>
						<TextArea
							label="Description"
							maxLength={2000}
							value={draft.description}
							onChange={(description) => setDraft({ ...draft, description })}
						/>
						{subscriptions.length > 1 && (
							<Select
								label="Subscription"
								value={draft.subscriptionId}
								onChange={(subscriptionId) => setDraft({ ...draft, subscriptionId })}
								options={subscriptions.map((each) => ({ value: each.id, label: each.name }))}
							/>
						)}
					</form>
				)}
			</Dialog>
			{report !== undefined && <ImportReport findings={report.findings} onClose={() => navigate(`/modeler/${report.modelId}`)} />}
		</Page>
	);
}

function ModelCard({ model }: { readonly model: Model }) {
	const restore = useAct(
		(modelId: string) => callApi(api.modeler.models[":modelId"].restore.$post({ param: { modelId: modelId as never } })),
		{
			refresh: [MODELS],
		},
	);
	const remove = useAct((modelId: string) => callApi(api.modeler.models[":modelId"].$delete({ param: { modelId: modelId as never } })), {
		optimistic: (modelId) => {
			const before = queryClient.getQueryData<Models>(MODELS);
			queryClient.setQueryData<Models>(MODELS, (now) => now && { ...now, models: now.models.filter((each) => each.id !== modelId) });
			return () => queryClient.setQueryData(MODELS, before);
		},
		onDone: (_, modelId) => void toast({ text: `“${model.name}” is deleted.`, undo: () => restore.mutate(modelId) }),
		refresh: [MODELS],
	});
	return (
		<li class="group relative flex flex-col overflow-hidden rounded-box border border-line bg-base-100 focus-within:border-primary hover:border-strong">
			<div class="grid h-36 place-items-center overflow-hidden border-b border-line bg-[var(--diagram-paper)] p-3">
				<Picture modelId={model.id} picture={model.picture} />
			</div>
			<div class="flex min-w-0 flex-1 flex-col gap-0.5 p-3 pr-10">
				<h2 class="truncate font-semibold">
					<Link href={`/modeler/${model.id}`} class="after:absolute after:inset-0 focus-visible:outline-none">
						{model.name}
					</Link>
				</h2>
				{model.description !== "" && <p class="truncate text-soft">{model.description}</p>}
				<p class="truncate text-xs text-soft">
					<RelativeTime at={model.changedAt} />
					{model.changedByName !== null && ` · ${model.changedByName}`}
					{model.revision !== null && ` · published, revision ${model.revision}`}
					{!model.mayEdit && " · to read"}
				</p>
			</div>
			{model.mayDelete && (
				<IconButton label={`Delete ${model.name}`} class="!absolute right-1.5 bottom-1.5" onClick={() => remove.mutate(model.id)}>
					<Trash2 size={16} />
				</IconButton>
			)}
		</li>
	);
}
