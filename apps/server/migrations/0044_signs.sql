-- Signs of resale and of deviation from what was filed (4.3.5, 4.2.7 b), for the operator to look at. Nothing follows by
-- itself.
CREATE TABLE signs (
  account_id       text NOT NULL REFERENCES accounts,
  sign_id          uuid NOT NULL,
  kind             text NOT NULL CHECK (kind IN ('brands', 'lengths', 'deviations')),
  subject          text NOT NULL DEFAULT '',             -- the template, where it is about one
  figure           integer NOT NULL,
  threshold        integer NOT NULL,                     -- at which it is a sign
  examples_sealed  bytea NOT NULL,
  found_at         timestamptz NOT NULL,
  seen_at          timestamptz NOT NULL,                 -- last
  settled_by       text,
  settled_at       timestamptz,
  reason           text NOT NULL DEFAULT '',
  PRIMARY KEY (account_id, sign_id)
);
CREATE UNIQUE INDEX signs_open ON signs (account_id, kind, subject) WHERE settled_at IS NULL;
CREATE INDEX signs_by_id ON signs (sign_id);
CREATE INDEX signs_by_time ON signs (found_at DESC);
