-- 4.3.8, 12.3: what is left of the money that was paid in goes back when a service ends, unless it is kept as damages.
CREATE TABLE returned_balances (
  account_id  text NOT NULL REFERENCES accounts,
  ledger_id   uuid NOT NULL,
  amount      bigint NOT NULL CHECK (amount > 0),
  reference   text NOT NULL,                             -- of the bank transfer by which it went back
  reason      text NOT NULL,
  decided_by  text NOT NULL,                             -- operator_id
  at          timestamptz NOT NULL,
  PRIMARY KEY (account_id, ledger_id)
);
