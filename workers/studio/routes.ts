import { Hono } from "hono";
import type { Edge } from "../http/edge.ts";

/** Projects: data, forms, performers, integrations, run and package. */
export const studio = new Hono<Edge>();
