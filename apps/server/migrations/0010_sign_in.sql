-- Reports of leaked keys in the customer's words, and signing in at another house (OpenID Connect).

ALTER TABLE api_keys ADD COLUMN leak_report text;          -- what was said when it was reported

-- A log-in by OpenID Connect that is under way. Found by a secret that only the browser which began it has.
CREATE TABLE oidc_logins (
  ticket_hash  bytea PRIMARY KEY,
  realm        text NOT NULL CHECK (realm IN ('customer', 'operator')),
  checks       bytea NOT NULL,                             -- sealed: state, nonce, code verifier
  expires_at   timestamptz NOT NULL
);
CREATE INDEX oidc_logins_by_expiry ON oidc_logins (expires_at);

-- Who somebody is at an issuer: linked by a verified address once, found by the subject from then on.
CREATE TABLE oidc_subjects (
  realm        text NOT NULL CHECK (realm IN ('customer', 'operator')),
  issuer       text NOT NULL,
  subject_key  bytea NOT NULL,                             -- keyed hash
  identity_id  text NOT NULL REFERENCES identities ON DELETE CASCADE,
  linked_at    timestamptz NOT NULL,
  PRIMARY KEY (realm, issuer, subject_key)
);
CREATE INDEX oidc_subjects_by_identity ON oidc_subjects (identity_id);
