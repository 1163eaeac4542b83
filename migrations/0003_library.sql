-- What the Process Library shows of each model: its newest published revision, and the text of it that is searched.
CREATE TABLE library_entry (
	company_id TEXT NOT NULL,
	model_id TEXT NOT NULL,
	revision_id TEXT NOT NULL,
	number INTEGER NOT NULL,
	name TEXT NOT NULL,
	description TEXT NOT NULL,
	category TEXT NOT NULL,
	bpmn_sha256 TEXT NOT NULL,
	-- [{ "id", "name", "svg": hash of the picture in R2 }], the first is the one shown first.
	diagrams TEXT NOT NULL,
	steps INTEGER NOT NULL,
	roles TEXT NOT NULL,
	published_at INTEGER NOT NULL,
	published_by TEXT NOT NULL,
	PRIMARY KEY (company_id, model_id),
	FOREIGN KEY (company_id, model_id) REFERENCES workspace (company_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- One row an element of a diagram, in reading order. Its rowid is that of its text in the search index.
CREATE TABLE library_element (
	row INTEGER PRIMARY KEY,
	company_id TEXT NOT NULL,
	model_id TEXT NOT NULL,
	diagram INTEGER NOT NULL,
	position INTEGER NOT NULL,
	element_id TEXT NOT NULL,
	kind TEXT NOT NULL,
	type TEXT NOT NULL,
	name TEXT NOT NULL,
	lane TEXT NOT NULL,
	documentation TEXT NOT NULL,
	step INTEGER NOT NULL,
	next TEXT NOT NULL,
	previous TEXT NOT NULL,
	UNIQUE (company_id, model_id, diagram, position)
) STRICT;

-- The company is a column of the index, so that a search reads the postings of one company only.
CREATE VIRTUAL TABLE library_search USING fts5 (company, name, lane, documentation, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2');
