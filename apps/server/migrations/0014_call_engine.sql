-- How a trunk is spoken to. The defaults are those of a carrier that knows this service by its address.
ALTER TABLE trunks
  ADD COLUMN transport       text NOT NULL DEFAULT 'udp' CHECK (transport IN ('udp', 'tcp', 'tls')),
  ADD COLUMN outbound_proxy  text,                           -- host or host:port that every request takes first
  ADD COLUMN registrar       text,                           -- host or host:port to register at; null: known by address
  ADD COLUMN callee_format   text NOT NULL DEFAULT 'e164' CHECK (callee_format IN ('e164', 'digits', 'national')),
  ADD COLUMN callee_prefix   text NOT NULL DEFAULT '' CHECK (callee_prefix ~ '^[0-9*#]{0,8}$'),
  ADD COLUMN caller_format   text NOT NULL DEFAULT 'e164' CHECK (caller_format IN ('e164', 'digits', 'national')),
  ADD COLUMN identity        text NOT NULL DEFAULT 'asserted' CHECK (identity IN ('asserted', 'preferred', 'none')),
  ADD COLUMN privacy         boolean NOT NULL DEFAULT false, -- Privacy: id, the callee sees no number
  ADD COLUMN session_timer   boolean NOT NULL DEFAULT true,  -- RFC 4028
  ADD COLUMN srtp            text NOT NULL DEFAULT 'off' CHECK (srtp IN ('off', 'allowed', 'required')),
  ADD COLUMN codecs          text[] NOT NULL DEFAULT '{PCMA,PCMU}'
    CHECK (cardinality(codecs) > 0 AND codecs <@ '{PCMA,PCMU,G722}'),
  ADD CONSTRAINT who_registers_has_a_name CHECK (registrar IS NULL OR (username IS NOT NULL AND password_sealed IS NOT NULL));

-- What each node's registration at a trunk is now; it goes with the node.
CREATE TABLE trunk_registrations (
  trunk_id  text NOT NULL REFERENCES trunks ON DELETE CASCADE,
  node_id   uuid NOT NULL REFERENCES nodes ON DELETE CASCADE,
  state     text NOT NULL CHECK (state IN ('registering', 'registered', 'failed')),
  detail    text NOT NULL DEFAULT '',                        -- of a failure: status and reason
  since     timestamptz NOT NULL,
  PRIMARY KEY (trunk_id, node_id)
);
