import { and, eq } from "drizzle-orm";
import type { CompanyId, WorkspaceId } from "../../domain/ids.ts";
import { database } from "../tenancy/database.ts";
import { keys } from "../tenancy/objects.ts";
import { modelSummary } from "../tenancy/schema/models.ts";

/** The picture that the model's room made after its last change; empty until it made one. */
export async function modelPicture(env: Env, companyId: CompanyId, modelId: WorkspaceId): Promise<string> {
	const [row] = await database(env)
		.select({ picture: modelSummary.picture })
		.from(modelSummary)
		.where(and(eq(modelSummary.companyId, companyId), eq(modelSummary.modelId, modelId)));
	if (row === undefined) return "";
	const stored = await env.FILES.get(keys.content(companyId, "svg", row.picture));
	return stored === null ? "" : stored.text();
}
