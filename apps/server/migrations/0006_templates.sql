-- Templates through their life: drafts (status 5, Herald's own), who is called and for which app, recorded sound,
-- and the operator's block (4.3.8), which no customer undoes.
ALTER TABLE templates
  DROP CONSTRAINT templates_status_check,
  ADD CONSTRAINT templates_status_check CHECK (status BETWEEN 0 AND 5),
  ADD COLUMN scene     text NOT NULL DEFAULT '',
  ADD COLUMN app_id    text,                               -- null: internal production
  ADD COLUMN sound_id  text,                               -- of recorded sound; content is then its transcript
  ADD COLUMN sound_ms  integer,
  ADD COLUMN blocked   boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT templates_blocked_check CHECK (status = 4 OR NOT blocked),
  ADD CONSTRAINT templates_sound_check CHECK ((sound_id IS NULL) = (sound_ms IS NULL));
CREATE INDEX templates_by_time ON templates (account_id, created_at DESC, template_id);

-- Every change, with the words as they were: what was approved or rejected can be read for ever, also of a template
-- that is deleted.
CREATE TABLE template_history (
  account_id   text NOT NULL REFERENCES accounts,
  template_id  text NOT NULL,
  seq          integer NOT NULL,
  at           timestamptz NOT NULL,
  event        text NOT NULL,                              -- modules/templates/state-rules.ts, and 'create'
  status       smallint NOT NULL,                          -- after the event
  actor        text NOT NULL CHECK (actor IN ('customer', 'operator')),
  actor_id     text NOT NULL,
  reason       text NOT NULL DEFAULT '',
  content      text NOT NULL,
  PRIMARY KEY (account_id, template_id, seq)
);
CREATE INDEX template_verdicts ON template_history (account_id, event, at DESC) WHERE event IN ('approve', 'reject');
