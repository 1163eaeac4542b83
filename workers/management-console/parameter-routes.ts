import { Hono } from "hono";
import * as v from "valibot";
import { attributeName } from "../../domain/data/model.ts";
import { id, type EnvironmentId } from "../../domain/ids.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import type { Edge } from "../http/edge.ts";
import { builderOf, route } from "../http/route.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { packageRows } from "./packages.ts";
import { clearParameter, declaredHere, listParameters, parameterView, setParameter } from "./parameters.ts";
import { readRunning } from "./running.ts";
import { tellParameters } from "./tell-parameters.ts";

const inEnvironment = v.object({ environmentId: id("environment") });
const named = v.object({ environmentId: id("environment"), name: attributeName });
const change = { action: "environment.parameters", level: "environment", realm: "company" } as const;
const list = v.object({ parameters: v.array(parameterView) });

function scopeOf(builder: Builder, environmentId: EnvironmentId): EnvironmentScope {
	return { companyId: builder.companyId, environmentId };
}

async function declared(env: Env, scope: EnvironmentScope, now: number) {
	const [running, rows] = await Promise.all([readRunning(env, scope, now), packageRows(env, scope)]);
	return { all: declaredHere(running?.row.packageId, rows), active: running?.row.content.parameters ?? [] };
}

async function view(env: Env, scope: EnvironmentScope, now: number): Promise<v.InferOutput<typeof list>> {
	return { parameters: await listParameters(env, scope, (await declared(env, scope, now)).all) };
}

/** Parameters of an environment: what the package brings, what the environment says, what cases get. */
export const parameters = new Hono<Edge>()
	.get(
		"/:environmentId/parameters",
		route(
			{ ...change, summary: "Parameters with default, own and effective value; secrets without", params: inEnvironment, returns: list },
			async (call) => view(call.env, scopeOf(builderOf(call), call.params.environmentId), call.now),
		),
	)
	.put(
		"/:environmentId/parameters/:name",
		route(
			{
				...change,
				summary: "Set the environment's own value, which no package overwrites; a secret is never shown again",
				params: named,
				body: v.variant("kind", [
					v.object({
						kind: v.literal("value"),
						value: v.union([v.pipe(v.string(), v.maxLength(4000)), v.pipe(v.number(), v.finite()), v.boolean()]),
					}),
					v.object({ kind: v.literal("secret"), value: v.pipe(v.string(), v.minLength(1), v.maxLength(4000)) }),
				]),
				returns: list,
			},
			async (call) => {
				const builder = builderOf(call);
				const scope = scopeOf(builder, call.params.environmentId);
				const { all, active } = await declared(call.env, scope, call.now);
				const given = { name: call.params.name, secret: call.body.kind === "secret", value: call.body.value };
				await setParameter(call.env, scope, given, all, builder, call.now);
				await tellParameters(call.env, scope, active);
				return view(call.env, scope, call.now);
			},
		),
	)
	.delete(
		"/:environmentId/parameters/:name",
		route(
			{ ...change, summary: "Take the environment's own value away; the package's default holds again", params: named, returns: list },
			async (call) => {
				const builder = builderOf(call);
				const scope = scopeOf(builder, call.params.environmentId);
				await clearParameter(call.env, scope, call.params.name, builder);
				const running = await readRunning(call.env, scope, call.now);
				await tellParameters(call.env, scope, running?.row.content.parameters ?? []);
				return view(call.env, scope, call.now);
			},
		),
	);
