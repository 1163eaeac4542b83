import { Link2, UserCheck, UserX } from "lucide-preact";
import { useState } from "preact/hooks";
import { Link, useParams } from "wouter-preact";
import { api, callApi } from "../kit/api.ts";
import { Button } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { Facts, Page, Section } from "../kit/page.tsx";
import { queryClient, useAct, useApi } from "../kit/query.ts";
import { Loaded } from "../kit/states.tsx";
import { Table } from "../kit/table.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { toast } from "../kit/toast.tsx";
import { nodeHref, useMe } from "./data.ts";
import { OneTimeLink } from "./one-time-link.tsx";
import { PersonState } from "./people.tsx";

const people = api["customer-portal"].people[":personId"];

/** One person: account, groups, every role held and where it comes from, and the open sessions. */
export function PersonPage() {
	const { personId } = useParams<{ personId: string }>();
	const param = { personId };
	const me = useMe().data;
	const [link, setLink] = useState<{ readonly link: string; readonly expiresAt: number }>();
	const detail = useApi(["customer-portal", "person", personId], () => callApi(people.$get({ param })));
	const refresh = [["customer-portal"]] as const;
	const activate = useAct(() => callApi(people.activate.$post({ param })), { refresh });
	const deactivate = useAct((_: string) => callApi(people.deactivate.$post({ param })), {
		onDone: (_, name) => toast({ text: `${name} is deactivated and signed out everywhere.`, undo: () => activate.mutate(undefined) }),
		refresh,
	});
	const renew = useAct(() => callApi(people.invitation.$post({ param })), { onDone: setLink, refresh });
	const end = useAct((sessionId: string) => callApi(people.sessions[":sessionId"].$delete({ param: { personId, sessionId } })), {
		onDone: () => toast({ text: "The session has ended." }),
		refresh,
	});
	return (
		<Loaded query={detail}>
			{({ person, groups, grants, sessions }) => (
				<Page
					title={person.name}
					subtitle={person.email}
					status={<PersonState state={person.state} />}
					crumbs={[{ label: "People", href: "/customer-portal/people" }]}
					actions={
						<>
							{person.state !== "inactive" && (
								<Button icon={Link2} busy={renew.isPending} onClick={() => renew.mutate(undefined)}>
									{person.state === "invited" ? "New invitation link" : "Password link"}
								</Button>
							)}
							{person.state === "inactive" ? (
								<Button look="primary" icon={UserCheck} busy={activate.isPending} onClick={() => activate.mutate(undefined)}>
									Activate
								</Button>
							) : (
								me?.person.id !== person.id && (
									<Button icon={UserX} busy={deactivate.isPending} onClick={() => deactivate.mutate(person.name)}>
										Deactivate
									</Button>
								)
							)}
						</>
					}
				>
					<Section title="Roles">
						<div class="-m-4">
							<Table
								label={`Roles of ${person.name}`}
								rows={grants}
								idOf={(grant) => grant.id}
								empty={<p class="p-4 text-soft">No role. {person.name} can sign in but enter nothing.</p>}
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
										key: "by",
										title: "Through",
										minor: true,
										cell: (grant) => (grant.group === null ? <span class="text-soft">Own</span> : `Group ${grant.group}`),
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
					<Section title="Account">
						<Facts
							facts={[
								["In the company", <RelativeTime at={person.createdAt} />],
								[
									"Groups",
									groups.length === 0
										? "None"
										: groups.map((group, index) => (
												<span key={group.id}>
													{index > 0 && ", "}
													<Link href={`/customer-portal/groups/${group.id}`} class="hover:underline">
														{group.name}
													</Link>
												</span>
											)),
								],
							]}
						/>
					</Section>
					<Section title="Signed in">
						<div class="-m-4">
							<Table
								label={`Open sessions of ${person.name}`}
								rows={sessions}
								idOf={(session) => session.id}
								empty={<p class="p-4 text-soft">Not signed in anywhere.</p>}
								columns={[
									{ key: "agent", title: "Browser", cell: (session) => browserOf(session.agent) },
									{ key: "opened", title: "Since", cell: (session) => <RelativeTime at={session.openedAt} /> },
									{ key: "seen", title: "Last used", minor: true, cell: (session) => <RelativeTime at={session.seenAt} /> },
									{
										key: "end",
										title: "End",
										hideTitle: true,
										cell: (session) => (
											<div class="text-right">
												<Button small look="quiet" disabled={end.isPending} onClick={() => end.mutate(session.id)}>
													End
												</Button>
											</div>
										),
									},
								]}
							/>
						</div>
					</Section>
					<Dialog
						open={link !== undefined}
						title={`A link for ${person.name}`}
						onClose={() => setLink(undefined)}
						actions={
							<Button
								look="primary"
								onClick={() => {
									setLink(undefined);
									void queryClient.invalidateQueries({ queryKey: ["customer-portal"] });
								}}
							>
								Done
							</Button>
						}
					>
						{link !== undefined && <OneTimeLink link={link.link} expiresAt={link.expiresAt} name={person.name} />}
					</Dialog>
				</Page>
			)}
		</Loaded>
	);
}

/** The browser's name out of its user agent, for people: `Firefox on Linux`. */
function browserOf(agent: string): string {
	const browser = ["Firefox", "Edg", "Chrome", "Safari"].find((each) => agent.includes(each));
	const system = ["Windows", "Android", "iPhone", "Mac OS", "Linux"].find((each) => agent.includes(each));
	if (browser === undefined) return agent === "" ? "Unknown" : agent.slice(0, 40);
	return `${browser === "Edg" ? "Edge" : browser}${system === undefined ? "" : ` on ${system}`}`;
}
