-- What customers upload: materials, audio. The content is sealed under a key of its own and kept by the file store
-- (disk or S3); without its row here it is unreadable, wherever copies of it may lie.
CREATE TABLE files (
  account_id   text NOT NULL REFERENCES accounts,
  file_id      uuid NOT NULL,                              -- also its name in the file store
  kind         text NOT NULL CHECK (kind IN ('material', 'audio')),
  state        text NOT NULL DEFAULT 'uploading' CHECK (state IN ('uploading', 'stored', 'deleting')),
  name_sealed  bytea NOT NULL,                             -- people put names of people into names of files
  type         text,                                       -- by content: modules/files/rules.ts
  size         bigint,                                     -- bytes in plain
  sha256       bytea,                                      -- of the plain content
  data_key     bytea NOT NULL,                             -- sealed
  uses         text[] NOT NULL DEFAULT '{}',               -- what refers to it, e.g. 'enterprise'
  idle_since   timestamptz NOT NULL,                       -- when it was made, or last let go of by its last user
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (account_id, file_id),
  CHECK (state = 'uploading' OR state = 'deleting' OR (type IS NOT NULL AND size IS NOT NULL AND sha256 IS NOT NULL))
);
-- What the sweep looks for: uploads that died, files that nothing refers to, deletions that were not finished.
CREATE INDEX files_to_sweep ON files (idle_since) WHERE uses = '{}';
