-- Change of the master key (decision 0042). The keys by which numbers are looked up, marked, and the audit is signed are
-- the installation's own now: sealed here, with everything else, they outlive each master key.
ALTER TABLE master_key
  ALTER COLUMN fingerprint DROP NOT NULL,                  -- of the one master key from before; null once it is not needed
  ADD COLUMN lookup_sealed bytea;

-- Master keys that this database has been sealed with.
CREATE TABLE master_keys (
  key_id      text PRIMARY KEY CHECK (key_id ~ '^[0-9a-f]{8}$'),
  since       timestamptz NOT NULL,                        -- when a process first sealed with it
  emptied_at  timestamptz                                  -- nothing is under it any more: it may be taken out
);

-- How far each table has come on its way to the newest key.
CREATE TABLE resealings (
  place       text PRIMARY KEY,                            -- the table
  key_id      text NOT NULL,                               -- to which it is sealed anew
  looked      bigint NOT NULL DEFAULT 0,                   -- rows of this pass
  resealed    bigint NOT NULL DEFAULT 0,
  unreadable  bigint NOT NULL DEFAULT 0,                   -- values of this pass that no key opens
  done_at     timestamptz                                  -- a pass found nothing to do
);
