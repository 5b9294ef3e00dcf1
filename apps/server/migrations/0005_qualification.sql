-- Who the customer is: real name, enterprise and its materials, apps, capabilities asked for; and what happened to them.

-- 4.2.1: on the account's own row, so that a send reads it with what it reads anyway.
ALTER TABLE accounts ADD COLUMN enterprise_approved boolean NOT NULL DEFAULT false;
-- Accounts that were granted capabilities before enterprises were kept here were judged by the operator elsewhere.
UPDATE accounts SET enterprise_approved = true
WHERE EXISTS (SELECT FROM capabilities WHERE capabilities.account_id = accounts.account_id);

CREATE TABLE real_names (
  account_id    text PRIMARY KEY REFERENCES accounts,
  state         text NOT NULL CHECK (state IN ('draft', 'in-review', 'approved', 'rejected')),
  holder        text NOT NULL CHECK (holder IN ('person', 'enterprise')),
  facts_sealed  bytea NOT NULL,                            -- name, number, phone
  number_key    bytea NOT NULL,                            -- keyed hash: the same holder in several accounts is noticed
  reason        text NOT NULL DEFAULT '',
  updated_at    timestamptz NOT NULL
);
CREATE INDEX real_names_by_number ON real_names (number_key);

CREATE TABLE enterprises (
  account_id      text PRIMARY KEY REFERENCES accounts,
  state           text NOT NULL CHECK (state IN ('draft', 'in-review', 'approved', 'rejected')),
  name            text NOT NULL DEFAULT '',
  licence_number  text NOT NULL DEFAULT '',
  industry        text NOT NULL DEFAULT '',
  contact_sealed  bytea NOT NULL,                          -- contact's name and phone, address
  reason          text NOT NULL DEFAULT '',
  updated_at      timestamptz NOT NULL
);

CREATE TABLE enterprise_materials (
  account_id  text NOT NULL REFERENCES enterprises,
  material    text NOT NULL CHECK (material IN ('business-licence', 'commitment-letter', 'contact-authorisation')),
  file_id     uuid NOT NULL,
  verdict     text NOT NULL DEFAULT 'pending' CHECK (verdict IN ('pending', 'passed', 'failed')),
  reason      text NOT NULL DEFAULT '',
  PRIMARY KEY (account_id, material)
);

CREATE TABLE apps (
  account_id             text NOT NULL REFERENCES accounts,
  app_id                 text NOT NULL,
  state                  text NOT NULL CHECK (state IN ('draft', 'in-review', 'approved', 'rejected')),
  name                   text NOT NULL,
  kind                   text NOT NULL CHECK (kind IN ('app', 'mini-program', 'website', 'other')),
  identifier             text NOT NULL,                    -- what tells it from every other app of its kind
  owned                  boolean NOT NULL,                 -- by the enterprise; else the proof is an authorisation
  proof_file_id          uuid NOT NULL,
  reason                 text NOT NULL DEFAULT '',
  app_key                text UNIQUE,                      -- given at approval; looked up before the account is known
  enabled                boolean NOT NULL DEFAULT true,
  secret_sealed          bytea,
  secret_at              timestamptz,
  former_secret_sealed   bytea,
  former_secret_until    timestamptz,
  created_at             timestamptz NOT NULL,
  updated_at             timestamptz NOT NULL,
  deleted_at             timestamptz,                      -- the row stays: templates and messages name it
  PRIMARY KEY (account_id, app_id)
);
-- 4.3.5: one app serves one enterprise, over all accounts.
CREATE UNIQUE INDEX apps_serve_one ON apps (kind, lower(identifier)) WHERE state = 'approved' AND deleted_at IS NULL;

-- Nonces of signed requests, until their time stamp would be refused anyway.
CREATE TABLE app_nonces (
  account_id  text NOT NULL,
  app_id      text NOT NULL,
  nonce       text NOT NULL,
  expires_at  timestamptz NOT NULL,
  PRIMARY KEY (account_id, app_id, nonce)
);
CREATE INDEX app_nonces_by_expiry ON app_nonces (expires_at);

CREATE TABLE capability_applications (
  account_id  text NOT NULL REFERENCES accounts,
  capability  text NOT NULL,
  state       text NOT NULL CHECK (state IN ('draft', 'in-review', 'approved', 'rejected')),
  purpose     text NOT NULL,
  file_ids    uuid[] NOT NULL DEFAULT '{}',
  reason      text NOT NULL DEFAULT '',
  updated_at  timestamptz NOT NULL,
  PRIMARY KEY (account_id, capability)
);

CREATE TABLE qualification_events (
  account_id  text NOT NULL REFERENCES accounts,
  event_id    uuid NOT NULL,                               -- UUIDv7: in the order of time
  subject     text NOT NULL,                               -- 'real-name', 'enterprise', an app_id, a capability
  what        text NOT NULL,
  by_realm    text NOT NULL CHECK (by_realm IN ('member', 'operator', 'system')),
  by_id       text NOT NULL,
  remark      text NOT NULL DEFAULT '',
  at          timestamptz NOT NULL,
  PRIMARY KEY (account_id, subject, event_id)
);
