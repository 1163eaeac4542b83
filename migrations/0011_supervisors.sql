-- Whom an alarm tells as a person's supervisor. A person has one or none.
CREATE TABLE supervisor (
	company_id TEXT NOT NULL,
	environment_id TEXT NOT NULL,
	end_user_id TEXT NOT NULL,
	supervisor_id TEXT NOT NULL,
	PRIMARY KEY (company_id, environment_id, end_user_id),
	FOREIGN KEY (company_id, environment_id, end_user_id) REFERENCES end_user (company_id, environment_id, id),
	FOREIGN KEY (company_id, environment_id, supervisor_id) REFERENCES end_user (company_id, environment_id, id),
	CHECK (end_user_id <> supervisor_id)
) STRICT, WITHOUT ROWID;
