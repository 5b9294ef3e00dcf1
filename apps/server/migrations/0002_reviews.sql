-- What waits for a decision of the operator's, of whatever kind; what is decided about stands in the table of its
-- own module, which is told of the decision in the same transaction.
CREATE TABLE reviews (
  account_id    text NOT NULL REFERENCES accounts,
  review_id     text NOT NULL,
  kind          text NOT NULL,                             -- 'enterprise', 'template' …: modules/reviews/rules.ts
  subject_id    text NOT NULL,                             -- id in the table of the kind's module
  title         text NOT NULL,                             -- what the desk's list shows; no personal data
  findings      jsonb NOT NULL DEFAULT '[]',               -- of the automatic pre-review; they sort, they pass nothing
  state         text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'approved', 'rejected', 'withdrawn')),
  submitted_at  timestamptz NOT NULL,
  PRIMARY KEY (account_id, review_id)
);
-- One subject is under one review at a time.
CREATE UNIQUE INDEX reviews_one_open ON reviews (account_id, kind, subject_id) WHERE state = 'open';
