import type { CaseId, PackageId } from "../ids.ts";

/** Where a case stands. `running` also while it waits or has an incident; `suspended` while an operator holds it. */
export type CaseState = "running" | "suspended" | "completed" | "terminated" | "failed" | "cancelled";

/** A case as lists show it: one row of an environment's Worklist, made by the case alone. Times are epoch milliseconds. */
export interface CaseRow {
	readonly caseId: CaseId;
	readonly number: string;
	readonly title: string;
	readonly process: string;
	readonly category: string;
	readonly packageId: PackageId;
	readonly state: CaseState;
	readonly startedAt: number;
	readonly endedAt: number | null;
	readonly starterId: string | null;
	readonly starterName: string;
	/** Open incidents. */
	readonly incidents: number;
	/** When the whole case is due by its service level, and from when its alarms say that it is at risk. Absent from a case of an older Worker. */
	readonly dueAt?: number | null;
	readonly atRiskAt?: number | null;
	/** Further words by which the case is found: short texts and numbers of its data. */
	readonly words: string;
}

/** Who may take a task: people by e-mail address in small letters, roles and groups of the environment by name. */
export interface Candidates {
	readonly people: readonly string[];
	readonly groups: readonly string[];
	readonly roles: readonly string[];
}

/** An open task as an inbox shows it. */
export interface TaskRow {
	readonly task: number;
	readonly elementId: string;
	readonly name: string;
	readonly title: string;
	readonly createdAt: number;
	readonly dueAt: number | null;
	/** From when it is at risk by its alarms; null: they do not say. Absent from a case of an older Worker. */
	readonly atRiskAt?: number | null;
	/** `one`: it is given to a person and never lies in a pool. */
	readonly assign: "pool" | "one";
	readonly assigneeId: string | null;
	readonly assigneeName: string | null;
	readonly candidates: Candidates;
}

/** An incident that waits for somebody, as lists of them show it. */
export interface IncidentRow {
	readonly incident: number;
	/** Empty where what failed belongs to no element. */
	readonly elementId: string;
	readonly elementName: string;
	readonly code: string;
	/** Not longer than `INCIDENT_DETAIL`. */
	readonly detail: string;
	/** When it failed first, and when it failed last. */
	readonly since: number;
	readonly raisedAt: number;
	/** How often it was tried again. */
	readonly attempts: number;
}

/** Characters of an incident's detail that lists show; the case's page has all of it. */
export const INCIDENT_DETAIL = 300;
/** Incidents of one case in lists, the oldest first; a case with more is counted whole. */
export const INCIDENTS_LISTED = 1000;

/** Everything that the Worklist knows of one case, as of the case's step `sequence`. */
export interface CaseProjection {
	readonly sequence: number;
	readonly case: CaseRow;
	readonly tasks: readonly TaskRow[];
	/** Those that are open, the oldest first. Absent from a case of an older Worker. */
	readonly incidents?: readonly IncidentRow[];
	/** When the case must wake next, in epoch milliseconds; null: nothing is due. Absent from a case of an older Worker. */
	readonly wakeAt?: number | null;
}
