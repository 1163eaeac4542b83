import type { Migration } from "../migrate.ts";
import { WATERMARK_TABLE } from "../watermark.ts";

export const CORRELATION_MIGRATIONS: readonly Migration[] = [
	{
		name: "waits and messages",
		sql: `
			${WATERMARK_TABLE}
			-- A case that waits for a message. The oldest wait is asked first.
			CREATE TABLE wait (
				id INTEGER PRIMARY KEY AUTOINCREMENT,
				case_id TEXT NOT NULL,
				subscription INTEGER NOT NULL,
				message TEXT NOT NULL,
				key TEXT NOT NULL,
				UNIQUE (case_id, subscription)
			) STRICT;
			CREATE INDEX wait_by_message ON wait (message, key, id);

			-- A message: offered, buffered until its time to live ends, or consumed (then kept as long, so that a repeat is known).
			CREATE TABLE message (
				seq INTEGER PRIMARY KEY AUTOINCREMENT,
				id TEXT NOT NULL UNIQUE,
				message TEXT NOT NULL,
				key TEXT NOT NULL,
				payload TEXT NOT NULL,
				expires_at INTEGER NOT NULL,
				state TEXT NOT NULL CHECK (state IN ('offering', 'buffered', 'consumed')),
				-- The case asked last, before its answer is known: after a crash it is asked again first, and answers the same.
				offered_case TEXT,
				offered_subscription INTEGER,
				consumer TEXT,
				attempts INTEGER NOT NULL DEFAULT 0,
				next_at INTEGER NOT NULL
			) STRICT;
			CREATE INDEX message_buffered ON message (message, key, seq) WHERE state = 'buffered';
			CREATE INDEX message_offering ON message (next_at) WHERE state = 'offering';
			CREATE INDEX message_expiry ON message (expires_at) WHERE state <> 'offering';
			CREATE TABLE scope (one INTEGER PRIMARY KEY CHECK (one = 1), json TEXT NOT NULL) STRICT;
		`,
	},
	{
		name: "signals",
		sql: `
			-- A case that waits for a signal.
			CREATE TABLE signal_wait (
				id INTEGER PRIMARY KEY AUTOINCREMENT,
				case_id TEXT NOT NULL,
				subscription INTEGER NOT NULL,
				signal TEXT NOT NULL,
				UNIQUE (case_id, subscription)
			) STRICT;
			CREATE INDEX signal_wait_by_name ON signal_wait (signal, id);

			-- A signal under way: it goes to the waits up to the last one that was open as it came, one after the other.
			CREATE TABLE signal (
				seq INTEGER PRIMARY KEY AUTOINCREMENT,
				id TEXT NOT NULL UNIQUE,
				signal TEXT NOT NULL,
				payload TEXT NOT NULL,
				upto INTEGER NOT NULL,
				attempts INTEGER NOT NULL DEFAULT 0,
				next_at INTEGER NOT NULL
			) STRICT;
		`,
	},
	{
		name: "waits for any key",
		sql: `
			-- The case does not know the key yet, and takes a message that nobody waits for by its key.
			ALTER TABLE wait ADD COLUMN any_key INTEGER NOT NULL DEFAULT 0;
			CREATE INDEX wait_for_any ON wait (message, id) WHERE any_key = 1;
		`,
	},
];
