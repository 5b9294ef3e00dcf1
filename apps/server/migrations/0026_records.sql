-- Send records by time over millions of rows, statistics by day, and receipts whose push was given up.

-- The moment that a UUIDv7 carries, to the millisecond.
CREATE FUNCTION uuid_time(id uuid) RETURNS timestamptz LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT to_timestamp((('x' || lpad(left(replace(id::text, '-', ''), 12), 16, '0'))::bit(64)::bigint) / 1000.0)
$$;

-- The two orders of GetUVMSSendRecord: a page is read from the index. What was not dialled is where it was accepted.
CREATE INDEX receipts_by_start ON receipts (account_id, (coalesce(started_at, uuid_time(session_no))), session_no);
CREATE INDEX receipts_by_arrival ON receipts (account_id, at, session_no);
-- Few among many, and what somebody looks for.
CREATE INDEX receipts_dead ON receipts (account_id, session_no) WHERE push_state = 'dead';

-- Days whose messages are all over, counted once by each of the ways to look at them. `key` is what the dimension is
-- counted by: a template, a number shown, a trunk …; '' where there is none.
CREATE TABLE send_stats (
  account_id  text NOT NULL,
  month       integer NOT NULL,                          -- of acceptance, in Beijing: platform/beijing-time.ts
  day         smallint NOT NULL,
  dimension   text NOT NULL CHECK (dimension IN
    ('day', 'template', 'number', 'trunk', 'city', 'operator', 'purpose', 'destination')),
  key         text NOT NULL,
  sent        bigint NOT NULL,
  dialled     bigint NOT NULL,
  answered    bigint NOT NULL,
  unknown     bigint NOT NULL,
  talk_ms     bigint NOT NULL,
  cost        bigint NOT NULL,                           -- 10^-4 yuan; what packages paid is in units
  units       bigint NOT NULL,                           -- messages and minutes that were charged, whoever paid
  PRIMARY KEY (account_id, month, day, dimension, key)
);
