import { SENT_STATES } from "../../domain/mail/sent-state.ts";
import * as v from "valibot";
import { taskIdParam } from "../../domain/case/task-id.ts";
import { dataModel, value } from "../../domain/data/model.ts";
import { form } from "../../domain/forms/form.ts";
import { type CaseId, id } from "../../domain/ids.ts";

const environmentId = id("environment");
const count = v.number();
const at = v.number();
const maybeAt = v.nullable(v.number());
const maybeText = v.nullable(v.string());

export const environmentParams = v.object({ environmentId });
export const caseParams = v.object({ environmentId, caseId: id("case") });
export const fileParams = v.object({ environmentId, caseId: id("case"), fileId: id("file") });
export const taskParams = v.object({ environmentId, taskId: taskIdParam });

export const variables = v.record(v.pipe(v.string(), v.maxLength(200)), value);
export const idempotencyKey = v.pipe(v.string(), v.minLength(8), v.maxLength(200));

export const limit = v.optional(v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,2}$/), v.transform(Number), v.number(), v.maxValue(200)), "50");
export const words = v.optional(v.pipe(v.string(), v.maxLength(200)));
export const cursor = v.optional(v.pipe(v.string(), v.maxLength(1000)));
/** `<caseId>:<sequence>`: the answer shows at least this step of this case. */
const after = v.optional(
	v.pipe(
		v.string(),
		v.regex(/^cas_[a-z0-9]{26}:[0-9]{1,12}$/, "not <caseId>:<sequence>"),
		v.transform((text) => ({ caseId: text.slice(0, 30) as CaseId, sequence: Number(text.slice(31)) })),
	),
);

export const inboxQuery = v.object({
	filter: v.optional(v.picklist(["all", "mine", "pool", "overdue"]), "all"),
	process: words,
	search: words,
	cursor,
	limit,
	after,
});
export const casesQuery = v.object({
	state: v.optional(v.picklist(["running", "suspended", "completed", "terminated", "failed", "cancelled"])),
	process: words,
	started: v.optional(v.literal("me")),
	/** Open cases that are late by the service level of their process. */
	due: v.optional(v.literal("overdue")),
	sort: v.optional(v.picklist(["started", "due"]), "started"),
	search: words,
	cursor,
	limit,
	after,
});
export const logQuery = v.object({
	before: v.optional(v.pipe(v.string(), v.regex(/^[0-9]{1,12}$/), v.transform(Number))),
	limit,
});

export const inboxTask = v.object({
	caseId: v.string(),
	task: count,
	elementId: v.string(),
	name: v.string(),
	title: v.string(),
	createdAt: at,
	dueAt: maybeAt,
	atRiskAt: v.optional(maybeAt, null),
	assigneeId: maybeText,
	assigneeName: maybeText,
	number: v.string(),
	caseTitle: v.string(),
	process: v.string(),
	incidents: count,
});
export const inboxPage = v.object({
	tasks: v.array(inboxTask),
	next: maybeText,
	counts: v.object({
		all: count,
		mine: count,
		pool: count,
		overdue: count,
		processes: v.array(v.object({ process: v.string(), count })),
	}),
});

const caseState = v.picklist(["running", "suspended", "completed", "terminated", "failed", "cancelled"]);
export const casesPage = v.object({
	cases: v.array(
		v.object({
			caseId: v.string(),
			number: v.string(),
			title: v.string(),
			process: v.string(),
			category: v.string(),
			packageId: v.string(),
			state: caseState,
			startedAt: at,
			endedAt: maybeAt,
			starterId: maybeText,
			starterName: v.string(),
			incidents: count,
			dueAt: v.optional(maybeAt, null),
			atRiskAt: v.optional(maybeAt, null),
		}),
	),
	next: maybeText,
});

export const stepAnswer = v.object({
	caseId: v.string(),
	sequence: count,
	state: caseState,
	tasks: v.array(v.object({ task: count, elementId: v.string(), name: v.string(), title: v.string(), dueAt: maybeAt, yours: v.boolean() })),
});
export const startAnswer = v.object({ ...stepAnswer.entries, number: v.string(), created: v.boolean() });

export const startable = v.object({
	processes: v.array(
		v.object({
			startEvent: v.string(),
			process: v.string(),
			category: v.string(),
			description: v.string(),
			form: v.nullable(form),
			dataModel,
		}),
	),
});

const draft = v.nullable(v.object({ values: variables, savedAt: at }));
export const taskPage = v.object({
	standing: v.picklist(["yours", "claimable", "others", "closed"]),
	releasable: v.boolean(),
	sequence: count,
	task: v.object({
		...inboxTask.entries,
		assign: v.picklist(["pool", "one"]),
		state: v.picklist(["open", "completed", "cancelled"]),
		closedAt: maybeAt,
		closedByName: maybeText,
	}),
	form: v.nullable(form),
	dataModel,
	values: variables,
	draft,
});

export const file = v.object({ fileId: v.string(), name: v.string(), type: v.string(), size: count });

export const casePage = v.object({
	caseId: v.string(),
	number: v.string(),
	title: v.string(),
	process: v.string(),
	category: v.string(),
	packageId: v.string(),
	packageHash: v.string(),
	state: caseState,
	source: v.string(),
	starter: v.object({ personId: maybeText, name: v.string(), email: maybeText }),
	startedAt: at,
	endedAt: maybeAt,
	dueAt: v.optional(maybeAt, null),
	atRiskAt: v.optional(maybeAt, null),
	sequence: count,
	data: variables,
	tasks: v.array(
		v.object({
			task: count,
			elementId: v.string(),
			name: v.string(),
			title: v.string(),
			state: v.picklist(["open", "completed", "cancelled"]),
			createdAt: at,
			dueAt: maybeAt,
			atRiskAt: v.optional(maybeAt, null),
			assigneeId: maybeText,
			assigneeName: maybeText,
			closedAt: maybeAt,
			closedByName: maybeText,
		}),
	),
	waits: v.array(
		v.object({
			kind: v.picklist(["job", "timer", "message", "signal", "condition"]),
			elementId: v.string(),
			dueAt: maybeAt,
			message: maybeText,
		}),
	),
	incidents: v.array(
		v.object({
			incident: count,
			elementId: v.string(),
			code: v.string(),
			detail: v.string(),
			raisedAt: at,
			resolvedAt: maybeAt,
			attempts: v.optional(count, 0),
		}),
	),
	tokens: v.array(v.object({ token: count, elementId: v.string() })),
	choices: v.array(v.object({ choice: count, elementId: v.string(), name: v.string(), started: count })),
	attachments: v.array(v.object({ ...file.entries, addedAt: at, addedByName: v.string(), origin: v.picklist(["upload", "mail"]) })),
	mails: v.array(
		v.object({
			mailId: v.string(),
			direction: v.picklist(["in", "out"]),
			address: v.string(),
			subject: v.string(),
			state: v.picklist([...SENT_STATES, "received"]),
			detail: v.string(),
			at,
		}),
	),
	marks: v.object({ active: v.array(v.string()), done: v.array(v.string()), incident: v.array(v.string()) }),
	dataModel,
});

export const logPage = v.object({
	steps: v.array(v.object({ sequence: count, at, actor: v.string(), command: v.string(), entries: v.array(v.record(v.string(), value)) })),
});
