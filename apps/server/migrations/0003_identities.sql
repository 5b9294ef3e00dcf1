-- Who logs in, members of accounts, the operator's staff, API keys that belong to members.

-- A person who logs in. Looked up by e-mail or session before the account is known: like api_keys, these tables cannot
-- start with account_id. Which account or staff an identity acts for stands in members and operators.
CREATE TABLE identities (
  identity_id     text PRIMARY KEY,
  realm           text NOT NULL CHECK (realm IN ('customer', 'operator')),
  email_key       bytea NOT NULL,                          -- keyed hash of the address in lower case
  email_sealed    bytea NOT NULL,
  name_sealed     bytea NOT NULL,
  language        text NOT NULL CHECK (language IN ('zh', 'en')),
  password_hash   text,                                    -- PHC string, argon2id; none: logs in by OIDC alone
  password_at     timestamptz,
  totp_sealed     bytea,                                   -- secret, from enrolment on
  totp_on         boolean NOT NULL DEFAULT false,          -- confirmed by a first code
  totp_last_step  bigint NOT NULL DEFAULT 0,               -- RFC 6238 5.2: a code is taken once
  created_at      timestamptz NOT NULL,
  UNIQUE (realm, email_key)
);

CREATE TABLE recovery_codes (
  identity_id  text NOT NULL REFERENCES identities ON DELETE CASCADE,
  code_key     bytea NOT NULL,                             -- keyed hash
  used_at      timestamptz,
  PRIMARY KEY (identity_id, code_key)
);

-- A row stays for a while after its end: it is what a new address or device is told by.
CREATE TABLE sessions (
  session_id    text PRIMARY KEY,
  token_hash    bytea NOT NULL UNIQUE,
  identity_id   text NOT NULL REFERENCES identities ON DELETE CASCADE,
  ip            text NOT NULL,
  agent         text NOT NULL,
  created_at    timestamptz NOT NULL,
  last_used_at  timestamptz NOT NULL,
  expires_at    timestamptz NOT NULL,
  ended_at      timestamptz
);
CREATE INDEX sessions_by_identity ON sessions (identity_id, created_at DESC);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- What was mailed to prove that somebody reads an address: a code or a link, for one use.
CREATE TABLE mail_proofs (
  proof_id        text PRIMARY KEY,
  kind            text NOT NULL CHECK (kind IN ('registration', 'password-reset', 'invitation')),
  realm           text NOT NULL CHECK (realm IN ('customer', 'operator')),
  email_key       bytea NOT NULL,
  secret_hash     bytea UNIQUE,                            -- none: nothing proves it, its mail said something else
  payload_sealed  bytea NOT NULL,
  attempts        integer NOT NULL DEFAULT 0,
  created_at      timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL
);
CREATE INDEX mail_proofs_by_address ON mail_proofs (email_key, kind);
CREATE INDEX mail_proofs_by_expiry ON mail_proofs (expires_at);

-- Attempts by address of a person or of a machine, known to us or not; counted before they are judged.
CREATE TABLE attempts (
  subject_key    bytea PRIMARY KEY,                        -- keyed hash
  count          integer NOT NULL,
  last_at        timestamptz NOT NULL,
  blocked_until  timestamptz NOT NULL
);
CREATE INDEX attempts_by_age ON attempts (last_at);

-- ── members of accounts ────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE members (
  account_id     text NOT NULL REFERENCES accounts,
  member_id      text NOT NULL,
  identity_id    text UNIQUE,                              -- none until the invitation is accepted
  invited_email  bytea,                                    -- sealed, until then
  role           text NOT NULL CHECK (role IN ('owner', 'developer', 'finance', 'operations', 'read-only')),
  project_ids    text[],                                   -- null: all
  status         text NOT NULL CHECK (status IN ('invited', 'active', 'disabled')),
  created_at     timestamptz NOT NULL,
  CHECK ((status = 'invited') = (identity_id IS NULL)),
  CHECK ((status = 'invited') = (invited_email IS NOT NULL)),
  PRIMARY KEY (account_id, member_id)
);

ALTER TABLE accounts
  ADD COLUMN api_ips     text[] NOT NULL DEFAULT '{}',     -- addresses and blocks for keys and apps; empty: any
  ADD COLUMN console_ips text[] NOT NULL DEFAULT '{}',     -- the same for members who have logged in
  ADD COLUMN key_pairs   boolean NOT NULL DEFAULT true;    -- whether SHA-1 key pair signatures are taken

-- A key without a member is the account's own, with an owner's permissions.
ALTER TABLE api_keys
  ADD COLUMN member_id     text,
  ADD COLUMN note          text NOT NULL DEFAULT '',
  ADD COLUMN leaked_at     timestamptz,                    -- reported: disabled until it is reset or deleted
  ADD COLUMN last_used_at  timestamptz;

-- ── the operator's staff ───────────────────────────────────────────────────────────────────────────────────
CREATE TABLE operators (
  operator_id    text PRIMARY KEY,
  identity_id    text UNIQUE,
  invited_email  bytea,
  roles          text[] NOT NULL CHECK
    (roles <@ ARRAY['reviewer', 'finance', 'operations', 'compliance', 'admin'] AND cardinality(roles) > 0),
  status         text NOT NULL CHECK (status IN ('invited', 'active', 'disabled')),
  created_at     timestamptz NOT NULL,
  CHECK ((status = 'invited') = (identity_id IS NULL)),
  CHECK ((status = 'invited') = (invited_email IS NOT NULL))
);
