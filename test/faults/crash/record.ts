import type { CaseView } from "../../../domain/case/view.ts";

/** What one person knows of a case of theirs: what was acknowledged, and what was asked when the runtime died. */
export interface Known {
	readonly marker: string;
	readonly caseId: string;
	readonly number: string;
	/** What the tasks were completed with, by element. */
	readonly completed: Map<string, string>;
	/** The newest correction of the data. */
	note: string | undefined;
	cancelled: boolean;
	/** The draft of the first task, where that is still open. */
	draft: string | undefined;
}

/** A call that reached the outside system. */
export interface Call {
	readonly marker: string;
	readonly key: string;
}

export interface LoggedStep {
	readonly sequence: number;
	readonly command: string;
	readonly entries: readonly Readonly<Record<string, unknown>>[];
}

/** A case as the API tells it after everything has settled. */
export interface Seen {
	readonly page: Pick<CaseView, "caseId" | "number" | "state" | "data" | "tasks" | "waits" | "incidents">;
	readonly log: readonly LoggedStep[];
}

export interface Finding {
	readonly case: string;
	readonly what: string;
}
