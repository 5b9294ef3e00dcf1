-- Addresses and networks that a trunk's own calls come from, beside its hosts: carriers often call from others.
ALTER TABLE trunks ADD COLUMN sources text[] NOT NULL DEFAULT '{}' CHECK (cardinality(sources) <= 50);
