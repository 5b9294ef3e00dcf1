-- 4.3.9: the use of a recording to improve the service is a question of its own, with its own answer and proof. A node that
-- is passed twice asks twice, and each answer is kept.
ALTER TABLE consents
  ADD COLUMN kind text NOT NULL DEFAULT 'recording' CHECK (kind IN ('recording', 'improvement'));
ALTER TABLE consents ALTER COLUMN kind DROP DEFAULT;
ALTER TABLE consents DROP CONSTRAINT consents_pkey;
ALTER TABLE consents ADD PRIMARY KEY (account_id, session_no, node, kind, at);
CREATE INDEX consents_to_improve ON consents (session_no DESC)
  WHERE kind = 'improvement' AND given AND revoked_at IS NULL;
