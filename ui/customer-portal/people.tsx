import { UserPlus } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { Link, useLocation, useSearchParams } from "wouter-preact";
import { api, type ApiProblem, callApi } from "../kit/api.ts";
import { Button } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { fieldProblem } from "../kit/field-problem.ts";
import { TextInput } from "../kit/field.tsx";
import { Page } from "../kit/page.tsx";
import { Person } from "../kit/person.tsx";
import { useAct, useApi } from "../kit/query.ts";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { StatusChip } from "../kit/status.tsx";
import { Table } from "../kit/table.tsx";
import { OneTimeLink } from "./one-time-link.tsx";

const STATES = {
	active: { tone: "success", word: "Active" },
	invited: { tone: "info", word: "Invited" },
	inactive: { tone: "neutral", word: "Deactivated" },
} as const;

/** What a person's account is: colour, icon and word. */
export function PersonState({ state }: { readonly state: keyof typeof STATES }) {
	return <StatusChip tone={STATES[state].tone}>{STATES[state].word}</StatusChip>;
}

/** Everyone in the company. */
export function PeoplePage({ administers }: { readonly administers: boolean }) {
	const [, navigate] = useLocation();
	const [params, setParams] = useSearchParams();
	const search = params.get("find") ?? "";
	const [inviting, setInviting] = useState(false);
	const people = useApi(["customer-portal", "people", search], () =>
		callApi(api["customer-portal"].people.$get({ query: search === "" ? {} : { search } })),
	);
	return (
		<Page
			title="People"
			subtitle="Everyone who draws, builds, deploys or administers. People who work cases belong to an environment."
			actions={
				administers && (
					<Button look="primary" icon={UserPlus} onClick={() => setInviting(true)}>
						Invite
					</Button>
				)
			}
		>
			<div class="mb-4 max-w-sm">
				<TextInput
					label="Find a person"
					hideLabel
					type="search"
					placeholder="Name or address"
					value={search}
					onChange={(value) => setParams(value === "" ? {} : { find: value }, { replace: true })}
				/>
			</div>
			<div class="rounded-box border border-line bg-base-100">
				<Loaded query={people}>
					{(answer) => (
						<Table
							label="People of the company"
							rows={answer.people}
							idOf={(person) => person.id}
							{...(administers ? { onOpen: (person: { id: string }) => navigate(`/customer-portal/people/${person.id}`) } : {})}
							empty={<EmptyState title={search === "" ? "Nobody is here yet" : `Nobody is found for “${search}”`} small />}
							columns={[
								{
									key: "name",
									title: "Name",
									cell: (person) =>
										administers ? (
											<Link href={`/customer-portal/people/${person.id}`} class="hover:underline">
												<Person name={person.name} />
											</Link>
										) : (
											<Person name={person.name} />
										),
								},
								{ key: "email", title: "Address", minor: true, cell: (person) => <span class="text-soft">{person.email}</span> },
								{ key: "state", title: "State", cell: (person) => <PersonState state={person.state} /> },
							]}
						/>
					)}
				</Loaded>
			</div>
			<Invite open={inviting} onClose={() => setInviting(false)} />
		</Page>
	);
}

/** Asks for name and address, then shows the one-time link to pass on. */
function Invite({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
	const [name, setName] = useState("");
	const [email, setEmail] = useState("");
	const [problem, setProblem] = useState<ApiProblem>();
	const [made, setMade] = useState<{ readonly link: string; readonly expiresAt: number }>();
	useEffect(() => {
		setName("");
		setEmail("");
		setProblem(undefined);
		setMade(undefined);
	}, [open]);
	const invite = useAct(() => callApi(api["customer-portal"].people.$post({ json: { name, email } })), {
		onDone: setMade,
		onProblem: setProblem,
		refresh: [["customer-portal"]],
	});
	const errorOf = (field: string) => fieldProblem(problem, field);
	return (
		<Dialog
			open={open}
			title={made === undefined ? "Invite a person" : `Invitation for ${name}`}
			onClose={onClose}
			actions={
				made === undefined ? (
					<>
						<Button onClick={onClose}>Cancel</Button>
						<Button type="submit" form="invite" look="primary" busy={invite.isPending}>
							Invite
						</Button>
					</>
				) : (
					<Button look="primary" onClick={onClose}>
						Done
					</Button>
				)
			}
		>
			{made === undefined ? (
				<form
					id="invite"
					class="flex flex-col gap-4"
					onSubmit={(event) => {
						event.preventDefault();
						invite.mutate(undefined);
					}}
				>
					<TextInput label="Name" value={name} onChange={setName} error={errorOf("name")} autoComplete="off" required autoFocus />
					<TextInput label="E-mail" type="email" value={email} onChange={setEmail} error={errorOf("email")} autoComplete="off" required />
					<p class="text-soft">They join as a member and can read the Process Library. Give further roles on the company's tree.</p>
					{problem !== undefined && problem.field === undefined && (
						<p role="alert" class="text-error">
							{problem.message} <code class="block text-xs">{problem.code}</code>
						</p>
					)}
				</form>
			) : (
				<OneTimeLink link={made.link} expiresAt={made.expiresAt} name={name} />
			)}
		</Dialog>
	);
}
