import type { SentState } from "../mail/sent-state.ts";
import type { Starter, Variables } from "../engine/types.ts";
import type { CaseId, PackageId } from "../ids.ts";
import type { CaseState } from "./rows.ts";

/** A case as its page shows it. Times are epoch milliseconds. */
export interface CaseView {
	readonly caseId: CaseId;
	readonly number: string;
	readonly title: string;
	readonly process: string;
	readonly category: string;
	readonly packageId: PackageId;
	readonly packageHash: string;
	readonly state: CaseState;
	readonly source: string;
	readonly starter: Starter;
	readonly startedAt: number;
	readonly endedAt: number | null;
	/** By the service level of its process, and from when its alarms say that it is at risk. */
	readonly dueAt: number | null;
	readonly atRiskAt: number | null;
	readonly sequence: number;
	readonly data: Variables;
	readonly tasks: TaskView[];
	readonly waits: WaitView[];
	readonly incidents: IncidentView[];
	/** Where the case is: tokens that rest, by the element they rest on. */
	readonly tokens: { readonly token: number; readonly elementId: string }[];
	/** Activities of ad-hoc sub-processes that somebody may begin now, and how often each was begun. */
	readonly choices: { readonly choice: number; readonly elementId: string; readonly started: number }[];
	readonly attachments: AttachmentView[];
	readonly mails: MailView[];
	/** Element ids for the diagram. */
	readonly marks: { readonly active: string[]; readonly done: string[]; readonly incident: string[] };
}

export interface TaskView {
	readonly task: number;
	readonly elementId: string;
	readonly name: string;
	readonly title: string;
	readonly state: "open" | "completed" | "cancelled";
	readonly createdAt: number;
	readonly dueAt: number | null;
	/** From when its alarms say that it is at risk. */
	readonly atRiskAt: number | null;
	readonly assigneeId: string | null;
	readonly assigneeName: string | null;
	readonly closedAt: number | null;
	readonly closedByName: string | null;
}

/** What the case waits for besides people. */
export interface WaitView {
	readonly kind: "job" | "timer" | "message" | "signal" | "condition";
	readonly elementId: string;
	readonly dueAt: number | null;
	readonly message: string | null;
}

export interface IncidentView {
	readonly incident: number;
	readonly elementId: string;
	readonly code: string;
	readonly detail: string;
	readonly raisedAt: number;
	readonly resolvedAt: number | null;
	/** How often it was tried again. */
	readonly attempts: number;
}

export interface AttachmentView {
	readonly fileId: string;
	readonly name: string;
	readonly type: string;
	/** Bytes. */
	readonly size: number;
	readonly sha256: string;
	readonly addedAt: number;
	readonly addedByName: string;
	readonly origin: "upload" | "mail";
}

/** A mail about the case, in or out. */
export interface MailView {
	readonly mailId: string;
	readonly direction: "in" | "out";
	/** The other side. */
	readonly address: string;
	readonly subject: string;
	readonly state: SentState | "received";
	readonly detail: string;
	readonly at: number;
}

/** One step of a case in its log: who or what made it, and its outcomes. */
export interface LogEntry {
	readonly sequence: number;
	readonly at: number;
	readonly actor: string;
	readonly command: string;
	/** JSON text of the engine's journal entries. */
	readonly entries: string;
}
