-- A project's draft: the BPMN (in R2, by hash) and the automation document that Studio edits. `version` counts up with every
-- save, so that two people never overwrite each other unseen.
CREATE TABLE project_draft (
	company_id TEXT NOT NULL,
	project_id TEXT NOT NULL,
	version INTEGER NOT NULL,
	automation TEXT NOT NULL,
	bpmn_hash TEXT NOT NULL,
	-- Where the BPMN came from: a model (its latest state or a revision), or a file.
	source_kind TEXT NOT NULL CHECK (source_kind IN ('model', 'revision', 'file')),
	source_id TEXT NOT NULL,
	source_name TEXT NOT NULL,
	saved_at INTEGER NOT NULL,
	saved_by TEXT NOT NULL,
	saved_by_name TEXT NOT NULL,
	PRIMARY KEY (company_id, project_id),
	FOREIGN KEY (company_id, project_id) REFERENCES workspace (company_id, id)
) STRICT, WITHOUT ROWID;

-- Packages made of a project. The file lies in R2 under `hash`; `content_hash` is that of model and automation alone, so that
-- running the same thing twice makes one package. `kind`: made on purpose, or by Run.
CREATE TABLE project_package (
	company_id TEXT NOT NULL,
	project_id TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('package', 'run')),
	hash TEXT NOT NULL,
	content_hash TEXT NOT NULL,
	name TEXT NOT NULL,
	note TEXT NOT NULL,
	bytes INTEGER NOT NULL,
	made_at INTEGER NOT NULL,
	made_by TEXT NOT NULL,
	made_by_name TEXT NOT NULL,
	PRIMARY KEY (company_id, project_id, id),
	UNIQUE (company_id, project_id, version),
	FOREIGN KEY (company_id, project_id) REFERENCES workspace (company_id, id)
) STRICT, WITHOUT ROWID;
