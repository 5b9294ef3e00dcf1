-- Orders to rectify (4.3.7): what the operator wants put right until when, and which capabilities are off meanwhile.

CREATE TABLE rectifications (
  account_id    text NOT NULL REFERENCES accounts,
  order_id      uuid NOT NULL,
  clause        text NOT NULL,
  capabilities  text[] NOT NULL DEFAULT '{}',            -- off until it is closed
  due_at        timestamptz NOT NULL,
  state         text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'closed')),
  opened_by     text NOT NULL,
  opened_at     timestamptz NOT NULL,
  closed_by     text,
  closed_at     timestamptz,
  overdue_told  boolean NOT NULL DEFAULT false,          -- the staff, of this due time
  PRIMARY KEY (account_id, order_id),
  CHECK ((state = 'closed') = (closed_at IS NOT NULL))
);
CREATE INDEX rectifications_by_id ON rectifications (order_id);
CREATE INDEX rectifications_by_time ON rectifications (account_id, opened_at DESC);
CREATE INDEX rectifications_late ON rectifications (due_at) WHERE state = 'open' AND NOT overdue_told;

-- What both sides said of it, in its order: the order itself, answers, what is missing, the closing.
CREATE TABLE rectification_words (
  account_id   text NOT NULL,
  order_id     uuid NOT NULL,
  seq          smallint NOT NULL,
  side         text NOT NULL CHECK (side IN ('operator', 'customer')),
  by_whom      text NOT NULL,
  at           timestamptz NOT NULL,
  text_sealed  bytea NOT NULL,
  file_ids     uuid[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (account_id, order_id, seq),
  FOREIGN KEY (account_id, order_id) REFERENCES rectifications
);

-- How often a callee may be rung in a day, over all customers (rules: an attention budget). Codes have one of their own.
CREATE TABLE attention_budgets (
  purpose  smallint PRIMARY KEY CHECK (purpose IN (1, 2)),
  per_day  integer NOT NULL CHECK (per_day >= 1),
  set_by   text NOT NULL,
  set_at   timestamptz NOT NULL
);

-- What of it is used: counted before each call, under no lock of an account. No number is kept but its keyed hash.
CREATE TABLE attention_days (
  callee_key  bytea NOT NULL,
  day         date NOT NULL,                             -- at the callee
  purpose     smallint NOT NULL,
  used        integer NOT NULL,
  PRIMARY KEY (callee_key, day, purpose)
);
CREATE INDEX attention_days_by_day ON attention_days (day);
