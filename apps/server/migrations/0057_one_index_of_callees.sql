-- What is known of a callee is found by the callee alone (messages_of_callee), newest first: an account's own sends to one
-- are among few. Each message had a place of its own, anywhere, in an index by account and callee besides.
DROP INDEX messages_by_callee;
