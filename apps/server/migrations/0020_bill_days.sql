-- Lines of a bill are written day by day, so that nobody who looks at the month that runs has to read all of its postings.
ALTER TABLE bill_lines DROP CONSTRAINT bill_lines_account_id_month_fkey;

-- Days that are closed for every account: their lines stand in bill_lines.
CREATE TABLE bill_days (
  month      integer NOT NULL,
  day        smallint NOT NULL,                          -- of the month, in Beijing
  closed_at  timestamptz NOT NULL,
  PRIMARY KEY (month, day)
);

-- Orders, rents, top-ups and the like: few among millions of charges.
CREATE INDEX ledger_transfers_but_use ON ledger_transfers (account_id, at, id, kind, part)
  WHERE kind NOT IN ('reserve', 'release', 'charge');
