import { Hono } from "hono";
import * as v from "valibot";
import { calendar } from "../../domain/calendar/calendar.ts";
import { SHARD } from "../../domain/case/shard.ts";
import type { TaskPage } from "../../domain/case/answers.ts";
import { elementId } from "../../domain/deployment/automation.ts";
import type { Edge } from "../http/edge.ts";
import { notFound } from "../http/problem.ts";
import { orRefuse } from "../http/refusal.ts";
import { route } from "../http/route.ts";
import { objects } from "../tenancy/objects.ts";
import { downloadAttachment } from "./download.ts";
import { listProcesses } from "./list-processes.ts";
import { openLive } from "./live.ts";
import { myCalendar } from "./my-calendar.ts";
import { whoCalls } from "./person.ts";
import { readCase, readDiagram, readLog } from "./read-case.ts";
import * as schemas from "./schemas.ts";
import { startWithForm } from "./start-with-form.ts";
import { keepUpload, MAX_FILE_BYTES, storeFile } from "./upload.ts";

const inEnvironment = { level: "environment", realm: "environment" } as const;
const fileName = v.object({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(255)) });

/** New case, inbox, tasks and cases of one environment's end users. */
export const workPortal = new Hono<Edge>()
	.get(
		"/:environmentId/processes",
		route(
			{
				...inEnvironment,
				action: "work.start",
				summary: "The processes that can be started here, by category, with their start forms",
				params: schemas.environmentParams,
				returns: schemas.startable,
			},
			async (call) => listProcesses(call.env, whoCalls(call).scope),
		),
	)
	.post(
		"/:environmentId/cases",
		route(
			{
				...inEnvironment,
				action: "work.start",
				summary: "Start a case; the same key is the same case",
				params: schemas.environmentParams,
				body: v.strictObject({
					startEvent: v.optional(elementId),
					values: v.record(v.pipe(v.string(), v.maxLength(200)), v.unknown()),
					idempotencyKey: schemas.idempotencyKey,
				}),
				returns: schemas.startAnswer,
				maxBytes: 1024 * 1024,
			},
			async (call) => {
				const { scope, worker } = whoCalls(call);
				return startWithForm(call.env, scope, worker, call.body);
			},
		),
	)
	.post(
		"/:environmentId/files",
		route(
			{
				...inEnvironment,
				action: "work.start",
				summary: "Send a document for a start form",
				params: schemas.environmentParams,
				query: fileName,
				returns: schemas.file,
				kind: "raw",
				maxBytes: MAX_FILE_BYTES,
			},
			async (call) => {
				const { scope, worker } = whoCalls(call);
				return keepUpload(call.env, scope, worker.personId, await storeFile(call.env, scope, call.request, call.query.name));
			},
		),
	)
	.get(
		"/:environmentId/calendar",
		route(
			{
				...inEnvironment,
				action: "work.use",
				summary: "The calendar that the person works by, with the holidays of the next year",
				params: schemas.environmentParams,
				returns: calendar,
			},
			async (call) => {
				const { scope, worker } = whoCalls(call);
				return myCalendar(call.env, scope, worker.personId, call.now);
			},
		),
	)
	.get(
		"/:environmentId/inbox",
		route(
			{
				...inEnvironment,
				action: "work.use",
				summary: "The tasks one may take, the most urgent first, with counts",
				params: schemas.environmentParams,
				query: schemas.inboxQuery,
				returns: schemas.inboxPage,
			},
			async (call) => {
				const { scope, worker } = whoCalls(call);
				const { after, ...query } = call.query;
				return objects.worklist(call.env, scope, SHARD).inbox(scope, worker, query, after);
			},
		),
	)
	.get(
		"/:environmentId/live",
		route(
			{
				...inEnvironment,
				action: "work.use",
				summary: "A WebSocket that tells what changes in one's inbox",
				params: schemas.environmentParams,
				returns: v.unknown(),
				kind: "socket",
			},
			async (call) => openLive(call.env, call.request, call.principal),
		),
	)
	.get(
		"/:environmentId/tasks/:taskId",
		route(
			{
				...inEnvironment,
				action: "work.task",
				summary: "A task with its form, the case's data and one's own draft",
				params: schemas.taskParams,
				returns: schemas.taskPage,
			},
			async (call) => {
				const { scope, worker } = whoCalls(call);
				const { caseId, task } = call.params.taskId;
				const page = await objects.case(call.env, scope, caseId).task(scope, caseId, worker, task);
				if (page === null) throw notFound();
				return JSON.parse(page) as TaskPage;
			},
		),
	)
	.post(
		"/:environmentId/tasks/:taskId/claim",
		route(
			{
				...inEnvironment,
				action: "work.task",
				summary: "Take a task out of its pool",
				params: schemas.taskParams,
				returns: schemas.stepAnswer,
			},
			async (call) => {
				const { scope, worker } = whoCalls(call);
				const { caseId, task } = call.params.taskId;
				return orRefuse(await objects.case(call.env, scope, caseId).claim(scope, caseId, worker, task));
			},
		),
	)
	.post(
		"/:environmentId/tasks/:taskId/release",
		route(
			{
				...inEnvironment,
				action: "work.task",
				summary: "Give a claimed task back to its pool",
				params: schemas.taskParams,
				returns: schemas.stepAnswer,
			},
			async (call) => {
				const { scope, worker } = whoCalls(call);
				const { caseId, task } = call.params.taskId;
				return orRefuse(await objects.case(call.env, scope, caseId).release(scope, caseId, worker, task));
			},
		),
	)
	.put(
		"/:environmentId/tasks/:taskId/draft",
		route(
			{
				...inEnvironment,
				action: "work.task",
				summary: "Keep what is filled in so far; only its writer sees it",
				params: schemas.taskParams,
				body: v.strictObject({ values: schemas.variables }),
				returns: v.object({ savedAt: v.number() }),
			},
			async (call) => {
				const { scope, worker } = whoCalls(call);
				const { caseId, task } = call.params.taskId;
				const draft = JSON.stringify(call.body.values);
				return orRefuse(await objects.case(call.env, scope, caseId).saveDraft(scope, caseId, worker, task, draft));
			},
		),
	)
	.post(
		"/:environmentId/tasks/:taskId/complete",
		route(
			{
				...inEnvironment,
				action: "work.task",
				summary: "Complete a task with what its form was filled with, by path",
				params: schemas.taskParams,
				body: v.strictObject({ values: v.record(v.pipe(v.string(), v.maxLength(200)), v.unknown()) }),
				returns: schemas.stepAnswer,
				maxBytes: 1024 * 1024,
			},
			async (call) => {
				const { scope, worker } = whoCalls(call);
				const { caseId, task } = call.params.taskId;
				const submitted = JSON.stringify(call.body.values);
				return orRefuse(await objects.case(call.env, scope, caseId).completeTask(scope, caseId, worker, task, submitted));
			},
		),
	)
	.get(
		"/:environmentId/cases",
		route(
			{
				...inEnvironment,
				action: "work.case",
				summary: "Cases of the environment, the newest first; found by number, title, person and their data",
				params: schemas.environmentParams,
				query: schemas.casesQuery,
				returns: schemas.casesPage,
			},
			async (call) => {
				const { scope, worker } = whoCalls(call);
				const { after, started, ...query } = call.query;
				const starterId = started === "me" ? worker.personId : undefined;
				return objects.worklist(call.env, scope, SHARD).cases(scope, { ...query, starterId }, after);
			},
		),
	)
	.get(
		"/:environmentId/cases/:caseId",
		route(
			{
				...inEnvironment,
				action: "work.case",
				summary: "A case: facts, data, tasks, waits, incidents, attachments, mails and marks for its diagram",
				params: schemas.caseParams,
				returns: schemas.casePage,
			},
			async (call) => readCase(call.env, whoCalls(call).scope, call.params.caseId),
		),
	)
	.post(
		"/:environmentId/cases/:caseId/activities",
		route(
			{
				...inEnvironment,
				action: "work.task",
				summary: "Begin an activity that an ad-hoc sub-process of the case offers",
				params: schemas.caseParams,
				body: v.strictObject({ choice: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000_000)) }),
				returns: schemas.stepAnswer,
			},
			async (call) => {
				const { scope, worker } = whoCalls(call);
				const { caseId } = call.params;
				return orRefuse(await objects.case(call.env, scope, caseId).startActivity(scope, caseId, worker, call.body.choice));
			},
		),
	)
	.get(
		"/:environmentId/cases/:caseId/log",
		route(
			{
				...inEnvironment,
				action: "work.case",
				summary: "The steps of a case, the newest first",
				params: schemas.caseParams,
				query: schemas.logQuery,
				returns: schemas.logPage,
			},
			async (call) => readLog(call.env, whoCalls(call).scope, call.params.caseId, call.query.limit, call.query.before),
		),
	)
	.get(
		"/:environmentId/cases/:caseId/diagram",
		route(
			{
				...inEnvironment,
				action: "work.case",
				summary: "The diagram of the package that a case runs on",
				params: schemas.caseParams,
				returns: v.object({ svg: v.string() }),
			},
			async (call) => readDiagram(call.env, whoCalls(call).scope, call.params.caseId),
		),
	)
	.post(
		"/:environmentId/cases/:caseId/attachments",
		route(
			{
				...inEnvironment,
				action: "work.case",
				summary: "Attach a document to a case",
				params: schemas.caseParams,
				query: fileName,
				returns: schemas.file,
				kind: "raw",
				maxBytes: MAX_FILE_BYTES,
			},
			async (call) => {
				const { scope, worker } = whoCalls(call);
				const { caseId } = call.params;
				const stub = objects.case(call.env, scope, caseId);
				if ((await stub.package(scope, caseId)) === null) throw notFound();
				const file = await storeFile(call.env, scope, call.request, call.query.name);
				orRefuse(await stub.attach(scope, caseId, { personId: worker.personId, name: worker.name }, [file]));
				return { fileId: file.fileId, name: file.name, type: file.type, size: file.size };
			},
		),
	)
	.get(
		"/:environmentId/cases/:caseId/attachments/:fileId",
		route(
			{
				...inEnvironment,
				action: "work.case",
				summary: "An attachment, to save",
				params: schemas.fileParams,
				returns: v.unknown(),
			},
			async (call) => downloadAttachment(call.env, whoCalls(call).scope, call.params.caseId, call.params.fileId),
		),
	);
