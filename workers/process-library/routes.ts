import { Hono } from "hono";
import * as v from "valibot";
import { id } from "../../domain/ids.ts";
import type { Edge } from "../http/edge.ts";
import { builderOf, route } from "../http/route.ts";
import { downloadProcess, thumbnail } from "./download.ts";
import { listAnswer, listProcesses, moveProcess } from "./list-processes.ts";
import { processAnswer, readProcess, readRevision } from "./read-process.ts";
import { searchAnswer, searchLibrary } from "./search-library.ts";

const modelParams = v.object({ modelId: id("workspace") });

/** Published diagrams: list, search, read. */
export const processLibrary = new Hono<Edge>()
	.get(
		"/processes",
		route(
			{
				action: "library.read",
				level: "company",
				realm: "company",
				summary: "The published processes of the company",
				returns: listAnswer,
			},
			async (call) => listProcesses(call.env, builderOf(call).companyId),
		),
	)
	.get(
		"/search",
		route(
			{
				action: "library.read",
				level: "company",
				realm: "company",
				summary: "Find processes, steps, roles and documentation by their words",
				query: v.object({ q: v.pipe(v.string(), v.maxLength(200)) }),
				returns: searchAnswer,
			},
			async (call) => searchLibrary(call.env, builderOf(call).companyId, call.query.q),
		),
	)
	.get(
		"/processes/:modelId",
		route(
			{
				action: "library.read",
				level: "company",
				realm: "company",
				summary: "A published process: its pictures and the text of every element, in reading order",
				params: modelParams,
				returns: processAnswer,
			},
			async (call) => readProcess(call.env, builderOf(call).companyId, call.params.modelId),
		),
	)
	.get(
		"/processes/:modelId/revisions/:number",
		route(
			{
				action: "library.read",
				level: "company",
				realm: "company",
				summary: "A published process as an older revision had it",
				params: v.object({ modelId: id("workspace"), number: v.pipe(v.string(), v.regex(/^\d{1,6}$/)) }),
				returns: processAnswer,
			},
			async (call) => readRevision(call.env, builderOf(call).companyId, call.params.modelId, Number(call.params.number)),
		),
	)
	.put(
		"/processes/:modelId/category",
		route(
			{
				action: "model.publish",
				level: "model",
				realm: "company",
				summary: "Put a published process into a folder of the library",
				params: modelParams,
				body: v.object({ category: v.pipe(v.string(), v.trim(), v.maxLength(80)) }),
				returns: v.object({ category: v.string() }),
			},
			async (call) => {
				await moveProcess(call.env, builderOf(call).companyId, call.params.modelId, call.body.category, builderOf(call));
				return { category: call.body.category };
			},
		),
	)
	.get(
		"/processes/:modelId/picture",
		route(
			{
				action: "library.read",
				level: "company",
				realm: "company",
				summary: "The first diagram of a published process, as SVG",
				params: modelParams,
				returns: v.string(),
			},
			async (call) => thumbnail(call.env, builderOf(call).companyId, call.params.modelId),
		),
	)
	.get(
		"/processes/:modelId/files/:format",
		route(
			{
				action: "library.read",
				level: "company",
				realm: "company",
				summary: "Download a published process as BPMN or a diagram of it as SVG",
				params: v.object({ modelId: id("workspace"), format: v.picklist(["bpmn", "svg"]) }),
				query: v.object({ diagram: v.optional(v.pipe(v.string(), v.regex(/^\d{1,3}$/))) }),
				returns: v.string(),
			},
			async (call) => {
				const { modelId, format } = call.params;
				return downloadProcess(call.env, builderOf(call).companyId, modelId, format, Number(call.query.diagram ?? "0"));
			},
		),
	);
