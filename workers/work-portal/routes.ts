import { Hono } from "hono";
import type { Edge } from "../http/edge.ts";

/** New case, inbox, tasks and cases of one environment's end users. */
export const workPortal = new Hono<Edge>();
