import { Hono } from "hono";
import * as v from "valibot";
import { id } from "../../domain/ids.ts";
import type { Edge } from "../http/edge.ts";
import { notFound } from "../http/problem.ts";
import { builderOf, route } from "../http/route.ts";
import { calendars } from "./calendar-routes.ts";
import { cases } from "./case-routes.ts";
import { incidents } from "./incident-routes.ts";
import { environmentView, listEnvironments } from "./list-environments.ts";
import { migrations } from "./migration-routes.ts";
import { overview, readOverview } from "./overview.ts";
import { packages } from "./package-routes.ts";
import { parameters } from "./parameter-routes.ts";
import { endUsers } from "./people-routes.ts";

/** One environment: packages, parameters, cases, people and mail. */
export const managementConsole = new Hono<Edge>()
	.get(
		"/environments",
		route(
			{
				action: "signed-in",
				realm: "company",
				summary: "The environments that the person may look into",
				returns: v.object({ environments: v.array(environmentView) }),
			},
			async (call) => ({ environments: await listEnvironments(call.env, builderOf(call), call.now) }),
		),
	)
	.get(
		"/:environmentId",
		route(
			{
				action: "environment.read",
				level: "environment",
				realm: "company",
				summary: "What runs in the environment, whether it is well, and what changed",
				params: v.object({ environmentId: id("environment") }),
				returns: overview,
			},
			async (call) => {
				const builder = builderOf(call);
				if (call.resource === undefined) throw notFound();
				const scope = { companyId: builder.companyId, environmentId: call.params.environmentId };
				return readOverview(call.env, scope, call.resource, builder, call.now);
			},
		),
	)
	.route("/", packages)
	.route("/", cases)
	.route("/", incidents)
	.route("/", migrations)
	.route("/", parameters)
	.route("/", calendars)
	.route("/", endUsers);
