import { type CALLEE_ACTIONS, type Language, RECEIPT_ROWS } from '@herald/contract';
import { recordCalleeAct } from '../../flow/callees/callee-act.ts';
import { complain } from '../../flow/callees/complain.ts';
import { eraseCallee } from '../../flow/callees/erase-callee.ts';
import {
  calleeOf,
  endCalleeSession,
  sendCalleeCode,
  verifyCalleeCode,
} from '../../flow/callees/prove-callee.ts';
import { allowCalls, refuseCalls } from '../../flow/callees/refuse-calls.ts';
import { type SeenCall, seeCalls, seeRefusals } from '../../flow/callees/see-calls.ts';
import { customerOfConsented, seeConsents } from '../../flow/callees/see-consents.ts';
import { exportToCallee } from '../../flow/privacy/export-callee.ts';
import { revokeConsent } from '../../flow/privacy/revoke-consent.ts';
import { BY_CALLEE } from '../../modules/compliance/index.ts';
import { PLATFORM } from '../../modules/messages/index.ts';
import type { HandlersOf } from '../deps.ts';
import type { HandlerDeps } from './deps.ts';

/** What callees ask about their own number. */
export function calleeHandlers(deps: HandlerDeps): HandlersOf<typeof CALLEE_ACTIONS> {
  return {
    async SendUVMSCalleeCode({ ip, requestId, language }, { PhoneNumber, Language = language }) {
      const asked = { calledNumber: PhoneNumber, language: Language, ip, requestId };
      const { proofId, expiresAt } = await sendCalleeCode(deps, asked);
      return { Proof: proofId, ExpireTime: expiresAt.getTime() };
    },

    async VerifyUVMSCalleeCode(_caller, { Proof: proofId, Code: code }) {
      const { token, calleeMask, expiresAt } = await verifyCalleeCode(deps, { proofId, code });
      return { CalleeToken: token, Phone: calleeMask, ExpireTime: expiresAt.getTime() };
    },

    async CloseUVMSCalleeSession(_caller, { CalleeToken }) {
      await endCalleeSession(deps, CalleeToken);
      return {};
    },

    async ListUVMSCalleeCalls({ language }, { CalleeToken, Cursor: cursor, Limit: limit = 20 }) {
      const callee = await calleeOf(deps, CalleeToken);
      const { calls, next } = await seeCalls(deps, callee, { cursor, limit, language });
      return { Data: calls.map((call) => callAnswer(call, language)), NextCursor: next };
    },

    async ListUVMSCalleeRefusals(_caller, { CalleeToken }) {
      const refusals = await seeRefusals(deps, await calleeOf(deps, CalleeToken));
      return {
        Data: refusals.map((refusal) => ({
          AccountId: refusal.accountId,
          Enterprise: refusal.enterprise,
          Purpose: refusal.purpose,
          CreateTime: refusal.createdAt.getTime(),
          Yours: BY_CALLEE.some((source) => source === refusal.source),
        })),
      };
    },

    async RefuseUVMSCalls(caller, { CalleeToken, SessionNo: sessionNo, Purpose: purpose = 0 }) {
      const callee = await calleeOf(deps, CalleeToken);
      await refuseCalls(deps, callee, { sessionNo, purpose }, caller);
      return {};
    },

    async ComplainUVMSCall(caller, { CalleeToken, SessionNo: sessionNo, Kind: kind, Words: words }) {
      const callee = await calleeOf(deps, CalleeToken);
      return { ComplaintId: await complain(deps, callee, { sessionNo, kind, words }, caller) };
    },

    async ListUVMSCalleeConsents(_caller, { CalleeToken }) {
      const consents = await seeConsents(deps, await calleeOf(deps, CalleeToken));
      return {
        Data: consents.map(({ of, ...consent }) => ({
          SessionNo: consent.sessionNo,
          Inbound: of === 'inbound',
          Enterprise: consent.enterprise,
          Kind: consent.kind,
          Question: consent.question,
          Time: consent.at.getTime(),
          RevokeTime: consent.revokedAt?.getTime() ?? 0,
        })),
      };
    },

    async RevokeUVMSCalleeConsent(caller, { CalleeToken, SessionNo: sessionNo, Kind: kind = 'recording' }) {
      const callee = await calleeOf(deps, CalleeToken);
      const accountId = await customerOfConsented(deps.sql, callee, sessionNo);
      await revokeConsent(deps, { accountId, sessionNo, kind, by: 'callee' }, (tx) =>
        recordCalleeAct(tx, deps, callee, caller, {
          act: 'RevokeUVMSCalleeConsent',
          accountId,
          detail: { SessionNo: sessionNo, Kind: kind },
        }),
      );
      return {};
    },

    async ExportUVMSCalleeData(caller, { CalleeToken }) {
      return exportToCallee(deps, await calleeOf(deps, CalleeToken), caller);
    },

    async EraseUVMSCalleeData(caller, { CalleeToken }) {
      await eraseCallee(deps, await calleeOf(deps, CalleeToken), caller);
      return {};
    },

    async AllowUVMSCalls(caller, { CalleeToken, AccountId: accountId = '', Purpose: purpose = 0 }) {
      const callee = await calleeOf(deps, CalleeToken);
      await allowCalls(deps, callee, { accountId, purpose }, caller);
      return {};
    },
  };
}

function callAnswer(call: SeenCall, language: Language) {
  const row = RECEIPT_ROWS[call.reason as keyof typeof RECEIPT_ROWS] ?? RECEIPT_ROWS.unknown;
  return {
    SessionNo: call.sessionNo,
    Enterprise: call.enterprise,
    OwnAccount: call.accountId === PLATFORM,
    Purpose: call.purpose,
    TemplateName: call.templateName ?? '',
    TemplateText: call.templateText ?? '',
    ShowNumber: call.showNumber ?? '',
    CallTime: call.startedAt.getTime(),
    Duration: Math.ceil(call.talkMs / 1000),
    Result: row[language],
    Recorded: call.recorded,
    Improves: call.improves,
    Refused: call.refused,
  };
}
