import { Hono } from "hono";
import * as v from "valibot";
import type { Edge } from "../http/edge.ts";
import { builderOf, route } from "../http/route.ts";
import { environmentView, listEnvironments } from "./list-environments.ts";
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
	.route("/", packages)
	.route("/", parameters)
	.route("/", endUsers);
