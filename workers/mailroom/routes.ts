import { Hono } from "hono";
import type { Edge } from "../http/edge.ts";

/** Inbox triggers, the mail ledger and sent mail of an environment. */
export const mailroom = new Hono<Edge>();
