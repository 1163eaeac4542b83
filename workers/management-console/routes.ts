import { Hono } from "hono";
import type { Edge } from "../http/edge.ts";
import { endUsers } from "./people-routes.ts";

/** One environment: packages, parameters, cases, people and mail. */
export const managementConsole = new Hono<Edge>().route("/", endUsers);
