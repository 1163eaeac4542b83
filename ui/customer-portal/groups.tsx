import { Plus, UsersRound } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { Link, useLocation, useParams } from "wouter-preact";
import { api, type ApiProblem, callApi } from "../kit/api.ts";
import { Button } from "../kit/button.tsx";
import { Combobox } from "../kit/combobox.tsx";
import { Dialog, TypedConfirm } from "../kit/dialog.tsx";
import { fieldProblem } from "../kit/field-problem.ts";
import { TextInput } from "../kit/field.tsx";
import { Page, Section } from "../kit/page.tsx";
import { Person } from "../kit/person.tsx";
import { useAct, useApi } from "../kit/query.ts";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { Table } from "../kit/table.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { toast } from "../kit/toast.tsx";
import { nodeHref, useMay, useTree } from "./data.ts";
import { PersonState } from "./people.tsx";

const groupsApi = api["customer-portal"].groups;
const groupApi = groupsApi[":groupId"];
const refresh = [["customer-portal"]] as const;

function useChangesGroups(): boolean {
	const may = useMay();
	const company = useTree().data?.find((node) => node.level === "company");
	return company !== undefined && may("company.groups", company);
}

/** The company's groups. A role given to a group reaches everyone in it. */
export function GroupsPage() {
	const [, navigate] = useLocation();
	const changes = useChangesGroups();
	const [making, setMaking] = useState(false);
	const groups = useApi(["customer-portal", "groups"], () => callApi(groupsApi.$get()));
	return (
		<Page
			title="Groups"
			subtitle="A role given to a group reaches everyone in it."
			actions={
				changes && (
					<Button look="primary" icon={Plus} onClick={() => setMaking(true)}>
						New group
					</Button>
				)
			}
		>
			<div class="rounded-box border border-line bg-base-100">
				<Loaded query={groups}>
					{(answer) => (
						<Table
							label="Groups of the company"
							rows={answer.groups}
							idOf={(group) => group.id}
							onOpen={(group) => navigate(`/customer-portal/groups/${group.id}`)}
							empty={
								<EmptyState
									icon={UsersRound}
									title="No groups yet"
									action={changes && <Button onClick={() => setMaking(true)}>Make the first group</Button>}
								>
									Put people together who need the same roles, and give the roles once.
								</EmptyState>
							}
							columns={[
								{
									key: "name",
									title: "Name",
									cell: (group) => (
										<Link href={`/customer-portal/groups/${group.id}`} class="hover:underline">
											{group.name}
										</Link>
									),
								},
								{ key: "members", title: "People", numeric: true, cell: (group) => group.members },
							]}
						/>
					)}
				</Loaded>
			</div>
			<NameDialog
				open={making}
				title="New group"
				act="Make the group"
				onClose={() => setMaking(false)}
				save={async (name) => {
					const { groupId } = await callApi(groupsApi.$post({ json: { name } }));
					navigate(`/customer-portal/groups/${groupId}`);
				}}
			/>
		</Page>
	);
}

/** One group: its people and the roles it carries. */
export function GroupPage() {
	const { groupId } = useParams<{ groupId: string }>();
	const [, navigate] = useLocation();
	const changes = useChangesGroups();
	const [renaming, setRenaming] = useState(false);
	const [deleting, setDeleting] = useState(false);
	const detail = useApi(["customer-portal", "group", groupId], () => callApi(groupApi.$get({ param: { groupId } })));
	const everyone = useApi(["customer-portal", "people", ""], () => callApi(api["customer-portal"].people.$get({ query: {} })), {
		enabled: changes,
	});
	const member = groupApi.members[":personId"];
	const add = useAct((personId: string) => callApi(member.$put({ param: { groupId, personId } })), { refresh });
	const remove = useAct(
		(person: { readonly id: string; readonly name: string }) => callApi(member.$delete({ param: { groupId, personId: person.id } })),
		{
			onDone: (_, person) => toast({ text: `${person.name} has left the group.`, undo: () => add.mutate(person.id) }),
			refresh,
		},
	);
	const destroy = useAct(() => callApi(groupApi.$delete({ param: { groupId } })), {
		onDone: () => navigate("/customer-portal/groups"),
		refresh,
	});
	return (
		<Loaded query={detail}>
			{({ group, members, grants }) => (
				<Page
					title={group.name}
					subtitle={members.length === 1 ? "1 person" : `${members.length} people`}
					crumbs={[{ label: "Groups", href: "/customer-portal/groups" }]}
					actions={
						changes && (
							<>
								<Button onClick={() => setRenaming(true)}>Rename</Button>
								<Button onClick={() => setDeleting(true)}>Delete</Button>
							</>
						)
					}
				>
					<Section title="People">
						{changes && (
							<div class="mb-3 max-w-sm">
								{/* Begins anew, empty, after each person. */}
								<Combobox
									key={members.map((each) => each.id).join()}
									label="Add a person"
									options={(everyone.data?.people ?? [])
										.filter((person) => person.state !== "inactive" && !members.some((each) => each.id === person.id))
										.map((person) => ({ value: person.id, label: person.name, detail: person.email }))}
									value=""
									onChange={(personId) => {
										if (personId !== "") add.mutate(personId);
									}}
									placeholder="Find a person"
								/>
							</div>
						)}
						<div class="-mx-4 -mb-4">
							<Table
								label={`People in ${group.name}`}
								rows={members}
								idOf={(person) => person.id}
								empty={<p class="p-4 text-soft">Nobody is in this group.</p>}
								columns={[
									{ key: "name", title: "Name", cell: (person) => <Person name={person.name} /> },
									{ key: "email", title: "Address", minor: true, cell: (person) => <span class="text-soft">{person.email}</span> },
									{ key: "state", title: "State", cell: (person) => <PersonState state={person.state} /> },
									{
										key: "remove",
										title: "Remove",
										hideTitle: true,
										cell: (person) =>
											changes && (
												<div class="text-right">
													<Button small look="quiet" disabled={remove.isPending} onClick={() => remove.mutate(person)}>
														Remove<span class="sr-only"> {person.name}</span>
													</Button>
												</div>
											),
									},
								]}
							/>
						</div>
					</Section>
					<Section title="Roles it carries">
						<div class="-m-4">
							<Table
								label={`Roles of ${group.name}`}
								rows={grants}
								idOf={(grant) => grant.id}
								empty={<p class="p-4 text-soft">None yet. Choose a place in the company's tree and give the group a role there.</p>}
								columns={[
									{ key: "role", title: "Role", cell: (grant) => grant.title },
									{
										key: "on",
										title: "On",
										cell: (grant) => (
											<>
												<Link href={nodeHref({ level: grant.level, id: grant.scopeId })} class="hover:underline">
													{grant.scopeName}
												</Link>{" "}
												<span class="text-soft">{grant.level}</span>
											</>
										),
									},
									{
										key: "until",
										title: "Until",
										minor: true,
										cell: (grant) => (grant.until === null ? <span class="text-soft">No end</span> : <RelativeTime at={grant.until} />),
									},
								]}
							/>
						</div>
					</Section>
					<NameDialog
						open={renaming}
						title={`Rename ${group.name}`}
						act="Rename"
						name={group.name}
						onClose={() => setRenaming(false)}
						save={async (name) => {
							await callApi(groupApi.$patch({ param: { groupId }, json: { name } }));
						}}
					/>
					<TypedConfirm
						open={deleting}
						title={`Delete ${group.name}`}
						word={group.name}
						act="Delete the group"
						busy={destroy.isPending}
						onConfirm={() => destroy.mutate(undefined)}
						onClose={() => setDeleting(false)}
					>
						<p>
							{members.length === 1 ? "One person loses" : `${members.length} people lose`} the roles that this group carries. This can not
							be undone.
						</p>
					</TypedConfirm>
				</Page>
			)}
		</Loaded>
	);
}

interface NameDialogProps {
	readonly open: boolean;
	readonly title: string;
	readonly act: string;
	readonly name?: string;
	readonly onClose: () => void;
	readonly save: (name: string) => Promise<void>;
}

function NameDialog({ open, title, act, name: before = "", onClose, save }: NameDialogProps) {
	const [name, setName] = useState(before);
	const [problem, setProblem] = useState<ApiProblem>();
	useEffect(() => {
		setName(before);
		setProblem(undefined);
	}, [open]);
	const saving = useAct(save, { onDone: onClose, onProblem: setProblem, refresh });
	return (
		<Dialog
			open={open}
			title={title}
			onClose={onClose}
			actions={
				<>
					<Button onClick={onClose}>Cancel</Button>
					<Button type="submit" form="name-dialog" look="primary" busy={saving.isPending}>
						{act}
					</Button>
				</>
			}
		>
			<form
				id="name-dialog"
				onSubmit={(event) => {
					event.preventDefault();
					saving.mutate(name);
				}}
			>
				<TextInput
					label="Name"
					value={name}
					onChange={setName}
					error={fieldProblem(problem, "name") ?? problem?.message}
					maxLength={120}
					required
					autoFocus
				/>
			</form>
		</Dialog>
	);
}
