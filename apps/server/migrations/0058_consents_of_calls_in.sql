-- 4.3.9: whoever calls a number that a flow answers is asked as whoever is called. session_no is then the number of the
-- call that came in; of_call is also what the use of its recording begins with.
-- Both defaults are what a process of the version before means by saying nothing: it asks in messages alone, and one from
-- before there was a second question asks to record alone. So it can go on writing while newer ones run.
ALTER TABLE consents
  ADD COLUMN of_call text NOT NULL DEFAULT 'message' CHECK (of_call IN ('message', 'inbound')),
  ALTER COLUMN kind SET DEFAULT 'recording';
