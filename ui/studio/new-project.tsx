import { useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { api, callApi } from "../kit/api.ts";
import { Button } from "../kit/button.tsx";
import { Combobox } from "../kit/combobox.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { Field, Select, TextInput } from "../kit/field.tsx";
import { useAct, useApi } from "../kit/query.ts";
import { toast } from "../kit/toast.tsx";

interface NewProjectProps {
	readonly subscriptions: readonly { readonly id: string; readonly name: string }[];
	/** A model that is already chosen. */
	readonly modelId: string;
	readonly onClose: () => void;
}

/** From a model, or from a BPMN file, to a project that can be run: a name is all that is asked. */
export function NewProject({ subscriptions, modelId, onClose }: NewProjectProps) {
	const models = useApi(["modeler", "models"], () => callApi(api.modeler.models.$get()));
	const [, navigate] = useLocation();
	const [from, setFrom] = useState<"model" | "file">("model");
	const [model, setModel] = useState(modelId);
	const [file, setFile] = useState<File>();
	const [name, setName] = useState("");
	const [subscription, setSubscription] = useState("");
	const [error, setError] = useState<string>();
	const chosen = models.data?.models.find((each) => each.id === model);
	const proposedName = from === "model" ? (chosen?.name ?? "") : (file?.name.replace(/\.(bpmn|xml|bpmn20\.xml)$/i, "") ?? "");
	const title = name.trim() === "" ? proposedName : name.trim();

	const make = useAct(
		async () => {
			const subscriptionId = subscription === "" ? (subscriptions[0]?.id ?? "") : subscription;
			const source =
				from === "model"
					? ({ kind: "model", modelId: model } as const)
					: ({ kind: "file", bpmn: (await file?.text()) ?? "", fileName: file?.name ?? "" } as const);
			return callApi(
				api.studio.subscriptions[":subscriptionId"].projects.$post({ param: { subscriptionId }, json: { name: title, source } as never }),
			);
		},
		{
			refresh: [["studio", "projects"]],
			onProblem: (problem) => setError(problem.message),
			onDone: ({ projectId, findings }) => {
				if (findings.length > 0)
					toast({
						text: `The project is made. ${findings.length} ${findings.length === 1 ? "guess is" : "guesses are"} worth a look in “Run and package”.`,
					});
				navigate(`/studio/${projectId}/process`);
			},
		},
	);
	const ready = title !== "" && (from === "model" ? model !== "" : file !== undefined);
	return (
		<Dialog
			open
			title="New project"
			onClose={onClose}
			actions={
				<>
					<Button onClick={onClose}>Cancel</Button>
					<Button look="primary" type="submit" form="new-project" disabled={!ready} busy={make.isPending}>
						Make the project
					</Button>
				</>
			}
		>
			<form
				id="new-project"
				class="flex flex-col gap-4"
				onSubmit={(event) => {
					event.preventDefault();
					if (ready) make.mutate(undefined);
				}}
			>
				<fieldset class="flex gap-4">
					<legend class="mb-1 font-medium">Begin with</legend>
					{(["model", "file"] as const).map((kind) => (
						<label key={kind} class="flex items-center gap-2">
							<input
								type="radio"
								name="from"
								class="radio radio-sm radio-primary"
								checked={from === kind}
								onChange={() => {
									setFrom(kind);
									setError(undefined);
								}}
							/>
							{kind === "model" ? "A model of the Modeler" : "A BPMN file"}
						</label>
					))}
				</fieldset>
				{from === "model" ? (
					<Combobox
						label="Model"
						required
						options={(models.data?.models ?? []).map((each) => ({ value: each.id, label: each.name }))}
						value={model}
						onChange={setModel}
						placeholder="Find a model"
						{...(models.error === null ? {} : { error: models.error.message })}
					/>
				) : (
					<Field label="BPMN file" required help="Any BPMN 2.0 file: .bpmn or .xml">
						{(control) => (
							<input
								{...control}
								type="file"
								accept=".bpmn,.xml,application/xml"
								class="file-input w-full"
								onChange={(event) => setFile(event.currentTarget.files?.[0])}
							/>
						)}
					</Field>
				)}
				<TextInput label="Name" value={name} onChange={setName} placeholder={proposedName} maxLength={120} />
				{subscriptions.length > 1 && (
					<Select
						label="Subscription"
						value={subscription === "" ? (subscriptions[0]?.id ?? "") : subscription}
						onChange={setSubscription}
						options={subscriptions.map((each) => ({ value: each.id, label: each.name }))}
					/>
				)}
				<p class="text-soft">Data, forms, people and ways out of every decision are proposed, so that the project runs at once.</p>
				{error !== undefined && (
					<p role="alert" class="font-medium text-error">
						{error}
					</p>
				)}
			</form>
		</Dialog>
	);
}
