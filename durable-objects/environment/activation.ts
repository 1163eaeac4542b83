import type { Calendar } from "../../domain/calendar/calendar.ts";
import { timerStartAt, workingTimerStartAt } from "../../domain/calendar/timer-start.ts";
import type { ActiveRelease, Activation, Release } from "../../domain/deployment/release.ts";

interface ActivationRow extends Record<string, SqlStorageValue> {
	activation: number;
	release: string;
	at: number;
	actor_id: string;
	actor_name: string;
}

/**
 * Switches the active package: the pointer, and with it the timer starts, which count in `calendar` where they count in working time.
 * One transaction; running cases are not touched.
 */
export function activate(
	storage: DurableObjectStorage,
	release: Release,
	actor: { readonly id: string; readonly name: string },
	calendar: Calendar,
	now: number,
): Activation {
	const sql = storage.sql;
	return storage.transactionSync(() => {
		const { activation } = sql
			.exec<{ activation: number }>(
				"INSERT INTO activation (release, at, actor_id, actor_name) VALUES (?, ?, ?, ?) RETURNING activation",
				JSON.stringify(release),
				now,
				actor.id,
				actor.name,
			)
			.one();
		sql.exec("DELETE FROM schedule");
		for (const start of release.starts) {
			if (start.timer === undefined) continue;
			const first = start.timer.working === true ? workingTimerStartAt(start.timer, now, 0, calendar) : timerStartAt(start.timer, now, 0);
			// A date that has passed when its package goes live was for the package before.
			if (first === undefined || first < now) continue;
			sql.exec(
				"INSERT INTO schedule (element_id, timer, since, fired, next_at) VALUES (?, ?, ?, 0, ?)",
				start.elementId,
				JSON.stringify(start.timer),
				now,
				first,
			);
		}
		return summary({ activation, release: JSON.stringify(release), at: now, actor_id: actor.id, actor_name: actor.name });
	});
}

/** What runs now; `null` before the first activation. */
export function activeRelease(sql: SqlStorage): ActiveRelease | null {
	const row = sql.exec<ActivationRow>("SELECT * FROM activation ORDER BY activation DESC LIMIT 1").toArray()[0];
	if (row === undefined) return null;
	const parameters = sql.exec<{ json: string }>("SELECT json FROM parameters").toArray()[0]?.json ?? "{}";
	return { release: JSON.parse(row.release) as Release, parameters, activation: row.activation, activatedAt: row.at };
}

/** The switches, the newest first, 200 at most. */
export function activations(sql: SqlStorage): Activation[] {
	return sql.exec<ActivationRow>("SELECT * FROM activation ORDER BY activation DESC LIMIT 200").toArray().map(summary);
}

function summary(row: ActivationRow): Activation {
	const release = JSON.parse(row.release) as Release;
	return {
		activation: row.activation,
		packageId: release.packageId,
		packageHash: release.packageHash,
		name: release.name,
		version: release.version,
		at: row.at,
		actorId: row.actor_id,
		actorName: row.actor_name,
	};
}
