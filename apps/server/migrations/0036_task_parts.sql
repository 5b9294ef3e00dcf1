-- Rows of a list that nothing has happened to yet, many in one sealed part: an import writes some hundred of these and
-- not a hundred thousand rows. A part becomes rows of task_rows when its turn comes (decision 0040).
CREATE TABLE task_parts (
  account_id  text NOT NULL,
  task_no     text NOT NULL,
  first_line  integer NOT NULL,                            -- of the file
  last_line   integer NOT NULL,
  sealed      bytea NOT NULL,                              -- see modules/tasks/part-rules.ts
  marks       bytea NOT NULL,                              -- 8 bytes a row, by which a number is found (platform/vault.ts)
  due_at      timestamptz NOT NULL,                        -- of its rows: when they were imported
  PRIMARY KEY (account_id, task_no, first_line)
);
-- What is sealed does not get shorter.
ALTER TABLE task_parts ALTER COLUMN sealed SET STORAGE EXTERNAL, ALTER COLUMN marks SET STORAGE EXTERNAL;
