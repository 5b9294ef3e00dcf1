import type { RequestOfAction, ResponseOfAction } from '../action.ts';
import { ACCOUNT_ACTIONS } from './accounts/index.ts';
import { AGREEMENT_ACTIONS } from './agreements/index.ts';
import { AUDIT_ACTIONS } from './audit/index.ts';
import { CALLEE_ACTIONS } from './callees/index.ts';
import { CARRIER_ACTIONS } from './carriers/index.ts';
import { COMPLAINT_ACTIONS } from './complaints/index.ts';
import { COMPLIANCE_ACTIONS } from './compliance/index.ts';
import { DESK_ACTIONS } from './desk/index.ts';
import { FLOW_ACTIONS } from './flows/index.ts';
import { GUIDE_ACTIONS } from './guide/index.ts';
import { MESSAGE_ACTIONS } from './messages/index.ts';
import { MONEY_ACTIONS } from './money/index.ts';
import { NOTICE_ACTIONS } from './notices/index.ts';
import { NUMBER_ACTIONS } from './numbers/index.ts';
import { PRIVACY_ACTIONS } from './privacy/index.ts';
import { QUALIFICATION_ACTIONS } from './qualification/index.ts';
import { RECORD_ACTIONS } from './records/index.ts';
import { REVIEW_ACTIONS } from './reviews/index.ts';
import { SANCTION_ACTIONS } from './sanctions/index.ts';
import { TASK_ACTIONS } from './tasks/index.ts';
import { TEMPLATE_ACTIONS } from './templates/index.ts';

/** The rooms of the registry, by what their Actions are about, in the order of the reference. */
export const ACTION_ROOMS = {
  messages: MESSAGE_ACTIONS,
  templates: TEMPLATE_ACTIONS,
  tasks: TASK_ACTIONS,
  accounts: ACCOUNT_ACTIONS,
  qualification: QUALIFICATION_ACTIONS,
  reviews: REVIEW_ACTIONS,
  agreements: AGREEMENT_ACTIONS,
  notices: NOTICE_ACTIONS,
  money: MONEY_ACTIONS,
  carriers: CARRIER_ACTIONS,
  flows: FLOW_ACTIONS,
  records: RECORD_ACTIONS,
  numbers: NUMBER_ACTIONS,
  guide: GUIDE_ACTIONS,
  audit: AUDIT_ACTIONS,
  compliance: COMPLIANCE_ACTIONS,
  complaints: COMPLAINT_ACTIONS,
  sanctions: SANCTION_ACTIONS,
  desk: DESK_ACTIONS,
  callees: CALLEE_ACTIONS,
  privacy: PRIVACY_ACTIONS,
} as const;

/** Every Action by name: what the gateway serves, the OpenAPI document lists and the CLI calls. */
export const ACTIONS = {
  ...MESSAGE_ACTIONS,
  ...TEMPLATE_ACTIONS,
  ...TASK_ACTIONS,
  ...ACCOUNT_ACTIONS,
  ...QUALIFICATION_ACTIONS,
  ...REVIEW_ACTIONS,
  ...AGREEMENT_ACTIONS,
  ...NOTICE_ACTIONS,
  ...MONEY_ACTIONS,
  ...CARRIER_ACTIONS,
  ...FLOW_ACTIONS,
  ...RECORD_ACTIONS,
  ...NUMBER_ACTIONS,
  ...GUIDE_ACTIONS,
  ...AUDIT_ACTIONS,
  ...COMPLIANCE_ACTIONS,
  ...COMPLAINT_ACTIONS,
  ...SANCTION_ACTIONS,
  ...DESK_ACTIONS,
  ...CALLEE_ACTIONS,
  ...PRIVACY_ACTIONS,
} as const;

export type ActionName = keyof typeof ACTIONS;
export type RequestOf<Name extends ActionName> = RequestOfAction<(typeof ACTIONS)[Name]>;
export type ResponseOf<Name extends ActionName> = ResponseOfAction<(typeof ACTIONS)[Name]>;

/** Narrows a text from the wire to the name of an Action; `constructor` and its like are none. */
export function isActionName(text: string): text is ActionName {
  return Object.hasOwn(ACTIONS, text);
}
