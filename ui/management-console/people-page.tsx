import { Copy, Link2, UserCheck, UserPlus, UserX, Users } from "lucide-preact";
import { useState } from "preact/hooks";
import { Button, IconButton } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { TextInput } from "../kit/field.tsx";
import { Menu } from "../kit/menu.tsx";
import { Page } from "../kit/page.tsx";
import { Person } from "../kit/person.tsx";
import { useAct, useApi } from "../kit/query.ts";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { StatusChip } from "../kit/status.tsx";
import { Table } from "../kit/table.tsx";
import { exactTime } from "../kit/time.tsx";
import { toast } from "../kit/toast.tsx";
import { consoleKey, invitePerson, readPeople, renewLink, setActive, updatePerson, type EndUser } from "./console-api.ts";

interface OneTimeLink {
	readonly name: string;
	readonly link: string;
	readonly expiresAt: number;
}

/** Who works here: the environment's people with the roles and groups that processes give tasks to. */
export function PeoplePage({ environmentId }: { readonly environmentId: string }) {
	const query = useApi(consoleKey(environmentId, "people"), () => readPeople(environmentId));
	const [edited, setEdited] = useState<EndUser | "new">();
	const [link, setLink] = useState<OneTimeLink>();
	const refresh = [consoleKey(environmentId)];
	const activate = useAct(
		({ person, active }: { readonly person: EndUser; readonly active: boolean }) => setActive(environmentId, person.id, active),
		{
			refresh,
			onDone: (_answer, { person, active }) =>
				toast({
					text: active ? `${person.name} can work here again.` : `${person.name} is signed out and cannot work here.`,
					undo: () => activate.mutate({ person, active: !active }),
				}),
		},
	);
	const renew = useAct((person: EndUser) => renewLink(environmentId, person.id), {
		onDone: (made, person) => setLink({ name: person.name, ...made }),
	});
	return (
		<Page
			title="People"
			subtitle="They sign in to the Work Portal of this environment and get tasks by role and group."
			actions={
				<Button look="primary" icon={UserPlus} onClick={() => setEdited("new")}>
					Invite
				</Button>
			}
		>
			<Loaded query={query}>
				{({ people, roles, groups }) => (
					<>
						{people.length === 0 ? (
							<EmptyState
								icon={Users}
								title="Nobody works here yet"
								action={<Button onClick={() => setEdited("new")}>Invite somebody</Button>}
							>
								Invite the people who are to do the tasks, and give them the roles that the processes name.
							</EmptyState>
						) : (
							<div class="rounded-box border border-line bg-base-100">
								<Table
									label="People of this environment"
									rows={people}
									idOf={(each) => each.id}
									columns={[
										{
											key: "name",
											title: "Name",
											cell: (each) => (
												<span class="flex max-w-40 sm:max-w-72">
													<Person name={each.name} />
												</span>
											),
										},
										{ key: "email", title: "E-mail", cell: (each) => <span class="text-soft">{each.email}</span>, minor: true },
										{ key: "roles", title: "Roles", cell: (each) => <Names names={each.roles} /> },
										{ key: "groups", title: "Groups", cell: (each) => <Names names={each.groups} />, minor: true },
										{ key: "state", title: "State", cell: (each) => <State state={each.state} /> },
										{
											key: "acts",
											title: "Acts",
											hideTitle: true,
											cell: (each) => (
												<span class="flex justify-end gap-1">
													<Button small onClick={() => setEdited(each)} title={`Edit ${each.name}`}>
														Edit
													</Button>
													<Menu
														label={`More for ${each.name}`}
														placement="bottom-end"
														class="btn btn-sm btn-ghost"
														items={[
															{ value: "link", label: "New password link", icon: Link2, run: () => renew.mutate(each) },
															each.state === "inactive"
																? {
																		value: "on",
																		label: "Activate",
																		icon: UserCheck,
																		run: () => activate.mutate({ person: each, active: true }),
																	}
																: {
																		value: "off",
																		label: "Deactivate",
																		icon: UserX,
																		run: () => activate.mutate({ person: each, active: false }),
																	},
														]}
													>
														<span aria-hidden>⋯</span>
													</Menu>
												</span>
											),
										},
									]}
								/>
							</div>
						)}
						{edited !== undefined && (
							<PersonDialog
								environmentId={environmentId}
								person={edited === "new" ? undefined : edited}
								known={{ roles, groups }}
								onLink={setLink}
								onClose={() => setEdited(undefined)}
							/>
						)}
					</>
				)}
			</Loaded>
			<LinkDialog link={link} onClose={() => setLink(undefined)} />
		</Page>
	);
}

function Names({ names }: { readonly names: readonly string[] }) {
	return names.length === 0 ? (
		<span class="text-soft">–</span>
	) : (
		<span class="line-clamp-2 min-w-24 max-w-64" title={names.join(", ")}>
			{names.join(", ")}
		</span>
	);
}

function State({ state }: { readonly state: EndUser["state"] }) {
	if (state === "active") return <StatusChip tone="success">Active</StatusChip>;
	return state === "invited" ? <StatusChip tone="info">Invited</StatusChip> : <StatusChip tone="neutral">Inactive</StatusChip>;
}

function PersonDialog({
	environmentId,
	person,
	known,
	onLink,
	onClose,
}: {
	readonly environmentId: string;
	readonly person: EndUser | undefined;
	readonly known: { readonly roles: readonly string[]; readonly groups: readonly string[] };
	readonly onLink: (link: OneTimeLink) => void;
	readonly onClose: () => void;
}) {
	const [name, setName] = useState(person?.name ?? "");
	const [email, setEmail] = useState(person?.email ?? "");
	const [roles, setRoles] = useState((person?.roles ?? []).join(", "));
	const [groups, setGroups] = useState((person?.groups ?? []).join(", "));
	const [error, setError] = useState<{ readonly field: string; readonly text: string }>();
	const refresh = [consoleKey(environmentId)];
	const onProblem = (problem: { readonly field: string | undefined; readonly message: string }): void =>
		setError({ field: problem.field ?? "email", text: problem.message });
	const invite = useAct((given: Parameters<typeof invitePerson>[1]) => invitePerson(environmentId, given), {
		refresh,
		onProblem,
		onDone: (made) => {
			onClose();
			onLink({ name: name.trim(), link: made.link, expiresAt: made.expiresAt });
		},
	});
	const update = useAct((given: Parameters<typeof updatePerson>[2]) => updatePerson(environmentId, person?.id ?? "", given), {
		refresh,
		onProblem,
		onDone: () => {
			onClose();
			toast({ text: `${name.trim()} is changed.` });
		},
	});
	function submit(): void {
		const given = { name: name.trim(), roles: namesOf(roles), groups: namesOf(groups) };
		if (person === undefined) invite.mutate({ ...given, email: email.trim() });
		else update.mutate(given);
	}
	const wrong = (field: string): string | undefined => (error?.field.startsWith(field) === true ? error.text : undefined);
	return (
		<Dialog
			open
			title={person === undefined ? "Invite somebody" : person.name}
			onClose={onClose}
			actions={
				<Button look="primary" type="submit" form="person" busy={invite.isPending || update.isPending}>
					{person === undefined ? "Invite" : "Save"}
				</Button>
			}
		>
			<form
				id="person"
				class="flex flex-col gap-4"
				onSubmit={(event) => {
					event.preventDefault();
					submit();
				}}
			>
				<TextInput label="Name" required value={name} onChange={setName} error={wrong("name")} autoComplete="off" />
				<TextInput
					label="E-mail"
					required
					type="email"
					value={email}
					onChange={setEmail}
					readOnly={person !== undefined}
					error={wrong("email")}
					autoComplete="off"
				/>
				<TextInput
					label="Roles"
					help={
						known.roles.length === 0
							? "Names with commas between them, as the process names them."
							: `With commas between them. Here are: ${known.roles.join(", ")}.`
					}
					value={roles}
					onChange={setRoles}
					error={wrong("roles")}
				/>
				<TextInput
					label="Groups"
					help={
						known.groups.length === 0
							? "Names with commas between them."
							: `With commas between them. Here are: ${known.groups.join(", ")}.`
					}
					value={groups}
					onChange={setGroups}
					error={wrong("groups")}
				/>
			</form>
		</Dialog>
	);
}

function namesOf(text: string): string[] {
	return [...new Set(text.split(",").map((each) => each.trim()))].filter((each) => each !== "");
}

/** The link is shown this once: it is kept only as a hash. */
function LinkDialog({ link, onClose }: { readonly link: OneTimeLink | undefined; readonly onClose: () => void }) {
	return (
		<Dialog open={link !== undefined} title="Password link" onClose={onClose} actions={<Button onClick={onClose}>Done</Button>}>
			{link !== undefined && (
				<>
					<p>Give {link.name} this link to set a password. It works once and is shown only now.</p>
					<div class="flex items-center gap-2 rounded-field border border-line p-2">
						<code class="min-w-0 flex-1 text-xs break-all">{link.link}</code>
						<IconButton label="Copy the link" onClick={() => void navigator.clipboard.writeText(link.link)}>
							<Copy size={16} />
						</IconButton>
					</div>
					<p class="text-soft">Until {exactTime(link.expiresAt)}.</p>
				</>
			)}
		</Dialog>
	);
}
