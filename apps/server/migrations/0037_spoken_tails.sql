-- 4.2.8: what is said at the end of a notice, so that whoever is called can refuse further calls or complain by a key.
CREATE TABLE spoken_tails (
  account_id   text NOT NULL REFERENCES accounts,
  template_id  text NOT NULL,                              -- '': every notice that has none of its own
  tail         text NOT NULL CHECK (tail IN ('none', 'refuse', 'refuse-complain')),
  set_at       timestamptz NOT NULL,
  PRIMARY KEY (account_id, template_id)
);
