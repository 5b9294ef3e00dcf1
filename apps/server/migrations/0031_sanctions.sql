-- Sanctions against accounts (4.2.5, 4.2.6, 5.2, 5.5): warning, restriction, app offline, app deletion, suspension,
-- termination; each with reason, clause and appeal.

CREATE TABLE sanctions (
  account_id    text NOT NULL REFERENCES accounts,
  sanction_id   uuid NOT NULL,
  kind          text NOT NULL CHECK (kind IN
    ('warning', 'restriction', 'app-offline', 'app-deletion', 'suspension', 'termination')),
  app_id        text NOT NULL DEFAULT '',
  capabilities  text[] NOT NULL DEFAULT '{}',            -- that a restriction takes away
  reason        text NOT NULL,
  clause        text NOT NULL,
  automatic     boolean NOT NULL,
  figures       text NOT NULL DEFAULT '',                -- what an automatic one was decided on
  imposed_by    text NOT NULL DEFAULT '',                -- of the staff; '' is the platform by itself
  imposed_at    timestamptz NOT NULL,
  until         timestamptz,                             -- ends by itself; null: when it is lifted
  appeal_sealed bytea,
  appealed_by   text,
  appealed_at   timestamptz,
  reviewed_by   text,                                    -- who upheld it
  reviewed_at   timestamptz,
  review_reason text NOT NULL DEFAULT '',
  lifted_by     text,                                    -- '' is the clock
  lifted_at     timestamptz,
  PRIMARY KEY (account_id, sanction_id)
);
CREATE INDEX sanctions_by_id ON sanctions (sanction_id);
CREATE INDEX sanctions_by_time ON sanctions (account_id, imposed_at DESC);
CREATE INDEX sanctions_until ON sanctions (until) WHERE lifted_at IS NULL AND until IS NOT NULL;

-- Capabilities that an account was granted and may not use for now, by what takes them away.
CREATE TABLE capability_stops (
  account_id  text NOT NULL REFERENCES accounts,
  capability  text NOT NULL,
  cause       text NOT NULL,                             -- 'sanction:<id>'
  since       timestamptz NOT NULL,
  PRIMARY KEY (account_id, capability, cause)
);

-- Whose service has been terminated, and when the data may go (4.2.9).
CREATE TABLE account_terminations (
  account_id     text PRIMARY KEY REFERENCES accounts,
  terminated_at  timestamptz NOT NULL,
  delete_after   timestamptz NOT NULL,
  erasure_asked  boolean NOT NULL DEFAULT false
);

CREATE INDEX accounts_not_active ON accounts (account_id) WHERE status <> 'active';
