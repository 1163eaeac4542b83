import type { MigrationTarget } from "../../domain/case/answers.ts";
import { refuse } from "../../domain/case/refusal.ts";
import type { ElementMapping } from "../../domain/engine/migration-plan.ts";
import type { Finding } from "../../domain/problem.ts";
import type { PackageId } from "../../domain/ids.ts";
import type { Actor } from "./effects.ts";
import type { Facts } from "./facts.ts";
import type { Answer, At } from "./steps.ts";

/** Called with what the case runs on from now on, before anybody is told of the step. */
type Moved = (facts: Facts) => void;

/** What happens to a case without moving it: an undo of a migration does not mind. */
const STANDS_STILL = ["record-mail", "receive-mail", "attach", "claim-task", "release-task", "assign-task", "ring-alarm"];

/** What keeps the case from being moved to another package, without moving it. */
export async function checkMigration({ facts, steps }: At, target: MigrationTarget): Promise<readonly Finding[]> {
	if (steps.ended()) return [{ severity: "error", code: "case.ended", detail: "This case has ended." }];
	if (facts.packageHash === target.packageHash) return [ALREADY];
	const [from, to] = [await steps.executable(facts), await steps.executable({ ...facts, packageHash: target.packageHash })];
	return steps.machine.cannotMigrate(from, to, target.mapping);
}

const ALREADY: Finding = { severity: "error", code: "migration.already_there", detail: "This case runs on that version already." };

/** Moves the case to another package, from which it goes on. */
export async function migrateCase({ facts, sql, steps }: At, target: MigrationTarget, actor: Actor, moved: Moved): Promise<Answer> {
	if (facts.packageHash === target.packageHash) return refuse("conflict", ALREADY.code, ALREADY.detail);
	return move({ facts, sql, steps }, target, actor, moved, (step, now) => {
		sql.exec(
			"INSERT INTO migration (step, at, from_package_id, from_package_hash, from_parameters, mapping) VALUES (?, ?, ?, ?, ?, ?)",
			step,
			now,
			facts.packageId,
			facts.packageHash,
			facts.parameters,
			JSON.stringify(target.mapping),
		);
	});
}

/** Moves the case back to the package that it was moved from, as long as it has stood still since. */
export async function undoMigration({ facts, sql, steps }: At, actor: Actor, moved: Moved): Promise<Answer> {
	const last = sql
		.exec<{ step: number; from_package_id: PackageId; from_package_hash: string; from_parameters: string; mapping: string }>(
			"SELECT step, from_package_id, from_package_hash, from_parameters, mapping FROM migration ORDER BY step DESC LIMIT 1",
		)
		.toArray()[0];
	if (last === undefined) return refuse("conflict", "migration.none", "This case was not moved, or was moved back already.");
	const since = sql.exec<{ command: string }>("SELECT DISTINCT command FROM journal WHERE step > ?", last.step).toArray();
	if (since.some(({ command }) => !STANDS_STILL.includes(command)))
		return refuse("conflict", "migration.went_on", "The case went on since it was moved. Move it like any other case instead.");
	const mapping = Object.fromEntries(
		Object.entries(JSON.parse(last.mapping) as ElementMapping)
			.map(([from, to]) => [to, from] as const)
			.toReversed(),
	);
	const target = { packageId: last.from_package_id, packageHash: last.from_package_hash, parameters: last.from_parameters, mapping };
	return move({ facts, sql, steps }, target, actor, moved, () => sql.exec("DELETE FROM migration WHERE step = ?", last.step));
}

async function move(
	{ facts, sql, steps }: At,
	{ packageId, packageHash, parameters, mapping }: MigrationTarget,
	actor: Actor,
	moved: Moved,
	along: (step: number, now: number) => void,
): Promise<Answer> {
	const from = await steps.executable(facts);
	const after = { ...facts, packageId, packageHash, parameters };
	const to = await steps.executable(after);
	if (!steps.machine.runsOn(facts.packageHash))
		return refuse("conflict", "case.moved_meanwhile", "The case was moved to another version just now. Look at it again.");
	const now = Date.now();
	const answer = steps.migrate(after, { from, to, mapping, version: packageId }, actor, {
		now,
		along: (step) => {
			sql.exec("UPDATE facts SET package_id = ?, package_hash = ?, parameters = ?", packageId, packageHash, parameters);
			along(step, now);
		},
		moved,
	});
	return answer.ok || answer.error.code !== "engine.case_ended" ? answer : { ok: false, error: { ...answer.error, kind: "conflict" } };
}
