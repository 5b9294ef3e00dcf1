-- Bulk sending: a task, the rows of its list, and what is wrong with those that are no rows.

-- Which kinds there are is said in modules/files/rules.ts, and grows with what files are for.
ALTER TABLE files DROP CONSTRAINT IF EXISTS files_kind_check;

CREATE TABLE tasks (
  account_id       text NOT NULL REFERENCES accounts,
  task_no          text NOT NULL,
  name             text NOT NULL,
  project_id       text,
  app_id           text,                                   -- the app that made it, where one did
  template_id      text NOT NULL,
  group_type       smallint NOT NULL CHECK (group_type IN (1, 2)),
  from_number      text,
  dispatch_rule    smallint NOT NULL CHECK (dispatch_rule IN (0, 1)),
  file_id          uuid NOT NULL,
  skip_duplicates  boolean NOT NULL,
  retry_on         text[] NOT NULL,                        -- kinds of packages/contract/src/tasks.ts
  retry_count      smallint NOT NULL CHECK (retry_count >= 0),
  retry_spacing_s  integer NOT NULL,
  same_number      boolean NOT NULL,
  state            text NOT NULL DEFAULT 'importing' CHECK (state IN ('importing', 'unusable', 'faulty', 'ready',
                     'scheduled', 'running', 'held', 'paused', 'done', 'cancelled', 'deleted')),
  why              text NOT NULL DEFAULT '',               -- held: name of the RetCode; unusable: what is wrong with the file
  start_at         timestamptz,                            -- scheduled
  next_at          timestamptz,                            -- when it is to be looked at again; null: nothing to be done
  import_run       uuid,                                   -- whose rows count, should two imports of it be under way
  -- What the file came to.
  bad_rows         integer NOT NULL DEFAULT 0,
  duplicates       integer NOT NULL DEFAULT 0,
  refusing         integer NOT NULL DEFAULT 0,             -- on the do-not-call list when it was imported
  -- Where its rows are, kept with every change of a row.
  total            integer NOT NULL DEFAULT 0,
  waiting          integer NOT NULL DEFAULT 0 CHECK (waiting >= 0),
  queued           integer NOT NULL DEFAULT 0 CHECK (queued >= 0),
  answered         integer NOT NULL DEFAULT 0,
  failed           integer NOT NULL DEFAULT 0,
  refused          integer NOT NULL DEFAULT 0,
  unknown          integer NOT NULL DEFAULT 0,
  skipped          integer NOT NULL DEFAULT 0,
  cancelled        integer NOT NULL DEFAULT 0,
  sent             integer NOT NULL DEFAULT 0,             -- messages, those of retries among them
  cost_count       bigint NOT NULL DEFAULT 0,              -- messages or minutes
  cost_money       bigint NOT NULL DEFAULT 0,              -- what of it was paid by money, 10^-4 yuan
  check_asked_at   timestamptz,
  checked          text,                                   -- what the last check found, JSON
  created_at       timestamptz NOT NULL,
  started_at       timestamptz,
  ended_at         timestamptz,
  PRIMARY KEY (account_id, task_no),
  CONSTRAINT every_row_is_somewhere
    CHECK (waiting + queued + answered + failed + refused + unknown + skipped + cancelled = total)
);
CREATE INDEX tasks_due ON tasks (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX tasks_by_time ON tasks (account_id, created_at DESC, task_no);

CREATE TABLE task_rows (
  account_id  text NOT NULL,
  task_no     text NOT NULL,
  line        integer NOT NULL,                            -- of the file
  sealed      bytea NOT NULL,                              -- [number, value, …]
  callee_key  bytea NOT NULL,
  state       text NOT NULL CHECK (state IN ('waiting', 'queued', 'answered', 'failed', 'refused', 'unknown', 'skipped', 'cancelled')),
  reason      text NOT NULL DEFAULT '',                    -- receipt reason, name of a RetCode, or 'duplicate'
  attempts    smallint NOT NULL DEFAULT 0,                 -- calls, the one under way among them
  due_at      timestamptz NOT NULL,
  session_no  uuid,                                        -- of its last message
  PRIMARY KEY (account_id, task_no, line)
);
CREATE INDEX task_rows_due ON task_rows (account_id, task_no, due_at, line) WHERE state = 'waiting';
CREATE INDEX task_rows_queued ON task_rows (account_id, task_no) WHERE state = 'queued';

CREATE TABLE task_faults (
  account_id  text NOT NULL,
  task_no     text NOT NULL,
  line        integer NOT NULL,
  col         smallint NOT NULL,                           -- from 1
  fault       text NOT NULL,                               -- name in packages/contract/src/tasks.ts
  PRIMARY KEY (account_id, task_no, line, col)
);

-- Which row of which task a message is, and the number that the callee saw at the attempt before.
ALTER TABLE messages
  ADD COLUMN task_no       text,
  ADD COLUMN task_line     integer,
  ADD COLUMN task_attempt  smallint,
  ADD COLUMN shown_before  text;
CREATE INDEX messages_by_task ON messages (account_id, task_no, session_no) WHERE task_no IS NOT NULL;
