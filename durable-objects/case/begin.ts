import type { Worker } from "../../domain/allocation/may-take.ts";
import type { StartAnswer, StartInput } from "../../domain/case/answers.ts";
import type { Refusal } from "../../domain/case/refusal.ts";
import type { Value } from "../../domain/data/model.ts";
import type { Executable } from "../../domain/deployment/executable.ts";
import type { Command, Variables } from "../../domain/engine/types.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { EnvironmentScope } from "../../workers/tenancy/objects.ts";
import { addAttachments } from "./attachments.ts";
import type { Committed } from "./commit.ts";
import type { Actor } from "./effects.ts";
import { type Facts, writeFacts } from "./facts.ts";
import { advanceLane } from "./outbox.ts";
import { madeTasks } from "./read.ts";
import { type At, noCase, type Steps } from "./steps.ts";

/** Makes a case of an object that has none: its facts and its first step in one transaction. What the engine refuses leaves nothing. */
export function beginCase(
	sql: SqlStorage,
	steps: Steps,
	executable: Executable,
	scope: EnvironmentScope,
	input: StartInput,
): Result<{ readonly facts: Facts; readonly committed: Committed }, Refusal> {
	const now = Date.now();
	const facts: Facts = {
		scope: { companyId: scope.companyId, environmentId: scope.environmentId },
		caseId: input.caseId,
		number: input.number,
		packageId: input.packageId,
		packageHash: input.packageHash,
		process: input.process,
		category: input.category,
		parameters: input.parameters,
		starter: input.starter,
		source: input.source,
		startedAt: now,
	};
	const actor: Actor = { personId: input.starter.personId, name: input.starter.name };
	const command: Command = {
		type: "start",
		...(input.startEvent === undefined ? {} : { startEvent: input.startEvent }),
		variables: JSON.parse(input.variables) as Variables,
		...(input.payload === undefined ? {} : { payload: JSON.parse(input.payload) as Value }),
		starter: input.starter,
	};
	let refusal: Refusal | undefined;
	const committed = steps.orNothing(() => {
		writeFacts(sql, facts);
		sql.exec("INSERT INTO position (one, step, state, title, ended_at, engine) VALUES (1, 0, 'running', ?, NULL, NULL)", facts.process);
		advanceLane(sql, "mark", 1, now);
		addAttachments(sql, input.attachments ?? [], actor, now);
		const result = steps.attempt(facts, executable, command, actor, now);
		if (result.ok) return result.value;
		refusal = result.error;
		return undefined;
	});
	return committed === undefined ? { ok: false, error: refusal ?? noCase().error } : ok({ facts, committed });
}

/** The answer to a start: the tasks that are open now. */
export function startAnswer({ facts, sql, steps }: At, created: boolean): StartAnswer {
	const open = sql.exec<{ task: number }>("SELECT task FROM task WHERE state = 'open' ORDER BY task").toArray();
	const { personId, name, email } = facts.starter;
	const starter: Worker | undefined = personId === null ? undefined : { personId, name, email: email ?? "", roles: [], groups: [] };
	return {
		...steps.nothing(facts),
		number: facts.number,
		created,
		tasks: madeTasks(
			sql,
			open.map((row) => row.task),
			starter,
		),
	};
}
