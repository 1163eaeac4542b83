import type { Migration } from "../migrate.ts";

export const CASE_MIGRATIONS: readonly Migration[] = [
	{
		name: "facts, position, journal, tasks, waits, outbox",
		sql: `
			-- What never changes.
			CREATE TABLE facts (
				one INTEGER PRIMARY KEY CHECK (one = 1),
				company_id TEXT NOT NULL,
				environment_id TEXT NOT NULL,
				case_id TEXT NOT NULL,
				number TEXT NOT NULL,
				package_id TEXT NOT NULL,
				package_hash TEXT NOT NULL,
				process TEXT NOT NULL,
				category TEXT NOT NULL,
				parameters TEXT NOT NULL,
				starter TEXT NOT NULL,
				source TEXT NOT NULL,
				started_at INTEGER NOT NULL
			) STRICT;
			-- Where the case is: step is the number of steps made, engine the state that the next one begins with.
			CREATE TABLE position (
				one INTEGER PRIMARY KEY CHECK (one = 1),
				step INTEGER NOT NULL,
				state TEXT NOT NULL,
				title TEXT NOT NULL,
				ended_at INTEGER,
				engine TEXT
			) STRICT;
			CREATE TABLE variable (name TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
			CREATE TABLE journal (
				step INTEGER PRIMARY KEY,
				at INTEGER NOT NULL,
				actor TEXT NOT NULL,
				command TEXT NOT NULL,
				entries TEXT NOT NULL
			) STRICT;

			CREATE TABLE task (
				task INTEGER PRIMARY KEY,
				element_id TEXT NOT NULL,
				name TEXT NOT NULL,
				title TEXT NOT NULL,
				form_id TEXT,
				assign TEXT NOT NULL,
				candidates TEXT NOT NULL,
				assignee_id TEXT,
				assignee_name TEXT,
				notify INTEGER NOT NULL,
				created_at INTEGER NOT NULL,
				due_at INTEGER,
				state TEXT NOT NULL,
				closed_at INTEGER,
				closed_by_id TEXT,
				closed_by_name TEXT
			) STRICT;
			CREATE INDEX task_open ON task (task) WHERE state = 'open';
			CREATE TABLE draft (
				task INTEGER NOT NULL,
				person_id TEXT NOT NULL,
				json TEXT NOT NULL,
				saved_at INTEGER NOT NULL,
				PRIMARY KEY (task, person_id)
			) STRICT, WITHOUT ROWID;

			CREATE TABLE job (
				job INTEGER PRIMARY KEY,
				element_id TEXT NOT NULL,
				kind TEXT NOT NULL,
				input TEXT NOT NULL,
				state TEXT NOT NULL,
				attempts INTEGER NOT NULL DEFAULT 0,
				lease_until INTEGER NOT NULL DEFAULT 0,
				last_error TEXT,
				created_at INTEGER NOT NULL,
				closed_at INTEGER
			) STRICT;
			CREATE TABLE timer (timer INTEGER PRIMARY KEY, element_id TEXT NOT NULL, due_at INTEGER NOT NULL) STRICT;
			CREATE INDEX timer_due ON timer (due_at);
			CREATE TABLE subscription (subscription INTEGER PRIMARY KEY, element_id TEXT NOT NULL, message TEXT NOT NULL, key TEXT) STRICT;
			-- Messages taken, so that one offered again after a lost answer is accepted again and does nothing.
			CREATE TABLE message_taken (message_id TEXT PRIMARY KEY, subscription INTEGER NOT NULL) STRICT, WITHOUT ROWID;

			-- Incidents of the engine have its numbers; those of the object (a step that threw) count down from -1 and keep their command.
			CREATE TABLE incident (
				incident INTEGER PRIMARY KEY,
				element_id TEXT NOT NULL,
				code TEXT NOT NULL,
				detail TEXT NOT NULL,
				raised_at INTEGER NOT NULL,
				resolved_at INTEGER,
				command TEXT
			) STRICT;

			CREATE TABLE attachment (
				file_id TEXT PRIMARY KEY,
				name TEXT NOT NULL,
				type TEXT NOT NULL,
				size INTEGER NOT NULL,
				sha256 TEXT NOT NULL,
				added_at INTEGER NOT NULL,
				added_by_name TEXT NOT NULL,
				origin TEXT NOT NULL
			) STRICT;
			CREATE TABLE mail (
				mail_id TEXT PRIMARY KEY,
				direction TEXT NOT NULL,
				address TEXT NOT NULL,
				subject TEXT NOT NULL,
				state TEXT NOT NULL,
				detail TEXT NOT NULL,
				at INTEGER NOT NULL
			) STRICT, WITHOUT ROWID;

			-- One ordered lane a receiving object: rows up to confirmed are gone, last was the last one given out.
			CREATE TABLE lane (
				lane TEXT PRIMARY KEY,
				last INTEGER NOT NULL,
				confirmed INTEGER NOT NULL DEFAULT 0,
				attempts INTEGER NOT NULL DEFAULT 0,
				next_at INTEGER NOT NULL
			) STRICT, WITHOUT ROWID;
			CREATE TABLE outbox (lane TEXT NOT NULL, sequence INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (lane, sequence)) STRICT, WITHOUT ROWID;
			-- Outside effects, by a key that never changes; they go through the queue and stay here until their consumer confirms.
			CREATE TABLE effect (
				key TEXT PRIMARY KEY,
				body TEXT NOT NULL,
				attempts INTEGER NOT NULL DEFAULT 0,
				next_at INTEGER NOT NULL
			) STRICT, WITHOUT ROWID;
			CREATE INDEX effect_due ON effect (next_at);
		`,
	},
	{
		name: "signals",
		sql: "ALTER TABLE subscription ADD COLUMN kind TEXT NOT NULL DEFAULT 'message';",
	},
	{
		name: "what came while the case was suspended",
		sql: "CREATE TABLE held (held INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, command TEXT NOT NULL) STRICT;",
	},
	{
		name: "states and journals longer than a row",
		sql: `
			-- position.engine is empty then, and so is journal.entries: the text is all of the pieces, one after the other.
			CREATE TABLE state_piece (piece INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
			CREATE TABLE journal_piece (step INTEGER NOT NULL, piece INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (step, piece)) STRICT, WITHOUT ROWID;
		`,
	},
	{
		name: "due dates in working time",
		sql: `
			-- The duration that the due date was reckoned from, where that counts in the working time of whom the task is given to.
			ALTER TABLE task ADD COLUMN due_in TEXT;
		`,
	},
	{
		name: "alarms before and after due dates",
		sql: `
			-- When the whole case is due by its service level.
			ALTER TABLE position ADD COLUMN due_at INTEGER;
			-- From when it is shown as at risk: when its first alarm before the due date rings.
			ALTER TABLE position ADD COLUMN at_risk_at INTEGER;
			ALTER TABLE task ADD COLUMN at_risk_at INTEGER;
			-- Of a task, or of the case: the rule, the moments at which it rings, and how many of them have come. Gone with its task.
			CREATE TABLE alarm (
				alarm INTEGER PRIMARY KEY AUTOINCREMENT,
				task INTEGER,
				rule TEXT NOT NULL,
				times TEXT NOT NULL,
				rung INTEGER NOT NULL,
				next_at INTEGER
			) STRICT;
			CREATE INDEX alarm_due ON alarm (next_at) WHERE next_at IS NOT NULL;
			CREATE INDEX alarm_of_task ON alarm (task);
		`,
	},
	{
		name: "moves to other versions",
		sql: `
			-- What a case was moved from, at which step: the last one can be undone while the case has stood still since.
			CREATE TABLE migration (
				step INTEGER PRIMARY KEY,
				at INTEGER NOT NULL,
				from_package_id TEXT NOT NULL,
				from_package_hash TEXT NOT NULL,
				from_parameters TEXT NOT NULL,
				mapping TEXT NOT NULL
			) STRICT;
		`,
	},
	{
		name: "messages of any key",
		sql: `
			-- The case does not know the key yet: it waits in every shard.
			ALTER TABLE subscription ADD COLUMN any_key INTEGER NOT NULL DEFAULT 0;
		`,
	},
	{
		name: "incidents that were tried again",
		sql: `
			-- The token that cannot go on or, once it was tried again, the one that took its place: what fails there is the same incident.
			ALTER TABLE incident ADD COLUMN token INTEGER;
			ALTER TABLE incident ADD COLUMN element_name TEXT NOT NULL DEFAULT '';
			ALTER TABLE incident ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
			-- When it failed first; raised_at is when it failed last.
			ALTER TABLE incident ADD COLUMN since INTEGER;
			CREATE INDEX incident_by_token ON incident (token) WHERE token IS NOT NULL;
		`,
	},
];
