import { Hono } from "hono";
import type { Edge } from "../http/edge.ts";

/** One environment: packages, parameters, cases, people and mail. */
export const managementConsole = new Hono<Edge>();
