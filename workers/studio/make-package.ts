import { and, desc, eq } from "drizzle-orm";
import { canonicalJson } from "../../domain/deployment/canonical-json.ts";
import { packageIdOf } from "../../domain/deployment/package-id.ts";
import { sealPackage } from "../../domain/deployment/package.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import type { PackageId } from "../../domain/ids.ts";
import { HttpProblem, notFound } from "../http/problem.ts";
import { act } from "../tenancy/audit.ts";
import { sha256Hex } from "../tenancy/content-hash.ts";
import { database } from "../tenancy/database.ts";
import { keys } from "../tenancy/objects.ts";
import { packageSigner } from "../tenancy/package-keys.ts";
import { projectPackage } from "../tenancy/schema/projects.ts";
import { readWholeModel } from "./called-models.ts";
import { checkProject } from "./check-project.ts";
import { readDraft, type ProjectScope } from "./draft.ts";

export interface MadePackage {
	readonly id: PackageId;
	readonly version: number;
	readonly hash: string;
	readonly bytes: Uint8Array;
}

/**
 * Makes an immutable, signed package of the draft as it is now. A draft with errors is refused with all of them
 * (422 `project.not_ready`). A run of the same content takes the package that is there.
 */
export async function makePackage(
	env: Env,
	scope: ProjectScope,
	given: { readonly kind: "package" | "run"; readonly note: string },
	actor: Builder,
	now: number,
): Promise<MadePackage> {
	const draft = await readDraft(env, scope);
	// Called models are resolved here: the package has all that runs, and the revisions that it was made of.
	const { bpmn, automation, findings: calls } = await readWholeModel(env, scope, draft);
	const { findings } = await checkProject(bpmn, automation, 0, calls);
	const errors = findings.filter((finding) => finding.severity === "error");
	if (errors.length > 0)
		throw new HttpProblem(
			422,
			"project.not_ready",
			`${errors.length === 1 ? "One thing has" : `${errors.length} things have`} to be mended first: ${errors[0]?.detail ?? ""}`,
			{ field: errors[0]?.at ?? "automation", more: { findings: errors.slice(0, 50) } },
		);
	const contentHash = await sha256Hex(new TextEncoder().encode(canonicalJson({ bpmn, automation })));
	const db = database(env);
	const [last] = await db
		.select()
		.from(projectPackage)
		.where(and(eq(projectPackage.companyId, scope.companyId), eq(projectPackage.projectId, scope.projectId)))
		.orderBy(desc(projectPackage.version))
		.limit(1);
	if (given.kind === "run" && last?.contentHash === contentHash)
		return { id: last.id, version: last.version, hash: last.hash, bytes: await readPackageBytes(env, scope, last.hash) };
	const version = (last?.version ?? 0) + 1;
	const sealed = await sealPackage(
		{
			manifest: {
				name: draft.name,
				version,
				note: given.note,
				madeAt: new Date(now).toISOString(),
				madeBy: { name: actor.name, email: actor.email },
				project: { id: scope.projectId, name: draft.name },
				engine: 1,
			},
			bpmn,
			automation,
		},
		await packageSigner(env),
	);
	if (!sealed.ok) throw new HttpProblem(422, sealed.error.code, sealed.error.detail);
	const { hash, bytes } = sealed.value;
	// The file first, then the row that names it: a row never points at nothing.
	await env.FILES.put(keys.content(scope.companyId, "package", hash), bytes);
	const id = packageIdOf(hash);
	await act(
		env,
		scope.companyId,
		[
			db.insert(projectPackage).values({
				companyId: scope.companyId,
				projectId: scope.projectId,
				id,
				version,
				kind: given.kind,
				hash,
				contentHash,
				name: draft.name,
				note: given.note,
				bytes: bytes.byteLength,
				madeAt: now,
				madeBy: actor.personId,
				madeByName: actor.name,
			}),
		],
		{
			actor,
			action: "project.package",
			scopeId: scope.projectId,
			outcome: "done",
			detail: { package: id, version, hash, kind: given.kind },
		},
		{
			conflict: new HttpProblem(409, "project.packaged_meanwhile", "Somebody made a package of this project just now. Try again."),
		},
	);
	return { id, version, hash, bytes };
}

async function readPackageBytes(env: Env, scope: ProjectScope, hash: string): Promise<Uint8Array<ArrayBuffer>> {
	const object = await env.FILES.get(keys.content(scope.companyId, "package", hash));
	if (object === null) throw notFound();
	return new Uint8Array(await object.arrayBuffer());
}

/** The packages of a project, newest first. */
export async function listPackages(env: Env, scope: ProjectScope) {
	return database(env)
		.select()
		.from(projectPackage)
		.where(and(eq(projectPackage.companyId, scope.companyId), eq(projectPackage.projectId, scope.projectId)))
		.orderBy(desc(projectPackage.version))
		.limit(100);
}

/** The file of one package of this project. */
export async function downloadPackage(env: Env, scope: ProjectScope, packageId: PackageId): Promise<Response> {
	const [row] = await database(env)
		.select()
		.from(projectPackage)
		.where(
			and(eq(projectPackage.companyId, scope.companyId), eq(projectPackage.projectId, scope.projectId), eq(projectPackage.id, packageId)),
		);
	if (row === undefined) throw notFound();
	const file = `${row.name.replaceAll(/[^\p{L}\p{N} _-]+/gu, " ").trim() || "project"} ${row.version}.portico`;
	return new Response(await readPackageBytes(env, scope, row.hash), {
		headers: {
			"content-type": "application/vnd.portico.package+json",
			"content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file)}`,
			"cache-control": "no-store",
		},
	});
}
