import { regionOf, type CaseId, type CompanyId, type EnvironmentId, type WorkspaceId } from "../../domain/ids.ts";
import type { Case } from "../../durable-objects/case/index.ts";
import type { Company } from "../../durable-objects/company/index.ts";
import type { Correlation } from "../../durable-objects/correlation/index.ts";
import type { Environment } from "../../durable-objects/environment/index.ts";
import type { Model } from "../../durable-objects/model/index.ts";
import type { Worklist } from "../../durable-objects/worklist/index.ts";

/** The names of an environment's objects. An object compares its own with the scope of a call (`requireOwnName`). */
export const names = {
	environment: (scope: EnvironmentScope): string => `${scope.companyId}/${scope.environmentId}`,
	case: (scope: EnvironmentScope, caseId: CaseId): string => `${scope.companyId}/${scope.environmentId}/case/${caseId}`,
	correlation: (scope: EnvironmentScope, shard: number): string => `${scope.companyId}/${scope.environmentId}/correlation/${shard}`,
	worklist: (scope: EnvironmentScope, shard: number): string => `${scope.companyId}/${scope.environmentId}/worklist/${shard}`,
};

/**
 * The one factory of object stubs: the tenant is in the name, company first, and every object compares the name it was given
 * with the scope of the call (`requireOwnName`). No id of an object ever comes from a client. What a company has lives in its region.
 */
export const objects = {
	company: (env: Env, companyId: CompanyId): DurableObjectStub<Company> =>
		within(env, env.COMPANY, companyId).getByName(companyId) as DurableObjectStub<Company>,
	/**
	 * Counts the sign-ins of an address before it is known whether the company that they name exists. It is a `Company` object that
	 * is nobody's; addresses share a fixed number of them, so that callers can not make more.
	 */
	signInGate: (env: Env, address: string): DurableObjectStub<Company> =>
		env.COMPANY.getByName(`sign-in/${shardOf(address)}`) as DurableObjectStub<Company>,
	model: (env: Env, companyId: CompanyId, modelId: WorkspaceId): DurableObjectStub<Model> =>
		within(env, env.MODEL, companyId).getByName(`${companyId}/model/${modelId}`) as DurableObjectStub<Model>,
	environment: (env: Env, scope: EnvironmentScope): DurableObjectStub<Environment> =>
		within(env, env.ENVIRONMENT, scope.companyId).getByName(names.environment(scope)) as DurableObjectStub<Environment>,
	case: (env: Env, scope: EnvironmentScope, caseId: CaseId): DurableObjectStub<Case> =>
		within(env, env.CASE, scope.companyId).getByName(names.case(scope, caseId)) as DurableObjectStub<Case>,
	correlation: (env: Env, scope: EnvironmentScope, shard: number): DurableObjectStub<Correlation> =>
		within(env, env.CORRELATION, scope.companyId).getByName(names.correlation(scope, shard)) as DurableObjectStub<Correlation>,
	worklist: (env: Env, scope: EnvironmentScope, shard: number): DurableObjectStub<Worklist> =>
		within(env, env.WORKLIST, scope.companyId).getByName(names.worklist(scope, shard)) as DurableObjectStub<Worklist>,
};

/**
 * The objects of a company's region. The region is part of an object's id, so the same name elsewhere is another object: it comes from
 * the company's own id and never changes. workerd on its own has no regions and refuses to be asked, hence the variable.
 */
function within<Objects extends Rpc.DurableObjectBranded | undefined>(
	env: Pick<Env, "JURISDICTIONS">,
	namespace: DurableObjectNamespace<Objects>,
	companyId: CompanyId,
): DurableObjectNamespace<Objects> {
	const region = regionOf(companyId);
	return region === undefined || env.JURISDICTIONS !== "kept" ? namespace : namespace.jurisdiction(region);
}

const SIGN_IN_GATES = 16;

/** Spreads addresses over the gates (FNV-1a, 32 bits). */
function shardOf(address: string): number {
	let hash = 0x811c9dc5;
	for (const unit of new TextEncoder().encode(address)) hash = Math.imul(hash ^ unit, 0x01000193);
	return (hash >>> 0) % SIGN_IN_GATES;
}

/** The verified scope that every call on an environment's objects carries. */
export interface EnvironmentScope {
	readonly companyId: CompanyId;
	readonly environmentId: EnvironmentId;
}

/** Keys of R2: company first, so that one tenant's documents lie under one prefix. */
export const keys = {
	/** Immutable content by its SHA-256: BPMN files, SVGs, packages, programs, documents. */
	content: (companyId: CompanyId, kind: "bpmn" | "svg" | "package" | "program" | "file" | "mail", sha256: string): string =>
		`${companyId}/${kind}/${sha256}`,
	/** A compiled package: what cases run. By the package's hash and the compiler's version, so that a mended compiler compiles again. */
	program: (companyId: CompanyId, packageHash: string, compiler: number): string => `${companyId}/program/${packageHash}/${compiler}`,
	/** What a person sent for a start form; the document itself lies under its hash. */
	upload: (scope: EnvironmentScope, personId: string, fileId: string): string =>
		`${scope.companyId}/${scope.environmentId}/uploads/${personId}/${fileId}`,
	/** The mark by which a rebuild finds every case of an environment. */
	caseMark: (scope: EnvironmentScope, caseId: CaseId): string => `${scope.companyId}/${scope.environmentId}/cases/${caseId}`,
	caseMarks: (scope: EnvironmentScope): string => `${scope.companyId}/${scope.environmentId}/cases/`,
};
