-- Bills, alarms, coupons by campaign, the ends of packages and coupons, rent of numbers, forfeiture.

-- What is billed: every posting but the setting aside, in the order in which a bill is read.
CREATE INDEX ledger_transfers_billed ON ledger_transfers (account_id, at, id, kind, part)
  WHERE kind NOT IN ('reserve', 'release');
CREATE INDEX orders_by_ledger ON orders (account_id, ledger_id);

-- A closed month of an account. It changes no more: what is corrected later is posted, and billed, later.
CREATE TABLE bills (
  account_id  text NOT NULL REFERENCES accounts,
  month       integer NOT NULL,                          -- platform/beijing-time.ts: months since January of year 0
  opening     bigint NOT NULL,                           -- balance with what is reserved, 10^-4 yuan
  closing     bigint NOT NULL,
  closed_at   timestamptz NOT NULL,
  PRIMARY KEY (account_id, month)
);
-- Its postings, summed by what a bill can be looked at by.
CREATE TABLE bill_lines (
  account_id   text NOT NULL,
  month        integer NOT NULL,
  day          smallint NOT NULL,
  kind         text NOT NULL,                            -- of the transfers
  payer        text NOT NULL CHECK (payer IN ('balance', 'coupon', 'package', '')),
  commodity    text NOT NULL,
  purpose      smallint NOT NULL,                        -- 0 where there is none, as the following
  group_type   smallint NOT NULL,
  template_id  text NOT NULL,
  destination  text NOT NULL,
  messages     bigint NOT NULL,
  units        bigint NOT NULL,                          -- messages or minutes
  amount       bigint NOT NULL,
  PRIMARY KEY (account_id, month, day, kind, payer, commodity, purpose, group_type, template_id, destination),
  FOREIGN KEY (account_id, month) REFERENCES bills
);
-- Months that are closed for every account.
CREATE TABLE bill_months (
  month      integer PRIMARY KEY,
  closed_at  timestamptz NOT NULL
);

-- below_since: the notice of this crossing was given; NULL again once it is above.
CREATE TABLE alarms (
  account_id   text NOT NULL REFERENCES accounts,
  commodity    text NOT NULL,                            -- 'CNY' is the balance
  threshold    bigint NOT NULL CHECK (threshold > 0),
  below_since  timestamptz,
  PRIMARY KEY (account_id, commodity)
);

-- The terms of a campaign stand with its first coupon. A coupon's id is its campaign's: one an account.
CREATE TABLE coupon_campaigns (
  campaign_id  text PRIMARY KEY,
  source       text NOT NULL CHECK (source IN ('campaign', 'trial')),
  amount       bigint NOT NULL CHECK (amount > 0),
  scope        text[] NOT NULL,
  purposes     smallint[] NOT NULL,
  expires_at   timestamptz NOT NULL,
  reason       text NOT NULL,
  created_by   text NOT NULL,                            -- operator_id
  created_at   timestamptz NOT NULL
);
ALTER TABLE coupons ADD COLUMN compensates integer;      -- the month whose fees bound it (8.5)
ALTER TABLE coupons ADD COLUMN noticed_at timestamptz;   -- a week before its end
ALTER TABLE coupons ADD COLUMN closed_at timestamptz;    -- expired, and nothing of it is left or reserved
CREATE INDEX coupons_ending ON coupons (expires_at) WHERE closed_at IS NULL;

ALTER TABLE packages ADD COLUMN noticed smallint NOT NULL DEFAULT 0;  -- notices of its end that were given
ALTER TABLE packages ADD COLUMN closed_at timestamptz;
CREATE INDEX packages_ending ON packages (expires_at) WHERE closed_at IS NULL;

-- Rent of an exclusive number by the whole calendar month, 10^-4 yuan; NULL where there is none.
ALTER TABLE numbers ADD COLUMN monthly_rent bigint CHECK (monthly_rent > 0);
CREATE INDEX numbers_rented ON numbers (account_id, number) WHERE status = 'active' AND monthly_rent IS NOT NULL;
CREATE TABLE number_rents (
  account_id  text NOT NULL REFERENCES accounts,
  number      text NOT NULL,
  month       integer NOT NULL,
  amount      bigint NOT NULL CHECK (amount > 0),
  ledger_id   uuid NOT NULL,
  due_since   timestamptz NOT NULL,
  paid_at     timestamptz,
  PRIMARY KEY (account_id, number, month)
);
CREATE INDEX number_rents_by_ledger ON number_rents (account_id, ledger_id);
CREATE INDEX number_rents_unpaid ON number_rents (due_since) WHERE paid_at IS NULL;

CREATE TABLE forfeitures (
  account_id  text NOT NULL REFERENCES accounts,
  ledger_id   uuid NOT NULL,
  amount      bigint NOT NULL CHECK (amount > 0),
  clause      text NOT NULL,
  reason      text NOT NULL,
  decided_by  text NOT NULL,                             -- operator_id
  at          timestamptz NOT NULL,
  PRIMARY KEY (account_id, ledger_id)
);
