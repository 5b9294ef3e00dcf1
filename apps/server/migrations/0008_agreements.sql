-- The agreement: its versions, who accepted which one and how, who refused. What the state of an account comes to
-- stands with the account, where every send reads it.
ALTER TABLE accounts
  ADD COLUMN agreement_version  integer,                   -- in force for it; null: never accepted one
  ADD COLUMN service_ends_at    timestamptz;               -- it refused the version that takes effect then (12.3)
CREATE INDEX accounts_by_agreement ON accounts (account_id, agreement_version)
  WHERE agreement_version IS NOT NULL AND service_ends_at IS NULL;
CREATE INDEX accounts_ending ON accounts (service_ends_at) WHERE service_ends_at IS NOT NULL;

-- Who the operator is, as the text names him. Empty until he says so.
CREATE TABLE operator_identity (
  singleton   boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  places      jsonb NOT NULL,                              -- what fills the places of the text, by language
  changed_by  text NOT NULL,
  changed_at  timestamptz NOT NULL
);

-- Draft: announced_at is null. From then on a version stands as it is; before it is effective it can be withdrawn.
CREATE TABLE agreement_versions (
  version       integer PRIMARY KEY CHECK (version > 0),
  clauses_zh    jsonb NOT NULL,                            -- [{number, title, text}], places filled
  clauses_en    jsonb NOT NULL,
  hash          text NOT NULL,                             -- SHA-256 over both: what is accepted is this text
  immediate     boolean NOT NULL DEFAULT false,            -- in force at once, as the law demands
  ground_zh     text NOT NULL DEFAULT '',                  -- on what ground
  ground_en     text NOT NULL DEFAULT '',
  created_by    text NOT NULL,                             -- operator_id; '' the text that comes with the service
  created_at    timestamptz NOT NULL,
  announced_by  text,
  announced_at  timestamptz,
  effective_at  timestamptz,
  withdrawn_by  text,
  withdrawn_at  timestamptz,
  told_to       text NOT NULL DEFAULT '',                  -- the last account that was told of it, or of its withdrawal
  told_at       timestamptz,                               -- when the last one was
  settled_at    timestamptz,                               -- when silence was recorded for the last account
  CHECK ((announced_at IS NULL) = (effective_at IS NULL)),
  CHECK (NOT immediate OR (ground_zh <> '' AND ground_en <> '')),
  CHECK (withdrawn_at IS NULL OR announced_at IS NULL OR withdrawn_at < effective_at)
);
CREATE INDEX agreement_versions_in_force ON agreement_versions (effective_at) WHERE withdrawn_at IS NULL;

CREATE TABLE agreement_acceptances (
  account_id  text NOT NULL REFERENCES accounts,
  version     integer NOT NULL REFERENCES agreement_versions,
  how         text NOT NULL CHECK (how IN ('signed', 'silence', 'law')),
  signer      text NOT NULL DEFAULT '',                    -- member_id or public key; '' where nobody signed
  ip          text NOT NULL DEFAULT '',
  hash        text NOT NULL,
  at          timestamptz NOT NULL,
  PRIMARY KEY (account_id, version)
);

CREATE TABLE agreement_refusals (
  account_id     text NOT NULL REFERENCES accounts,
  refusal_id     uuid NOT NULL,
  version        integer NOT NULL REFERENCES agreement_versions,
  reason         text NOT NULL,
  signer         text NOT NULL,
  ip             text NOT NULL,
  at             timestamptz NOT NULL,
  taken_back_at  timestamptz,
  taken_back_by  text,                                     -- signer; '' the version was withdrawn
  PRIMARY KEY (account_id, refusal_id)
);
-- One stands at a time.
CREATE UNIQUE INDEX agreement_refusals_standing ON agreement_refusals (account_id) WHERE taken_back_at IS NULL;
