import { Hono } from "hono";
import * as v from "valibot";
import { SHARD } from "../../domain/case/shard.ts";
import { type CaseId, id } from "../../domain/ids.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import type { ChosenCase } from "../../durable-objects/worklist/incidents.ts";
import type { Edge } from "../http/edge.ts";
import { builderOf, route } from "../http/route.ts";
import { objects, type EnvironmentScope } from "../tenancy/objects.ts";
import { cursor, environmentParams, limit, words } from "../work-portal/schemas.ts";
import { keepTrailOfMany, toCases } from "./many-cases.ts";
import { MOST_CASES, results } from "./migration-routes.ts";

const look = { action: "environment.cases", level: "environment", realm: "company" } as const;
const operate = { action: "environment.operate", level: "environment", realm: "company" } as const;

const filter = v.object({
	process: words,
	packageId: v.optional(id("package")),
	elementId: words,
	code: words,
	/** Words of the case, or a part of what the incident says. */
	search: words,
});
const line = v.object({
	caseId: v.string(),
	incident: v.number(),
	number: v.string(),
	title: v.string(),
	process: v.string(),
	packageId: v.string(),
	elementId: v.string(),
	elementName: v.string(),
	code: v.string(),
	detail: v.string(),
	since: v.number(),
	raisedAt: v.number(),
	attempts: v.number(),
});
const group = v.object({
	process: v.string(),
	packageId: v.string(),
	elementId: v.string(),
	elementName: v.string(),
	code: v.string(),
	count: v.number(),
	cases: v.number(),
	since: v.number(),
	attempts: v.number(),
	detail: v.string(),
});

/** All that match, some cases a call; `after` is the `next` of the call before. */
const matching = v.object({ ...filter.entries, after: v.optional(id("case")) });
const incidentsOfOneCall = v.pipe(
	v.array(v.object({ caseId: id("case"), incident: v.pipe(v.number(), v.integer(), v.minValue(-999_999_999), v.maxValue(999_999_999)) })),
	v.minLength(1, "name an incident"),
	v.maxLength(MOST_CASES),
);
const done = v.object({ ...results.entries, next: v.nullable(v.string()) });
const reason = v.pipe(v.string(), v.trim(), v.minLength(1, "say why"), v.maxLength(400));

type Filter = v.InferOutput<typeof filter>;
type Matching = v.InferOutput<typeof matching>;

/** What failed in all cases of an environment: by cause, one by one, and tried again or given up for all that match. */
export const incidents = new Hono<Edge>()
	.get(
		"/:environmentId/incidents",
		route(
			{
				...look,
				summary: "Open incidents of all cases, the oldest first",
				params: environmentParams,
				query: v.object({ ...filter.entries, cursor, limit }),
				returns: v.object({
					incidents: v.array(line),
					total: v.object({ incidents: v.number(), cases: v.number() }),
					next: v.nullable(v.string()),
				}),
			},
			async (call) => {
				const scope = scopeOf(builderOf(call), call.params.environmentId);
				return objects.worklist(call.env, scope, SHARD).incidents(scope, call.query);
			},
		),
	)
	.get(
		"/:environmentId/incidents/summary",
		route(
			{
				...look,
				summary: "Open incidents of all cases by process, element and cause, most first",
				params: environmentParams,
				query: filter,
				returns: v.object({ groups: v.array(group), behind: v.number() }),
			},
			async (call) => {
				const scope = scopeOf(builderOf(call), call.params.environmentId);
				return objects.worklist(call.env, scope, SHARD).incidentSummary(scope, call.query);
			},
		),
	)
	.post(
		"/:environmentId/incidents/retry",
		route(
			{
				...operate,
				summary: `Try incidents again: those that are named, or all that match, ${MOST_CASES} cases a call`,
				params: environmentParams,
				body: v.union([v.strictObject({ incidents: incidentsOfOneCall }), v.strictObject({ matching })]),
				returns: done,
			},
			async (call) => {
				const builder = builderOf(call);
				const scope = scopeOf(builder, call.params.environmentId);
				const asked = call.body;
				const chosen = "incidents" in asked ? byCase(asked.incidents) : await chosenBy(call.env, scope, asked.matching);
				const numbers = new Map(chosen.map((each) => [each.caseId, each.incidents]));
				const cases = await toCases([...numbers.keys()], (caseId) =>
					objects.case(call.env, scope, caseId).retryIncidents(scope, caseId, { personId: null, name: builder.name }, numbers.get(caseId)),
				);
				if (cases.length > 0)
					await keepTrailOfMany(call.env, scope, builder, "case.retry-many", cases, "matching" in asked ? said(asked.matching) : {});
				return { cases, next: "matching" in asked ? nextOf(chosen) : null };
			},
		),
	)
	.post(
		"/:environmentId/incidents/cancel",
		route(
			{
				...operate,
				summary: `End the cases that have incidents like these, ${MOST_CASES} a call`,
				params: environmentParams,
				body: v.object({ matching, reason }),
				returns: done,
			},
			async (call) => {
				const builder = builderOf(call);
				const scope = scopeOf(builder, call.params.environmentId);
				const { matching: asked, reason: why } = call.body;
				const chosen = await chosenBy(call.env, scope, asked);
				const cases = await toCases(
					chosen.map(({ caseId }) => caseId),
					(caseId) => objects.case(call.env, scope, caseId).cancel(scope, caseId, why, { personId: null, name: builder.name }),
				);
				if (cases.length > 0) await keepTrailOfMany(call.env, scope, builder, "case.cancel-many", cases, { ...said(asked), reason: why });
				return { cases, next: nextOf(chosen) };
			},
		),
	);

function scopeOf(builder: Builder, environmentId: EnvironmentScope["environmentId"]): EnvironmentScope {
	return { companyId: builder.companyId, environmentId };
}

function chosenBy(env: Env, scope: EnvironmentScope, { after, ...asked }: Matching): Promise<ChosenCase[]> {
	return objects.worklist(env, scope, SHARD).casesWithIncident(scope, asked, MOST_CASES, after);
}

/** A full answer may have more behind it. */
function nextOf(chosen: readonly ChosenCase[]): CaseId | null {
	return chosen.length < MOST_CASES ? null : (chosen.at(-1)?.caseId ?? null);
}

function byCase(given: readonly { readonly caseId: CaseId; readonly incident: number }[]): ChosenCase[] {
	const cases = new Map<CaseId, number[]>();
	for (const { caseId, incident } of given) cases.set(caseId, [...(cases.get(caseId) ?? []), incident]);
	return [...cases].map(([caseId, numbers]) => ({ caseId, incidents: numbers }));
}

/** The filter as the trail keeps it. */
function said(asked: Filter): Record<string, string> {
	const { process, packageId, elementId, code, search } = asked;
	return Object.fromEntries(
		Object.entries({ process, package: packageId, element: elementId, code, search }).filter(
			(each): each is [string, string] => each[1] !== undefined,
		),
	);
}
