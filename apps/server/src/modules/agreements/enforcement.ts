import type { Words } from '@herald/contract';

/**
 * Where a clause is kept by the software: files from the repository's root, `#` and an exported symbol each. Or why it
 * is words only: nothing that a program could do would keep it.
 */
export type Enforcement = { readonly by: readonly string[] } | { readonly words: Words };

const server = (...places: string[]): Enforcement => ({
  by: places.map((place) => (place.startsWith('packages/') ? place : `apps/server/src/${place}`)),
});
const words = (zh: string, en: string): Enforcement => ({ words: { zh, en } });

const LIABILITY = words(
  '责任与赔偿由双方及法院认定，软件只保留证据（审计记录、决策轨迹）。',
  'Liability is for the parties and courts to settle; the software keeps the evidence (audit log, decision trail).',
);
const SECRETS = words(
  '约束双方的人员与文件，不经过本服务。',
  'It binds people and papers of both parties, which do not pass through the service.',
);
const PROPERTY = words('权利归属，由法律保护。', 'Whose rights they are is for the law to protect.');
const LAW = words('适用法律与争议解决的约定。', 'It says which law holds and how disputes are settled.');

/** The living agreement: each clause of the text that comes with the service, by its number. */
export const ENFORCEMENT: Readonly<Record<string, Enforcement>> = {
  preamble: words(
    '协议的缔结与变更见 12.3；加粗的文字在控制台以粗体显示。',
    'How it is agreed to and changed is clause 12.3; what is set in bold is bold in the console, too.',
  ),
  '1.1': server(
    'flow/messages/submit-message.ts#createMessageSubmitter',
    'flow/messages/place-call.ts#createCallPlacer',
  ),
  '1.2': server('gateway/console.ts#registerConsole'),
  '1.3': server('flow/people/invite.ts#inviteMember', 'packages/contract/src/permissions.ts#MEMBER_ROLES'),
  '1.4': server(
    'gateway/action-endpoint.ts#createActionEndpoint',
    'packages/contract/src/action.ts#defineAction',
  ),
  '1.5': server('gateway/authenticate-app.ts#appScheme', 'flow/qualification/manage-app.ts#resetAppSecret'),
  '1.6': server('gateway/authenticate.ts#keyPairScheme', 'flow/people/change-access-key.ts#resetAccessKey'),
  '2.1': server(
    'flow/qualification/apply-capability.ts#applyForCapability',
    'flow/messages/admission.ts#judge',
  ),
  '3.1': server('modules/pricing/rules.ts#priceFor', 'flow/money/publish-price-book.ts#announcePriceBook'),
  '3.2': server('flow/money/publish-price-book.ts#announcePriceBook'),
  '3.3': server('flow/money/grant-coupon.ts#grantCampaign'),
  '3.4': server(
    'flow/money/close-bills.ts#closeBills',
    'flow/money/read-bill.ts#readBill',
    'flow/money/check-ledger.ts#proveLedger',
  ),
  '3.5': server('modules/ledger/rules.ts#chooseFunding', 'flow/money/end-funds.ts#endFunds'),
  '3.6': server(
    'flow/messages/admission.ts#judge',
    'flow/money/watch-shortfalls.ts#watchShortfalls',
    'flow/money/watch-alarms.ts#watchAlarms',
  ),
  '3.7': server('flow/money/cancel-order.ts#cancelOrder', 'flow/money/place-order.ts#orderPackage'),
  '4.1.1': server('flow/qualification/apply-capability.ts#applyForCapability'),
  '4.1.2': server(
    'flow/reviews/decide-review.ts#decideReview',
    'flow/qualification/qualify-enterprise.ts#submitEnterprise',
  ),
  '4.2.1': server(
    'flow/qualification/manage-app.ts#submitApp',
    'flow/qualification/qualify-enterprise.ts#submitEnterprise',
  ),
  '4.2.2': server(
    'flow/screening/screening.ts#createScreening',
    'flow/templates/check-template.ts#findFaults',
    'flow/messages/admission.ts#judge',
  ),
  '4.2.3': server(
    'flow/people/report-leaked-key.ts#reportLeakedKey',
    'flow/qualification/manage-app.ts#reportAppLeak',
  ),
  '4.2.4': server(
    'flow/people/log-in.ts#logIn',
    'flow/people/set-up-second-factor.ts#confirmTotp',
    'flow/people/change-security-settings.ts#changeSecuritySettings',
  ),
  '4.2.5': server(
    'flow/sanctions/impose-sanction.ts#imposeSanction',
    'flow/sanctions/review-sanction.ts#appealSanction',
    'flow/qualification/manage-app.ts#setAppEnabled',
  ),
  '4.2.6': LIABILITY,
  '4.2.7': server(
    'flow/templates/submit-template.ts#submitTemplate',
    'flow/reviews/decide-review.ts#decideReview',
    'flow/messages/place-call.ts#createCallPlacer',
  ),
  '4.2.8': server(
    'modules/quotas/attention-store.ts#takeAttention',
    'flow/complaints/open-complaint.ts#openComplaint',
    'modules/compliance/store.ts#refuse',
    'flow/callflows/ring-back.ts#ringBackFlow',
    'flow/messages/spoken-tail.ts#withTail',
  ),
  '4.2.9': server(
    'platform/vault.ts#createVault',
    'modules/compliance/store.ts#refuse',
    'flow/privacy/ask-erasure.ts#requestErasure',
  ),
  '4.2.10': server(
    'flow/privacy/export-account.ts#exportAccount',
    'flow/privacy/ask-erasure.ts#requestErasure',
    'flow/privacy/run-erasures.ts#runErasures',
  ),
  '4.2.11': server('gateway/handlers/audited.ts#audited', 'flow/audit/verify-audit.ts#verifyAudit'),
  '4.3.1': server(
    'platform/vault.ts#createVault',
    'platform/mask-number.ts#maskNumber',
    'flow/privacy/reseal-values.ts#resealValues',
  ),
  '4.3.2': server(
    'modules/compliance/store.ts#findRefusals',
    'flow/compliance/import-registry.ts#importRegistry',
    'flow/messages/admission.ts#judge',
    'flow/messages/place-call.ts#createCallPlacer',
  ),
  '4.3.3': server(
    'flow/qualification/qualify-real-name.ts#submitRealName',
    'flow/qualification/export-real-name-file.ts#exportRealNameFile',
  ),
  '4.3.4': server('flow/callees/test-callees.ts#confirmTestCallee', 'flow/messages/admission.ts#judge'),
  '4.3.5': server('flow/qualification/manage-app.ts#submitApp', 'flow/sanctions/find-signs.ts#findSigns'),
  '4.3.6': server(
    'flow/complaints/open-complaint.ts#openComplaint',
    'flow/complaints/handle-complaint.ts#forwardComplaint',
    'flow/complaints/watch-complaints.ts#watchComplaints',
    'flow/complaints/judge-thresholds.ts#judgeThresholds',
  ),
  '4.3.7': server(
    'flow/sanctions/rectify.ts#orderRectification',
    'flow/messages/place-call.ts#createCallPlacer',
  ),
  '4.3.8': server(
    'flow/messages/admission.ts#judge',
    'flow/templates/block-template.ts#blockTemplate',
    'flow/audit/sample-messages.ts#sampleMessages',
    'flow/money/forfeit-balance.ts#forfeitBalance',
    'flow/money/return-balance.ts#returnBalance',
  ),
  '4.3.9': server(
    'flow/callflows/keep-recordings.ts#createRecordingKeeper',
    'flow/privacy/improve-service.ts#recordingToImprove',
    'flow/privacy/revoke-consent.ts#revokeConsent',
  ),
  '5.1': server(
    'flow/notices/publish-announcement.ts#publishAnnouncement',
    'platform/working-days.ts#addWorkingDays',
  ),
  '5.2': server(
    'flow/complaints/judge-thresholds.ts#judgeThresholds',
    'flow/sanctions/impose-sanction.ts#imposeSanction',
    'flow/callflows/block-flow.ts#setFlowBlock',
    'flow/templates/block-template.ts#blockTemplate',
  ),
  '5.3': server(
    'packages/contract/src/action.ts#defineAction',
    'flow/notices/publish-announcement.ts#checkDraft',
  ),
  '5.4': server(
    'flow/carriers/order-narrowing.ts#orderNarrowing',
    'modules/compliance/narrowing-rules.ts#narrowed',
  ),
  '5.5': server('flow/sanctions/impose-sanction.ts#imposeSanction'),
  '5.6': server('platform/vault.ts#createVault', 'gateway/handlers/audited.ts#audited'),
  '6.1': SECRETS,
  '6.2': server('platform/vault.ts#createVault'),
  '6.3': SECRETS,
  '6.4': SECRETS,
  '6.5': SECRETS,
  '7.1': PROPERTY,
  '7.2': PROPERTY,
  '7.3': PROPERTY,
  '8.1': LIABILITY,
  '8.2': server('flow/carriers/order-narrowing.ts#orderNarrowing'),
  '8.3': LIABILITY,
  '8.4': LIABILITY,
  '8.5': server('flow/money/grant-coupon.ts#compensate'),
  '9.1': LIABILITY,
  '9.2': server('flow/money/forfeit-balance.ts#forfeitBalance'),
  '9.3': LIABILITY,
  '10.1': LAW,
  '10.2': LAW,
  '11.1': LAW,
  '12.1': LAW,
  '12.2': server('flow/notices/notify.ts#notify', 'flow/notices/deliver-notice.ts#createNoticeDeliverer'),
  '12.3': server(
    'flow/agreement/publish-agreement.ts#publishAgreement',
    'flow/agreement/accept-agreement.ts#acceptAgreement',
    'flow/agreement/keep-agreement.ts#keepAgreement',
    'flow/agreement/refuse-agreement.ts#refuseAgreement',
  ),
  '12.4': server('flow/notices/publish-announcement.ts#checkDraft'),
  '12.5': server(
    'flow/messages/end-messages-of-ended.ts#endMessagesOfEnded',
    'flow/privacy/keep-retention.ts#keepRetention',
  ),
};
