-- Money that is taken back again, the messages that lose their cover by it, and sends that could not be paid (3.6).

-- Where the legs of a message's present reservation begin: one that was given up and made anew has had others before.
ALTER TABLE messages ADD COLUMN first_part smallint NOT NULL DEFAULT 0;

-- A queued message that nothing pays for any more. While it is held it is due when it expires, so nobody claims it;
-- `held_due_at` is when it was due.
ALTER TABLE queue ADD COLUMN held_since timestamptz;
ALTER TABLE queue ADD COLUMN held_due_at timestamptz;
ALTER TABLE queue ADD CONSTRAINT queue_held_is_queued
  CHECK ((held_since IS NULL) = (held_due_at IS NULL) AND (held_since IS NULL OR state = 'queued'));
CREATE INDEX queue_held ON queue (account_id, session_no) WHERE held_since IS NOT NULL;

-- A payment that was confirmed and is not there: confirmed by mistake, or called back by the payer's bank.
CREATE TABLE payment_reversals (
  account_id  text NOT NULL,
  payment_id  uuid NOT NULL,
  amount      bigint NOT NULL CHECK (amount > 0),
  owed        bigint NOT NULL CHECK (owed BETWEEN 0 AND amount),  -- what the balance did not hold any more
  held        integer NOT NULL,                                   -- messages that lost their cover by it
  reason      text NOT NULL,
  decided_by  text NOT NULL,                                      -- operator_id
  at          timestamptz NOT NULL,
  PRIMARY KEY (account_id, payment_id),
  FOREIGN KEY (account_id, payment_id) REFERENCES payments
);

-- Sends of a kind that nothing could pay for, from the first that was refused until one like it can be paid again.
CREATE TABLE shortfalls (
  account_id  text NOT NULL REFERENCES accounts,
  purpose     smallint NOT NULL,
  group_type  smallint NOT NULL,
  since       timestamptz NOT NULL,
  max_talk_s  integer NOT NULL,                                   -- of the message that was refused
  unit_price  bigint NOT NULL,                                    -- of it from money
  step_s      smallint NOT NULL,
  told_at     timestamptz,
  PRIMARY KEY (account_id, purpose, group_type)
);
