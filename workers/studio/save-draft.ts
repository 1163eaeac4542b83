import { and, eq } from "drizzle-orm";
import type { Automation } from "../../domain/deployment/automation.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import { HttpProblem } from "../http/problem.ts";
import { database } from "../tenancy/database.ts";
import { projectDraft, type SourceKind } from "../tenancy/schema/projects.ts";
import { refuseUnreadable } from "./called-models.ts";
import { readDraft, type ProjectScope } from "./draft.ts";

/** Bytes of the automation document as JSON. */
export const MAX_AUTOMATION_BYTES = 1024 * 1024;

export interface DraftChange {
	/** The version that the change was made on. */
	readonly version: number;
	readonly automation: Automation;
	readonly model?: { readonly bpmnHash: string; readonly kind: SourceKind; readonly id: string; readonly name: string };
}

/**
 * Saves a draft if nobody saved since. Otherwise 409 `project.conflict` with who and when, and the newer draft stays; the
 * caller still has theirs. 404 for a called model that the caller may not read.
 */
export async function saveDraft(
	env: Env,
	scope: ProjectScope,
	change: DraftChange,
	actor: Builder,
	now: number,
): Promise<{ version: number }> {
	const automation = JSON.stringify(change.automation);
	if (automation.length > MAX_AUTOMATION_BYTES)
		throw new HttpProblem(413, "project.too_large", `What automates a process may have ${MAX_AUTOMATION_BYTES} bytes at the most.`, {
			field: "automation",
		});
	if (change.automation.models !== undefined)
		await refuseUnreadable(env, actor, (await readDraft(env, scope)).automation, change.automation, now);
	const saved = await database(env)
		.update(projectDraft)
		.set({
			version: change.version + 1,
			automation,
			savedAt: now,
			savedBy: actor.personId,
			savedByName: actor.name,
			...(change.model === undefined
				? {}
				: {
						bpmnHash: change.model.bpmnHash,
						sourceKind: change.model.kind,
						sourceId: change.model.id,
						sourceName: change.model.name,
					}),
		})
		.where(
			and(
				eq(projectDraft.companyId, scope.companyId),
				eq(projectDraft.projectId, scope.projectId),
				eq(projectDraft.version, change.version),
			),
		)
		.returning({ version: projectDraft.version });
	const [row] = saved;
	if (row !== undefined) return row;
	const theirs = await readDraft(env, scope);
	throw new HttpProblem(
		409,
		"project.conflict",
		`${theirs.savedByName} saved this project ${Math.max(1, Math.round((now - theirs.savedAt) / 1000))} s ago. Your changes are kept here; look at theirs and decide.`,
		{ field: "version", more: { version: theirs.version, savedAt: theirs.savedAt, savedByName: theirs.savedByName } },
	);
}
