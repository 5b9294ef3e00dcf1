-- Paying by parts (coupons before balance), billing steps, coupons. Columns are added; what was written keeps its meaning.

-- One business id may take the same leg from several ledger accounts: a message paid by two coupons and the balance.
ALTER TABLE ledger_transfers ADD COLUMN part smallint NOT NULL DEFAULT 0;
ALTER TABLE ledger_transfers DROP CONSTRAINT ledger_transfers_pkey;
ALTER TABLE ledger_transfers ADD PRIMARY KEY (account_id, id, kind, part);
-- Which kinds there are is modules/ledger/rules.ts' to say.
ALTER TABLE ledger_transfers DROP CONSTRAINT ledger_transfers_kind_check;

-- 0: per answered message; 6 or 60: per started step of so many seconds of talk. The amount is the price of one step.
ALTER TABLE prices ADD COLUMN step_s smallint NOT NULL DEFAULT 0 CHECK (step_s IN (0, 6, 60));
UPDATE prices SET step_s = 60 WHERE purpose = 2;

-- Written at acceptance like the rest of the message: what a unit is, and the parts where more than one pays.
ALTER TABLE messages ADD COLUMN step_s smallint NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN funding_parts text;      -- [[ledger account, amount]…] in the order of use; NULL: one
UPDATE messages SET step_s = 60 WHERE purpose = 2;

-- Money given by the operator, which can be spent here only (3.5). What is left of it is the balance of `coupon:<id>`.
CREATE TABLE coupons (
  account_id  text NOT NULL REFERENCES accounts,
  coupon_id   text NOT NULL,
  amount      bigint NOT NULL CHECK (amount > 0),
  scope       text[] NOT NULL CHECK (scope <@ ARRAY['usage', 'package'] AND scope <> '{}'),
  purposes    smallint[] NOT NULL DEFAULT '{1,2}',
  source      text NOT NULL,                             -- campaign, compensation, trial: why it was given
  granted_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  PRIMARY KEY (account_id, coupon_id),
  CHECK (expires_at > granted_at)
);
CREATE INDEX coupons_by_expiry ON coupons (account_id, expires_at);
