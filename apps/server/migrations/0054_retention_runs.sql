-- 4.2.9, 12.5: what the job of retention did of each kind.
CREATE TABLE retention_runs (
  kind        text PRIMARY KEY,
  ran_at      timestamptz NOT NULL,
  deleted     bigint NOT NULL,                           -- in the last run
  deleted_at  timestamptz,                               -- of the last run that deleted something
  total       bigint NOT NULL
);
