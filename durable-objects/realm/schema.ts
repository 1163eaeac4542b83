import type { Migration } from "../migrate.ts";

/** Tables of one realm of people: its sessions, what is known of each person, changes under way, throttles, open sockets. */
export const REALM_TABLES: Migration = {
	name: "realm: sessions, principals, changes, throttles, sockets",
	sql: `
CREATE TABLE realm_session (
	hash TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, person_id TEXT NOT NULL, agent TEXT NOT NULL,
	opened_at INTEGER NOT NULL, seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX realm_session_by_person ON realm_session (person_id);
CREATE TABLE realm_principal (person_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE realm_change (id INTEGER PRIMARY KEY, started_at INTEGER NOT NULL, people TEXT NOT NULL) STRICT;
CREATE TABLE realm_throttle (key TEXT PRIMARY KEY, tokens REAL NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE realm_socket (person_id TEXT NOT NULL, holder TEXT NOT NULL, PRIMARY KEY (person_id, holder)) STRICT, WITHOUT ROWID;
`,
};
