import { and, eq } from "drizzle-orm";
import type { Builder } from "../../domain/grants/principal.ts";
import { act } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import { workspace } from "../tenancy/schema/tenancy.ts";
import type { PresentModel } from "./present-model.ts";

/** Changes what a model is called and what is said of it. */
export async function renameModel(
	env: Env,
	model: PresentModel,
	given: { readonly name: string; readonly description: string },
	actor: Builder,
	now: number,
): Promise<void> {
	await act(
		env,
		model.companyId,
		[
			database(env)
				.update(workspace)
				.set({ name: given.name, description: given.description, updatedAt: now })
				.where(and(eq(workspace.companyId, model.companyId), eq(workspace.id, model.modelId))),
		],
		{ actor, action: "model.rename", scopeId: model.modelId, outcome: "done", detail: { before: model.name, after: given.name } },
	);
}
