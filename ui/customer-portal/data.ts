import { ACTIONS, type Action } from "../../domain/grants/actions.ts";
import { may } from "../../domain/grants/may.ts";
import type { Builder, Level, Resource } from "../../domain/grants/principal.ts";
import type { Role } from "../../domain/grants/roles.ts";
import type { CompanyId, EnvironmentId, PersonId, SubscriptionId, WorkspaceId } from "../../domain/ids.ts";
import type { InferResponseType } from "hono/client";
import { api, callApi } from "../kit/api.ts";
import { useApi } from "../kit/query.ts";

const portal = api["customer-portal"];

/** A node of the company's tree, by level and id. */
export interface NodeName {
	readonly level: Level;
	readonly id: string;
}

export interface TreeNode extends NodeName {
	readonly parentId: string | null;
	readonly name: string;
	readonly kind: string;
	readonly mine: boolean;
	readonly ownerless: boolean;
}

export function useTree() {
	return useApi(["customer-portal", "tree"], async () => (await callApi(portal.tree.$get())).nodes);
}

/** Who asks, with the roles held: decides what the screens offer, by the same `may` that the server decides with. */
export function useMe() {
	return useApi(["customer-portal", "me"], () => callApi(api.identity.company.me.$get()), { staleTime: 60_000 });
}

/** Whether the asker may do an action on a node. The server decides again. */
export function useMay(): (action: Action, node: NodeName) => boolean {
	const me = useMe().data;
	const tree = useTree().data;
	return (action, node) => {
		if (me === undefined || tree === undefined) return false;
		const builder: Builder = {
			realm: "company",
			companyId: me.company.id as CompanyId,
			personId: me.person.id as PersonId,
			name: me.person.name,
			email: me.person.email,
			sessionId: me.sessionId,
			grants: me.grants.map((grant) => ({ role: grant.role as Role, scope: grant.scope })),
		};
		return may(builder, action, resourceOf(tree, node, me.company.id), Date.now());
	};
}

function resourceOf(tree: readonly TreeNode[], node: NodeName, companyId: string): Resource {
	const path = pathTo(tree, node.id);
	const at = (levels: readonly Level[]) => path.find((each) => levels.includes(each.level))?.id;
	const subscriptionId = at(["subscription"]);
	const workspaceId = at(["model", "project"]);
	const environmentId = at(["environment"]);
	return {
		level: node.level,
		companyId: companyId as CompanyId,
		...(subscriptionId === undefined ? {} : { subscriptionId: subscriptionId as SubscriptionId }),
		...(workspaceId === undefined ? {} : { workspaceId: workspaceId as WorkspaceId }),
		...(environmentId === undefined ? {} : { environmentId: environmentId as EnvironmentId }),
	};
}

/** The nodes from the company down to this one. */
export function pathTo(tree: readonly TreeNode[], id: string): TreeNode[] {
	const node = tree.find((each) => each.id === id);
	if (node === undefined) return [];
	return [...(node.parentId === null ? [] : pathTo(tree, node.parentId)), node];
}

/** A node's name where nothing around it says which one: an environment goes with its project. */
export function placeName(tree: readonly TreeNode[], node: TreeNode): string {
	const project = tree.find((each) => each.id === node.parentId);
	return node.level === "environment" && project !== undefined ? `${project.name} · ${node.name}` : node.name;
}

export function nodeHref(node: NodeName): string {
	return `/customer-portal/${node.level}/${node.id}`;
}

/** The actions that are decided on a node of this level. */
export function actionsOf(level: Level): Action[] {
	return ACTIONS.filter((action) => action.startsWith(`${level}.`) || (level === "company" && action.startsWith("library.")));
}

type AccessAnswer = InferResponseType<(typeof portal.companies)[":companyId"]["access"]["$get"]>;
type WhoCanAnswer = InferResponseType<(typeof portal.companies)[":companyId"]["who-can"]["$get"]>;
export type GrantRow = AccessAnswer["grants"][number];
export type PersonWhoCan = WhoCanAnswer["people"][number];

const PLURAL = {
	company: "companies",
	subscription: "subscriptions",
	model: "models",
	project: "projects",
	environment: "environments",
} as const;

/** The five levels have the same routes with the same answers; only the path differs. */
function pathOf(node: NodeName): string {
	return `/api/customer-portal/${PLURAL[node.level]}/${node.id}`;
}

/** Every role that reaches a node, and what the asker may give there. */
export function useAccess(node: NodeName) {
	return useApi(["customer-portal", "access", node.id], async () => (await callApi(fetch(`${pathOf(node)}/access`))) as AccessAnswer);
}

/** Who may do an action on a node, and why; everyone with a role there when the action is empty. */
export function useWhoCan(node: NodeName, action: Action | "") {
	return useApi(
		["customer-portal", "who-can", node.id, action],
		async () =>
			((await callApi(fetch(`${pathOf(node)}/who-can${action === "" ? "" : `?action=${encodeURIComponent(action)}`}`))) as WhoCanAnswer)
				.people,
	);
}

export interface NewGrant {
	readonly role: Role;
	readonly personId?: string;
	readonly groupId?: string;
	/** Epoch milliseconds. */
	readonly until?: number;
}

export async function giveRole(node: NodeName, grant: NewGrant): Promise<void> {
	await callApi(
		fetch(`${pathOf(node)}/grants`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify(grant),
		}),
	);
}

export async function takeRole(node: NodeName, grantId: string): Promise<void> {
	await callApi(fetch(`${pathOf(node)}/grants/${grantId}`, { method: "DELETE" }));
}
