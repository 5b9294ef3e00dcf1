-- The desk: by when a review is due, who has taken it, and everything that was done with it.
ALTER TABLE reviews
  ADD COLUMN due_at             timestamptz,               -- one working day, 9:00-18:00 in Beijing, after submission
  ADD COLUMN concern            boolean NOT NULL GENERATED ALWAYS AS (findings @> '[{"weight": "concern"}]') STORED,
  ADD COLUMN claimed_by         text,                      -- an operator, until claimed_until
  ADD COLUMN claimed_until      timestamptz,
  ADD COLUMN first_approved_by  text,                      -- of two, where the kind needs two
  ADD COLUMN decided_at         timestamptz,
  ADD COLUMN overdue_told_at    timestamptz,               -- when the staff was told that it is overdue
  ADD CHECK ((claimed_by IS NULL) = (claimed_until IS NULL)),
  ADD CHECK (claimed_by IS NULL OR state = 'open');
UPDATE reviews SET due_at = submitted_at + interval '1 day';
UPDATE reviews SET decided_at = submitted_at WHERE state <> 'open';
ALTER TABLE reviews
  ALTER COLUMN due_at SET NOT NULL,
  ADD CHECK ((state = 'open') = (decided_at IS NULL));
-- The desk's list: concerns first, then what is due first. Over all accounts: it is the operator's.
CREATE INDEX reviews_queue ON reviews (concern DESC, due_at, review_id) WHERE state = 'open';
CREATE INDEX reviews_claims ON reviews (claimed_until) WHERE claimed_until IS NOT NULL;
CREATE INDEX reviews_over ON reviews (decided_at) WHERE state <> 'open';

-- What was done with a review, by whom, when and why: evidence, so it is only ever added to.
CREATE TABLE review_events (
  account_id   text NOT NULL,
  review_id    text NOT NULL,
  seq          integer NOT NULL,
  event        text NOT NULL CHECK (event IN
    ('viewed', 'claimed', 'released', 'claim-expired', 'first-approved', 'approved', 'rejected', 'withdrawn')),
  operator_id  text,                                       -- null where the customer did it, or the clock
  reason       text NOT NULL DEFAULT '',
  parts        jsonb NOT NULL DEFAULT '[]',                -- verdicts on parts: [{part, passed, reason}]
  at           timestamptz NOT NULL,
  PRIMARY KEY (account_id, review_id, seq),
  FOREIGN KEY (account_id, review_id) REFERENCES reviews
);
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER review_events_stay BEFORE UPDATE OR DELETE ON review_events
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Which kinds two reviewers must approve. A kind without a row needs one.
CREATE TABLE review_settings (
  kind        text PRIMARY KEY,
  two_person  boolean NOT NULL,
  changed_by  text NOT NULL,
  changed_at  timestamptz NOT NULL
);
