-- A callee takes what is held of the number (4.2.10), and asks for it as often as he likes.
CREATE INDEX inbound_calls_of_caller ON inbound_calls (caller_key, call_no DESC);
CREATE INDEX erasures_of_callee ON erasures (callee_key, asked_at DESC);
CREATE INDEX test_callees_of_callee ON test_callees (callee_key);
