import type { InferResponseType } from "hono/client";
import type { Calendar } from "../../domain/calendar/calendar.ts";
import type { FileValue, Value } from "../../domain/data/model.ts";
import { api, callApi } from "../kit/api.ts";

const work = api.work[":environmentId"];
const taskCalls = work.tasks[":taskId"];
const caseCalls = work.cases[":caseId"];

export type Values = Readonly<Record<string, Value>>;
export type InboxPage = InferResponseType<typeof work.inbox.$get>;
export type InboxTask = InboxPage["tasks"][number];
export type InboxCounts = InboxPage["counts"];
export type TaskDetail = InferResponseType<typeof taskCalls.$get>;
export type CaseDetail = InferResponseType<typeof caseCalls.$get>;
export type CasesPage = InferResponseType<typeof work.cases.$get>;
export type CaseLine = CasesPage["cases"][number];
export type CaseState = CaseLine["state"];
export type LogStep = InferResponseType<typeof caseCalls.log.$get>["steps"][number];
export type Startable = InferResponseType<typeof work.processes.$get>["processes"][number];
export type StepAnswer = InferResponseType<typeof taskCalls.complete.$post>;
export type StartAnswer = InferResponseType<typeof work.cases.$post>;

export const INBOX_FILTERS = ["all", "mine", "pool", "overdue"] as const;
export type InboxFilter = (typeof INBOX_FILTERS)[number];
export const CASE_STATES = [
	"running",
	"suspended",
	"completed",
	"terminated",
	"failed",
	"cancelled",
] as const satisfies readonly CaseState[];

export const livePath = (environmentId: string): string => `/api/work/${encodeURIComponent(environmentId)}/live`;
export const caseKey = (environmentId: string, caseId: string): readonly string[] => ["work", environmentId, "case", caseId];

/** The newest step that this page has made itself: lists are asked to show at least that, so that nobody misses their own work. */
let ownStep: { readonly environmentId: string; readonly after: string } | undefined;

function noteStep<Answer extends StepAnswer>(environmentId: string, answer: Answer): Answer {
	ownStep = { environmentId, after: `${answer.caseId}:${answer.sequence}` };
	return answer;
}

function atLeast(environmentId: string): { readonly after?: string } {
	return ownStep?.environmentId === environmentId ? { after: ownStep.after } : {};
}

/** The calendar that the person works by. */
export function readMyCalendar(environmentId: string): Promise<Calendar> {
	return callApi(work.calendar.$get({ param: { environmentId } }));
}

export interface InboxQuestion {
	readonly filter: InboxFilter;
	readonly process: string | undefined;
	readonly search: string | undefined;
}

export function readInbox(environmentId: string, question: InboxQuestion, cursor: string | null, limit = 100): Promise<InboxPage> {
	const { filter, process, search } = question;
	const query = {
		filter,
		limit: String(limit),
		...(process === undefined ? {} : { process }),
		...(search === undefined ? {} : { search }),
		...(cursor === null ? {} : { cursor }),
		...atLeast(environmentId),
	};
	return callApi(work.inbox.$get({ param: { environmentId }, query }));
}

export interface CasesQuestion {
	readonly search: string;
	readonly state: CaseState | undefined;
	readonly mine: boolean;
	readonly overdue: boolean;
	readonly byDue: boolean;
}

export function readCases(environmentId: string, question: CasesQuestion, limit = 100, cursor: string | null = null): Promise<CasesPage> {
	const { search, state, mine, overdue, byDue } = question;
	const query = {
		limit: String(limit),
		...(search === "" ? {} : { search }),
		...(state === undefined ? {} : { state }),
		...(mine ? { started: "me" as const } : {}),
		...(overdue ? { due: "overdue" as const } : {}),
		...(byDue ? { sort: "due" as const } : {}),
		...(cursor === null ? {} : { cursor }),
		...atLeast(environmentId),
	};
	return callApi(work.cases.$get({ param: { environmentId }, query }));
}

export function readCase(environmentId: string, caseId: string): Promise<CaseDetail> {
	return callApi(caseCalls.$get({ param: { environmentId, caseId } }));
}

/** The newest 200 steps. */
export async function readLog(environmentId: string, caseId: string): Promise<readonly LogStep[]> {
	return (await callApi(caseCalls.log.$get({ param: { environmentId, caseId }, query: { limit: "200" } }))).steps;
}

export async function readDiagram(environmentId: string, caseId: string): Promise<string> {
	return (await callApi(caseCalls.diagram.$get({ param: { environmentId, caseId } }))).svg;
}

export function readTask(environmentId: string, taskId: string): Promise<TaskDetail> {
	return callApi(taskCalls.$get({ param: { environmentId, taskId } }));
}

export async function claimTask(environmentId: string, taskId: string): Promise<StepAnswer> {
	return noteStep(environmentId, await callApi(taskCalls.claim.$post({ param: { environmentId, taskId } })));
}

export async function releaseTask(environmentId: string, taskId: string): Promise<StepAnswer> {
	return noteStep(environmentId, await callApi(taskCalls.release.$post({ param: { environmentId, taskId } })));
}

export async function completeTask(environmentId: string, taskId: string, values: Values): Promise<StepAnswer> {
	return noteStep(environmentId, await callApi(taskCalls.complete.$post({ param: { environmentId, taskId }, json: { values } })));
}

/** Begins an activity that an ad-hoc sub-process of the case offers. */
export async function startActivity(environmentId: string, caseId: string, choice: number): Promise<StepAnswer> {
	return noteStep(environmentId, await callApi(caseCalls.activities.$post({ param: { environmentId, caseId }, json: { choice } })));
}

export function saveDraft(environmentId: string, taskId: string, values: Values): Promise<{ savedAt: number }> {
	return callApi(taskCalls.draft.$put({ param: { environmentId, taskId }, json: { values } }));
}

export async function readStartables(environmentId: string): Promise<readonly Startable[]> {
	return (await callApi(work.processes.$get({ param: { environmentId } }))).processes;
}

/** `key` makes a repeat of the same start the same case. */
export async function startCase(environmentId: string, startEvent: string, values: Values, key: string): Promise<StartAnswer> {
	const json = { startEvent, values, idempotencyKey: key };
	return noteStep(environmentId, await callApi(work.cases.$post({ param: { environmentId }, json })));
}

/** Where a document of a case is saved from. */
export function fileHref(environmentId: string, caseId: string, fileId: string): string {
	return `/api/work/${[environmentId, "cases", caseId, "attachments", fileId].map(encodeURIComponent).join("/")}`;
}

/** Adds a document to a case. */
export function attachFile(environmentId: string, caseId: string, file: File): Promise<FileValue> {
	const name = fileName(file);
	return callApi(caseCalls.attachments.$post({ param: { environmentId, caseId }, query: { name } }, { init: bytesOf(file) }));
}

/** Sends a document for a start form, before there is a case. */
export function sendFile(environmentId: string, file: File): Promise<FileValue> {
	return callApi(work.files.$post({ param: { environmentId }, query: { name: fileName(file) } }, { init: bytesOf(file) }));
}

const fileName = (file: File): string => (file.name === "" ? "file" : file.name.slice(-255));
const bytesOf = (file: File): RequestInit => ({
	body: file,
	headers: { "content-type": file.type === "" ? "application/octet-stream" : file.type },
});
