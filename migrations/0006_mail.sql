-- Triggers of an environment's inbox; the first enabled one by position whose conditions hold starts a case.
CREATE TABLE mail_trigger (
	company_id TEXT NOT NULL,
	environment_id TEXT NOT NULL,
	id TEXT NOT NULL,
	position INTEGER NOT NULL,
	-- JSON of a MailTrigger (domain/mail/trigger.ts)
	definition TEXT NOT NULL,
	updated_at INTEGER NOT NULL,
	updated_by TEXT NOT NULL,
	PRIMARY KEY (company_id, environment_id, id),
	FOREIGN KEY (company_id, environment_id) REFERENCES environment (company_id, id)
) STRICT, WITHOUT ROWID;

-- The ledger: every message that reached an environment's address, what became of it and why. The message itself lies in R2.
CREATE TABLE received_mail (
	company_id TEXT NOT NULL,
	environment_id TEXT NOT NULL,
	id TEXT NOT NULL,
	received_at INTEGER NOT NULL,
	envelope_from TEXT NOT NULL,
	envelope_to TEXT NOT NULL,
	from_address TEXT NOT NULL,
	from_name TEXT NOT NULL,
	subject TEXT NOT NULL,
	message_id TEXT NOT NULL,
	size INTEGER NOT NULL,
	attachments INTEGER NOT NULL,
	-- SHA-256 of the raw message; NULL when it was too large to keep
	raw_sha256 TEXT,
	-- Hash of what identifies the message among repeats; NULL for a repeat, so that the first one alone has it
	claim TEXT,
	-- Hash of what the message says, for repeats under a new Message-ID
	content_hash TEXT,
	verdict TEXT NOT NULL CHECK (verdict IN ('received', 'accepted', 'quarantined', 'ignored', 'report', 'repeated', 'refused', 'failed')),
	-- Stable code and sentence of the verdict; empty for an accepted message
	code TEXT NOT NULL,
	reason TEXT NOT NULL,
	trigger_id TEXT,
	trigger_name TEXT,
	case_id TEXT,
	case_number TEXT,
	-- The sent mail that this one answers or reports on
	answers_mail_id TEXT,
	updated_at INTEGER NOT NULL,
	PRIMARY KEY (company_id, environment_id, id),
	UNIQUE (company_id, environment_id, claim),
	FOREIGN KEY (company_id, environment_id) REFERENCES environment (company_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX received_mail_by_time ON received_mail (company_id, environment_id, received_at);
CREATE INDEX received_mail_by_content ON received_mail (company_id, environment_id, content_hash, received_at);
CREATE INDEX received_mail_by_answered ON received_mail (company_id, environment_id, answers_mail_id, received_at);

-- Mail that left, or was to. Mail of the company itself has no environment.
CREATE TABLE sent_mail (
	company_id TEXT NOT NULL REFERENCES company (id),
	id TEXT NOT NULL,
	environment_id TEXT,
	-- What asked for it, never changing: with the address it makes a repeat the same mail
	effect_key TEXT NOT NULL,
	kind TEXT NOT NULL,
	case_id TEXT,
	case_number TEXT,
	task INTEGER,
	to_address TEXT NOT NULL,
	to_name TEXT NOT NULL,
	reply_to TEXT NOT NULL,
	subject TEXT NOT NULL,
	text TEXT NOT NULL,
	html TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'delivered', 'delayed', 'failed', 'bounced', 'suppressed')),
	detail TEXT NOT NULL,
	message_id TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	sent_at INTEGER,
	updated_at INTEGER NOT NULL,
	PRIMARY KEY (company_id, id),
	UNIQUE (company_id, effect_key, to_address),
	FOREIGN KEY (company_id, environment_id) REFERENCES environment (company_id, id)
) STRICT, WITHOUT ROWID;
-- A signed reply address names the mail alone.
CREATE UNIQUE INDEX sent_mail_by_id ON sent_mail (id);
CREATE INDEX sent_mail_by_time ON sent_mail (company_id, environment_id, created_at);
CREATE INDEX sent_mail_by_message ON sent_mail (company_id, environment_id, message_id);

-- Addresses that get no more mail from an environment, because a report said that they do not exist.
CREATE TABLE mail_suppression (
	company_id TEXT NOT NULL,
	environment_id TEXT NOT NULL,
	address TEXT NOT NULL,
	reason TEXT NOT NULL,
	since INTEGER NOT NULL,
	PRIMARY KEY (company_id, environment_id, address),
	FOREIGN KEY (company_id, environment_id) REFERENCES environment (company_id, id)
) STRICT, WITHOUT ROWID;
