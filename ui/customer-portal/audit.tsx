import { useInfiniteQuery } from "@tanstack/preact-query";
import { ShieldCheck } from "lucide-preact";
import { useState } from "preact/hooks";
import { useSearchParams } from "wouter-preact";
import type { InferResponseType } from "hono/client";
import { api, type ApiProblem, callApi } from "../kit/api.ts";
import { Button } from "../kit/button.tsx";
import { Combobox } from "../kit/combobox.tsx";
import { Select } from "../kit/field.tsx";
import { Page } from "../kit/page.tsx";
import { Person } from "../kit/person.tsx";
import { useAct, useApi } from "../kit/query.ts";
import { EmptyState, ErrorState, Skeleton } from "../kit/states.tsx";
import { StatusChip } from "../kit/status.tsx";
import { Table } from "../kit/table.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { auditSentence } from "./audit-sentence.ts";
import { placeName, useTree } from "./data.ts";

type AuditPageAnswer = InferResponseType<(typeof api)["customer-portal"]["audit"]["$get"]>;
type Check = InferResponseType<(typeof api)["customer-portal"]["audit"]["verify"]["$get"]>;

const SUBJECTS = [
	{ value: "grant", label: "Roles" },
	{ value: "person", label: "People" },
	{ value: "group", label: "Groups" },
	{ value: "session", label: "Sign-ins" },
	{ value: "end-user", label: "End users" },
	{ value: "model", label: "Models" },
	{ value: "project", label: "Projects" },
	{ value: "package", label: "Packages" },
	{ value: "parameter", label: "Parameters" },
	{ value: "trigger", label: "Mail triggers" },
	{ value: "environment", label: "Environments" },
	{ value: "company", label: "Company" },
];

const FAULTS: Readonly<Record<NonNullable<Check["fault"]>["reason"], string>> = {
	gap: "A row is missing",
	altered: "A row was altered",
	unlinked: "A row does not follow the one before",
	backdated: "A row is older than the one before",
	truncated: "Rows are missing at the end",
};

/** The company's audit trail with filters, and the check of its chain. */
export function AuditPage() {
	const [params, setParams] = useSearchParams();
	const action = params.get("about") ?? "";
	const outcome = params.get("outcome") ?? "";
	const actorId = params.get("who") ?? "";
	const [check, setCheck] = useState<Check>();
	const tree = useTree().data ?? [];
	const people = useApi(["customer-portal", "people", ""], () => callApi(api["customer-portal"].people.$get({ query: {} })));
	const trail = useInfiniteQuery<AuditPageAnswer, ApiProblem, { pages: AuditPageAnswer[] }, readonly string[], number | null>({
		queryKey: ["customer-portal", "audit", action, outcome, actorId],
		initialPageParam: null,
		queryFn: ({ pageParam }) =>
			callApi(
				api["customer-portal"].audit.$get({
					query: {
						...(action === "" ? {} : { action }),
						...(outcome === "done" || outcome === "refused" ? { outcome } : {}),
						...(actorId === "" ? {} : { actorId }),
						...(pageParam === null ? {} : { before: String(pageParam) }),
					},
				}),
			),
		getNextPageParam: (last) => last.next,
	});
	const verify = useAct(() => callApi(api["customer-portal"].audit.verify.$get()), { onDone: setCheck });
	function filter(name: string, value: string): void {
		setParams(
			(before) => {
				if (value === "") before.delete(name);
				else before.set(name, value);
				return before;
			},
			{ replace: true },
		);
	}
	const rows = trail.data?.pages.flatMap((page) => page.rows) ?? [];
	const names = new Map(tree.map((node) => [node.id, placeName(tree, node)]));
	return (
		<Page
			title="Audit trail"
			subtitle="Every sign-in and every change of people, roles and settings, done or refused. Each row seals the one before."
			actions={
				<Button icon={ShieldCheck} busy={verify.isPending} onClick={() => verify.mutate(undefined)}>
					Check the chain
				</Button>
			}
		>
			{check !== undefined && (
				<p role="status" class="mb-4 flex items-center gap-2">
					{check.fault === null ? <StatusChip tone="success">Holds</StatusChip> : <StatusChip tone="error">Broken</StatusChip>}
					{check.fault === null
						? `All ${check.checked} rows follow one another.`
						: `${FAULTS[check.fault.reason]}, at number ${check.fault.seq}. The ${check.checked} rows before it hold.`}
				</p>
			)}
			<div class="mb-4 flex flex-wrap items-end gap-3">
				<Select label="About" value={action} onChange={(value) => filter("about", value)} placeholder="Everything" options={SUBJECTS} />
				<Select
					label="Outcome"
					value={outcome}
					onChange={(value) => filter("outcome", value)}
					placeholder="Any"
					options={[
						{ value: "done", label: "Done" },
						{ value: "refused", label: "Refused" },
					]}
				/>
				<div class="w-64">
					<Combobox
						label="Who"
						value={actorId}
						onChange={(value) => filter("who", value)}
						placeholder="Anyone"
						options={(people.data?.people ?? []).map((person) => ({ value: person.id, label: person.name, detail: person.email }))}
					/>
				</div>
			</div>
			<div class="rounded-box border border-line bg-base-100">
				{trail.data === undefined ? (
					trail.error === null ? (
						<Skeleton />
					) : (
						<ErrorState problem={trail.error} retry={() => void trail.refetch()} />
					)
				) : (
					<Table
						label="Audit trail, newest first"
						rows={rows}
						idOf={(row) => String(row.seq)}
						empty={<EmptyState title="Nothing matches these filters" small />}
						columns={[
							{ key: "seq", title: "No.", numeric: true, minor: true, cell: (row) => <span class="text-soft">{row.seq}</span> },
							{ key: "at", title: "When", cell: (row) => <RelativeTime at={row.at} /> },
							{ key: "who", title: "Who", cell: (row) => <Person name={row.actorName} /> },
							{
								key: "what",
								title: "What",
								cell: (row) => (
									<span>
										{auditSentence(row)}
										{row.action !== "grant.give" && row.action !== "grant.revoke" && names.has(row.scopeId) && (
											<span class="text-soft"> · {names.get(row.scopeId)}</span>
										)}
									</span>
								),
							},
							{
								key: "outcome",
								title: "Outcome",
								cell: (row) =>
									row.outcome === "done" ? <StatusChip tone="success">Done</StatusChip> : <StatusChip tone="warning">Refused</StatusChip>,
							},
						]}
					/>
				)}
			</div>
			{trail.hasNextPage && (
				<div class="mt-4 text-center">
					<Button busy={trail.isFetchingNextPage} onClick={() => void trail.fetchNextPage()}>
						Show older
					</Button>
				</div>
			)}
		</Page>
	);
}
