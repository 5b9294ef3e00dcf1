-- A page of an old span is read from the index of its order up to an hour behind it; what came later still is few, and
-- found here.
CREATE INDEX receipts_late ON receipts (account_id, session_no)
  WHERE greatest(started_at, at) - uuid_time(session_no) > interval '1 hour';

-- Days are counted by city and operator together, too: `key` is both, with a space between.
ALTER TABLE send_stats DROP CONSTRAINT send_stats_dimension_check;
ALTER TABLE send_stats ADD CONSTRAINT send_stats_dimension_check CHECK (dimension IN
  ('day', 'template', 'number', 'trunk', 'city', 'operator', 'purpose', 'destination', 'place'));
