import type { Migration } from "../migrate.ts";

export const WORKLIST_MIGRATIONS: readonly Migration[] = [
	{
		name: "cases, tasks, candidates, search",
		sql: `
			CREATE TABLE case_row (
				id INTEGER PRIMARY KEY,
				case_id TEXT NOT NULL UNIQUE,
				sequence INTEGER NOT NULL,
				number TEXT NOT NULL,
				title TEXT NOT NULL,
				process TEXT NOT NULL,
				category TEXT NOT NULL,
				package_id TEXT NOT NULL,
				state TEXT NOT NULL,
				started_at INTEGER NOT NULL,
				ended_at INTEGER,
				starter_id TEXT,
				starter_name TEXT NOT NULL,
				incidents INTEGER NOT NULL,
				words TEXT NOT NULL
			) STRICT;
			CREATE INDEX case_by_start ON case_row (started_at, case_id);
			CREATE INDEX case_by_state ON case_row (state, started_at, case_id);
			CREATE INDEX case_with_incident ON case_row (started_at, case_id) WHERE incidents > 0;

			CREATE TABLE task_row (
				case_id TEXT NOT NULL,
				task INTEGER NOT NULL,
				element_id TEXT NOT NULL,
				name TEXT NOT NULL,
				title TEXT NOT NULL,
				created_at INTEGER NOT NULL,
				due_at INTEGER,
				assign TEXT NOT NULL,
				assignee_id TEXT,
				assignee_name TEXT,
				candidates TEXT NOT NULL,
				PRIMARY KEY (case_id, task)
			) STRICT, WITHOUT ROWID;
			CREATE INDEX task_by_assignee ON task_row (assignee_id) WHERE assignee_id IS NOT NULL;

			-- Where an unclaimed task of a pool is found from: one row a person, group and role, not one a member.
			CREATE TABLE candidate (
				kind TEXT NOT NULL,
				name TEXT NOT NULL,
				case_id TEXT NOT NULL,
				task INTEGER NOT NULL,
				PRIMARY KEY (kind, name, case_id, task)
			) STRICT, WITHOUT ROWID;
			CREATE INDEX candidate_by_task ON candidate (case_id, task);

			CREATE VIRTUAL TABLE search USING fts5 (
				number, title, process, starter, words, tasks,
				content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
			);

			-- Where a running rebuild is: the last mark that the walk over the cases has seen.
			CREATE TABLE rebuild (one INTEGER PRIMARY KEY CHECK (one = 1), scope TEXT NOT NULL, cursor TEXT, cases INTEGER NOT NULL) STRICT;
		`,
	},
	{
		name: "when cases must wake",
		sql: `
			-- Only cases that have something due: found again here when their own alarm was lost.
			CREATE TABLE waking (case_id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
			CREATE INDEX waking_by_time ON waking (at);
		`,
	},
	{
		name: "when tasks are at risk",
		sql: "ALTER TABLE task_row ADD COLUMN at_risk_at INTEGER;",
	},
	{
		name: "incidents, and when cases are due",
		sql: `
			CREATE TABLE incident_row (
				case_id TEXT NOT NULL,
				incident INTEGER NOT NULL,
				element_id TEXT NOT NULL,
				element_name TEXT NOT NULL,
				code TEXT NOT NULL,
				detail TEXT NOT NULL,
				since INTEGER NOT NULL,
				raised_at INTEGER NOT NULL,
				attempts INTEGER NOT NULL,
				PRIMARY KEY (case_id, incident)
			) STRICT, WITHOUT ROWID;
			CREATE INDEX incident_by_time ON incident_row (since, case_id, incident);
			ALTER TABLE case_row ADD COLUMN due_at INTEGER;
			ALTER TABLE case_row ADD COLUMN at_risk_at INTEGER;
			CREATE INDEX case_due ON case_row (due_at, case_id) WHERE due_at IS NOT NULL AND ended_at IS NULL;

			-- Cases whose rows were told before they could say all of this: they are asked once more, those with incidents first.
			CREATE TABLE behind (case_id TEXT PRIMARY KEY, incidents INTEGER NOT NULL) STRICT, WITHOUT ROWID;
			CREATE INDEX behind_first ON behind (incidents);
			INSERT INTO behind (case_id, incidents) SELECT case_id, incidents > 0 FROM case_row WHERE ended_at IS NULL;
		`,
	},
];
