-- Packages that an environment has: they may be activated there. The file itself lies in R2 under its hash and is checked again
-- whenever it is used. `content` is a summary for lists, as JSON.
CREATE TABLE environment_package (
	company_id TEXT NOT NULL,
	environment_id TEXT NOT NULL,
	package_id TEXT NOT NULL,
	hash TEXT NOT NULL,
	name TEXT NOT NULL,
	version INTEGER NOT NULL,
	note TEXT NOT NULL,
	content TEXT NOT NULL,
	signed_by TEXT NOT NULL,
	made_at INTEGER NOT NULL,
	made_by TEXT NOT NULL,
	source TEXT NOT NULL CHECK (source IN ('studio', 'upload', 'promotion')),
	-- The stage it was promoted from; empty otherwise.
	source_stage TEXT NOT NULL,
	added_at INTEGER NOT NULL,
	added_by TEXT NOT NULL,
	added_by_name TEXT NOT NULL,
	PRIMARY KEY (company_id, environment_id, package_id),
	UNIQUE (company_id, environment_id, hash),
	FOREIGN KEY (company_id, environment_id) REFERENCES environment (company_id, id)
) STRICT, WITHOUT ROWID;

-- Every switch of an environment's active package. A row is `started` until the environment has confirmed the switch.
CREATE TABLE deployment (
	company_id TEXT NOT NULL,
	environment_id TEXT NOT NULL,
	id TEXT NOT NULL,
	package_id TEXT NOT NULL,
	hash TEXT NOT NULL,
	name TEXT NOT NULL,
	version INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('started', 'done')),
	at INTEGER NOT NULL,
	actor_id TEXT NOT NULL,
	actor_name TEXT NOT NULL,
	PRIMARY KEY (company_id, environment_id, id),
	FOREIGN KEY (company_id, environment_id, package_id) REFERENCES environment_package (company_id, environment_id, package_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX deployment_by_time ON deployment (company_id, environment_id, at);

-- An environment's own values of parameters: they win over whatever a package brings, and no package writes here.
-- A secret has no value in the clear: only what opens with the deployment's master key (AES-256-GCM, a key of its own wrapped
-- by the company's key).
CREATE TABLE environment_parameter (
	company_id TEXT NOT NULL,
	environment_id TEXT NOT NULL,
	name TEXT NOT NULL,
	value TEXT,
	sealed TEXT,
	version INTEGER NOT NULL,
	changed_at INTEGER NOT NULL,
	changed_by TEXT NOT NULL,
	changed_by_name TEXT NOT NULL,
	PRIMARY KEY (company_id, environment_id, name),
	CHECK ((value IS NULL) <> (sealed IS NULL)),
	FOREIGN KEY (company_id, environment_id) REFERENCES environment (company_id, id)
) STRICT, WITHOUT ROWID;
