-- What may not be said (4.2.2): each version whole, never changed. Version 0 is what the service comes with, and no row.
CREATE TABLE lexicon_versions (
  version     integer PRIMARY KEY CHECK (version > 0),
  terms       text NOT NULL,                               -- JSON: [{category, effect, text}]
  note        text NOT NULL,
  created_by  text NOT NULL,
  created_at  timestamptz NOT NULL
);
