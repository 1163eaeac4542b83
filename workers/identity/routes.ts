import { Hono } from "hono";
import type { Edge } from "../http/edge.ts";

/** Sign-in and sessions of both realms. */
export const identity = new Hono<Edge>();
