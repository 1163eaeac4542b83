import type { AlarmRecipient, AlarmRule } from "../calendar/alarm.ts";
import type { DataModel, FileValue } from "../data/model.ts";
import type { Starter, Variables } from "../engine/types.ts";
import type { Form } from "../forms/form.ts";
import type { CaseId, PackageId } from "../ids.ts";
import type { CaseState } from "./rows.ts";

/** A task that a command made. `yours`: the person who gave the command may work on it at once. */
export interface MadeTask {
	readonly task: number;
	readonly elementId: string;
	readonly name: string;
	readonly title: string;
	readonly dueAt: number | null;
	readonly yours: boolean;
}

/** What a command answers: the case's step, which a list can be asked to have seen, and the tasks it made. */
export interface StepAnswer {
	readonly caseId: CaseId;
	readonly sequence: number;
	readonly state: CaseState;
	readonly tasks: MadeTask[];
}

export interface StartAnswer extends StepAnswer {
	readonly number: string;
	/** False when the same start had made this case before. */
	readonly created: boolean;
}

/** What a new case is given. `variables`, `parameters` and `payload` (what a message or signal brought) are JSON text. */
export interface StartInput {
	readonly caseId: CaseId;
	readonly number: string;
	readonly packageId: PackageId;
	readonly packageHash: string;
	readonly process: string;
	readonly category: string;
	readonly parameters: string;
	readonly startEvent?: string;
	readonly variables: string;
	readonly payload?: string;
	readonly starter: Starter;
	/** Where it came from: `work-portal`, `mail`, `timer`, `message`, `api`, `studio`. */
	readonly source: string;
	readonly attachments?: readonly NewAttachment[];
}

/** Where a running case is to be moved: another package of its environment, and what each element of its own becomes there. */
export interface MigrationTarget {
	readonly packageId: PackageId;
	readonly packageHash: string;
	/** JSON text of the environment's parameters, as the package needs them. */
	readonly parameters: string;
	readonly mapping: Readonly<Record<string, string>>;
}

/** A document to attach; it already lies in R2 under its hash. */
export interface NewAttachment extends FileValue {
	readonly sha256: string;
	readonly origin: "upload" | "mail";
}

/** A mail that reached its case. */
export interface ReceivedMail {
	readonly mailId: string;
	readonly from: string;
	readonly subject: string;
	readonly text: string;
	readonly attachments: readonly NewAttachment[];
}

/** How a person stands to a task: theirs, free to claim, someone else's, or closed. */
export type TaskStanding = "yours" | "claimable" | "others" | "closed";

/** A task's page for one person. Form, values and draft are by the names of the case's data. */
export interface TaskPage {
	readonly standing: TaskStanding;
	/** The person may give it back to its pool. */
	readonly releasable: boolean;
	readonly sequence: number;
	readonly task: TaskOfPage;
	readonly form: Form | null;
	readonly dataModel: DataModel;
	readonly values: Variables;
	/** What the person left in the form, by path. */
	readonly draft: { readonly values: Variables; readonly savedAt: number } | null;
}

/** A line of an inbox, with how the task stands. */
export interface TaskOfPage {
	readonly caseId: CaseId;
	readonly task: number;
	readonly elementId: string;
	readonly name: string;
	readonly title: string;
	readonly createdAt: number;
	readonly dueAt: number | null;
	readonly atRiskAt: number | null;
	readonly assigneeId: string | null;
	readonly assigneeName: string | null;
	readonly number: string;
	readonly caseTitle: string;
	readonly process: string;
	readonly incidents: number;
	readonly assign: "pool" | "one";
	readonly state: "open" | "completed" | "cancelled";
	readonly closedAt: number | null;
	readonly closedByName: string | null;
}

/** A job for its consumer: everything but the connector, which the package has. */
export interface TakenJob {
	readonly job: number;
	readonly elementId: string;
	readonly kind: "service" | "send";
	/** JSON text. */
	readonly input: string;
	readonly packageHash: string;
	readonly caseNumber: string;
	readonly attempt: number;
	/** Sent along with every attempt, never changing. */
	readonly key: string;
}

/** What a notification says, and whom it is for: one person by id, or a pool by the names of its performer rule. */
export interface Notice {
	/** `null`: it is about the case as a whole. */
	readonly task: number | null;
	readonly key: string;
	readonly taskName: string;
	readonly taskTitle: string;
	readonly dueAt: number | null;
	readonly caseNumber: string;
	readonly caseTitle: string;
	readonly process: string;
	readonly assigneeId: string | null;
	readonly people: readonly string[];
	readonly groups: readonly string[];
	readonly roles: readonly string[];
	/** It says that something is due, and to whom besides: an alarm. Without: a task has begun. */
	readonly alarm?: { readonly when: AlarmRule["when"]; readonly to: readonly AlarmRecipient[] };
}
