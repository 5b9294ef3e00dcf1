-- A number is looked for in a list of a hundred thousand, and in all lists when what is held of it is erased.
CREATE INDEX task_rows_by_callee ON task_rows (callee_key, account_id, task_no);
