-- 4.2.5: what the operator took offline is one thing, what the customer has disabled is another: the end of the one
-- changes nothing about the other.
ALTER TABLE apps ADD COLUMN offline boolean NOT NULL DEFAULT false;

UPDATE apps a SET offline = true, enabled = true
FROM sanctions s
WHERE s.account_id = a.account_id AND s.app_id = a.app_id AND s.kind = 'app-offline' AND s.lifted_at IS NULL;
