-- Verdicts of the sampling audit (4.2.7 b, 4.3.8): what was said, held against what was filed. Only added to.
CREATE TABLE message_samples (
  account_id  text        NOT NULL REFERENCES accounts,
  sample_id   uuid        NOT NULL,
  session_no  uuid        NOT NULL,
  judged_at   timestamptz NOT NULL,
  operator_id text        NOT NULL,
  verdict     text        NOT NULL CHECK (verdict IN ('as-filed', 'deviates')),
  reason      text        NOT NULL,
  PRIMARY KEY (account_id, sample_id)
);
CREATE INDEX message_samples_by_time ON message_samples (judged_at DESC);
