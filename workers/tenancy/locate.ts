import type { Level, Resource } from "../../domain/grants/principal.ts";
import type { CompanyId, EnvironmentId, SubscriptionId, WorkspaceId } from "../../domain/ids.ts";

/**
 * Finds the node of the company's tree that a path names, with the nodes above it. `undefined` when there is none in this
 * company: another tenant's id and one that never existed are the same here.
 */
export async function locate(
	env: Env,
	companyId: CompanyId,
	level: Level,
	params: Readonly<Record<string, string>>,
): Promise<Resource | undefined> {
	switch (level) {
		case "company": {
			const named = params["companyId"];
			return named === undefined || named === companyId ? { level, companyId } : undefined;
		}
		case "subscription": {
			const row = await env.DB.prepare("SELECT id FROM subscription WHERE company_id = ? AND id = ?")
				.bind(companyId, params["subscriptionId"] ?? "")
				.first<{ id: SubscriptionId }>();
			return row === null ? undefined : { level, companyId, subscriptionId: row.id };
		}
		case "model":
		case "project": {
			const row = await env.DB.prepare("SELECT id, subscription_id FROM workspace WHERE company_id = ? AND id = ? AND kind = ?")
				.bind(companyId, params[`${level}Id`] ?? "", level)
				.first<{ id: WorkspaceId; subscription_id: SubscriptionId }>();
			return row === null ? undefined : { level, companyId, subscriptionId: row.subscription_id, workspaceId: row.id };
		}
		case "environment": {
			const row = await env.DB.prepare(
				"SELECT e.id, e.workspace_id, w.subscription_id FROM environment e JOIN workspace w ON w.company_id = e.company_id AND w.id = e.workspace_id WHERE e.company_id = ? AND e.id = ?",
			)
				.bind(companyId, params["environmentId"] ?? "")
				.first<{ id: EnvironmentId; workspace_id: WorkspaceId; subscription_id: SubscriptionId }>();
			return row === null
				? undefined
				: { level, companyId, subscriptionId: row.subscription_id, workspaceId: row.workspace_id, environmentId: row.id };
		}
	}
}
