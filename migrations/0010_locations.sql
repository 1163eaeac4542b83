-- Where people of an environment work, and the calendar that holds there. Without one the organisation's holds.
CREATE TABLE location (
	company_id TEXT NOT NULL,
	environment_id TEXT NOT NULL,
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	calendar_id TEXT,
	PRIMARY KEY (company_id, environment_id, id),
	UNIQUE (company_id, environment_id, name),
	FOREIGN KEY (company_id, environment_id) REFERENCES environment (company_id, id),
	FOREIGN KEY (company_id, environment_id, calendar_id) REFERENCES calendar (company_id, environment_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX location_by_calendar ON location (company_id, environment_id, calendar_id);

-- A person is at one location or at none.
CREATE TABLE person_location (
	company_id TEXT NOT NULL,
	environment_id TEXT NOT NULL,
	end_user_id TEXT NOT NULL,
	location_id TEXT NOT NULL,
	PRIMARY KEY (company_id, environment_id, end_user_id),
	FOREIGN KEY (company_id, environment_id, end_user_id) REFERENCES end_user (company_id, environment_id, id),
	FOREIGN KEY (company_id, environment_id, location_id) REFERENCES location (company_id, environment_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_location_by_location ON person_location (company_id, environment_id, location_id);
