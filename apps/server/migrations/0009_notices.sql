-- What customers are told, through which channels, and the proof that it was sent (12.2).

-- Announcements are the operator's, to all customers; one of maintenance is at the same time the window in which
-- nothing is dialled. Draft: no publish_at. From publish_at on it stands as it is; it can be withdrawn.
CREATE TABLE announcements (
  announcement_id   uuid PRIMARY KEY,                        -- UUIDv7
  kind              text NOT NULL,                           -- 'announcement.…' of the contract's notices
  title_zh          text NOT NULL,
  title_en          text NOT NULL,
  body_zh           text NOT NULL,
  body_en           text NOT NULL,
  effective_at      timestamptz,                             -- of the change; start of the maintenance
  ends_at           timestamptz,                             -- of the maintenance, as announced
  ended_at          timestamptz,                             -- of a maintenance that was ended before that
  emergency_reason  text,                                    -- 5.4: why it was announced with less notice
  publish_at        timestamptz,
  shown_until       timestamptz,                             -- as a banner
  withdrawn_at      timestamptz,
  created_by        text NOT NULL,                           -- operator_id, as the two below
  published_by      text,
  withdrawn_by      text,
  created_at        timestamptz NOT NULL,
  updated_at        timestamptz NOT NULL,
  spread_to         text NOT NULL DEFAULT '',                -- the last account whose inbox has it
  spread_at         timestamptz,                             -- when the last one had
  CHECK (ends_at IS NULL OR ends_at > effective_at),
  CHECK (kind <> 'announcement.maintenance' OR publish_at IS NULL OR ends_at IS NOT NULL)
);
CREATE INDEX announcements_shown ON announcements (shown_until) WHERE withdrawn_at IS NULL;
-- What a dialer asks before each claim: a handful of rows are ahead of now.
CREATE INDEX announcements_pausing ON announcements (least(ends_at, ended_at))
  WHERE kind = 'announcement.maintenance' AND withdrawn_at IS NULL;

-- The inbox of an account.
CREATE TABLE notices (
  account_id       text NOT NULL REFERENCES accounts,
  notice_id        uuid NOT NULL,                            -- UUIDv7
  kind             text NOT NULL,
  details_sealed   bytea,                                    -- what fills the places of the kind's texts
  announcement_id  uuid REFERENCES announcements,            -- whose texts they are
  member_ids       text[],                                   -- who alone sees it; null: whom the kind concerns
  at               timestamptz NOT NULL,
  CHECK ((details_sealed IS NULL) <> (announcement_id IS NULL)),
  PRIMARY KEY (account_id, notice_id)
);
CREATE UNIQUE INDEX notices_of_announcements ON notices (account_id, announcement_id) WHERE announcement_id IS NOT NULL;

CREATE TABLE notice_reads (
  account_id  text NOT NULL,
  member_id   text NOT NULL,                                 -- '' is a key of the account itself
  notice_id   uuid NOT NULL,
  read_at     timestamptz NOT NULL,
  PRIMARY KEY (account_id, member_id, notice_id)
);

-- One row for each notice × channel × recipient: what was sent, when, and what the other side said.
CREATE TABLE notice_deliveries (
  account_id      text NOT NULL,
  notice_id       uuid NOT NULL,
  channel         text NOT NULL CHECK (channel IN ('inbox', 'email', 'sms')),
  recipient       text NOT NULL,                             -- 'account', 'member:…', 'contact:…'
  address_sealed  bytea,
  address_mask    text NOT NULL DEFAULT '',
  language        text NOT NULL CHECK (language IN ('zh', 'en')),
  state           text NOT NULL CHECK (state IN ('pending', 'sent', 'failed')),
  attempts        integer NOT NULL DEFAULT 0,
  message_id      text,                                      -- the Message-ID, or the SMS service's id
  response        text,                                      -- the last word of the mail server or SMS service
  created_at      timestamptz NOT NULL,
  sent_at         timestamptz,                               -- 12.2: the day on which it counts as delivered
  CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
  PRIMARY KEY (account_id, notice_id, channel, recipient)
);

-- To whom notices go beside the members.
CREATE TABLE notice_contacts (
  account_id         text NOT NULL REFERENCES accounts,
  contact_id         uuid NOT NULL,
  name_sealed        bytea NOT NULL,
  language           text NOT NULL CHECK (language IN ('zh', 'en')),
  categories         text[] NOT NULL,
  email_sealed       bytea,
  email_mask         text NOT NULL DEFAULT '',
  email_verified_at  timestamptz,
  phone_sealed       bytea,
  phone_mask         text NOT NULL DEFAULT '',
  phone_verified_at  timestamptz,
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL,
  PRIMARY KEY (account_id, contact_id)
);

-- Codes sent to contacts' addresses; kept for a day, because they are what bounds how many may be sent.
CREATE TABLE notice_contact_codes (
  account_id   text NOT NULL,
  code_id      uuid NOT NULL,                                -- UUIDv7
  contact_id   uuid NOT NULL,
  address_key  bytea NOT NULL,                               -- keyed hash of the address it went to
  code_key     bytea NOT NULL,                               -- keyed hash of the code
  tries        integer NOT NULL DEFAULT 0,
  sent_at      timestamptz NOT NULL,
  PRIMARY KEY (account_id, code_id)
);
CREATE INDEX notice_contact_codes_by_age ON notice_contact_codes (sent_at);

-- Categories whose e-mails the members of an account do not want.
CREATE TABLE notice_preferences (
  account_id  text PRIMARY KEY REFERENCES accounts,
  muted       text[] NOT NULL,
  updated_at  timestamptz NOT NULL
);

-- Up to when a message has been given back the time that maintenance took from it.
ALTER TABLE queue ADD COLUMN credited_until timestamptz;
