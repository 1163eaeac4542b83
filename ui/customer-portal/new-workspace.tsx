import { useEffect, useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { api, type ApiProblem, callApi } from "../kit/api.ts";
import { Button } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { fieldProblem } from "../kit/field-problem.ts";
import { TextArea, TextInput } from "../kit/field.tsx";
import { useAct } from "../kit/query.ts";
import { nodeHref } from "./data.ts";

interface NewWorkspaceProps {
	readonly open: boolean;
	readonly kind: "model" | "project";
	readonly subscriptionId: string;
	readonly onClose: () => void;
}

/** Makes a model or a project; who makes it owns it. */
export function NewWorkspace({ open, kind, subscriptionId, onClose }: NewWorkspaceProps) {
	const [, navigate] = useLocation();
	const [name, setName] = useState("");
	const [description, setDescription] = useState("");
	const [problem, setProblem] = useState<ApiProblem>();
	useEffect(() => {
		setName("");
		setDescription("");
		setProblem(undefined);
	}, [open]);
	const subscriptions = api["customer-portal"].subscriptions[":subscriptionId"];
	const make = useAct(
		async () => {
			const call = { param: { subscriptionId }, json: { name, description } };
			if (kind === "model") return (await callApi(subscriptions.models.$post(call))).modelId;
			return (await callApi(subscriptions.projects.$post(call))).projectId;
		},
		{
			onProblem: setProblem,
			onDone: (id) => {
				onClose();
				navigate(nodeHref({ level: kind, id }));
			},
			refresh: [["customer-portal"], ["session"]],
		},
	);
	return (
		<Dialog
			open={open}
			title={kind === "model" ? "New model" : "New project"}
			onClose={onClose}
			actions={
				<>
					<Button onClick={onClose}>Cancel</Button>
					<Button type="submit" form="new-workspace" look="primary" busy={make.isPending}>
						{kind === "model" ? "Make the model" : "Make the project"}
					</Button>
				</>
			}
		>
			<form
				id="new-workspace"
				class="flex flex-col gap-4"
				onSubmit={(event) => {
					event.preventDefault();
					make.mutate(undefined);
				}}
			>
				<TextInput label="Name" value={name} onChange={setName} error={fieldProblem(problem, "name")} maxLength={120} required autoFocus />
				<TextArea label="What it is for" value={description} onChange={setDescription} maxLength={2000} />
				{kind === "project" && (
					<p class="text-soft">It comes with an environment for every stage that this deployment serves. You will own it.</p>
				)}
				{problem !== undefined && problem.field !== "name" && (
					<p role="alert" class="text-error">
						{problem.message} <code class="block text-xs">{problem.code}</code>
					</p>
				)}
			</form>
		</Dialog>
	);
}
