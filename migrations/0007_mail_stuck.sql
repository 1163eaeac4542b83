-- Messages whose Worker died before it wrote a verdict: few at any time, looked for every five minutes.
CREATE INDEX received_mail_stuck ON received_mail (updated_at) WHERE verdict = 'received';
