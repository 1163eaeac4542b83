import { UsersRound } from "lucide-preact";
import type { UseQueryResult } from "@tanstack/preact-query";
import type { InferResponseType } from "hono/client";
import { Link } from "wouter-preact";
import { type api, type ApiProblem } from "../kit/api.ts";
import { Button } from "../kit/button.tsx";
import { Person } from "../kit/person.tsx";
import { queryClient, useAct } from "../kit/query.ts";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { StatusChip } from "../kit/status.tsx";
import { Table } from "../kit/table.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { toast } from "../kit/toast.tsx";
import { giveRole, takeRole, type GrantRow, type NodeName } from "./data.ts";

type AccessAnswer = InferResponseType<(typeof api)["customer-portal"]["companies"][":companyId"]["access"]["$get"]>;

interface AccessProps {
	readonly node: NodeName;
	readonly access: UseQueryResult<AccessAnswer, ApiProblem>;
	readonly which: "all" | "here";
}

/** The roles that reach a node: who, what, and where it was given. Taking one away can be undone for a few seconds. */
export function Access({ node, access, which }: AccessProps) {
	const take = useAct((grant: GrantRow) => takeRole(node, grant.id), {
		onDone: (_, grant) =>
			toast({
				text: `${nameOf(grant)} is no longer ${grant.title} here.`,
				undo: () => {
					void giveRole(node, {
						role: grant.role,
						...(grant.person === null ? {} : { personId: grant.person.id }),
						...(grant.group === null ? {} : { groupId: grant.group.id }),
						...(grant.until === null ? {} : { until: grant.until }),
					}).finally(() => void queryClient.invalidateQueries({ queryKey: ["customer-portal"] }));
				},
			}),
		refresh: [["customer-portal"]],
	});
	return (
		<Loaded query={access}>
			{(answer) => {
				const names = new Map(answer.path.map((each) => [each.id, each.name]));
				const rows = answer.grants.filter((grant) => which === "all" || !grant.inherited);
				return (
					<Table
						label="Roles on this place"
						rows={rows}
						idOf={(grant) => grant.id}
						empty={
							<EmptyState title="No role is given here" small>
								Roles given above reach this place too.
							</EmptyState>
						}
						columns={[
							{ key: "who", title: "Who", cell: (grant) => <Who grant={grant} /> },
							{ key: "role", title: "Role", cell: (grant) => grant.title },
							{
								key: "where",
								title: "Given on",
								minor: true,
								cell: (grant) => (grant.inherited ? <span class="text-soft">{names.get(grant.scopeId)}, above</span> : <span>Here</span>),
							},
							{ key: "since", title: "Since", minor: true, cell: (grant) => <RelativeTime at={grant.grantedAt} /> },
							{
								key: "until",
								title: "Until",
								minor: true,
								cell: (grant) => (grant.until === null ? <span class="text-soft">No end</span> : <RelativeTime at={grant.until} />),
							},
							{
								key: "take",
								title: "Take away",
								hideTitle: true,
								cell: (grant) =>
									grant.revocable && (
										<div class="text-right">
											<Button
												small
												look="quiet"
												disabled={take.isPending}
												title={`Take ${grant.title} from ${nameOf(grant)}`}
												onClick={() => take.mutate(grant)}
											>
												Take away
												<span class="sr-only">
													{" "}
													{grant.title} from {nameOf(grant)}
												</span>
											</Button>
										</div>
									),
							},
						]}
					/>
				);
			}}
		</Loaded>
	);
}

function nameOf(grant: GrantRow): string {
	return grant.person?.name ?? grant.group?.name ?? "";
}

function Who({ grant }: { readonly grant: GrantRow }) {
	if (grant.group !== null)
		return (
			<Link href={`/customer-portal/groups/${grant.group.id}`} class="inline-flex items-center gap-1.5 hover:underline">
				<UsersRound size={16} aria-hidden class="shrink-0 text-soft" />
				{grant.group.name}
			</Link>
		);
	if (grant.person === null) return null;
	return (
		<Link href={`/customer-portal/people/${grant.person.id}`} class="inline-flex min-w-0 items-center gap-2 hover:underline">
			<Person name={grant.person.name} />
			{grant.person.state === "inactive" && <StatusChip tone="neutral">Deactivated</StatusChip>}
			{grant.person.state === "invited" && <StatusChip tone="info">Invited</StatusChip>}
		</Link>
	);
}
