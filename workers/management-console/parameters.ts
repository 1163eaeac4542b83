import { and, eq, sql } from "drizzle-orm";
import * as v from "valibot";
import { value as anyValue, type Value } from "../../domain/data/model.ts";
import type { PackageContentSummary } from "../../domain/deployment/summarize-package.ts";
import type { PackageId } from "../../domain/ids.ts";
import { HttpProblem, notFound } from "../http/problem.ts";
import { act, type Actor } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import { openSecret, sealSecret, type SealedSecret } from "../tenancy/envelope.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { environmentParameter } from "../tenancy/schema/deployments.ts";

export const parameterView = v.object({
	name: v.string(),
	label: v.string(),
	type: v.picklist(["text", "number", "boolean", "secret"]),
	/** JSON text of what the active package brings; `null`: nothing. */
	default: v.nullable(v.string()),
	/** JSON text of the environment's own value; `null`: none, or a secret, which is never shown. */
	override: v.nullable(v.string()),
	/** What cases get; `null`: nothing. Always `null` for a secret. */
	effective: v.nullable(v.string()),
	/** Whether cases get a value. */
	isSet: v.boolean(),
	/** Whether the active package knows it: a value can be set before the package that needs it is activated. */
	used: v.boolean(),
	/** A package that is here, does not run, and knows it: `Loan request 3`; `null` for what runs or none. */
	neededBy: v.nullable(v.string()),
	changedAt: v.nullable(v.number()),
	changedBy: v.nullable(v.string()),
});
export type ParameterView = v.InferOutput<typeof parameterView>;

type Declared = PackageContentSummary["parameters"];

/** A parameter that some package of the environment declares: the active one's word counts, else the latest's. */
export type DeclaredHere = Declared[number] & { readonly used: boolean; readonly neededBy: string | null };

/** What the environment's packages declare, the active one first. `packages` are the latest first. */
export function declaredHere(
	active: PackageId | undefined,
	packages: readonly {
		readonly packageId: PackageId;
		readonly name: string;
		readonly version: number;
		readonly content: PackageContentSummary;
	}[],
): readonly DeclaredHere[] {
	const found = new Map<string, DeclaredHere>();
	const ordered = [...packages.filter((each) => each.packageId === active), ...packages.filter((each) => each.packageId !== active)];
	for (const each of ordered) {
		const used = each.packageId === active;
		for (const parameter of each.content.parameters)
			if (!found.has(parameter.name))
				found.set(parameter.name, { ...parameter, used, neededBy: used ? null : `${each.name} ${each.version}` });
	}
	return [...found.values()];
}

type Row = typeof environmentParameter.$inferSelect;

async function rowsOf(env: Env, scope: EnvironmentScope): Promise<Row[]> {
	return database(env)
		.select()
		.from(environmentParameter)
		.where(and(eq(environmentParameter.companyId, scope.companyId), eq(environmentParameter.environmentId, scope.environmentId)))
		.orderBy(environmentParameter.name);
}

/** Every parameter that the package declares or the environment has a value for: default, own value, and what cases get. */
export async function listParameters(env: Env, scope: EnvironmentScope, declared: readonly DeclaredHere[]): Promise<ParameterView[]> {
	const rows = await rowsOf(env, scope);
	const own = new Map(rows.map((row) => [row.name, row]));
	const known = new Set(declared.map((each) => each.name));
	return [
		...declared.map((parameter) => {
			const row = own.get(parameter.name);
			const secret = parameter.type === "secret";
			// A value of the other kind, set before the package came, is none: a secret must never have been kept in the clear.
			const override = secret ? null : (row?.value ?? null);
			const effective = secret ? null : (override ?? parameter.default);
			return {
				name: parameter.name,
				label: parameter.label,
				type: parameter.type,
				default: parameter.default,
				override,
				effective,
				isSet: secret ? (row?.sealed ?? null) !== null : effective !== null,
				used: parameter.used,
				neededBy: parameter.neededBy,
				changedAt: row?.changedAt ?? null,
				changedBy: row?.changedByName ?? null,
			};
		}),
		...rows
			.filter((row) => !known.has(row.name))
			.map((row) => ({
				name: row.name,
				label: row.name,
				type: row.sealed === null ? typeOf(row.value) : ("secret" as const),
				default: null,
				override: row.value,
				effective: row.value,
				isSet: true,
				used: false,
				neededBy: null,
				changedAt: row.changedAt,
				changedBy: row.changedByName,
			})),
	];
}

/** Names for which the environment has a value of its own, and of which kind. */
export async function parametersSet(env: Env, scope: EnvironmentScope): Promise<ReadonlyMap<string, "value" | "secret">> {
	return new Map((await rowsOf(env, scope)).map((row) => [row.name, row.sealed === null ? "value" : "secret"]));
}

/** What cases get of the declared parameters, without secrets, as JSON text. */
export async function effectiveParameters(env: Env, scope: EnvironmentScope, declared: Declared): Promise<string> {
	const views = await listParameters(
		env,
		scope,
		declared.map((parameter) => ({ ...parameter, used: true, neededBy: null })),
	);
	const values = views
		.filter((view) => view.used && view.effective !== null)
		.map((view): [string, Value] => [view.name, v.parse(anyValue, JSON.parse(view.effective ?? "null"))]);
	return JSON.stringify(Object.fromEntries(values));
}

function typeOf(value: string | null): "text" | "number" | "boolean" {
	const kind = typeof JSON.parse(value ?? '""');
	return kind === "number" || kind === "boolean" ? kind : "text";
}

/** A new value of a parameter. A secret is sealed at once, is never read back, and leaves no trace in the trail but that it was set. */
export interface NewParameter {
	readonly name: string;
	readonly secret: boolean;
	readonly value: string | number | boolean;
}

/** Sets the environment's own value, which wins over every package's. */
export async function setParameter(
	env: Env,
	scope: EnvironmentScope,
	given: NewParameter,
	declared: readonly DeclaredHere[],
	actor: Actor,
	now: number,
): Promise<void> {
	const wanted = declared.find((each) => each.name === given.name);
	if (wanted !== undefined) requireType(wanted.type, given);
	const before = (await rowsOf(env, scope)).find((row) => row.name === given.name);
	const version = (before?.version ?? 0) + 1;
	const sealed = given.secret ? JSON.stringify(await sealSecret(env, { ...scope, name: given.name, version }, String(given.value))) : null;
	const row = {
		...scope,
		name: given.name,
		value: given.secret ? null : JSON.stringify(given.value),
		sealed,
		version,
		changedAt: now,
		changedBy: actor.personId,
		changedByName: actor.name,
	};
	const { companyId: _company, environmentId: _environment, name: _name, ...changed } = row;
	const db = database(env);
	await act(
		env,
		scope.companyId,
		[
			db
				.insert(environmentParameter)
				.values(row)
				.onConflictDoUpdate({
					target: [environmentParameter.companyId, environmentParameter.environmentId, environmentParameter.name],
					set: changed,
				}),
		],
		{
			actor,
			action: "parameter.set",
			scopeId: scope.environmentId,
			outcome: "done",
			detail: given.secret
				? { name: given.name, secret: true, version }
				: { name: given.name, before: before?.value ?? null, after: row.value },
		},
	);
}

function requireType(type: Declared[number]["type"], given: NewParameter): void {
	const fits =
		type === "secret" ? given.secret : !given.secret && (type === "text" ? typeof given.value === "string" : typeof given.value === type);
	if (fits) return;
	throw new HttpProblem(
		400,
		"parameter.wrong_type",
		type === "secret" ? "This parameter is a secret: set it as one." : `This parameter is a ${type}.`,
		{
			field: "value",
		},
	);
}

/** Takes the environment's own value away: the package's default holds again. */
export async function clearParameter(env: Env, scope: EnvironmentScope, name: string, actor: Actor): Promise<void> {
	const before = (await rowsOf(env, scope)).find((row) => row.name === name);
	if (before === undefined) throw notFound();
	await act(
		env,
		scope.companyId,
		[
			database(env)
				.delete(environmentParameter)
				.where(
					and(
						eq(environmentParameter.companyId, scope.companyId),
						eq(environmentParameter.environmentId, scope.environmentId),
						eq(environmentParameter.name, name),
					),
				),
		],
		{
			actor,
			action: "parameter.clear",
			scopeId: scope.environmentId,
			outcome: "done",
			detail: { name, before: before.sealed === null ? before.value : "a secret" },
		},
	);
}

/**
 * Secrets of an environment in the clear, by name, for the connector that is about to call out; names without one are left
 * out. Nothing else may ask: the answer goes to no person and into no log.
 */
export async function readSecrets(env: Env, scope: EnvironmentScope, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
	if (names.length === 0) return new Map();
	const rows = await database(env)
		.select()
		.from(environmentParameter)
		.where(
			and(
				eq(environmentParameter.companyId, scope.companyId),
				eq(environmentParameter.environmentId, scope.environmentId),
				sql`${environmentParameter.name} IN (SELECT value FROM json_each(${JSON.stringify(names)}))`,
			),
		);
	const secrets = new Map<string, string>();
	for (const row of rows) {
		if (row.sealed === null) continue;
		secrets.set(
			row.name,
			await openSecret(env, { ...scope, name: row.name, version: row.version }, JSON.parse(row.sealed) as SealedSecret),
		);
	}
	return secrets;
}
