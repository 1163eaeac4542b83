import type { CaseProjection, CaseRow, CaseState, Candidates, TaskRow } from "../../domain/case/rows.ts";
import type { Starter } from "../../domain/engine/types.ts";
import type { CaseId, CompanyId, EnvironmentId, PackageId } from "../../domain/ids.ts";
import type { EnvironmentScope } from "../../workers/tenancy/objects.ts";
import type { RowOf } from "../row-of.ts";
import { listedIncidents } from "./incident-rows.ts";
import { nextWork } from "./outbox.ts";

/** What is known about a case from its start; only a move to another version changes its package. */
export interface Facts {
	readonly scope: EnvironmentScope;
	readonly caseId: CaseId;
	readonly number: string;
	readonly packageId: PackageId;
	readonly packageHash: string;
	readonly process: string;
	readonly category: string;
	/** JSON text of the environment's parameters when the case was started. */
	readonly parameters: string;
	readonly starter: Starter;
	readonly source: string;
	readonly startedAt: number;
}

/** Where a case is, without the engine's own state. */
export interface Position {
	readonly step: number;
	readonly state: CaseState;
	readonly title: string;
	readonly endedAt: number | null;
	/** By the service level of its process. */
	readonly dueAt: number | null;
	readonly atRiskAt: number | null;
}

export function writeFacts(sql: SqlStorage, facts: Facts): void {
	sql.exec(
		`INSERT INTO facts (one, company_id, environment_id, case_id, number, package_id, package_hash, process, category, parameters, starter, source, started_at)
		VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		facts.scope.companyId,
		facts.scope.environmentId,
		facts.caseId,
		facts.number,
		facts.packageId,
		facts.packageHash,
		facts.process,
		facts.category,
		facts.parameters,
		JSON.stringify(facts.starter),
		facts.source,
		facts.startedAt,
	);
}

/** The facts, or `undefined` when the case was never started. */
export function readFacts(sql: SqlStorage): Facts | undefined {
	const row = sql
		.exec<RowOf<Omit<Facts, "scope" | "starter">> & { companyId: CompanyId; environmentId: EnvironmentId; starter: string }>(
			`SELECT company_id AS companyId, environment_id AS environmentId, case_id AS caseId, number, package_id AS packageId,
				package_hash AS packageHash, process, category, parameters, starter, source, started_at AS startedAt FROM facts`,
		)
		.toArray()[0];
	if (row === undefined) return undefined;
	const { companyId, environmentId, starter, ...facts } = row;
	return { ...facts, scope: { companyId, environmentId }, starter: JSON.parse(starter) as Starter };
}

export function readPosition(sql: SqlStorage): Position {
	return sql
		.exec<RowOf<Position>>("SELECT step, state, title, ended_at AS endedAt, due_at AS dueAt, at_risk_at AS atRiskAt FROM position")
		.one();
}

/** Everything the Worklist shows of this case, out of what is stored and nothing else: the same now as in a rebuild. */
export function projection(sql: SqlStorage, facts: Facts): CaseProjection {
	const position = sql
		.exec<RowOf<Position> & { incidents: number }>(
			`SELECT step, state, title, ended_at AS endedAt, due_at AS dueAt, at_risk_at AS atRiskAt, (SELECT count(*) FROM incident WHERE resolved_at IS NULL) AS incidents FROM position`,
		)
		.one();
	const row: CaseRow = {
		caseId: facts.caseId,
		number: facts.number,
		title: position.title,
		process: facts.process,
		category: facts.category,
		packageId: facts.packageId,
		state: position.state,
		startedAt: facts.startedAt,
		endedAt: position.endedAt,
		starterId: facts.starter.personId,
		starterName: facts.starter.name,
		incidents: position.incidents,
		dueAt: position.dueAt,
		atRiskAt: position.atRiskAt,
		words: searchWords(sql),
	};
	const tasks: TaskRow[] = sql
		.exec<RowOf<Omit<TaskRow, "candidates">> & { candidates: string }>(
			`SELECT task, element_id AS elementId, name, title, created_at AS createdAt, due_at AS dueAt, at_risk_at AS atRiskAt, assign,
				assignee_id AS assigneeId, assignee_name AS assigneeName, candidates FROM task WHERE state = 'open' ORDER BY task`,
		)
		.toArray()
		.map((task) => ({ ...task, candidates: JSON.parse(task.candidates) as Candidates }));
	const incidents = position.incidents === 0 ? [] : listedIncidents(sql);
	return { sequence: position.step, case: row, tasks, incidents, wakeAt: nextWork(sql) };
}

/** Characters of a case's data that search sees, and of one value. */
const WORDS_LENGTH = 2000;
const WORD_LENGTH = 200;

/** Short texts and numbers of the case's data: an order number or a customer's name finds the case. */
function searchWords(sql: SqlStorage): string {
	const words: string[] = [];
	let left = WORDS_LENGTH;
	const add = (value: unknown): void => {
		if (left <= 0) return;
		if (typeof value === "number" || (typeof value === "string" && value.length <= WORD_LENGTH)) {
			const text = String(value);
			words.push(text);
			left -= text.length + 1;
		} else if (Array.isArray(value)) for (const item of value) add(item);
		else if (typeof value === "object" && value !== null) for (const item of Object.values(value)) add(item);
	};
	for (const row of sql.exec<{ json: string }>("SELECT json FROM variable ORDER BY name")) {
		if (left <= 0) break;
		add(JSON.parse(row.json));
	}
	return words.join(" ").slice(0, WORDS_LENGTH);
}
