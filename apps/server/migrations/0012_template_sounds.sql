-- Recorded sound as it goes on the wire, named by its content: what an approved template plays never changes.
CREATE TABLE template_sounds (
  account_id  text NOT NULL REFERENCES accounts,
  sound_id    text NOT NULL,                               -- SHA-256 of alaw, hex
  alaw        bytea NOT NULL CHECK (length(alaw) <= 500000),  -- G.711 A-law, 8 kHz: at most a minute
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (account_id, sound_id)
);
ALTER TABLE template_sounds ALTER COLUMN alaw SET STORAGE EXTERNAL;
CREATE INDEX templates_by_sound ON templates (account_id, sound_id) WHERE sound_id IS NOT NULL;
