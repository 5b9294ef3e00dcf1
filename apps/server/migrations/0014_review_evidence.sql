-- What a decision was about, as the reviewer saw it: its subject may be changed afterwards, and submitted again.
ALTER TABLE reviews ADD COLUMN evidence bytea;             -- sealed: {facts, parts}; null where nobody decided
