import { ACCOUNT_CODES } from './codes/account.ts';
import { AGREEMENT_CODES } from './codes/agreement.ts';
import { CALLEE_CODES } from './codes/callee.ts';
import { CARRIER_CODES } from './codes/carriers.ts';
import { COMPLIANCE_CODES } from './codes/compliance.ts';
import { FLOW_CODES } from './codes/flows.ts';
import { LIMITS_CODES } from './codes/limits.ts';
import { MONEY_CODES } from './codes/money.ts';
import { NOTICE_CODES } from './codes/notice.ts';
import { NUMBER_CODES } from './codes/numbers.ts';
import { OPERATOR_CODES } from './codes/operator.ts';
import { QUALIFICATION_CODES } from './codes/qualification.ts';
import { QUERY_CODES } from './codes/query.ts';
import { REQUEST_CODES } from './codes/request.ts';
import { REVIEW_CODES } from './codes/review.ts';
import { SETTINGS_CODES } from './codes/settings.ts';
import { TASK_CODES } from './codes/tasks.ts';
import { TEMPLATE_CODES } from './codes/template.ts';

/** Business errors, all in 18000–18999; each file of `codes/` says which part of the range is its own. */
export const BUSINESS_CODES = {
  ...REQUEST_CODES,
  ...ACCOUNT_CODES,
  ...QUALIFICATION_CODES,
  ...CALLEE_CODES,
  ...TEMPLATE_CODES,
  ...LIMITS_CODES,
  ...MONEY_CODES,
  ...QUERY_CODES,
  ...SETTINGS_CODES,
  ...AGREEMENT_CODES,
  ...NOTICE_CODES,
  ...REVIEW_CODES,
  ...OPERATOR_CODES,
  ...TASK_CODES,
  ...FLOW_CODES,
  ...NUMBER_CODES,
  ...COMPLIANCE_CODES,
  ...CARRIER_CODES,
};

export type BusinessCodeName = keyof typeof BUSINESS_CODES;
