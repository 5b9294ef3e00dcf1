import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { consentedCall, consentKind, milliseconds, notes, revokedKind } from '../../fields.ts';
import { calleeSessionNo, calleeToken, customerName } from './fields.ts';

export const listUVMSCalleeConsents = defineAction({
  name: 'ListUVMSCalleeConsents',
  summary: {
    zh: '被叫查看自己在来电和自己打出的电话中同意过的录音及其用途（4.3.9），最近的在前',
    en: 'What the callee has agreed to, of being recorded and the use of that, in calls to and from the number (4.3.9); the latest first',
  },
  realm: 'public',
  request: Type.Object({ CalleeToken: calleeToken() }),
  response: Type.Object({
    Data: Type.Array(
      Type.Object(
        {
          SessionNo: consentedCall(),
          Inbound: Type.Boolean(
            notes('是否为被叫自己打出的电话', 'Whether the callee made the call himself'),
          ),
          Enterprise: customerName(),
          Kind: consentKind(),
          Question: Type.String(notes('所播的问题', 'The question as it was spoken')),
          Time: milliseconds('同意的时间', 'When it was agreed to'),
          RevokeTime: milliseconds('撤回时间，未撤回为 0', 'When it was taken back, 0 while it stands'),
        },
        notes('一次同意', 'One consent'),
      ),
      notes('同意，至多 200 条', 'The consents, at most 200'),
    ),
  }),
  errors: ['CALLEE_SESSION_OVER'],
});

export const revokeUVMSCalleeConsent = defineAction({
  name: 'RevokeUVMSCalleeConsent',
  summary: {
    zh: '被叫撤回一次来电、或自己打出的一次电话中的录音同意：录音立即不可再听并删除；或仅撤回将其用于改进服务的同意（4.3.9）',
    en: 'The callee takes back the consent to record a call, to or from the number: the recording is heard no more and deleted; or only that it improves the service (4.3.9)',
  },
  realm: 'public',
  request: Type.Object({
    CalleeToken: calleeToken(),
    SessionNo: calleeSessionNo('录音的通话', 'The call that was recorded'),
    Kind: revokedKind(),
  }),
  response: Type.Object({}),
  errors: ['CALLEE_SESSION_OVER', 'CALLEE_CALL_UNKNOWN', 'CONSENT_UNKNOWN'],
});
