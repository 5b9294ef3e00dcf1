-- Where a called number belongs, as it was known at acceptance: messages of before have no city and no operator.
ALTER TABLE messages
  ADD COLUMN country_code      text NOT NULL DEFAULT '86',
  ADD COLUMN callee_city_code  text NOT NULL DEFAULT '',     -- area code with its zero, '' unknown
  ADD COLUMN callee_operator   text NOT NULL DEFAULT '' CHECK (callee_operator IN ('', 'cmcc', 'cucc', 'ctcc'));
