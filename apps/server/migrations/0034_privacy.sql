-- Erasure of what is held of a number, or of an account (4.2.9, 4.2.10).

-- Who asks for erasure has proved a number; it is sealed for as long as that is good, to be found where no keyed hash of
-- it is kept.
DELETE FROM callee_sessions;
DELETE FROM callee_proofs;
ALTER TABLE callee_proofs ADD COLUMN number_sealed bytea NOT NULL;
ALTER TABLE callee_sessions
  ADD COLUMN session_id     uuid NOT NULL,
  ADD COLUMN number_sealed  bytea NOT NULL;

-- account_id '': at every customer, and the platform. callee_key null: every number that the account has called.
CREATE TABLE erasures (
  erasure_id     uuid PRIMARY KEY,
  account_id     text NOT NULL,
  callee_key     bytea,
  callee_mask    text NOT NULL,                          -- '' once it is done
  number_sealed  bytea,                                  -- null once it is done
  asked_by       text NOT NULL CHECK (asked_by IN ('callee', 'customer', 'operator')),
  actor_id       text NOT NULL,
  asked_at       timestamptz NOT NULL,
  looked_at      timestamptz,                            -- when the job last carried it on
  done_at        timestamptz,
  messages       integer NOT NULL DEFAULT 0,
  rows           integer NOT NULL DEFAULT 0,             -- of lists
  files          integer NOT NULL DEFAULT 0,             -- recordings and lists
  calls_in       integer NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX erasures_open ON erasures (account_id, callee_key) NULLS NOT DISTINCT WHERE done_at IS NULL;
CREATE INDEX erasures_by_time ON erasures (account_id, asked_at DESC);
-- Recordings are found by the message that they are of.
CREATE INDEX files_by_use ON files USING gin (uses);
ALTER TABLE inbound_calls ADD COLUMN erased boolean NOT NULL DEFAULT false;
