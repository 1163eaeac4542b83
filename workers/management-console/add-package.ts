import { and, eq } from "drizzle-orm";
import { packageIdOf } from "../../domain/deployment/package-id.ts";
import { openPackage, type OpenedPackage } from "../../domain/deployment/package.ts";
import { summarizePackage } from "../../domain/deployment/summarize-package.ts";
import type { PackageId } from "../../domain/ids.ts";
import { HttpProblem, notFound } from "../http/problem.ts";
import { act, type Actor } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import { keys, type EnvironmentScope } from "../tenancy/objects.ts";
import { packageVerifier } from "../tenancy/package-keys.ts";
import { environmentPackage, type PackageSource } from "../tenancy/schema/deployments.ts";
import type { Stage } from "../tenancy/schema/tenancy.ts";

export interface AddedPackage {
	readonly packageId: PackageId;
	readonly hash: string;
	/** False when the environment had it already. */
	readonly added: boolean;
}

/**
 * Puts a package file into an environment, where it can then be checked and activated. Its id is the head of its hash, so the
 * same package has the same id everywhere. A file that was altered, or signed by an unknown key, is refused with its problem
 * (`package.altered`, `package.signer_unknown`, `package.not_a_package`), which the trail keeps.
 */
export async function addPackage(
	env: Env,
	scope: EnvironmentScope,
	bytes: Uint8Array,
	from: { readonly source: PackageSource; readonly stage?: Stage },
	actor: Actor,
	now: number,
): Promise<AddedPackage> {
	const opened = await openPackage(bytes, await packageVerifier(env));
	if (!opened.ok) {
		await act(env, scope.companyId, [], {
			actor,
			action: "package.add",
			scopeId: scope.environmentId,
			outcome: "refused",
			detail: { code: opened.error.code, source: from.source },
		});
		throw new HttpProblem(422, opened.error.code, opened.error.detail, { field: "file" });
	}
	const { hash, signedBy, content } = opened.value;
	const packageId = packageIdOf(hash);
	const db = database(env);
	const known = await db
		.select({ packageId: environmentPackage.packageId })
		.from(environmentPackage)
		.where(
			and(
				eq(environmentPackage.companyId, scope.companyId),
				eq(environmentPackage.environmentId, scope.environmentId),
				eq(environmentPackage.packageId, packageId),
			),
		)
		.limit(1);
	if (known.length > 0) return { packageId, hash, added: false };
	await env.FILES.put(keys.content(scope.companyId, "package", hash), bytes);
	const { manifest } = content;
	const row = {
		...scope,
		packageId,
		hash,
		name: manifest.name,
		version: manifest.version,
		note: manifest.note,
		content: summarizePackage(content),
		signedBy,
		madeAt: Date.parse(manifest.madeAt),
		madeBy: manifest.madeBy.name,
		source: from.source,
		sourceStage: from.stage ?? ("" as const),
		addedAt: now,
		addedBy: actor.personId,
		addedByName: actor.name,
	};
	await act(env, scope.companyId, [db.insert(environmentPackage).values(row).onConflictDoNothing()], {
		actor,
		action: "package.add",
		scopeId: scope.environmentId,
		outcome: "done",
		detail: { package: packageId, name: manifest.name, version: manifest.version, source: from.source, hash },
	});
	return { packageId, hash, added: true };
}

export type PackageRow = typeof environmentPackage.$inferSelect;

/** A package of this environment, or 404. */
export async function packageOf(env: Env, scope: EnvironmentScope, packageId: PackageId): Promise<PackageRow> {
	const [row] = await database(env)
		.select()
		.from(environmentPackage)
		.where(
			and(
				eq(environmentPackage.companyId, scope.companyId),
				eq(environmentPackage.environmentId, scope.environmentId),
				eq(environmentPackage.packageId, packageId),
			),
		)
		.limit(1);
	if (row === undefined) throw notFound();
	return row;
}

/** The file of a package as it was stored. */
export async function packageBytes(env: Env, scope: EnvironmentScope, hash: string): Promise<Uint8Array<ArrayBuffer>> {
	const object = await env.FILES.get(keys.content(scope.companyId, "package", hash));
	if (object === null)
		throw new HttpProblem(
			409,
			"package.missing",
			"The file of this package is gone from the store. Upload it again; what runs goes on running.",
		);
	return new Uint8Array(await object.arrayBuffer());
}

/**
 * Opens a stored package, checking hash and signature anew: what the store gives back is trusted no more than an upload. It must
 * also be the package that the row names.
 */
export async function openStored(env: Env, scope: EnvironmentScope, row: Pick<PackageRow, "hash">): Promise<OpenedPackage> {
	const opened = await openPackage(await packageBytes(env, scope, row.hash), await packageVerifier(env));
	if (!opened.ok) throw new HttpProblem(409, opened.error.code, opened.error.detail);
	if (opened.value.hash !== row.hash)
		throw new HttpProblem(409, "package.altered", "The stored file is another package than this one. Upload the right file again.");
	return opened.value;
}
