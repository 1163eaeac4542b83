import { Hono } from "hono";
import * as v from "valibot";
import { id } from "../../domain/ids.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import type { Edge } from "../http/edge.ts";
import { builderOf, route } from "../http/route.ts";
import { objects, type EnvironmentScope } from "../tenancy/objects.ts";
import { environmentParams } from "../work-portal/schemas.ts";
import { keepTrailOfMany, toCases } from "./many-cases.ts";
import { checkCases, proposeMigration, targetOf } from "./migrate-cases.ts";

const operate = { action: "environment.operate", level: "environment", realm: "company" } as const;

/** A page moves many cases in several calls, so that it can show how far it is. */
export const MOST_CASES = 100;
/** As large as the largest models that may be imported by far more than anybody maps. */
const MOST_ELEMENTS = 5000;

const elementId = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
export const manyCases = v.pipe(v.array(id("case")), v.minLength(1, "name a case"), v.maxLength(MOST_CASES));
const move = v.object({
	to: id("package"),
	mapping: v.pipe(
		v.record(elementId, elementId),
		v.check((given) => Object.keys(given).length <= MOST_ELEMENTS, `at most ${MOST_ELEMENTS} elements`),
	),
	cases: manyCases,
});
const problem = v.object({ code: v.string(), detail: v.string(), at: v.optional(v.string()) });
export const results = v.object({ cases: v.array(v.object({ caseId: v.string(), problem: v.nullable(problem) })) });
const element = v.object({ id: v.string(), name: v.string(), type: v.string() });

function scopeOf(builder: Builder, environmentId: EnvironmentScope["environmentId"]): EnvironmentScope {
	return { companyId: builder.companyId, environmentId };
}

/** Running cases to another version of their process: a proposed mapping, a dry run, the move with a result for each case, and back. */
export const migrations = new Hono<Edge>()
	.get(
		"/:environmentId/migrations/proposal",
		route(
			{
				...operate,
				summary: "What each element of a package could become in another package of the environment",
				params: environmentParams,
				query: v.object({ from: id("package"), to: id("package") }),
				returns: v.object({
					elements: v.array(v.object({ from: v.string(), name: v.string(), type: v.string(), to: v.nullable(v.string()) })),
					targets: v.array(element),
				}),
			},
			async (call) => proposeMigration(call.env, scopeOf(builderOf(call), call.params.environmentId), call.query.from, call.query.to),
		),
	)
	.post(
		"/:environmentId/migrations/check",
		route(
			{
				...operate,
				summary: "What keeps cases from being moved to another package; changes nothing",
				params: environmentParams,
				body: move,
				maxBytes: 2 * 1024 * 1024,
				returns: v.object({
					cases: v.array(
						v.object({
							caseId: v.string(),
							findings: v.array(v.object({ ...problem.entries, severity: v.picklist(["error", "warning"]) })),
						}),
					),
				}),
			},
			async (call) => {
				const scope = scopeOf(builderOf(call), call.params.environmentId);
				const { to, mapping, cases: chosen } = call.body;
				return { cases: await checkCases(call.env, scope, chosen, await targetOf(call.env, scope, to, mapping)) };
			},
		),
	)
	.post(
		"/:environmentId/migrations",
		route(
			{
				...operate,
				summary: "Move running cases to another package, each for itself",
				params: environmentParams,
				body: move,
				maxBytes: 2 * 1024 * 1024,
				returns: results,
			},
			async (call) => {
				const builder = builderOf(call);
				const scope = scopeOf(builder, call.params.environmentId);
				const { to, mapping, cases: chosen } = call.body;
				const target = await targetOf(call.env, scope, to, mapping);
				const moved = await toCases(chosen, (caseId) =>
					objects.case(call.env, scope, caseId).migrate(scope, caseId, target, actorOf(builder)),
				);
				await keepTrailOfMany(call.env, scope, builder, "case.migrate", moved, { package: to });
				return { cases: moved };
			},
		),
	)
	.post(
		"/:environmentId/migrations/undo",
		route(
			{
				...operate,
				summary: "Move cases back to the package that they were moved from, as long as they stood still since",
				params: environmentParams,
				body: v.object({ cases: manyCases }),
				returns: results,
			},
			async (call) => {
				const builder = builderOf(call);
				const scope = scopeOf(builder, call.params.environmentId);
				const moved = await toCases(call.body.cases, (caseId) =>
					objects.case(call.env, scope, caseId).undoMigration(scope, caseId, actorOf(builder)),
				);
				await keepTrailOfMany(call.env, scope, builder, "case.migrate-back", moved);
				return { cases: moved };
			},
		),
	);

/** The case's own log names the builder; the person is none of its environment's, so no id goes with the name. */
function actorOf(builder: Builder): { personId: null; name: string } {
	return { personId: null, name: builder.name };
}
