import type { Migration } from "../migrate.ts";
import { WATERMARK_TABLE } from "../watermark.ts";

/** Start events that begin cases by a condition over the parameters: what it was when it was asked last, and the case that is due. */
export const CONDITION_STARTS: Migration = {
	name: "condition starts",
	sql: `
		CREATE TABLE condition_start (
			element_id TEXT PRIMARY KEY,
			holds INTEGER NOT NULL,
			due_at INTEGER,
			attempts INTEGER NOT NULL DEFAULT 0,
			retry_at INTEGER
		) STRICT, WITHOUT ROWID;
	`,
};

/** What came for start events that begin a case when several things came. */
export const STARTS_TOGETHER: Migration = {
	name: "starts together",
	sql: `
		CREATE TABLE start_came (
			element_id TEXT NOT NULL,
			event INTEGER NOT NULL,
			-- Of the message or signal, or the moment: the same comes once.
			id TEXT NOT NULL,
			payload TEXT NOT NULL,
			at INTEGER NOT NULL,
			used INTEGER NOT NULL DEFAULT 0,
			PRIMARY KEY (element_id, event, id)
		) STRICT, WITHOUT ROWID;
	`,
};

/** Messages that begin a case together are told apart by the model's key. */
export const STARTS_BY_KEY: Migration = {
	name: "starts together by key",
	sql: "ALTER TABLE start_came ADD COLUMN key TEXT;",
};

/** What is live in an environment. The sessions of its end users are `realm/schema.ts`. */
export const LIVE_TABLES: Migration = {
	name: "activations, schedules, parameters, allocations",
	sql: `
		${WATERMARK_TABLE}
		-- Every switch of the active package; the newest row is what runs.
		CREATE TABLE activation (
			activation INTEGER PRIMARY KEY AUTOINCREMENT,
			release TEXT NOT NULL,
			at INTEGER NOT NULL,
			actor_id TEXT NOT NULL,
			actor_name TEXT NOT NULL
		) STRICT;
		-- Timer starts of the active package. The case of a firing is named by its schedule and instant, so it is one case.
		CREATE TABLE schedule (
			element_id TEXT PRIMARY KEY,
			timer TEXT NOT NULL,
			since INTEGER NOT NULL,
			fired INTEGER NOT NULL,
			next_at INTEGER,
			attempts INTEGER NOT NULL DEFAULT 0,
			retry_at INTEGER
		) STRICT;
		-- Effective parameters without secrets, as JSON text.
		CREATE TABLE parameters (one INTEGER PRIMARY KEY CHECK (one = 1), json TEXT NOT NULL) STRICT;
		-- Tasks that wait to be given to one person, in the order they came.
		CREATE TABLE allocation (
			id INTEGER PRIMARY KEY AUTOINCREMENT,
			case_id TEXT NOT NULL,
			task INTEGER NOT NULL,
			performers TEXT NOT NULL,
			attempts INTEGER NOT NULL DEFAULT 0,
			next_at INTEGER NOT NULL
		) STRICT;
		-- Who was given a task last, by the names in the performer rule: among equals people take turns.
		CREATE TABLE turn (rule TEXT PRIMARY KEY, person_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
	`,
};
