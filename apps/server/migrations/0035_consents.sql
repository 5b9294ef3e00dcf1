-- 4.3.9: what callees said when a flow asked whether it may record them, with the proof of it.
CREATE TABLE consents (
  account_id    text NOT NULL,
  session_no    uuid NOT NULL,
  node          text NOT NULL,                           -- of the flow, which asked
  callee_key    bytea NOT NULL,                          -- keyed hash; empty once the number is erased
  flow_id       text NOT NULL,
  flow_version  integer NOT NULL,                        -- whose words the question was in
  given         boolean NOT NULL,
  key           text NOT NULL,                           -- that was pressed for yes; '' is no
  at            timestamptz NOT NULL,
  revoked_at    timestamptz,
  revoked_by    text,                                    -- 'callee' or 'customer'
  PRIMARY KEY (account_id, session_no, node)
);
CREATE INDEX consents_of_callee ON consents (callee_key, at DESC);
