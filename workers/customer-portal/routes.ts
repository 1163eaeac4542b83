import { Hono } from "hono";
import type { Edge } from "../http/edge.ts";

/** The company: its tree, people, groups, grants and audit trail. */
export const customerPortal = new Hono<Edge>();
