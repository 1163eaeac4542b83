import { Hono } from "hono";
import type { Edge } from "../http/edge.ts";

/** Published diagrams: list, search, read. */
export const processLibrary = new Hono<Edge>();
