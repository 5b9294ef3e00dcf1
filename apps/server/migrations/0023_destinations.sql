-- Calls on trial that the trunk failed.
ALTER TABLE trunks ADD COLUMN trial_faults integer NOT NULL DEFAULT 0;

-- ── abroad ─────────────────────────────────────────────────────────────────────────────────────────────────
-- Countries and regions that an account has opened for itself, one by one; the mainland needs no row.
CREATE TABLE destinations (
  account_id  text NOT NULL REFERENCES accounts,
  country     text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  enabled_by  text NOT NULL,
  enabled_at  timestamptz NOT NULL,
  PRIMARY KEY (account_id, country)
);

-- What an account may spend on calls abroad; without a row the platform's own bounds hold.
CREATE TABLE spend_limits (
  account_id    text PRIMARY KEY REFERENCES accounts,
  daily_cap     bigint NOT NULL CHECK (daily_cap >= 0),                   -- 10^-4 yuan a day in Beijing
  price_ceiling bigint NOT NULL CHECK (price_ceiling >= 0),               -- of a message, or of a minute
  set_by        text NOT NULL,
  set_at        timestamptz NOT NULL
);

-- What was reserved for calls abroad by the day of acceptance, less what was given back.
CREATE TABLE spend_days (
  account_id  text NOT NULL REFERENCES accounts,
  day         date NOT NULL,
  spent       bigint NOT NULL,
  PRIMARY KEY (account_id, day)
);

-- ── narrowed by the operator (5.4, 8.2) ────────────────────────────────────────────────────────────────────
CREATE TABLE narrowings (
  narrowing_id  uuid PRIMARY KEY,
  opens         smallint CHECK (opens BETWEEN 0 AND 1439),                -- minutes of the callee's day; null: no calls at all
  closes        smallint CHECK (closes BETWEEN 1 AND 1440),
  purposes      smallint[] NOT NULL DEFAULT '{}',                         -- none named, here and below: all
  countries     text[] NOT NULL DEFAULT '{}',
  city_codes    text[] NOT NULL DEFAULT '{}',
  prefixes      text[] NOT NULL DEFAULT '{}',                             -- beginnings of called numbers
  shown         text[] NOT NULL DEFAULT '{}',                             -- numbers that may not be shown
  reason        text NOT NULL,
  clause        text NOT NULL CHECK (clause IN ('5.4', '8.2')),
  ordered_by    text NOT NULL,
  since         timestamptz NOT NULL,
  until         timestamptz,
  lifted_by     text,
  lifted_at     timestamptz,
  CHECK ((opens IS NULL) = (closes IS NULL) AND (opens IS NULL OR opens < closes))
);
CREATE INDEX narrowings_standing ON narrowings (since) WHERE lifted_at IS NULL;
