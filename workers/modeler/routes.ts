import { Hono } from "hono";
import type { Edge } from "../http/edge.ts";

/** Models: list, import, export, publish, and the door to a model's room. */
export const modeler = new Hono<Edge>();
