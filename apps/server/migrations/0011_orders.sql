-- Buying: price of packages by version, orders, payments.

-- What a package costs; a version of the price book holds these beside the prices of messages.
CREATE TABLE package_prices (
  version     integer NOT NULL REFERENCES price_books,
  purpose     smallint NOT NULL CHECK (purpose IN (1, 2)),
  group_type  smallint NOT NULL CHECK (group_type IN (1, 2)),
  quantity    bigint NOT NULL CHECK (quantity > 0),        -- messages (1) or minutes (2)
  amount      bigint NOT NULL CHECK (amount > 0),          -- 10^-4 yuan for all of it
  PRIMARY KEY (version, purpose, group_type, quantity)
);

-- What somebody wants to buy. States and transitions: modules/orders/rules.ts.
CREATE TABLE orders (
  account_id     text NOT NULL REFERENCES accounts,
  order_id       text NOT NULL,
  ledger_id      uuid NOT NULL,                            -- id of its transfers
  kind           text NOT NULL,                            -- 'top-up', 'package' …
  state          text NOT NULL DEFAULT 'unpaid' CHECK (state IN ('unpaid', 'paid', 'cancelled', 'expired')),
  detail         jsonb NOT NULL,                           -- what is bought, by kind
  amount         bigint NOT NULL CHECK (amount > 0),       -- 10^-4 yuan, before the coupon
  coupon_id      text,
  coupon_amount  bigint NOT NULL DEFAULT 0 CHECK (coupon_amount BETWEEN 0 AND amount),
  created_by     text NOT NULL,                            -- member, key or job
  created_at     timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  ended_at       timestamptz,
  PRIMARY KEY (account_id, order_id),
  CHECK ((coupon_id IS NULL) = (coupon_amount = 0)),
  CHECK ((state = 'unpaid') = (ended_at IS NULL))
);
CREATE INDEX orders_by_time ON orders (account_id, created_at DESC);
CREATE INDEX orders_unpaid ON orders (expires_at) WHERE state = 'unpaid';

-- An attempt to pay an order through a provider. Looked up by the provider's word, which names no account.
CREATE TABLE payments (
  account_id    text NOT NULL,
  payment_id    uuid NOT NULL UNIQUE,
  order_id      text NOT NULL,
  provider      text NOT NULL,
  state         text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'succeeded', 'failed')),
  amount        bigint NOT NULL CHECK (amount > 0),
  provider_ref  text,                                      -- the provider's own number, once it is known
  created_at    timestamptz NOT NULL,
  done_at       timestamptz,
  PRIMARY KEY (account_id, payment_id),
  FOREIGN KEY (account_id, order_id) REFERENCES orders
);
CREATE INDEX payments_by_order ON payments (account_id, order_id);
CREATE UNIQUE INDEX payments_once ON payments (provider, provider_ref);
