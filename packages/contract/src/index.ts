export { type Action, defineAction, type RequestOfAction, type ResponseOfAction } from './action.ts';
export { ACCOUNT_ACTIONS } from './actions/accounts/index.ts';
export { AGREEMENT_ACTIONS } from './actions/agreements/index.ts';
export { AUDIT_ACTIONS } from './actions/audit/index.ts';
export { CALLEE_ACTIONS } from './actions/callees/index.ts';
export { CARRIER_ACTIONS } from './actions/carriers/index.ts';
export { COMPLAINT_ACTIONS } from './actions/complaints/index.ts';
export { COMPLIANCE_ACTIONS } from './actions/compliance/index.ts';
export { LEXICON_CATEGORIES } from './actions/compliance/lexicon.ts';
export { DESK_ACTIONS } from './actions/desk/index.ts';
export { FLOW_ACTIONS } from './actions/flows/index.ts';
export { GUIDE_ACTIONS } from './actions/guide/index.ts';
export {
  ACTION_ROOMS,
  ACTIONS,
  type ActionName,
  isActionName,
  type RequestOf,
  type ResponseOf,
} from './actions/index.ts';
export { MESSAGE_ACTIONS } from './actions/messages/index.ts';
export { MONEY_ACTIONS } from './actions/money/index.ts';
export { NOTICE_ACTIONS } from './actions/notices/index.ts';
export { NUMBER_ACTIONS } from './actions/numbers/index.ts';
export { PRIVACY_ACTIONS } from './actions/privacy/index.ts';
export { QUALIFICATION_ACTIONS } from './actions/qualification/index.ts';
export { RECORD_ACTIONS } from './actions/records/index.ts';
export { REVIEW_ACTIONS } from './actions/reviews/index.ts';
export { SANCTION_ACTIONS } from './actions/sanctions/index.ts';
export { TASK_ACTIONS } from './actions/tasks/index.ts';
export { TEMPLATE_ACTIONS } from './actions/templates/index.ts';
export { APP_HEADERS, type AppSigned, appStringToSign } from './app-signature.ts';
export {
  AUDIT_ACTORS,
  type AuditActor,
  type AuditExportHead,
  type AuditExportLine,
  type AuditRecord,
  auditHeadText,
  auditText,
  isAudited,
} from './audit.ts';
export { BUSINESS_CODES, type BusinessCodeName } from './business-codes.ts';
export {
  type AppCredentials,
  type Client,
  type ClientCrypto,
  type ClientOptions,
  createClient,
  type Fetch,
  type KeyCredentials,
  RefusedError,
  type SessionCredentials,
  type Sha1,
  TransportError,
} from './client.ts';
export * from './evidence.ts';
export type { FieldError, FieldNotes } from './fields.ts';
export { FLOW_EVENT_WORDS, FLOW_STATE_WORDS } from './flow-states.ts';
export {
  type DetailsOf,
  explain,
  HeraldError,
  RET_CODES,
  type RetCodeName,
  retCodeRow,
} from './herald-error.ts';
export { MAIL_KINDS, type MailDetails, type MailKind, mailText } from './mails.ts';
export { MAINLAND_OPERATORS, type MainlandOperator } from './mainland-operators.ts';
export {
  ANNOUNCEMENT_LEADS,
  type AnnouncementKind,
  NOTICE_CATEGORIES,
  NOTICE_KINDS,
  type NoticeCategory,
  type NoticeDetails,
  type NoticeKind,
  type NoticeKindRow,
  type NoticeText,
  noticeKindsFor,
  noticeText,
} from './notices.ts';
export {
  NUMBER_APPLICATION_STATES,
  NUMBER_KINDS,
  NUMBER_STATES,
  type NumberApplicationState,
  type NumberKind,
  type NumberState,
  VANITY_PATTERNS,
  type VanityPattern,
} from './numbers.ts';
export {
  APP_PERMISSIONS,
  CUSTOMER_PERMISSIONS,
  type CustomerPermission,
  MEMBER_ROLES,
  type MemberRole,
  OPERATOR_PERMISSIONS,
  OPERATOR_ROLES,
  type OperatorPermission,
  type OperatorRole,
  type Permission,
} from './permissions.ts';
export {
  APP_KINDS,
  type AppKind,
  CAPABILITIES,
  type Capability,
  LETTERS,
  type Letter,
  MATERIALS,
  type Material,
  QUALIFICATION_STATES,
  type QualificationState,
} from './qualification.ts';
export {
  RECEIPT_ROWS,
  type ReceiptReason,
  type ReceiptResult,
  type ReceiptRow,
  type Responsible,
} from './receipt-rows.ts';
export {
  type CallCause,
  isReceiptReason,
  type PlatformCause,
  type Receipt,
  receiptFor,
  receiptOf,
} from './receipts.ts';
export { RECORDING_RULES, type RecordingRule } from './recording-rules.ts';
export { GATEWAY_CODES, type GatewayCodeName, type RetCodeRow } from './ret-codes.ts';
export { RETENTION, RETENTION_KINDS, type RetentionKind } from './retention.ts';
export {
  CANNED_REASONS,
  type CannedReason,
  REVIEW_KIND_WORDS,
  REVIEW_KINDS,
  type ReviewKind,
} from './reviews.ts';
export { SERVICE_STEPS, type ServiceStepName } from './service-steps.ts';
export {
  canonicalString,
  decimalText,
  flatten,
  MAX_DEPTH,
  numberText,
  type ParameterSink,
  type ParameterValue,
} from './signature.ts';
export {
  type ShownTaskState,
  TASK_FAULTS,
  TASK_LIST_PROBLEMS,
  TASK_RETRY_KINDS,
  TASK_ROW_STATES,
  TASK_STATES,
  type TaskFault,
  type TaskListProblem,
  type TaskRetryKind,
  type TaskRowState,
} from './tasks.ts';
export {
  explainTemplateRule,
  TEMPLATE_RULES,
  type TemplateRule,
  type TemplateRuleName,
} from './template-rules.ts';
export { TEMPLATE_EVENT_WORDS, TEMPLATE_STATE_WORDS } from './template-states.ts';
export { type Details, fill, type Language, type Words } from './words.ts';
