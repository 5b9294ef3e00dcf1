-- Which trunk carries what, for how much, how much of it a day, and how well it is; who waits in the queue by turns.

ALTER TABLE trunks
  ADD COLUMN role            text NOT NULL DEFAULT 'main' CHECK (role IN ('main', 'backup')),
  ADD COLUMN countries       text[] NOT NULL DEFAULT '{CN}' CHECK (cardinality(countries) BETWEEN 1 AND 260),
  ADD COLUMN operators       text[] NOT NULL DEFAULT '{}' CHECK (operators <@ '{cmcc,cucc,ctcc}'), -- none named: all, and landlines
  ADD COLUMN daily_limit     integer CHECK (daily_limit > 0),            -- calls a day in Beijing; null: none
  ADD COLUMN day             date,                                       -- that `day_calls` are of
  ADD COLUMN day_calls       integer NOT NULL DEFAULT 0,
  ADD COLUMN probe_s         integer NOT NULL DEFAULT 0 CHECK (probe_s = 0 OR probe_s BETWEEN 5 AND 3600), -- OPTIONS; 0: none
  ADD COLUMN least_answered  integer NOT NULL DEFAULT 0 CHECK (least_answered BETWEEN 0 AND 100),          -- per cent; 0: any
  ADD COLUMN health          text NOT NULL DEFAULT 'up' CHECK (health IN ('up', 'sick', 'trial')),
  ADD COLUMN health_reason   text NOT NULL DEFAULT '',
  ADD COLUMN health_detail   text NOT NULL DEFAULT '',
  ADD COLUMN health_since    timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN relapses        integer NOT NULL DEFAULT 0,                 -- trials that failed since it was last up
  ADD COLUMN trial_calls     integer NOT NULL DEFAULT 0,
  ADD COLUMN trial_answered  integer NOT NULL DEFAULT 0,
  ADD COLUMN retired_at      timestamptz,                                -- its id stays, in records and reconciliations
  ADD CONSTRAINT retired_is_off CHECK (retired_at IS NULL OR NOT enabled);

-- What a minute costs on a trunk by the beginning of the called number, +86 or +8610: the longest that fits counts.
CREATE TABLE trunk_prices (
  trunk_id    text NOT NULL REFERENCES trunks ON DELETE CASCADE,
  prefix      text NOT NULL CHECK (prefix ~ '^\+[1-9][0-9]{0,14}$'),
  per_minute  bigint NOT NULL CHECK (per_minute >= 0),                   -- 10^-4 yuan
  PRIMARY KEY (trunk_id, prefix)
);

-- What each node's OPTIONS to a trunk came to; it goes with the node.
CREATE TABLE trunk_probes (
  trunk_id  text NOT NULL REFERENCES trunks ON DELETE CASCADE,
  node_id   uuid NOT NULL REFERENCES nodes ON DELETE CASCADE,
  state     text NOT NULL CHECK (state IN ('up', 'down')),
  detail    text NOT NULL DEFAULT '',
  since     timestamptz NOT NULL,
  PRIMARY KEY (trunk_id, node_id)
);

-- How the calls of a trunk ended, by the minute of their end: attempts, so a message may be in several trunks' rows.
CREATE TABLE trunk_minutes (
  trunk_id  text NOT NULL REFERENCES trunks ON DELETE CASCADE,
  minute    timestamptz NOT NULL,
  calls     integer NOT NULL DEFAULT 0,
  answered  integer NOT NULL DEFAULT 0,
  faults    integer NOT NULL DEFAULT 0,                                  -- the trunk's own: 5xx, 403, silence, unreachable
  PRIMARY KEY (trunk_id, minute)
);
CREATE INDEX trunk_minutes_by_age ON trunk_minutes (minute);

-- What was done to a trunk, by whom or by itself.
CREATE TABLE trunk_events (
  event_id     uuid PRIMARY KEY,                                         -- a UUIDv7: in the order of time
  trunk_id     text NOT NULL REFERENCES trunks ON DELETE CASCADE,
  event        text NOT NULL CHECK (event IN
    ('created', 'updated', 'enabled', 'disabled', 'retired', 'sick', 'trial', 'up', 'tested')),
  operator_id  text,                                                     -- null: by itself
  detail       text NOT NULL DEFAULT '',
  at           timestamptz NOT NULL
);
CREATE INDEX trunk_events_by_trunk ON trunk_events (trunk_id, event_id DESC);

-- A call that one of the staff has made over a trunk, to hear it.
CREATE TABLE trunk_tests (
  test_id        uuid PRIMARY KEY,
  trunk_id       text NOT NULL REFERENCES trunks ON DELETE CASCADE,
  operator_id    text NOT NULL,
  callee_sealed  bytea NOT NULL,
  callee_mask    text NOT NULL,
  language       text NOT NULL CHECK (language IN ('zh', 'en')),
  sentence       text NOT NULL CHECK (length(sentence) BETWEEN 1 AND 200),
  state          text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'calling', 'ended')),
  node_id        uuid,
  outcome        text NOT NULL DEFAULT '',                               -- JSON
  created_at     timestamptz NOT NULL,
  ended_at       timestamptz
);
CREATE UNIQUE INDEX trunk_tests_one_at_a_time ON trunk_tests (trunk_id) WHERE state <> 'ended';
CREATE INDEX trunk_tests_by_operator ON trunk_tests (operator_id, created_at);

-- ── numbers shown ──────────────────────────────────────────────────────────────────────────────────────────
ALTER TABLE numbers
  ADD COLUMN concurrency  integer CHECK (concurrency > 0),               -- null: no limit, as the two below
  ADD COLUMN cps          integer CHECK (cps > 0),
  ADD COLUMN daily_limit  integer CHECK (daily_limit > 0),
  ADD COLUMN starts       bigint[] NOT NULL DEFAULT '{}',                -- as those of trunks; kept where there is a limit
  ADD COLUMN day          date,
  ADD COLUMN day_calls    integer NOT NULL DEFAULT 0;

-- ── turns ──────────────────────────────────────────────────────────────────────────────────────────────────
-- lane 1: codes that were sent one by one; 2: everything else. route: purpose, country and operator of the callee, by
-- which it is known what trunks can carry the message. Within a lane accounts take turns.
ALTER TABLE queue
  ADD COLUMN lane         smallint,
  ADD COLUMN route        text,
  ADD COLUMN show_number  text;
UPDATE queue SET lane = queue.purpose,
  route = queue.purpose || ' ' || m.brevity_code || ' ' || coalesce(nullif(m.callee_operator, ''), '-')
FROM messages m WHERE m.account_id = queue.account_id AND m.session_no = queue.session_no;
ALTER TABLE queue ALTER COLUMN lane SET NOT NULL, ALTER COLUMN route SET NOT NULL;
CREATE INDEX queue_turns ON queue (lane, route, account_id, due_at) WHERE state = 'queued';
CREATE INDEX queue_by_number ON queue (show_number) WHERE state <> 'queued' AND show_number IS NOT NULL;
