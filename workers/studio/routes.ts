import { Hono } from "hono";
import * as v from "valibot";
import { XML_LIMITS } from "../../domain/bpmn/scan-xml.ts";
import { value } from "../../domain/data/model.ts";
import { automation, calledVersion, elementId, httpConnector, mapping } from "../../domain/deployment/automation.ts";
import { may } from "../../domain/grants/may.ts";
import { id } from "../../domain/ids.ts";
import type { Edge } from "../http/edge.ts";
import { builderOf, readBytes, route } from "../http/route.ts";
import { listCallable, readCallable, readWholeModel } from "./called-models.ts";
import { checkProject } from "./check-project.ts";
import { createProject } from "./create-project.ts";
import { projectScope, readDraft } from "./draft.ts";
import { readProject } from "./read-project.ts";
import { listProjects } from "./list-projects.ts";
import { downloadPackage, listPackages, makePackage } from "./make-package.ts";
import { decodeBpmn } from "./read-file.ts";
import { runProject } from "./run-project.ts";
import { MAX_AUTOMATION_BYTES, saveDraft } from "./save-draft.ts";
import {
	completeness,
	description,
	finding,
	madeProject,
	packageRow,
	projectDetail,
	projectList,
	projectName,
	stepFinding,
} from "./schemas.ts";
import { setProjectCall } from "./set-call.ts";
import { triedAnswer, tryConnector } from "./try-connector.ts";
import { updateFromModel } from "./update-from-model.ts";

const ofProject = v.object({ projectId: id("workspace") });
const storedSource = v.variant("kind", [
	v.strictObject({ kind: v.literal("model"), modelId: id("workspace") }),
	v.strictObject({ kind: v.literal("revision"), revisionId: id("revision") }),
]);
const inlineSource = v.strictObject({
	kind: v.literal("file"),
	bpmn: v.pipe(v.string(), v.minLength(1)),
	fileName: v.pipe(v.string(), v.maxLength(200)),
});
const source = v.variant("kind", [...storedSource.options, inlineSource]);
/** XML in JSON: each quotation mark is escaped, so a file can come to twice its size. */
const SOURCE_BYTES = 2 * XML_LIMITS.bytes + 64 * 1024;

/** Projects: data, forms, performers, integrations, run and package. */
export const studio = new Hono<Edge>()
	.get(
		"/projects",
		route(
			{
				action: "signed-in",
				realm: "company",
				summary: "The projects that the caller may read, and where the caller may make one",
				returns: projectList,
			},
			async (call) => listProjects(call.env, builderOf(call), call.now),
		),
	)
	.post(
		"/subscriptions/:subscriptionId/projects",
		route(
			{
				action: "subscription.create-project",
				level: "subscription",
				realm: "company",
				summary: "Makes a project from a model, a published revision or a BPMN text, with everything proposed that it needs to run",
				params: v.object({ subscriptionId: id("subscription") }),
				body: v.strictObject({ name: projectName, description, source }),
				maxBytes: SOURCE_BYTES,
				returns: madeProject,
			},
			async (call) => {
				const actor = builderOf(call);
				return createProject(
					call.env,
					{ companyId: actor.companyId, subscriptionId: call.params.subscriptionId },
					call.body,
					actor,
					call.now,
				);
			},
		),
	)
	.post(
		"/subscriptions/:subscriptionId/projects/import",
		route(
			{
				action: "subscription.create-project",
				level: "subscription",
				realm: "company",
				kind: "raw",
				summary: "Makes a project from an uploaded BPMN file",
				params: v.object({ subscriptionId: id("subscription") }),
				query: v.object({ name: projectName, fileName: v.optional(v.pipe(v.string(), v.maxLength(200)), "file.bpmn") }),
				maxBytes: XML_LIMITS.bytes,
				returns: madeProject,
			},
			async (call) => {
				const actor = builderOf(call);
				const bpmn = decodeBpmn(await readBytes(call.request, XML_LIMITS.bytes));
				return createProject(
					call.env,
					{ companyId: actor.companyId, subscriptionId: call.params.subscriptionId },
					{ name: call.query.name, description: "", source: { kind: "file", bpmn, fileName: call.query.fileName } },
					actor,
					call.now,
				);
			},
		),
	)
	.get(
		"/projects/:projectId",
		route(
			{
				action: "project.read",
				level: "project",
				realm: "company",
				summary: "A project: its draft with the model, its environments, and what the caller may do",
				params: ofProject,
				returns: projectDetail,
			},
			async (call) => {
				const scope = projectScope(call.resource);
				const allowed = (action: "project.edit" | "project.run" | "project.package") =>
					call.resource !== undefined && may(call.principal, action, call.resource, call.now);
				return {
					...(await readProject(call.env, scope)),
					mayEdit: allowed("project.edit"),
					mayRun: allowed("project.run"),
					mayPackage: allowed("project.package"),
				};
			},
		),
	)
	.put(
		"/projects/:projectId/draft",
		route(
			{
				action: "project.edit",
				level: "project",
				realm: "company",
				summary: "Saves the draft made on `version`; 409 when somebody saved since",
				params: ofProject,
				body: v.strictObject({ version: v.pipe(v.number(), v.integer(), v.minValue(1)), automation }),
				maxBytes: MAX_AUTOMATION_BYTES + 1024,
				returns: v.object({ version: v.number() }),
			},
			async (call) => saveDraft(call.env, projectScope(call.resource), call.body, builderOf(call), call.now),
		),
	)
	.get(
		"/projects/:projectId/check",
		route(
			{
				action: "project.read",
				level: "project",
				realm: "company",
				summary: "What the draft lacks to run, by step and element, and how far each step is",
				params: ofProject,
				returns: v.object({ version: v.number(), findings: v.array(stepFinding), completeness: v.array(completeness) }),
			},
			async (call) => {
				const scope = projectScope(call.resource);
				const [draft, packages] = await Promise.all([readDraft(call.env, scope), listPackages(call.env, scope)]);
				const whole = await readWholeModel(call.env, scope, draft);
				const report = await checkProject(whole.bpmn, draft.automation, packages.length, whole.findings);
				return { version: draft.version, findings: [...report.findings], completeness: [...report.completeness] };
			},
		),
	)
	.post(
		"/projects/:projectId/update-from-model",
		route(
			{
				action: "project.edit",
				level: "project",
				realm: "company",
				summary: "Takes the model as it is now, or another source; what was set is kept by the element's id",
				params: ofProject,
				body: v.strictObject({ version: v.pipe(v.number(), v.integer(), v.minValue(1)), source: v.optional(source) }),
				maxBytes: SOURCE_BYTES,
				returns: v.object({ version: v.number(), findings: v.array(finding) }),
			},
			async (call) => updateFromModel(call.env, projectScope(call.resource), call.body, builderOf(call), call.now),
		),
	)
	.get(
		"/projects/:projectId/callable",
		route(
			{
				action: "project.edit",
				level: "project",
				realm: "company",
				summary: "The published models that call activities of the project may call, each with its revisions, newest first",
				params: ofProject,
				returns: v.object({
					models: v.array(v.object({ modelId: id("workspace"), name: v.string(), revisions: v.array(v.number()) })),
				}),
			},
			async (call) => listCallable(call.env, builderOf(call), call.now),
		),
	)
	.get(
		"/projects/:projectId/callable/:modelId",
		route(
			{
				action: "project.edit",
				level: "project",
				realm: "company",
				summary: "The processes and global tasks of one revision of a model, the newest where none is named",
				params: v.object({ projectId: id("workspace"), modelId: id("workspace") }),
				query: v.object({ revision: v.optional(v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,8}$/, "not a number"), v.transform(Number))) }),
				returns: v.object({ number: v.number(), callables: v.array(v.object({ id: v.string(), name: v.string() })) }),
			},
			async (call) =>
				readCallable(call.env, builderOf(call), { modelId: call.params.modelId, version: call.query.revision ?? "latest" }, call.now),
		),
	)
	.post(
		"/projects/:projectId/calls",
		route(
			{
				action: "project.edit",
				level: "project",
				realm: "company",
				summary:
					"Lets a call activity call a process of another model, or of its own file again; what the elements need that come with it is proposed",
				params: ofProject,
				body: v.strictObject({
					version: v.pipe(v.number(), v.integer(), v.minValue(1)),
					elementId,
					target: v.nullable(v.strictObject({ modelId: id("workspace"), version: calledVersion, processId: elementId })),
				}),
				returns: v.object({ version: v.number(), findings: v.array(finding) }),
			},
			async (call) => setProjectCall(call.env, projectScope(call.resource), call.body, builderOf(call), call.now),
		),
	)
	.get(
		"/projects/:projectId/packages",
		route(
			{
				action: "project.read",
				level: "project",
				realm: "company",
				summary: "The packages made of a project, newest first",
				params: ofProject,
				returns: v.object({ packages: v.array(packageRow) }),
			},
			async (call) => ({ packages: await listPackages(call.env, projectScope(call.resource)) }),
		),
	)
	.post(
		"/projects/:projectId/packages",
		route(
			{
				action: "project.package",
				level: "project",
				realm: "company",
				summary: "Makes an immutable, signed package of the draft as it is now",
				params: ofProject,
				body: v.strictObject({ note: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(400)), "") }),
				returns: v.object({ packageId: id("package"), version: v.number(), hash: v.string() }),
			},
			async (call) => {
				const made = await makePackage(
					call.env,
					projectScope(call.resource),
					{ kind: "package", note: call.body.note },
					builderOf(call),
					call.now,
				);
				return { packageId: made.id, version: made.version, hash: made.hash };
			},
		),
	)
	.get(
		"/projects/:projectId/packages/:packageId/file",
		route(
			{
				action: "project.read",
				level: "project",
				realm: "company",
				summary: "The package as a .portico file",
				params: v.object({ projectId: id("workspace"), packageId: id("package") }),
				returns: v.unknown(),
			},
			async (call) => downloadPackage(call.env, projectScope(call.resource), call.params.packageId),
		),
	)
	.post(
		"/projects/:projectId/run",
		route(
			{
				action: "project.run",
				level: "project",
				realm: "company",
				summary: "Makes development run the draft as it is now and starts a case; the answer's cookie signs the caller in to work it",
				params: ofProject,
				body: v.strictObject({ values: v.optional(v.record(v.string(), v.unknown())) }),
				returns: v.object({
					caseId: id("case"),
					number: v.string(),
					environmentId: id("environment"),
					packageId: id("package"),
					version: v.number(),
					href: v.string(),
				}),
			},
			async (call) => runProject(call.env, call.request, projectScope(call.resource), call.body, builderOf(call), call.now),
		),
	)
	.post(
		"/projects/:projectId/try-connector",
		route(
			{
				action: "project.edit",
				level: "project",
				realm: "company",
				summary: "Calls what a service task would call, once, with sample data, through the guard that cases go through",
				params: ofProject,
				body: v.strictObject({
					connector: httpConnector,
					data: v.record(v.string(), value),
					inputs: v.optional(v.pipe(v.array(mapping), v.maxLength(50)), []),
					outputs: v.optional(v.pipe(v.array(mapping), v.maxLength(50)), []),
				}),
				returns: triedAnswer,
			},
			async (call) => {
				const { automation: own } = await readDraft(call.env, projectScope(call.resource));
				const secrets = new Set(own.parameters.filter((each) => each.type === "secret").map((each) => each.name));
				return tryConnector(call.env, call.body, secrets);
			},
		),
	);
