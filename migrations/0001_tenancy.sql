-- The tree of companies. Every table of a tenant has its company first in the key, and every reference carries it too:
-- a row can not point into another company (SQLITE_CONSTRAINT_FOREIGNKEY). Times are epoch milliseconds.
CREATE TABLE company (
	id TEXT PRIMARY KEY,
	slug TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	region TEXT NOT NULL,
	created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE subscription (
	company_id TEXT NOT NULL REFERENCES company (id),
	id TEXT NOT NULL,
	service TEXT NOT NULL CHECK (service IN ('modeler', 'studio', 'automation')),
	name TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	PRIMARY KEY (company_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE workspace (
	company_id TEXT NOT NULL,
	id TEXT NOT NULL,
	subscription_id TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('model', 'project')),
	name TEXT NOT NULL,
	description TEXT NOT NULL DEFAULT '',
	created_at INTEGER NOT NULL,
	created_by TEXT NOT NULL,
	updated_at INTEGER NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, subscription_id) REFERENCES subscription (company_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX workspace_by_subscription ON workspace (company_id, subscription_id, kind);

CREATE TABLE environment (
	company_id TEXT NOT NULL,
	id TEXT NOT NULL,
	workspace_id TEXT NOT NULL,
	stage TEXT NOT NULL CHECK (stage IN ('development', 'test', 'staging', 'production')),
	inbox_key TEXT NOT NULL UNIQUE,
	created_at INTEGER NOT NULL,
	PRIMARY KEY (company_id, id),
	UNIQUE (company_id, workspace_id, stage),
	FOREIGN KEY (company_id, workspace_id) REFERENCES workspace (company_id, id)
) STRICT, WITHOUT ROWID;
-- The sign-in page of an environment knows the environment alone.
CREATE UNIQUE INDEX environment_by_id ON environment (id);

-- The company's realm: people who draw, build, deploy and administer.
CREATE TABLE person (
	company_id TEXT NOT NULL REFERENCES company (id),
	id TEXT NOT NULL,
	email TEXT NOT NULL,
	name TEXT NOT NULL,
	password TEXT,
	state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'inactive')),
	created_at INTEGER NOT NULL,
	PRIMARY KEY (company_id, id),
	UNIQUE (company_id, email)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_group (
	company_id TEXT NOT NULL REFERENCES company (id),
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	PRIMARY KEY (company_id, id),
	UNIQUE (company_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE group_member (
	company_id TEXT NOT NULL,
	group_id TEXT NOT NULL,
	person_id TEXT NOT NULL,
	PRIMARY KEY (company_id, group_id, person_id),
	FOREIGN KEY (company_id, group_id) REFERENCES person_group (company_id, id) ON DELETE CASCADE,
	FOREIGN KEY (company_id, person_id) REFERENCES person (company_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_member_by_person ON group_member (company_id, person_id);

CREATE TABLE role_grant (
	company_id TEXT NOT NULL REFERENCES company (id),
	id TEXT NOT NULL,
	person_id TEXT,
	group_id TEXT,
	role TEXT NOT NULL,
	level TEXT NOT NULL CHECK (level IN ('company', 'subscription', 'model', 'project', 'environment')),
	scope_id TEXT NOT NULL,
	granted_by TEXT NOT NULL,
	granted_at INTEGER NOT NULL,
	until INTEGER,
	PRIMARY KEY (company_id, id),
	CHECK ((person_id IS NULL) <> (group_id IS NULL)),
	FOREIGN KEY (company_id, person_id) REFERENCES person (company_id, id),
	FOREIGN KEY (company_id, group_id) REFERENCES person_group (company_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX role_grant_once ON role_grant (company_id, scope_id, role, ifnull(person_id, ''), ifnull(group_id, ''));
CREATE INDEX role_grant_by_person ON role_grant (company_id, person_id);

CREATE TABLE invitation (
	company_id TEXT NOT NULL,
	id TEXT NOT NULL,
	person_id TEXT NOT NULL,
	secret_hash TEXT NOT NULL UNIQUE,
	created_by TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,
	accepted_at INTEGER,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, person_id) REFERENCES person (company_id, id)
) STRICT, WITHOUT ROWID;

-- One environment's realm: people who work cases. Nothing links them to builders but that an address may be the same.
CREATE TABLE end_user (
	company_id TEXT NOT NULL,
	environment_id TEXT NOT NULL,
	id TEXT NOT NULL,
	email TEXT NOT NULL,
	name TEXT NOT NULL,
	password TEXT,
	state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'inactive')),
	created_at INTEGER NOT NULL,
	PRIMARY KEY (company_id, environment_id, id),
	UNIQUE (company_id, environment_id, email),
	FOREIGN KEY (company_id, environment_id) REFERENCES environment (company_id, id)
) STRICT, WITHOUT ROWID;

-- Membership of an end user in a role or a group of the environment, by the name that performers use.
CREATE TABLE end_user_membership (
	company_id TEXT NOT NULL,
	environment_id TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('role', 'group')),
	name TEXT NOT NULL,
	end_user_id TEXT NOT NULL,
	PRIMARY KEY (company_id, environment_id, kind, name, end_user_id),
	FOREIGN KEY (company_id, environment_id, end_user_id) REFERENCES end_user (company_id, environment_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX end_user_membership_by_person ON end_user_membership (company_id, environment_id, end_user_id);

CREATE TABLE end_user_invitation (
	company_id TEXT NOT NULL,
	environment_id TEXT NOT NULL,
	id TEXT NOT NULL,
	end_user_id TEXT NOT NULL,
	secret_hash TEXT NOT NULL UNIQUE,
	created_by TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,
	accepted_at INTEGER,
	PRIMARY KEY (company_id, environment_id, id),
	FOREIGN KEY (company_id, environment_id, end_user_id) REFERENCES end_user (company_id, environment_id, id)
) STRICT, WITHOUT ROWID;

-- One-time links that make a deployment's first company: only the SHA-256 (hexadecimal) of a link's token is kept.
-- Whoever makes the deployment puts the row here; using it writes the company in the same batch.
CREATE TABLE bootstrap_link (
	token_hash TEXT PRIMARY KEY,
	created_at INTEGER NOT NULL,
	used_at INTEGER
) STRICT, WITHOUT ROWID;

-- One trail for grants, sign-ins, deployments and settings, hash-chained per company (prev -> hash).
CREATE TABLE audit (
	company_id TEXT NOT NULL REFERENCES company (id),
	seq INTEGER NOT NULL,
	at INTEGER NOT NULL,
	actor_id TEXT NOT NULL,
	actor_name TEXT NOT NULL,
	action TEXT NOT NULL,
	scope_id TEXT NOT NULL,
	outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused')),
	detail TEXT NOT NULL,
	prev TEXT NOT NULL,
	hash TEXT NOT NULL,
	PRIMARY KEY (company_id, seq)
) STRICT, WITHOUT ROWID;
