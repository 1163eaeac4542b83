import { Hono } from "hono";
import * as v from "valibot";
import { XML_LIMITS } from "../../domain/bpmn/scan-xml.ts";
import { may } from "../../domain/grants/may.ts";
import { id } from "../../domain/ids.ts";
import type { Edge } from "../http/edge.ts";
import { notFound } from "../http/problem.ts";
import { builderOf, route } from "../http/route.ts";
import { objects } from "../tenancy/objects.ts";
import { createModel } from "./create-model.ts";
import { deleteModel, restoreModel } from "./delete-model.ts";
import { enterRoom } from "./enter-room.ts";
import { importIntoModel } from "./import-bpmn.ts";
import { listModels } from "./list-models.ts";
import { modelPicture } from "./model-picture.ts";
import { presentModel } from "./present-model.ts";
import { lastRevisions, publishModel } from "./publish-model.ts";
import { renameModel } from "./rename-model.ts";
import { finding, modelDetail, modelList, modelName, modelDescription, publishedRevision } from "./schemas.ts";

const ofModel = v.object({ modelId: id("workspace") });
const done = v.object({ ok: v.boolean() });

/** Models: list, import, export, publish, and the door to a model's room. */
export const modeler = new Hono<Edge>()
	.get(
		"/models",
		route(
			{ action: "signed-in", realm: "company", summary: "The models that the caller may read, last changed first", returns: modelList },
			async (call) => listModels(call.env, builderOf(call), call.now),
		),
	)
	.post(
		"/subscriptions/:subscriptionId/models",
		route(
			{
				action: "subscription.create-model",
				level: "subscription",
				realm: "company",
				summary: "Makes a model, empty or from a BPMN file",
				params: v.object({ subscriptionId: id("subscription") }),
				body: v.object({ name: modelName, description: v.optional(modelDescription), bpmn: v.optional(v.string()) }),
				maxBytes: XML_LIMITS.bytes + 16 * 1024,
				returns: v.object({ modelId: id("workspace"), report: v.array(finding) }),
			},
			async (call) => {
				const builder = builderOf(call);
				const scope = { companyId: builder.companyId, subscriptionId: call.params.subscriptionId };
				return createModel(call.env, scope, call.body, builder, call.now);
			},
		),
	)
	.get(
		"/models/:modelId",
		route(
			{
				action: "model.read",
				level: "model",
				realm: "company",
				summary: "A model's name and what the caller may do with it",
				params: ofModel,
				returns: modelDetail,
			},
			async (call) => {
				const model = await presentModel(call.env, call.resource);
				const allowed = (action: "model.edit" | "model.publish" | "model.delete" | "model.grants") =>
					call.resource !== undefined && may(call.principal, action, call.resource, call.now);
				return {
					id: model.modelId,
					name: model.name,
					description: model.description,
					mayEdit: allowed("model.edit"),
					mayPublish: allowed("model.publish"),
					mayDelete: allowed("model.delete"),
				};
			},
		),
	)
	.put(
		"/models/:modelId",
		route(
			{
				action: "model.edit",
				level: "model",
				realm: "company",
				summary: "Renames or describes a model",
				params: ofModel,
				body: v.object({ name: modelName, description: modelDescription }),
				returns: done,
			},
			async (call) => {
				await renameModel(call.env, await presentModel(call.env, call.resource), call.body, builderOf(call), call.now);
				return { ok: true };
			},
		),
	)
	.delete(
		"/models/:modelId",
		route(
			{
				action: "model.delete",
				level: "model",
				realm: "company",
				summary: "Deletes a model; can be taken back",
				params: ofModel,
				returns: done,
			},
			async (call) => {
				await deleteModel(call.env, await presentModel(call.env, call.resource), builderOf(call), call.now);
				return { ok: true };
			},
		),
	)
	.post(
		"/models/:modelId/restore",
		route(
			{
				action: "model.delete",
				level: "model",
				realm: "company",
				summary: "Takes the deletion of a model back",
				params: ofModel,
				returns: done,
			},
			async (call) => {
				await restoreModel(call.env, call.resource, builderOf(call));
				return { ok: true };
			},
		),
	)
	.get(
		"/models/:modelId/room",
		route(
			{
				action: "model.read",
				level: "model",
				realm: "company",
				kind: "socket",
				summary: "The WebSocket door to the model's room: Yjs sync in binary frames, presence in text frames",
				params: ofModel,
				returns: v.unknown(),
			},
			async (call) =>
				enterRoom(call.env, await presentModel(call.env, call.resource), call.resource, builderOf(call), call.request, call.now),
		),
	)
	.get(
		"/models/:modelId/bpmn",
		route(
			{
				action: "model.read",
				level: "model",
				realm: "company",
				summary: "The model as it is now, as BPMN 2.0 XML",
				params: ofModel,
				returns: v.string(),
			},
			async (call) => {
				const model = await presentModel(call.env, call.resource);
				const bpmn = await objects.model(call.env, model.companyId, model.modelId).exportBpmn();
				if (bpmn === undefined) throw notFound();
				const file = `${model.name.replaceAll(/[^\p{L}\p{N} _-]+/gu, " ").trim() || "model"}.bpmn`;
				return new Response(bpmn, {
					headers: {
						"content-type": "application/xml; charset=utf-8",
						"content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file)}`,
						"cache-control": "no-store",
					},
				});
			},
		),
	)
	.post(
		"/models/:modelId/import",
		route(
			{
				action: "model.edit",
				level: "model",
				realm: "company",
				kind: "raw",
				summary: "Makes the model what a BPMN file says; answers what could not be kept",
				params: ofModel,
				maxBytes: XML_LIMITS.bytes,
				returns: v.object({ elements: v.number(), report: v.array(finding) }),
			},
			async (call) => importIntoModel(call.env, await presentModel(call.env, call.resource), call.request, builderOf(call)),
		),
	)
	.get(
		"/models/:modelId/picture",
		route(
			{
				action: "model.read",
				level: "model",
				realm: "company",
				summary: "A small picture of the model, some seconds old at most",
				params: ofModel,
				returns: v.object({ svg: v.string() }),
			},
			async (call) => {
				const model = await presentModel(call.env, call.resource);
				return { svg: await modelPicture(call.env, model.companyId, model.modelId) };
			},
		),
	)
	.post(
		"/models/:modelId/publish",
		route(
			{
				action: "model.publish",
				level: "model",
				realm: "company",
				summary: "Publishes the model as an immutable revision",
				params: ofModel,
				body: v.object({ note: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(2000))) }),
				returns: publishedRevision,
			},
			async (call) => publishModel(call.env, await presentModel(call.env, call.resource), call.body.note ?? "", builderOf(call), call.now),
		),
	)
	.get(
		"/models/:modelId/revisions",
		route(
			{
				action: "model.read",
				level: "model",
				realm: "company",
				summary: "What was published of the model, newest first",
				params: ofModel,
				returns: v.object({ revisions: v.array(publishedRevision) }),
			},
			async (call) => ({ revisions: await lastRevisions(call.env, await presentModel(call.env, call.resource), 50) }),
		),
	);
