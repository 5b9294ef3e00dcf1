-- Comparing our calls of a day with a carrier's own records, and what these tell of calls whose end nobody here knows.

-- A trunk's receipts, whoever the customers are.
CREATE INDEX receipts_by_trunk ON receipts (trunk_id, session_no) WHERE trunk_id IS NOT NULL;

CREATE TABLE reconciliations (
  run_id         uuid PRIMARY KEY,
  trunk_id       text NOT NULL REFERENCES trunks,
  day            text NOT NULL,                          -- in Beijing, 2026-03-10
  file_sha256    text NOT NULL,
  matched        integer NOT NULL,
  differing      integer NOT NULL,
  missing_there  integer NOT NULL,
  missing_here   integer NOT NULL,
  unreadable     integer NOT NULL,
  resolved       integer NOT NULL,
  our_seconds    bigint NOT NULL,                        -- of all calls of the day
  their_seconds  bigint NOT NULL,                        -- of all rows that could be read
  run_by         text NOT NULL,                          -- operator_id
  at             timestamptz NOT NULL
);
CREATE INDEX reconciliations_by_trunk ON reconciliations (trunk_id, run_id);

-- What differs, as far as a run keeps it; the counts above are of all.
CREATE TABLE reconciliation_lines (
  run_id         uuid NOT NULL REFERENCES reconciliations ON DELETE CASCADE,
  nth            integer NOT NULL,
  verdict        text NOT NULL CHECK (verdict IN ('differing', 'missing-there', 'missing-here', 'unreadable')),
  account_id     text,                                   -- of our call, where there is one
  session_no     uuid,
  file_line      integer,                                -- of the carrier's row, where there is one
  call_id        text NOT NULL,
  callee_mask    text NOT NULL,
  started_at     timestamptz,
  our_seconds    integer,
  their_seconds  integer,
  their_result   text NOT NULL,
  reason         text NOT NULL,                          -- why a row is unreadable
  PRIMARY KEY (run_id, nth)
);

-- Beside a receipt that is unknown: what the carrier's records say. The first one stands, and moves no money.
CREATE TABLE receipt_resolutions (
  account_id   text NOT NULL,
  session_no   uuid NOT NULL,
  answered     boolean NOT NULL,
  answered_at  timestamptz,
  seconds      integer NOT NULL,
  run_id       uuid NOT NULL REFERENCES reconciliations,
  at           timestamptz NOT NULL,
  PRIMARY KEY (account_id, session_no)
);
