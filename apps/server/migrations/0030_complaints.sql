-- Complaints (4.2.8, 4.3.6) from every channel, with their clocks.

-- account_id '' until it is known whose call it was. No number is kept: its keyed hash and its mask.
CREATE TABLE complaints (
  account_id     text NOT NULL,
  complaint_id   uuid NOT NULL,
  channel        text NOT NULL CHECK (channel IN ('operator', 'key', 'ring-back', 'portal', 'regulator')),
  kind           text NOT NULL CHECK (kind IN
    ('harassment', 'marketing', 'fraud', 'content', 'frequency', 'called-after-refusal', 'other')),
  severity       smallint NOT NULL CHECK (severity BETWEEN 1 AND 3),      -- 1 light 2 serious 3 grave
  callee_key     bytea NOT NULL,
  callee_mask    text NOT NULL,
  happened_at    timestamptz NOT NULL,                   -- the call, as far as it is known
  session_no     uuid,
  template_id    text NOT NULL DEFAULT '',
  show_number    text NOT NULL DEFAULT '',
  trunk_id       text NOT NULL DEFAULT '',
  words_sealed   bytea,                                  -- what the complainant says
  state          text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'forwarded', 'answered', 'closed', 'told')),
  opened_by      text NOT NULL DEFAULT '',               -- of the staff
  opened_at      timestamptz NOT NULL,
  assigned_to    text,
  due_at         timestamptz,                            -- of the clock that runs; null: none does
  alarmed        smallint NOT NULL DEFAULT 0,            -- of that clock: 1 told ahead, 2 told that it was missed
  forwarded_at   timestamptz,
  answered_at    timestamptz,
  answered_by    text,
  answer_sealed  bytea,
  closed_at      timestamptz,
  closed_by      text,
  founded        boolean,
  finding        text NOT NULL DEFAULT '',
  told_at        timestamptz,
  told_how       text NOT NULL DEFAULT '',
  PRIMARY KEY (account_id, complaint_id),
  CHECK ((founded IS NULL) = (closed_at IS NULL))
);
CREATE INDEX complaints_by_id ON complaints (complaint_id);
CREATE INDEX complaints_by_time ON complaints (account_id, opened_at DESC);
CREATE INDEX complaints_of_callee ON complaints (callee_key, opened_at DESC);
CREATE INDEX complaints_by_call ON complaints (account_id, happened_at);
CREATE INDEX complaints_due ON complaints (due_at) WHERE due_at IS NOT NULL;

-- Lines of the regulator's files that were taken: a file that comes again adds nothing.
CREATE TABLE complaint_file_lines (
  file_sha256   bytea NOT NULL,
  line          integer NOT NULL,
  complaint_id  uuid NOT NULL,
  PRIMARY KEY (file_sha256, line)
);
