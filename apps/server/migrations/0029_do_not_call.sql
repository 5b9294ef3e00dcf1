-- What people see of an entry of the do-not-call list: the number itself is not kept.
ALTER TABLE do_not_call
  ADD COLUMN callee_mask text NOT NULL DEFAULT '',
  ADD COLUMN remark      text NOT NULL DEFAULT '';
CREATE INDEX do_not_call_by_callee ON do_not_call (callee_key);
CREATE INDEX do_not_call_by_time ON do_not_call (account_id, created_at DESC);
