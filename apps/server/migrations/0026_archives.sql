-- Months of messages that are older than anybody can ask for, as sealed files; the ledger and the bills are not touched.
CREATE TABLE archives (
  month        text NOT NULL,                            -- of the partition, UTC: '2026_03'
  source       text NOT NULL,                            -- the partitioned table
  file_id      uuid NOT NULL,
  key_sealed   bytea NOT NULL,                           -- of the file
  rows         bigint,                                   -- NULL while it is being written
  bytes        bigint,                                   -- of the csv.gz, before it was sealed
  sha256       text,                                     -- of the same
  archived_at  timestamptz,
  dropped_at   timestamptz,                              -- the partition is gone
  PRIMARY KEY (month, source),
  CHECK ((rows IS NULL) = (archived_at IS NULL) AND (dropped_at IS NULL OR archived_at IS NOT NULL))
);
