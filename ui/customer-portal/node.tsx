import { KeyRound, Plus } from "lucide-preact";
import { useState } from "preact/hooks";
import { useSearchParams } from "wouter-preact";
import { Button, LinkButton } from "../kit/button.tsx";
import { Facts, Page, Section } from "../kit/page.tsx";
import { Tabs } from "../kit/tabs.tsx";
import { isStage, StageChip } from "../shell/stage.tsx";
import { Access } from "./access.tsx";
import { nodeHref, pathTo, useAccess, useMay, type TreeNode } from "./data.ts";
import { GiveRole } from "./give-role.tsx";
import { NewWorkspace } from "./new-workspace.tsx";
import { WhoCan } from "./who-can.tsx";

const KINDS: Readonly<Record<string, string>> = {
	company: "Company",
	modeler: "Subscription · Modeler",
	studio: "Subscription · Studio",
	automation: "Subscription · Automation",
	model: "Model",
	project: "Project",
};

/** One node of the tree: who can do what there and why, the roles given, and what lies in it. */
export function NodePage({ node, tree }: { readonly node: TreeNode; readonly tree: readonly TreeNode[] }) {
	const access = useAccess(node);
	const may = useMay();
	const [params, setParams] = useSearchParams();
	const [giving, setGiving] = useState(false);
	const [making, setMaking] = useState(false);
	const makes =
		node.level !== "subscription"
			? undefined
			: node.kind === "modeler"
				? may("subscription.create-model", node) && ("model" as const)
				: may("subscription.create-project", node) && ("project" as const);
	const gives = access.data?.gives ?? [];
	const inside = tree.filter((each) => each.parentId === node.id);
	return (
		<Page
			title={isStage(node.kind) ? (pathTo(tree, node.id).at(-2)?.name ?? node.name) : node.name}
			subtitle={isStage(node.kind) ? undefined : KINDS[node.kind]}
			status={isStage(node.kind) && <StageChip stage={node.kind} />}
			crumbs={pathTo(tree, node.id)
				.slice(0, -1)
				.map((each) => ({ label: each.name, href: nodeHref(each) }))}
			actions={
				<>
					<Opens node={node} />
					{makes !== undefined && makes !== false && (
						<Button icon={Plus} onClick={() => setMaking(true)}>
							{makes === "model" ? "New model" : "New project"}
						</Button>
					)}
					{gives.length > 0 && (
						<Button look="primary" icon={KeyRound} onClick={() => setGiving(true)}>
							Give a role
						</Button>
					)}
				</>
			}
		>
			<WhoCan node={node} />
			<Section title="Access">
				<div class="-m-4">
					<Tabs
						label="Roles"
						value={params.get("roles") ?? "all"}
						onChange={(value) => setParams(value === "all" ? {} : { roles: value }, { replace: true })}
						tabs={[
							{ value: "all", label: "All that reach here", content: () => <Access node={node} access={access} which="all" /> },
							{ value: "here", label: "Given here", content: () => <Access node={node} access={access} which="here" /> },
						]}
					/>
				</div>
			</Section>
			<Section title="Settings">
				<Facts
					facts={[
						["Kind", isStage(node.kind) ? "Environment" : (KINDS[node.kind] ?? node.kind)],
						["Contains", inside.length === 0 ? "Nothing that you can see" : inside.map((each) => each.name).join(", ")],
						["Id", <code class="text-xs">{node.id}</code>],
					]}
				/>
			</Section>
			<GiveRole open={giving} node={node} gives={gives} onClose={() => setGiving(false)} />
			{makes !== undefined && makes !== false && (
				<NewWorkspace open={making} kind={makes} subscriptionId={node.id} onClose={() => setMaking(false)} />
			)}
		</Page>
	);
}

/** The portal in which this node is worked on. */
function Opens({ node }: { readonly node: TreeNode }) {
	if (!node.mine) return null;
	switch (node.level) {
		case "model":
			return <LinkButton href={`/modeler/${node.id}`}>Open in Modeler</LinkButton>;
		case "project":
			return <LinkButton href={`/studio/${node.id}`}>Open in Studio</LinkButton>;
		case "environment":
			return <LinkButton href={`/console/${node.id}`}>Open the console</LinkButton>;
		case "company":
		case "subscription":
			return null;
	}
}
