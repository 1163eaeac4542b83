import { Hono } from "hono";
import * as v from "valibot";
import { SHARD } from "../../domain/case/shard.ts";
import { attributeName, value } from "../../domain/data/model.ts";
import { id, type EnvironmentId } from "../../domain/ids.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import type { Edge } from "../http/edge.ts";
import { builderOf, route } from "../http/route.ts";
import { act } from "../tenancy/audit.ts";
import { objects, type EnvironmentScope } from "../tenancy/objects.ts";
import { orRefuse } from "../http/refusal.ts";
import { keepTrailOfMany, toCases } from "./many-cases.ts";
import { manyCases, results } from "./migration-routes.ts";
import { changeCaseData } from "./change-case-data.ts";
import { readCase, readDiagram, readLog } from "../work-portal/read-case.ts";
import { casePage, caseParams, casesPage, casesQuery, environmentParams, logPage, logQuery, stepAnswer } from "../work-portal/schemas.ts";

const look = { action: "environment.cases", level: "environment", realm: "company" } as const;
const operate = { action: "environment.operate", level: "environment", realm: "company" } as const;
const { started: _started, ...listEntries } = casesQuery.entries;
const why = v.object({ reason: v.pipe(v.string(), v.trim(), v.minLength(1, "say why"), v.maxLength(400)) });
const incidentParams = v.object({
	environmentId: id("environment"),
	caseId: id("case"),
	incident: v.pipe(v.string(), v.regex(/^-?\d{1,9}$/)),
});

function scopeOf(builder: Builder, environmentId: EnvironmentId): EnvironmentScope {
	return { companyId: builder.companyId, environmentId };
}

/** The cases of an environment, for who operates it: look, mend data, retry incidents, cancel. */
export const cases = new Hono<Edge>()
	.get(
		"/:environmentId/cases",
		route(
			{
				...look,
				summary: "Cases of the environment, the newest first",
				params: environmentParams,
				query: v.object({ ...listEntries, incidents: v.optional(v.literal("open")), packageId: v.optional(id("package")) }),
				returns: casesPage,
			},
			async (call) => {
				const scope = scopeOf(builderOf(call), call.params.environmentId);
				const { after, incidents, ...query } = call.query;
				return objects.worklist(call.env, scope, SHARD).cases(scope, { ...query, incidents: incidents === "open" }, after);
			},
		),
	)
	.get(
		"/:environmentId/cases/:caseId",
		route({ ...look, summary: "A case with its data, waits, incidents and marks", params: caseParams, returns: casePage }, async (call) =>
			readCase(call.env, scopeOf(builderOf(call), call.params.environmentId), call.params.caseId),
		),
	)
	.get(
		"/:environmentId/cases/:caseId/log",
		route(
			{ ...look, summary: "The steps of a case, the newest first", params: caseParams, query: logQuery, returns: logPage },
			async (call) =>
				readLog(call.env, scopeOf(builderOf(call), call.params.environmentId), call.params.caseId, call.query.limit, call.query.before),
		),
	)
	.get(
		"/:environmentId/cases/:caseId/diagram",
		route(
			{ ...look, summary: "The diagram of the package that a case runs on", params: caseParams, returns: v.object({ svg: v.string() }) },
			async (call) => readDiagram(call.env, scopeOf(builderOf(call), call.params.environmentId), call.params.caseId),
		),
	)
	.post(
		"/:environmentId/cases/:caseId/incidents/:incident/retry",
		route({ ...operate, summary: "Try what failed again", params: incidentParams, returns: stepAnswer }, async (call) => {
			const builder = builderOf(call);
			const { caseId, environmentId, incident } = call.params;
			const scope = scopeOf(builder, environmentId);
			const answer = orRefuse(await objects.case(call.env, scope, caseId).retryIncident(scope, caseId, Number(incident), actorOf(builder)));
			await keepTrail(call.env, scope, builder, "case.retry", { case: caseId, incident: Number(incident) });
			return answer;
		}),
	)
	.post(
		"/:environmentId/cases/retry",
		route(
			{
				...operate,
				summary: "Try all that failed in many cases again, each case for itself",
				params: environmentParams,
				body: v.object({ cases: manyCases }),
				returns: results,
			},
			async (call) => {
				const builder = builderOf(call);
				const scope = scopeOf(builder, call.params.environmentId);
				const done = await toCases(call.body.cases, (caseId) =>
					objects.case(call.env, scope, caseId).retryIncidents(scope, caseId, actorOf(builder)),
				);
				await keepTrailOfMany(call.env, scope, builder, "case.retry-many", done);
				return { cases: done };
			},
		),
	)
	.post(
		"/:environmentId/cases/cancel",
		route(
			{
				...operate,
				summary: "End many cases now, whatever they wait for",
				params: environmentParams,
				body: v.object({ cases: manyCases, ...why.entries }),
				returns: results,
			},
			async (call) => {
				const builder = builderOf(call);
				const scope = scopeOf(builder, call.params.environmentId);
				const { reason } = call.body;
				const done = await toCases(call.body.cases, (caseId) =>
					objects.case(call.env, scope, caseId).cancel(scope, caseId, reason, actorOf(builder)),
				);
				await keepTrailOfMany(call.env, scope, builder, "case.cancel-many", done, { reason });
				return { cases: done };
			},
		),
	)
	.put(
		"/:environmentId/cases/:caseId/data",
		route(
			{
				...operate,
				summary: "Correct the case's data: what is named is replaced",
				params: caseParams,
				body: v.object({ variables: v.record(attributeName, value) }),
				returns: stepAnswer,
			},
			async (call) => {
				const builder = builderOf(call);
				const { caseId, environmentId } = call.params;
				const scope = scopeOf(builder, environmentId);
				const answer = await changeCaseData(call.env, scope, caseId, call.body.variables, actorOf(builder));
				// The values are the case's own business and stay in its log; the trail says who touched which.
				await keepTrail(call.env, scope, builder, "case.change-data", { case: caseId, names: Object.keys(call.body.variables) });
				return answer;
			},
		),
	)
	.post(
		"/:environmentId/cases/:caseId/cancel",
		route(
			{
				...operate,
				summary: "End a case now, whatever it waits for",
				params: caseParams,
				body: why,
				returns: stepAnswer,
			},
			async (call) => {
				const builder = builderOf(call);
				const { caseId, environmentId } = call.params;
				const scope = scopeOf(builder, environmentId);
				const answer = orRefuse(await objects.case(call.env, scope, caseId).cancel(scope, caseId, call.body.reason, actorOf(builder)));
				await keepTrail(call.env, scope, builder, "case.cancel", { case: caseId, reason: call.body.reason });
				return answer;
			},
		),
	)
	.post(
		"/:environmentId/cases/:caseId/suspend",
		route(
			{
				...operate,
				summary: "Hold a case: nothing in it goes on until it is resumed",
				params: caseParams,
				body: why,
				returns: stepAnswer,
			},
			async (call) => {
				const builder = builderOf(call);
				const { caseId, environmentId } = call.params;
				const scope = scopeOf(builder, environmentId);
				const answer = orRefuse(await objects.case(call.env, scope, caseId).suspend(scope, caseId, call.body.reason, actorOf(builder)));
				await keepTrail(call.env, scope, builder, "case.suspend", { case: caseId, reason: call.body.reason });
				return answer;
			},
		),
	)
	.post(
		"/:environmentId/cases/:caseId/resume",
		route(
			{ ...operate, summary: "Let a suspended case go on, with all that came meanwhile", params: caseParams, returns: stepAnswer },
			async (call) => {
				const builder = builderOf(call);
				const { caseId, environmentId } = call.params;
				const scope = scopeOf(builder, environmentId);
				const answer = orRefuse(await objects.case(call.env, scope, caseId).resume(scope, caseId, actorOf(builder)));
				await keepTrail(call.env, scope, builder, "case.resume", { case: caseId });
				return answer;
			},
		),
	)
	.post(
		"/:environmentId/cases/:caseId/move-token",
		route(
			{
				...operate,
				summary: "Take a token from where it rests and put one at another element",
				params: caseParams,
				body: v.object({ token: v.pipe(v.number(), v.integer(), v.minValue(1)), to: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) }),
				returns: stepAnswer,
			},
			async (call) => {
				const builder = builderOf(call);
				const { caseId, environmentId } = call.params;
				const scope = scopeOf(builder, environmentId);
				const { token, to } = call.body;
				const answer = orRefuse(await objects.case(call.env, scope, caseId).moveToken(scope, caseId, token, to, actorOf(builder)));
				await keepTrail(call.env, scope, builder, "case.move-token", { case: caseId, token, to });
				return answer;
			},
		),
	);

/** The case's own log names the builder; the person is none of its environment's, so no id goes with the name. */
function actorOf(builder: Builder): { personId: null; name: string } {
	return { personId: null, name: builder.name };
}

async function keepTrail(
	env: Env,
	scope: EnvironmentScope,
	actor: Builder,
	action: string,
	detail: Readonly<Record<string, string | number | readonly string[]>>,
): Promise<void> {
	await act(env, scope.companyId, [], { actor, action, scopeId: scope.environmentId, outcome: "done", detail });
}
