import { Building2, FolderKanban, History, PencilRuler, Server, Users, UsersRound, Workflow, type LucideIcon } from "lucide-preact";
import { Redirect, Route, Switch, useLocation, useParams } from "wouter-preact";
import type { Level } from "../../domain/grants/principal.ts";
import { EmptyState, Loaded, Skeleton } from "../kit/states.tsx";
import { StatusChip } from "../kit/status.tsx";
import { Tree, type TreeNode as TreeLine } from "../kit/tree.tsx";
import { Frame } from "../shell/frame.tsx";
import { isStage, STAGES } from "../shell/stage.tsx";
import { AuditPage } from "./audit.tsx";
import { nodeHref, useMay, useTree, type TreeNode } from "./data.ts";
import { GroupPage, GroupsPage } from "./groups.tsx";
import { NodePage } from "./node.tsx";
import { PeoplePage } from "./people.tsx";
import { PersonPage } from "./person.tsx";

const ICONS: Readonly<Record<Level, LucideIcon>> = {
	company: Building2,
	subscription: FolderKanban,
	model: PencilRuler,
	project: Workflow,
	environment: Server,
};

/** The company: its tree at the left, the chosen node's people and roles at the right. */
export default function CustomerPortal() {
	const tree = useTree();
	const may = useMay();
	const [path, navigate] = useLocation();
	const company = tree.data?.find((node) => node.level === "company");
	const administers = company !== undefined && may("company.people", company);
	const audits = company !== undefined && may("company.audit", company);
	const selected = /^\/customer-portal\/(?:company|subscription|model|project|environment)\/([^/?]+)/.exec(path)?.[1];
	return (
		<Frame
			portal="customer-portal"
			places={[
				{
					places: [
						{ href: "/customer-portal/people", label: "People", icon: Users, within: true },
						{ href: "/customer-portal/groups", label: "Groups", icon: UsersRound, within: true },
						...(audits ? [{ href: "/customer-portal/audit", label: "Audit trail", icon: History }] : []),
					],
				},
			]}
			sidebar={
				tree.data !== undefined && (
					<>
						<h2 class="px-2 pb-1 text-xs font-medium text-soft">Company</h2>
						<Tree
							label="The company's tree"
							nodes={linesOf(tree.data, null)}
							selected={selected}
							onSelect={(id) => {
								const node = tree.data?.find((each) => each.id === id);
								if (node !== undefined) navigate(nodeHref(node));
							}}
						/>
					</>
				)
			}
		>
			<Switch>
				<Route path="/customer-portal/people">
					<PeoplePage administers={administers} />
				</Route>
				<Route path="/customer-portal/people/:personId" component={PersonPage} />
				<Route path="/customer-portal/groups">
					<GroupsPage />
				</Route>
				<Route path="/customer-portal/groups/:groupId" component={GroupPage} />
				<Route path="/customer-portal/audit" component={AuditPage} />
				<Route path="/customer-portal/:level/:id">
					<Node tree={tree} />
				</Route>
				<Route>
					<Loaded query={tree}>
						{(nodes) => {
							const first = nodes[0];
							if (first === undefined) return <EmptyState title="There is nothing here yet" />;
							return <Redirect to={nodeHref(first)} replace />;
						}}
					</Loaded>
				</Route>
			</Switch>
		</Frame>
	);
}

function Node({ tree }: { readonly tree: ReturnType<typeof useTree> }) {
	const { id = "" } = useParams<{ id?: string }>();
	return (
		<Loaded query={tree} skeleton={<Skeleton />}>
			{(nodes) => {
				const node = nodes.find((each) => each.id === id);
				if (node === undefined)
					return (
						<EmptyState title="This is not in your part of the company">
							It may be gone, or someone has to give you a role there.
						</EmptyState>
					);
				return <NodePage key={node.id} node={node} tree={nodes} />;
			}}
		</Loaded>
	);
}

function linesOf(nodes: readonly TreeNode[], parentId: string | null): TreeLine[] {
	return nodes
		.filter((node) => node.parentId === parentId)
		.map((node) => {
			const children = linesOf(nodes, node.id);
			return {
				id: node.id,
				label: node.name,
				// An environment has its stage's colour instead, and room for its word.
				...(node.level === "environment" ? {} : { icon: ICONS[node.level] }),
				...(children.length === 0 ? {} : { children }),
				...(node.ownerless ? { extra: <StatusChip tone="warning">No owner</StatusChip> } : {}),
				...(isStage(node.kind)
					? { extra: <span aria-hidden class="size-2 shrink-0 rounded-full" style={{ background: STAGES[node.kind].color }} /> }
					: {}),
			};
		});
}
