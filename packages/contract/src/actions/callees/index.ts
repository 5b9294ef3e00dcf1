import { allowUVMSCalls, listUVMSCalleeCalls, listUVMSCalleeRefusals, refuseUVMSCalls } from './calls.ts';
import { complainUVMSCall } from './complain.ts';
import { listUVMSCalleeConsents, revokeUVMSCalleeConsent } from './consents.ts';
import { eraseUVMSCalleeData, exportUVMSCalleeData } from './erase.ts';
import { closeUVMSCalleeSession, sendUVMSCalleeCode, verifyUVMSCalleeCode } from './prove.ts';

/** For those who are rung: who called and why, and no more of it. */
export const CALLEE_ACTIONS = {
  SendUVMSCalleeCode: sendUVMSCalleeCode,
  VerifyUVMSCalleeCode: verifyUVMSCalleeCode,
  CloseUVMSCalleeSession: closeUVMSCalleeSession,
  ListUVMSCalleeCalls: listUVMSCalleeCalls,
  ListUVMSCalleeRefusals: listUVMSCalleeRefusals,
  RefuseUVMSCalls: refuseUVMSCalls,
  AllowUVMSCalls: allowUVMSCalls,
  ComplainUVMSCall: complainUVMSCall,
  ListUVMSCalleeConsents: listUVMSCalleeConsents,
  RevokeUVMSCalleeConsent: revokeUVMSCalleeConsent,
  ExportUVMSCalleeData: exportUVMSCalleeData,
  EraseUVMSCalleeData: eraseUVMSCalleeData,
} as const;
