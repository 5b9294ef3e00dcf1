-- Sanctions that cap how much is sent or take one template or number out of use (4.2.5), and thresholds of complaint
-- rates that impose them by themselves (4.3.6, 5.2).

ALTER TABLE sanctions
  ADD COLUMN target_id  text NOT NULL DEFAULT '',        -- the template, flow or number that it is about
  ADD COLUMN per_minute integer CHECK (per_minute >= 0), -- of a restriction: the most sends in 60 s
  ADD COLUMN per_day    integer CHECK (per_day >= 0),    -- and in a day, in Beijing
  DROP CONSTRAINT sanctions_kind_check,
  ADD CHECK (kind IN ('warning', 'restriction', 'template-block', 'number-pause', 'app-offline', 'app-deletion',
    'suspension', 'termination'));

-- Caps on the sends of accounts, by what imposes them.
CREATE TABLE send_caps (
  account_id  text NOT NULL REFERENCES accounts,
  cause       text NOT NULL,                             -- 'sanction:<id>'
  clause      text NOT NULL,
  per_minute  integer,
  per_day     integer,
  PRIMARY KEY (account_id, cause)
);

CREATE TABLE complaint_thresholds (
  threshold_id  uuid PRIMARY KEY,
  subject       text NOT NULL CHECK (subject IN ('account', 'template', 'number', 'trunk')),
  days          smallint NOT NULL CHECK (days BETWEEN 1 AND 92),
  least         integer NOT NULL CHECK (least >= 1),     -- complaints, below which no rate counts
  per_10000     integer NOT NULL CHECK (per_10000 >= 0), -- complaints in ten thousand answered calls
  act           text NOT NULL CHECK (act IN ('warn', 'restrict', 'block-template', 'pause-number', 'suspend')),
  capabilities  text[] NOT NULL DEFAULT '{}',            -- that 'restrict' takes away
  per_minute    integer,                                 -- to which it caps the sends
  per_day       integer,
  enabled       boolean NOT NULL,
  set_by        text NOT NULL DEFAULT '',                -- '' came with the service
  set_at        timestamptz NOT NULL
);

-- What thresholds did. The complaints that one acted on are those before its act: they count for it no more.
CREATE TABLE threshold_acts (
  threshold_id  uuid NOT NULL,
  account_id    text NOT NULL,                           -- '' for a trunk, and for a number of the pool
  key           text NOT NULL,                           -- the template, number or trunk; '' for an account
  at            timestamptz NOT NULL,
  act           text NOT NULL,
  complaints    integer NOT NULL,
  answered      bigint NOT NULL,
  sanction_id   uuid,                                    -- null where no account is sanctioned
  PRIMARY KEY (threshold_id, account_id, key, at)
);
CREATE INDEX threshold_acts_by_time ON threshold_acts (at DESC);
CREATE INDEX complaints_happened ON complaints (happened_at);

-- They act from the start where nobody has sent anything yet; an installation that is in use switches them on itself.
INSERT INTO complaint_thresholds
  (threshold_id, subject, days, least, per_10000, act, per_minute, per_day, enabled, set_at)
SELECT gen_random_uuid(), t.*, NOT EXISTS (SELECT 1 FROM accounts), now() FROM (VALUES
  ('account',  30::smallint,  5,  20, 'warn',           NULL::integer, NULL::integer),
  ('account',   7,           10,  50, 'restrict',       10,            1000),
  ('account',   7,           30, 200, 'suspend',        NULL,          NULL),
  ('template',  7,            5, 100, 'block-template', NULL,          NULL),
  ('number',    7,            5, 100, 'pause-number',   NULL,          NULL),
  ('trunk',     1,           10,  50, 'warn',           NULL,          NULL)
) AS t (subject, days, least, per_10000, act, per_minute, per_day);
