-- Outside do-not-call registries, imported as files under a name. An entry of a registry stands beside what the callee
-- himself, the customer or the operator has entered of the same number, so that either can go without the other.
ALTER TABLE do_not_call ADD COLUMN registry text NOT NULL DEFAULT '';
ALTER TABLE do_not_call DROP CONSTRAINT do_not_call_pkey, ADD PRIMARY KEY (account_id, callee_key, purpose, registry);

CREATE TABLE do_not_call_registries (
  account_id  text NOT NULL,                   -- '' refuses every customer
  name        text NOT NULL,
  import_id   uuid NOT NULL,                   -- the latest one: an earlier that still runs gives way
  numbers     integer NOT NULL DEFAULT 0,      -- as the last complete import left it
  imported_at timestamptz,                     -- NULL until the latest import is complete
  PRIMARY KEY (account_id, name)
);
