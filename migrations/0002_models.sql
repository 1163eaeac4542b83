-- What the list of models shows; written by the model's room some seconds after a change. The model itself is in its room.
CREATE TABLE model_summary (
	company_id TEXT NOT NULL,
	model_id TEXT NOT NULL,
	changed_at INTEGER NOT NULL,
	changed_by TEXT NOT NULL,
	changed_by_name TEXT NOT NULL,
	elements INTEGER NOT NULL,
	-- SHA-256 of the picture (SVG) in the bucket.
	picture TEXT NOT NULL,
	PRIMARY KEY (company_id, model_id),
	FOREIGN KEY (company_id, model_id) REFERENCES workspace (company_id, id)
) STRICT, WITHOUT ROWID;

-- A model that was deleted: hidden from then on, and kept so that the deletion can be undone.
CREATE TABLE deleted_model (
	company_id TEXT NOT NULL,
	model_id TEXT NOT NULL,
	deleted_at INTEGER NOT NULL,
	deleted_by TEXT NOT NULL,
	PRIMARY KEY (company_id, model_id),
	FOREIGN KEY (company_id, model_id) REFERENCES workspace (company_id, id)
) STRICT, WITHOUT ROWID;

-- A published state of a model. Rows are never changed: their files lie in the bucket under their SHA-256.
CREATE TABLE revision (
	company_id TEXT NOT NULL,
	id TEXT NOT NULL,
	model_id TEXT NOT NULL,
	number INTEGER NOT NULL,
	name TEXT NOT NULL,
	description TEXT NOT NULL,
	-- What the publisher said of it.
	note TEXT NOT NULL,
	-- SHA-256 over the three below: the identity of what was published.
	content_hash TEXT NOT NULL,
	bpmn_hash TEXT NOT NULL,
	svg_hash TEXT NOT NULL,
	documentation_hash TEXT NOT NULL,
	published_by TEXT NOT NULL,
	published_by_name TEXT NOT NULL,
	published_at INTEGER NOT NULL,
	PRIMARY KEY (company_id, id),
	UNIQUE (company_id, model_id, number),
	FOREIGN KEY (company_id, model_id) REFERENCES workspace (company_id, id)
) STRICT, WITHOUT ROWID;
