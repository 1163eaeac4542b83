import { fewestOpenTasks } from "../../domain/allocation/fewest-open-tasks.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { AllocationRequest } from "../../domain/case/lanes.ts";
import type { PerformerNames } from "../../domain/engine/types.ts";
import { backOff } from "../wake.ts";

interface AllocationRow extends Record<string, SqlStorageValue> {
	id: number;
	case_id: string;
	task: number;
	performers: string;
	attempts: number;
	next_at: number;
}

export interface Chosen {
	readonly personId: string;
	readonly name: string;
	readonly email: string;
}

/** What allocation needs of the world around the object. */
export interface AllocationWorld {
	/** Active people of the environment who hold one of the names, everyone once. */
	readonly members: (performers: PerformerNames) => Promise<Chosen[]>;
	/** Open tasks of these people, seen no earlier than the allocation before. */
	readonly openTasks: (personIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
	/** Tells the case; `null`: nobody was found. */
	readonly assign: (caseId: CaseId, task: number, person: Chosen | null) => Promise<void>;
	/** Tells the case who the one person of its pool is. */
	readonly tellOne: (caseId: CaseId, task: number, person: Chosen) => Promise<void>;
}

/** Keeps a request of a case's lane. Called inside the transaction that moves the watermark. */
export function keepRequest(sql: SqlStorage, caseId: CaseId, request: AllocationRequest, now: number): void {
	sql.exec(
		"INSERT INTO allocation (case_id, task, performers, next_at) VALUES (?, ?, ?, ?)",
		caseId,
		request.task,
		JSON.stringify(request.performers),
		now,
	);
}

/** Gives the tasks that are due, one after the other: each sees what the one before it was given. */
export async function allocateDue(sql: SqlStorage, now: () => number, world: AllocationWorld): Promise<void> {
	for (;;) {
		const due = sql.exec<AllocationRow>("SELECT * FROM allocation WHERE next_at <= ? ORDER BY id LIMIT 1", now()).toArray()[0];
		if (due === undefined) return;
		try {
			const performers = JSON.parse(due.performers) as PerformerNames;
			const rule = JSON.stringify([performers.people, performers.groups, performers.roles]);
			const members = await world.members(performers);
			if (performers.assign === "pool") {
				const [one] = members;
				if (one !== undefined) await world.tellOne(due.case_id as CaseId, due.task, one);
				sql.exec("DELETE FROM allocation WHERE id = ?", due.id);
				continue;
			}
			const open = await world.openTasks(members.map((member) => member.personId));
			const turn = sql.exec<{ person_id: string }>("SELECT person_id FROM turn WHERE rule = ?", rule).toArray()[0]?.person_id ?? "";
			const chosen = fewestOpenTasks(members, open, turn);
			await world.assign(due.case_id as CaseId, due.task, chosen ?? null);
			sql.exec("DELETE FROM allocation WHERE id = ?", due.id);
			if (chosen !== undefined) sql.exec("INSERT OR REPLACE INTO turn (rule, person_id) VALUES (?, ?)", rule, chosen.personId);
		} catch (error) {
			console.error(JSON.stringify({ at: "environment.allocate", case: due.case_id, task: due.task, error: String(error) }));
			sql.exec("UPDATE allocation SET attempts = attempts + 1, next_at = ? WHERE id = ?", now() + backOff(due.attempts), due.id);
		}
	}
}

/** When the object must wake for allocations; `null`: none waits. */
export function nextAllocation(sql: SqlStorage): number | null {
	return sql.exec<{ at: number | null }>("SELECT min(next_at) AS at FROM allocation").one().at;
}
