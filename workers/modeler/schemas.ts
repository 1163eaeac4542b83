import * as v from "valibot";
import { id } from "../../domain/ids.ts";

export const modelName = v.pipe(v.string(), v.trim(), v.minLength(1, "give it a name"), v.maxLength(120));
export const modelDescription = v.pipe(v.string(), v.trim(), v.maxLength(2000));

export const finding = v.object({
	severity: v.picklist(["error", "warning"]),
	code: v.string(),
	detail: v.string(),
	at: v.optional(v.string()),
});

export const modelList = v.object({
	models: v.array(
		v.object({
			id: id("workspace"),
			subscriptionId: id("subscription"),
			name: v.string(),
			description: v.string(),
			createdAt: v.number(),
			changedAt: v.number(),
			changedByName: v.nullable(v.string()),
			elements: v.nullable(v.number()),
			/** Changes with the picture: the hash of what `/picture` answers. */
			picture: v.nullable(v.string()),
			/** The newest published revision's number. */
			revision: v.nullable(v.number()),
			mayEdit: v.boolean(),
			mayDelete: v.boolean(),
		}),
	),
	subscriptions: v.array(v.object({ id: id("subscription"), name: v.string(), mayCreate: v.boolean() })),
});

export const modelDetail = v.object({
	id: id("workspace"),
	name: v.string(),
	description: v.string(),
	mayEdit: v.boolean(),
	mayPublish: v.boolean(),
	mayDelete: v.boolean(),
});

export const publishedRevision = v.object({
	id: id("revision"),
	modelId: id("workspace"),
	number: v.number(),
	name: v.string(),
	note: v.string(),
	contentHash: v.string(),
	publishedByName: v.string(),
	publishedAt: v.number(),
});
