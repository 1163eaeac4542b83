import { useEffect, useState } from "preact/hooks";
import { ROLES, type Role } from "../../domain/grants/roles.ts";
import { api, type ApiProblem, callApi } from "../kit/api.ts";
import { Button } from "../kit/button.tsx";
import { Combobox } from "../kit/combobox.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { DateInput } from "../kit/field.tsx";
import { useAct, useApi } from "../kit/query.ts";
import { toast } from "../kit/toast.tsx";
import { giveRole, type NodeName } from "./data.ts";

interface GiveRoleProps {
	readonly open: boolean;
	readonly node: NodeName & { readonly name: string };
	/** The roles that the asker may give here. */
	readonly gives: readonly Role[];
	readonly onClose: () => void;
}

/** Gives one role on a node to one person or group, with who each role is for in plain words. */
export function GiveRole({ open, node, gives, onClose }: GiveRoleProps) {
	const [role, setRole] = useState<Role>();
	const [to, setTo] = useState("");
	const [until, setUntil] = useState("");
	const [problem, setProblem] = useState<ApiProblem>();
	const people = useApi(["customer-portal", "people", ""], () => callApi(api["customer-portal"].people.$get({ query: {} })), {
		enabled: open,
	});
	const groups = useApi(["customer-portal", "groups"], () => callApi(api["customer-portal"].groups.$get()), { enabled: open });
	useEffect(() => {
		if (!open) return;
		setRole(gives.length === 1 ? gives[0] : undefined);
		setTo("");
		setUntil("");
		setProblem(undefined);
	}, [open]);
	const options = [
		...(people.data?.people ?? [])
			.filter((person) => person.state !== "inactive")
			.map((person) => ({ value: person.id, label: person.name, detail: person.email })),
		...(groups.data?.groups ?? []).map((group) => ({ value: group.id, label: group.name, detail: `Group of ${group.members}` })),
	];
	const give = useAct(
		(chosen: Role) =>
			giveRole(node, {
				role: chosen,
				...(to.startsWith("grp_") ? { groupId: to } : { personId: to }),
				// The whole of the chosen day is still in.
				...(until === "" ? {} : { until: new Date(`${until}T23:59:59`).getTime() }),
			}),
		{
			onProblem: setProblem,
			onDone: (_, chosen) => {
				onClose();
				toast({ text: `${options.find((each) => each.value === to)?.label ?? ""} is now ${ROLES[chosen].title} on ${node.name}.` });
			},
			refresh: [["customer-portal"]],
		},
	);
	return (
		<Dialog
			open={open}
			title={`Give a role on ${node.name}`}
			onClose={onClose}
			actions={
				<>
					<Button onClick={onClose}>Cancel</Button>
					<Button
						look="primary"
						busy={give.isPending}
						disabled={role === undefined || to === ""}
						onClick={() => {
							if (role !== undefined) give.mutate(role);
						}}
					>
						Give the role
					</Button>
				</>
			}
		>
			<Combobox label="To" required options={options} value={to} onChange={setTo} placeholder="Find a person or a group" />
			<fieldset class="flex flex-col gap-1">
				<legend class="mb-1 font-medium">Role</legend>
				{gives.map((each) => (
					<label
						key={each}
						class={`flex items-start gap-2 rounded-field border p-2 ${role === each ? "border-primary bg-picked" : "border-line hover:bg-hover"}`}
					>
						<input
							type="radio"
							name="role"
							class="radio radio-sm radio-primary mt-0.5"
							checked={role === each}
							onChange={() => setRole(each)}
						/>
						<span class="min-w-0">
							<span class="block font-medium">{ROLES[each].title}</span>
							<span class="block text-xs text-soft">{ROLES[each].summary}</span>
						</span>
					</label>
				))}
			</fieldset>
			<DateInput label="Ends after" value={until} onChange={setUntil} help="Leave it empty for a role without an end." />
			{problem !== undefined && (
				<p role="alert" class="text-error">
					{problem.message} <code class="block text-xs">{problem.code}</code>
				</p>
			)}
		</Dialog>
	);
}
