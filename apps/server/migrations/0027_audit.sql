-- What was done by whom (4.2.11). One chain an account, and '' for the platform's own: each row's hash covers the row and
-- the hash before it, and the head of a chain is signed. Chains are locked last in a transaction and one account's acts do
-- not wait for another's; sends are no acts and never come here.
CREATE TABLE audit_chains (
  account_id  text PRIMARY KEY,
  seq         bigint NOT NULL,
  hash        bytea NOT NULL,                              -- of the last row
  signature   bytea NOT NULL,                              -- Ed25519 over account, seq and hash
  key_id      text NOT NULL
);

CREATE TABLE audit_log (
  account_id       text NOT NULL,
  seq              bigint NOT NULL CHECK (seq > 0),
  at               timestamptz NOT NULL,
  actor            text NOT NULL CHECK (actor IN ('operator', 'member', 'key', 'app', 'anybody', 'callee', 'platform')),
  actor_id         text NOT NULL,
  ip               text NOT NULL,
  request_id       text NOT NULL,
  act              text NOT NULL,                          -- name of the Action, or of what the platform did by itself
  subject_account  text NOT NULL,                          -- whom it concerns; '' where no account
  ret_code         integer NOT NULL,                       -- 0: done
  detail           text NOT NULL,                          -- JSON, without secrets, names and whole numbers
  hash             bytea NOT NULL,
  PRIMARY KEY (account_id, seq)
);
CREATE INDEX audit_log_by_time ON audit_log (at);
CREATE INDEX audit_log_by_subject ON audit_log (subject_account, at);

CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of audit_log are never changed or removed';
END $$;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();
