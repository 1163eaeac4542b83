-- When people of an environment work. No package writes here: what is set survives every deployment. `definition` is JSON of
-- domain/calendar/calendar.ts.
CREATE TABLE calendar (
	company_id TEXT NOT NULL,
	environment_id TEXT NOT NULL,
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	definition TEXT NOT NULL,
	version INTEGER NOT NULL,
	changed_at INTEGER NOT NULL,
	changed_by TEXT NOT NULL,
	changed_by_name TEXT NOT NULL,
	PRIMARY KEY (company_id, environment_id, id),
	UNIQUE (company_id, environment_id, name),
	FOREIGN KEY (company_id, environment_id) REFERENCES environment (company_id, id)
) STRICT, WITHOUT ROWID;

-- The calendar of the organisation: of everybody and everything without one of their own. Without a row the standard one holds.
CREATE TABLE default_calendar (
	company_id TEXT NOT NULL,
	environment_id TEXT NOT NULL,
	calendar_id TEXT NOT NULL,
	PRIMARY KEY (company_id, environment_id),
	FOREIGN KEY (company_id, environment_id, calendar_id) REFERENCES calendar (company_id, environment_id, id)
) STRICT, WITHOUT ROWID;

-- People who work by a calendar of their own.
CREATE TABLE person_calendar (
	company_id TEXT NOT NULL,
	environment_id TEXT NOT NULL,
	end_user_id TEXT NOT NULL,
	calendar_id TEXT NOT NULL,
	PRIMARY KEY (company_id, environment_id, end_user_id),
	FOREIGN KEY (company_id, environment_id, end_user_id) REFERENCES end_user (company_id, environment_id, id),
	FOREIGN KEY (company_id, environment_id, calendar_id) REFERENCES calendar (company_id, environment_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_calendar_by_calendar ON person_calendar (company_id, environment_id, calendar_id);
