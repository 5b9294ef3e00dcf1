-- Callees: a number proved by a spoken code, a short session, and refusals of one purpose.

-- purpose 0 is every purpose.
ALTER TABLE do_not_call ADD COLUMN purpose smallint NOT NULL DEFAULT 0 CHECK (purpose IN (0, 1, 2));
ALTER TABLE do_not_call DROP CONSTRAINT do_not_call_pkey, ADD PRIMARY KEY (account_id, callee_key, purpose);

CREATE TABLE callee_proofs (
  proof_id     uuid PRIMARY KEY,
  callee_key   bytea NOT NULL,                           -- keyed hash of the number
  callee_mask  text NOT NULL,
  code_key     bytea NOT NULL,                           -- keyed hash of the code
  tries        smallint NOT NULL DEFAULT 0,
  session_no   uuid NOT NULL,                            -- the message that speaks the code, of account ''
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL
);
CREATE INDEX callee_proofs_by_time ON callee_proofs (created_at);

CREATE TABLE callee_sessions (
  token_hash   bytea PRIMARY KEY,
  callee_key   bytea NOT NULL,
  callee_mask  text NOT NULL,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL
);
