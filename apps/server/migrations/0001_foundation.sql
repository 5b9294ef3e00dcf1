-- The whole way of one message: who may send, what may be said, what it costs, what is due, what became of it.
-- Conventions: every table of a customer starts its primary key with account_id (sharding by account);
-- times are timestamptz; money is bigint in units of 10^-4 yuan; session_no is a UUIDv7, so it carries its
-- own time and is at the same time the range on which messages, receipts and transfers are partitioned by month.

-- What the master key makes of a known text: another key could not open what this database holds.
CREATE TABLE master_key (
  singleton    boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  fingerprint  bytea NOT NULL
);

-- ── identity ───────────────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE accounts (
  account_id      text PRIMARY KEY,
  name            text NOT NULL,
  status          text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'terminated')),
  receipt_url     text,
  receipt_secret  bytea,                    -- sealed
  created_at      timestamptz NOT NULL
);

CREATE TABLE projects (
  account_id  text NOT NULL REFERENCES accounts,
  project_id  text NOT NULL,
  name        text NOT NULL,
  PRIMARY KEY (account_id, project_id)
);

-- Looked up by public key before the account is known: the one table that cannot start with account_id.
CREATE TABLE api_keys (
  public_key          text PRIMARY KEY,
  account_id          text NOT NULL REFERENCES accounts,
  private_key_sealed  bytea NOT NULL,
  status              text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
  allowed_ips         text[] NOT NULL DEFAULT '{}',
  created_at          timestamptz NOT NULL
);
CREATE INDEX api_keys_by_account ON api_keys (account_id);

CREATE TABLE capabilities (
  account_id  text NOT NULL REFERENCES accounts,
  capability  text NOT NULL CHECK (capability IN
    ('verification-code', 'notification', 'navigation', 'international', 'recording', 'number-application')),
  granted_at  timestamptz NOT NULL,
  PRIMARY KEY (account_id, capability)
);

-- ── what may be said, and from where ───────────────────────────────────────────────────────────────────────
CREATE TABLE templates (
  account_id   text NOT NULL REFERENCES accounts,
  template_id  text NOT NULL,
  name         text NOT NULL,
  purpose      smallint NOT NULL CHECK (purpose IN (1, 2)),              -- 1 code, 2 notice; marketing is refused
  language     text NOT NULL CHECK (language IN ('zh', 'en')),
  content      text NOT NULL CHECK (length(content) <= 1000),
  all_day      boolean NOT NULL,                                        -- else 8:00-20:00 at the callee
  status       smallint NOT NULL CHECK (status BETWEEN 0 AND 4),        -- 0 to review 1 in review 2 approved 3 rejected 4 disabled
  remark       text NOT NULL DEFAULT '',
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  PRIMARY KEY (account_id, template_id)
);

-- account_id '' is the platform's shared pool (random group); otherwise an exclusive number of that account.
CREATE TABLE numbers (
  account_id  text NOT NULL,
  number      text NOT NULL UNIQUE,
  city_code   text NOT NULL DEFAULT '',
  status      text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'cancelled')),
  PRIMARY KEY (account_id, number)
);

CREATE TABLE do_not_call (
  account_id  text NOT NULL,               -- '' refuses every customer
  callee_key  bytea NOT NULL,              -- keyed hash: survives erasure of the number (4.2.9)
  source      text NOT NULL,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (account_id, callee_key)
);

-- ── carriers ───────────────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE trunks (
  trunk_id         text PRIMARY KEY,
  name             text NOT NULL,
  host             text NOT NULL,
  port             integer NOT NULL,
  username         text,
  password_sealed  bytea,
  purposes         smallint[] NOT NULL DEFAULT '{1,2}',
  priority         integer NOT NULL DEFAULT 100,           -- lower is preferred
  concurrency      integer NOT NULL CHECK (concurrency > 0),
  cps              integer NOT NULL CHECK (cps > 0),
  starts           bigint[] NOT NULL DEFAULT '{}',         -- ms of the calls of the last second, noted at claim
  enabled          boolean NOT NULL DEFAULT true
);

-- A process that dials holds a lease by database time; past it, its calls are no longer its own.
CREATE TABLE nodes (
  node_id      uuid PRIMARY KEY,
  kind         text NOT NULL,
  host         text NOT NULL,
  started_at   timestamptz NOT NULL,
  lease_until  timestamptz NOT NULL
);

-- ── prices and money ───────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE price_books (
  version       integer PRIMARY KEY,
  effective_at  timestamptz NOT NULL,
  announced_at  timestamptz NOT NULL
);
CREATE TABLE prices (
  version     integer NOT NULL REFERENCES price_books,
  purpose     smallint NOT NULL,
  group_type  smallint NOT NULL,
  prefix      text NOT NULL,                               -- of the called number, longest match
  amount      bigint NOT NULL CHECK (amount >= 0),         -- per answered message (1) or started minute (2)
  PRIMARY KEY (version, purpose, group_type, prefix)
);

CREATE TABLE packages (
  account_id  text NOT NULL REFERENCES accounts,
  package_id  text NOT NULL,
  purpose     smallint NOT NULL,
  group_type  smallint NOT NULL,
  quantity    bigint NOT NULL CHECK (quantity > 0),
  bought_at   timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  PRIMARY KEY (account_id, package_id)
);

-- Double entry: a transfer debits one ledger account and credits another with the same amount of one commodity,
-- so every row is balanced by construction. balance = credits - debits; only sources (external, issued) go below zero.
CREATE TABLE ledger_accounts (
  account_id      text NOT NULL REFERENCES accounts,
  ledger_account  text NOT NULL,
  commodity       text NOT NULL,                           -- 'CNY' or a package unit such as 'code.random'
  source          boolean NOT NULL DEFAULT false,
  debits          bigint NOT NULL DEFAULT 0 CHECK (debits >= 0),
  credits         bigint NOT NULL DEFAULT 0 CHECK (credits >= 0),
  CONSTRAINT never_below_zero CHECK (source OR credits >= debits),
  PRIMARY KEY (account_id, ledger_account)
);

-- id is the business id (session_no, order); kind tells the leg. The primary key makes each leg happen once.
CREATE TABLE ledger_transfers (
  account_id      text NOT NULL,
  id              uuid NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('top-up', 'purchase', 'issue', 'reserve', 'charge', 'release')),
  debit_account   text NOT NULL,
  credit_account  text NOT NULL,
  commodity       text NOT NULL,
  amount          bigint NOT NULL CHECK (amount > 0),
  at              timestamptz NOT NULL,
  PRIMARY KEY (account_id, id, kind),
  CHECK (debit_account <> credit_account)
) PARTITION BY RANGE (id);

-- ── messages ───────────────────────────────────────────────────────────────────────────────────────────────
-- Written once at acceptance, never changed: what was promised.
CREATE TABLE messages (
  account_id       text NOT NULL,
  session_no       uuid NOT NULL,
  req_uuid         text NOT NULL,
  project_id       text,
  template_id      text NOT NULL,
  purpose          smallint NOT NULL,
  group_type       smallint NOT NULL,
  dispatch_rule    smallint NOT NULL,
  from_number      text,
  user_id          text,
  callee_sealed    bytea NOT NULL,
  callee_key       bytea NOT NULL,
  callee_mask      text NOT NULL,
  brevity_code     text NOT NULL,
  script_sealed    bytea NOT NULL,                         -- what will be spoken, as pieces
  all_day          boolean NOT NULL,
  funding_account  text NOT NULL,                          -- ledger account that pays
  commodity        text NOT NULL,
  unit_price       bigint NOT NULL,                        -- per message or minute, in the commodity
  reserved         bigint NOT NULL,
  max_talk_s       integer NOT NULL,
  trail            text NOT NULL,                          -- decision trail, compact JSON
  accepted_at      timestamptz NOT NULL,
  PRIMARY KEY (account_id, session_no)
) PARTITION BY RANGE (session_no);
CREATE INDEX messages_by_callee ON messages (account_id, callee_key, purpose, session_no DESC);

-- What is not over yet. A row lives from acceptance to the receipt; states and transitions: flow/lifecycle.ts.
CREATE TABLE queue (
  account_id  text NOT NULL,
  session_no  uuid NOT NULL,
  purpose     smallint NOT NULL,
  callee_key  bytea NOT NULL,
  state       text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'claimed', 'dialling')),
  due_at      timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  node_id     uuid,
  trunk_id    text,
  CHECK ((state = 'queued') = (node_id IS NULL)),
  PRIMARY KEY (account_id, session_no)
);
-- Codes (1) before notices (2), then by time.
CREATE INDEX queue_due ON queue (purpose, due_at) WHERE state = 'queued';
CREATE INDEX queue_expiry ON queue (expires_at) WHERE state = 'queued';
CREATE INDEX queue_by_trunk ON queue (trunk_id) WHERE state <> 'queued';
-- Two calls to one callee at once: never, whoever the customers are.
CREATE UNIQUE INDEX queue_one_call_per_callee ON queue (callee_key) WHERE state <> 'queued';

CREATE TABLE client_tokens (
  account_id   text NOT NULL,
  token        text NOT NULL,
  fingerprint  bytea NOT NULL,
  session_no   uuid NOT NULL,
  req_uuid     text NOT NULL,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (account_id, token)
);
CREATE INDEX client_tokens_by_age ON client_tokens (created_at);

-- Progress of a call, for people who watch; nothing is decided from it.
CREATE TABLE call_events (
  account_id  text NOT NULL,
  session_no  uuid NOT NULL,
  at          timestamptz NOT NULL,
  state       text NOT NULL,
  detail      text NOT NULL DEFAULT ''
) PARTITION BY RANGE (session_no);
CREATE INDEX call_events_by_message ON call_events (account_id, session_no, at);

-- What became of it: the primary key makes the receipt final and single.
CREATE TABLE receipts (
  account_id       text NOT NULL,
  session_no       uuid NOT NULL,
  result           smallint NOT NULL CHECK (result IN (1, 2, 3)),
  reason           text NOT NULL,                          -- stable name in the receipt catalogue
  code             integer NOT NULL,
  call_id          text,
  trunk_id         text,
  show_number      text,
  started_at       timestamptz,
  answered_at      timestamptz,
  ended_at         timestamptz NOT NULL,
  talk_ms          integer NOT NULL DEFAULT 0,
  cost_count       integer NOT NULL DEFAULT 0,             -- messages or minutes
  charge           bigint NOT NULL DEFAULT 0,              -- in the message's commodity
  digits           text NOT NULL DEFAULT '',
  plays_completed  smallint NOT NULL DEFAULT 0,
  ended_by         text,
  media            text,                                   -- RTP report, JSON
  at               timestamptz NOT NULL,
  push_state       text NOT NULL CHECK (push_state IN ('none', 'pending', 'delivered', 'dead')),
  push_attempts    integer NOT NULL DEFAULT 0,
  pushed_at        timestamptz,
  PRIMARY KEY (account_id, session_no)
) PARTITION BY RANGE (session_no);

CREATE TABLE receipt_pushes (
  account_id  text NOT NULL,
  session_no  uuid NOT NULL,
  attempt     integer NOT NULL,
  at          timestamptz NOT NULL,
  status      integer,
  error       text,
  PRIMARY KEY (account_id, session_no, attempt)
) PARTITION BY RANGE (session_no);

-- ── partitions ─────────────────────────────────────────────────────────────────────────────────────────────
-- The smallest UUIDv7 of a moment.
CREATE FUNCTION uuid_floor(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

-- Makes the month of `moment` and the `ahead` months after it. Months are UTC; bounds are on UUIDv7. A month is made
-- beside its parent and then attached, which waits for nobody who reads or writes (CREATE … PARTITION OF would lock the
-- whole table, and hold up every send behind one long query).
CREATE PROCEDURE ensure_partitions(moment timestamptz, ahead integer) LANGUAGE plpgsql AS $$
DECLARE
  parent text;
  first timestamp;
  suffix text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('herald.partitions'));
  FOR step IN 0..ahead LOOP
    first := date_trunc('month', moment AT TIME ZONE 'UTC') + make_interval(months => step);
    suffix := to_char(first, '"_"YYYY_MM');
    FOREACH parent IN ARRAY ARRAY['messages', 'ledger_transfers', 'call_events', 'receipts', 'receipt_pushes'] LOOP
      IF to_regclass(parent || suffix) IS NULL THEN
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', parent || suffix, parent);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, parent || suffix,
          uuid_floor(first AT TIME ZONE 'UTC'),
          uuid_floor((first + interval '1 month') AT TIME ZONE 'UTC'));
      END IF;
    END LOOP;
  END LOOP;
END $$;
