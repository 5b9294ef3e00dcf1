-- Numbers of one's own: applied for, answered by the carrier, paid for a year ahead, provided, renewed, given up.

-- States and transitions: modules/numbers/application-rules.ts.
CREATE TABLE number_applications (
  account_id        text NOT NULL REFERENCES accounts,
  application_id    text NOT NULL,                         -- UVNA…
  state             text NOT NULL CHECK (state IN
    ('draft', 'to-review', 'with-carrier', 'to-pay', 'provisioning', 'done', 'cancelled')),
  kind              text NOT NULL CHECK (kind IN ('landline', 'vanity', '95', '1010')),
  template_ids      text[] NOT NULL,                       -- examples of what will be said
  peak_concurrency  integer NOT NULL,
  daily_minutes     integer NOT NULL,
  average_seconds   integer NOT NULL,
  lines             jsonb NOT NULL,                        -- [{firstCity, alternatives, quantity, pattern}]
  reason            text NOT NULL DEFAULT '',              -- why it was given back or cancelled
  carrier           text NOT NULL DEFAULT '',              -- to whom it was handed over
  order_id          text,                                  -- the order that pays for it
  created_by        text NOT NULL,
  created_at        timestamptz NOT NULL,
  updated_at        timestamptz NOT NULL,
  due_at            timestamptz,                           -- by when this state is to be over; NULL: nobody is waited for
  overdue_told_at   timestamptz,
  PRIMARY KEY (account_id, application_id)
);
-- The desk's list, over all accounts: it is the operator's.
CREATE INDEX number_applications_desk ON number_applications (state, due_at);
CREATE INDEX number_applications_newest ON number_applications (account_id, created_at DESC);

-- What the carrier can give for a line, and how much of it the customer took.
CREATE TABLE number_answers (
  account_id       text NOT NULL,
  answer_id        text NOT NULL,                          -- UVNC…
  application_id   text NOT NULL,
  line             smallint NOT NULL CHECK (line > 0),     -- of the application's lines, from 1
  city_code        text NOT NULL,                          -- area code; '' for numbers of the whole country
  monthly          bigint NOT NULL CHECK (monthly > 0),    -- rent of one number, 10^-4 yuan
  minimum_minutes  integer NOT NULL DEFAULT 0 CHECK (minimum_minutes >= 0),
  minute_price     bigint NOT NULL DEFAULT 0 CHECK (minute_price >= 0),  -- of each minute that falls short
  available        integer NOT NULL CHECK (available > 0),
  chosen           integer NOT NULL DEFAULT 0 CHECK (chosen BETWEEN 0 AND available),
  PRIMARY KEY (account_id, answer_id),
  FOREIGN KEY (account_id, application_id) REFERENCES number_applications ON DELETE CASCADE,
  CHECK ((minimum_minutes = 0) = (minute_price = 0))
);
CREATE INDEX number_answers_by_application ON number_answers (account_id, application_id);

-- A number that was given up may be somebody else's later.
ALTER TABLE numbers DROP CONSTRAINT numbers_number_key;
ALTER TABLE numbers DROP CONSTRAINT numbers_status_check;
ALTER TABLE numbers
  ADD CHECK (status IN ('to-provision', 'active', 'cancelling', 'cancelled', 'expired')),
  ADD COLUMN kind             text NOT NULL DEFAULT 'landline',
  ADD COLUMN answer_id        text,                        -- of the line that it was delivered for
  ADD COLUMN minimum_minutes  integer NOT NULL DEFAULT 0,
  ADD COLUMN minute_price     bigint NOT NULL DEFAULT 0,
  ADD COLUMN minimum_month    integer,                     -- the next month whose minimum is to be judged
  ADD COLUMN created_at       timestamptz NOT NULL DEFAULT '2026-01-01',
  ADD COLUMN activated_at     timestamptz,
  ADD COLUMN expires_at       timestamptz,                 -- end of the months that are paid; NULL: rented by the month
  ADD COLUMN ended_at         timestamptz,                 -- cancelled since
  ADD COLUMN auto_renew       boolean NOT NULL DEFAULT false,
  ADD COLUMN renewal_told_at  timestamptz,                 -- that the balance does not cover the renewal
  ADD COLUMN noticed          smallint NOT NULL DEFAULT 0, -- notices of its end that were given
  ADD COLUMN paused_at        timestamptz,                 -- by the operator
  ADD COLUMN paused_by        text,
  ADD COLUMN paused_reason    text NOT NULL DEFAULT '',
  ADD COLUMN unpaid_since     timestamptz;                 -- rent or minimum is due, and was not covered
ALTER TABLE numbers ALTER COLUMN created_at SET DEFAULT now();
CREATE UNIQUE INDEX numbers_in_use ON numbers (number) WHERE status <> 'cancelled';
CREATE INDEX numbers_by_answer ON numbers (account_id, answer_id) WHERE answer_id IS NOT NULL;
CREATE INDEX numbers_ending ON numbers (expires_at) WHERE status <> 'cancelled' AND expires_at IS NOT NULL;
CREATE INDEX numbers_with_minimum ON numbers (minimum_month) WHERE minimum_month IS NOT NULL;
CREATE INDEX numbers_unpaid ON numbers (unpaid_since) WHERE unpaid_since IS NOT NULL;
DROP INDEX numbers_rented;
CREATE INDEX numbers_rented ON numbers (account_id, number)
  WHERE status IN ('active', 'cancelling') AND monthly_rent IS NOT NULL;

-- Months [from_month, until_month) of a number that were paid ahead; what is not earned yet is in the ledger account
-- 'prepaid:' || order_id.
CREATE TABLE number_terms (
  account_id   text NOT NULL,
  number       text NOT NULL,
  from_month   integer NOT NULL,
  until_month  integer NOT NULL,
  earned_until integer NOT NULL,                           -- months before it are posted as rent
  monthly      bigint NOT NULL CHECK (monthly > 0),
  order_id     text NOT NULL,
  PRIMARY KEY (account_id, number, from_month),
  FOREIGN KEY (account_id, number) REFERENCES numbers,
  FOREIGN KEY (account_id, order_id) REFERENCES orders,
  CHECK (earned_until BETWEEN from_month AND until_month)
);
CREATE INDEX number_terms_unearned ON number_terms (earned_until) WHERE earned_until < until_month;

-- What a number owes for a month: its rent, or the minutes that fell short of its minimum.
ALTER TABLE number_rents
  ADD COLUMN kind     text NOT NULL DEFAULT 'rent' CHECK (kind IN ('rent', 'minimum')),
  ADD COLUMN minutes  integer NOT NULL DEFAULT 0;          -- that fell short
ALTER TABLE number_rents DROP CONSTRAINT number_rents_pkey;
ALTER TABLE number_rents ADD PRIMARY KEY (account_id, number, month, kind);

ALTER TABLE bill_lines DROP CONSTRAINT bill_lines_payer_check;
ALTER TABLE bill_lines ADD CHECK (payer IN ('balance', 'coupon', 'package', 'prepaid', ''));

-- What was done with an application or a number, by whom and why: only ever added to.
CREATE TABLE number_events (
  account_id  text NOT NULL,
  subject_id  text NOT NULL,                               -- UVNA… or the number
  event_id    uuid NOT NULL,
  event       text NOT NULL,
  realm       text NOT NULL CHECK (realm IN ('member', 'operator', 'clock')),
  by_id       text NOT NULL,
  remark      text NOT NULL DEFAULT '',
  at          timestamptz NOT NULL,
  PRIMARY KEY (account_id, subject_id, event_id)
);
CREATE TRIGGER number_events_stay BEFORE UPDATE OR DELETE ON number_events
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
