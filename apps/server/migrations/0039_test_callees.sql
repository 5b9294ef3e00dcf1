-- 4.3.4: numbers that an account may ring in test mode, each proved by a code that was spoken to it.
CREATE TABLE test_callees (
  account_id   text NOT NULL REFERENCES accounts,
  callee_key   bytea NOT NULL,                           -- keyed hash of the number
  callee_mask  text NOT NULL,
  remark       text NOT NULL,
  verified_at  timestamptz NOT NULL,
  PRIMARY KEY (account_id, callee_key)
);

-- Whom a code proves the number to: '' the callee himself, else the account whose test callee it is to be.
ALTER TABLE callee_proofs ADD COLUMN account_id text NOT NULL DEFAULT '';
