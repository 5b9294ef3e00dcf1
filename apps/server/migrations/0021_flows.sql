-- Flows by keys (智能导航). The row holds the newest wording and where its review stands; what was approved is a
-- version, which never changes and outlives its flow: what was played can be read for ever (4.3.8).
CREATE TABLE call_flows (
  account_id    text NOT NULL REFERENCES accounts,
  flow_id       text NOT NULL,
  name          text NOT NULL,
  scene         text NOT NULL,
  app_id        text,                                      -- null: internal production
  language      text NOT NULL CHECK (language IN ('zh', 'en')),
  all_day       boolean NOT NULL,
  graph         text NOT NULL CHECK (length(graph) <= 40000), -- as its customer wrote it; a draft may be faulty
  status        smallint NOT NULL CHECK (status IN (0, 1, 2, 3, 5)), -- as of templates
  version       integer NOT NULL DEFAULT 1,                -- of this wording
  live_version  integer,                                   -- what is sent with
  blocked       boolean NOT NULL DEFAULT false,            -- by the operator
  remark        text NOT NULL DEFAULT '',
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  PRIMARY KEY (account_id, flow_id)
);
CREATE INDEX call_flows_by_time ON call_flows (account_id, created_at DESC, flow_id);

CREATE TABLE call_flow_versions (
  account_id   text NOT NULL REFERENCES accounts,
  flow_id      text NOT NULL,
  version      integer NOT NULL,
  name         text NOT NULL,
  app_id       text,
  language     text NOT NULL,
  all_day      boolean NOT NULL,
  graph        text NOT NULL,                              -- checked, with what was left out filled in
  approved_by  text NOT NULL,
  approved_at  timestamptz NOT NULL,
  PRIMARY KEY (account_id, flow_id, version)
);
CREATE TRIGGER call_flow_versions_stay BEFORE UPDATE OR DELETE ON call_flow_versions
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

ALTER TABLE messages
  ADD COLUMN flow_version  integer,                        -- template_id is then that of a flow
  ADD COLUMN line_s        integer NOT NULL DEFAULT 0;     -- longest second line, reserved for beside max_talk_s
ALTER TABLE receipts ADD COLUMN flow_sealed bytea;         -- what came of the flow: collected digits are the callee's

-- What a file is for is held by modules/files/rules.ts: recordings of calls are one more kind.
ALTER TABLE files DROP CONSTRAINT IF EXISTS files_kind_check;

-- Calls on a trunk beside those of the queue: second lines, and calls that come in. They count against its concurrency
-- while the node that has them lives.
CREATE TABLE trunk_legs (
  leg_id    text PRIMARY KEY,                              -- SIP Call-ID
  trunk_id  text NOT NULL,
  node_id   uuid NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('transfer', 'inbound')),
  since     timestamptz NOT NULL
);
CREATE INDEX trunk_legs_by_trunk ON trunk_legs (trunk_id);

CREATE TABLE inbound_flows (
  account_id  text NOT NULL REFERENCES accounts,
  number      text NOT NULL,
  flow_id     text NOT NULL,
  bound_at    timestamptz NOT NULL,
  PRIMARY KEY (account_id, number)
);

-- account_id '' : a number of the shared pool, answered by the platform itself.
CREATE TABLE inbound_calls (
  account_id     text NOT NULL,
  call_no        uuid NOT NULL,                            -- UUIDv7
  call_id        text NOT NULL,
  trunk_id       text NOT NULL,
  number         text NOT NULL,
  caller_sealed  bytea NOT NULL,
  caller_key     bytea NOT NULL,
  flow_id        text NOT NULL,
  flow_version   integer NOT NULL,
  started_at     timestamptz NOT NULL,
  answered_at    timestamptz,
  ended_at       timestamptz NOT NULL,
  talk_ms        integer NOT NULL,
  digits         text NOT NULL,
  flow_sealed    bytea,
  PRIMARY KEY (account_id, call_no)
);

-- Calls that came in and were refused, by day (Beijing) and reason.
CREATE TABLE inbound_refusals (
  day     date NOT NULL,
  reason  text NOT NULL,
  calls   bigint NOT NULL,
  PRIMARY KEY (day, reason)
);
-- Who rings back is told who called: the latest messages to one callee, whoever sent them.
CREATE INDEX messages_of_callee ON messages (callee_key, session_no DESC);
