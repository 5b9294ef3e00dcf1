import type { AUDIT_ACTIONS, ResponseOf } from '@herald/contract';
import { exportAudit } from '../../flow/audit/export-audit.ts';
import { exportEvidence } from '../../flow/audit/export-evidence.ts';
import { hearMessage, judgeSample, sampleMessages } from '../../flow/audit/sample-messages.ts';
import { verifyAudit } from '../../flow/audit/verify-audit.ts';
import { type ChainedRecord, listRecords, type RecordQuery } from '../../modules/audit/index.ts';
import { listSamples } from '../../modules/compliance/index.ts';
import type { HandlersOf } from '../deps.ts';
import type { HandlerDeps } from './deps.ts';
import { heard } from './template-answers.ts';

const THIRTY_DAYS_MS = 30 * 86_400_000;

interface Asked {
  Act?: string;
  ActorId?: string;
  StartTime?: number;
  EndTime?: number;
  Page?: number;
  NumPerPage?: number;
}

/** The audit log: read, exported, proved (4.2.11). */
export function auditHandlers(
  deps: Pick<HandlerDeps, 'sql' | 'vault' | 'clock' | 'random' | 'newId' | 'jobs' | 'files' | 'previewer'>,
): HandlersOf<typeof AUDIT_ACTIONS> {
  const { sql, clock } = deps;

  const queryOf = (request: Asked): RecordQuery => {
    const now = clock.now();
    const limit = request.NumPerPage ?? 20;
    return {
      act: request.Act,
      actorId: request.ActorId,
      from: new Date(request.StartTime === undefined ? now - THIRTY_DAYS_MS : request.StartTime * 1000),
      to: new Date(request.EndTime === undefined ? now + 1 : request.EndTime * 1000),
      offset: (request.Page ?? 0) * limit,
      limit,
    };
  };

  const list = async (query: RecordQuery) => {
    const { total, records } = await listRecords(sql, query);
    return { Total: total, Data: records.map(recordAnswer) };
  };

  return {
    ListAuditLogs: ({ accountId }, request) => list({ ...queryOf(request), chain: accountId }),

    ListUVMSAuditLogs: (_caller, request) =>
      list({
        ...queryOf(request),
        chain: request.Chain === 'platform' ? '' : undefined,
        subjectAccount: request.AccountId,
      }),

    ExportUVMSAuditLog: (_caller, request) => exportAudit(deps, request.AccountId ?? ''),

    ExportUVMSEvidence: (_caller, { AccountId: accountId, SessionNo: sessionNo, ComplaintId: complaintId }) =>
      exportEvidence(deps, {
        accountId,
        ...(sessionNo === undefined ? {} : { sessionNo }),
        ...(complaintId === undefined ? {} : { complaintId }),
      }),

    async SampleUVMSMessages(_caller, { AccountId: accountId, Days: days = 7, Count: count = 10 }) {
      const drawn = await sampleMessages(deps, { accountId, days, count });
      return {
        Data: drawn.map((message) => ({
          AccountId: message.accountId,
          SessionNo: message.sessionNo,
          AccountName: message.accountName,
          TemplateId: message.templateId,
          Purpose: message.purpose,
          Phone: message.calleeMask,
          AnswerTime: message.answeredAt.getTime(),
          Filed: message.filed,
          Spoken: message.spoken,
          Fits: message.fits,
          Recorded: message.recorded,
        })),
      };
    },

    async HearUVMSMessage(_caller, { AccountId: accountId, SessionNo: sessionNo, Node: node }) {
      return heard(sessionNo, await hearMessage(deps, { accountId, sessionNo, node }));
    },

    async JudgeUVMSSample({ operatorId }, request) {
      const { AccountId: accountId, SessionNo: sessionNo, Verdict: verdict, Reason: reason } = request;
      await judgeSample(deps, { accountId, sessionNo, operatorId, verdict, reason }, request.Block ?? false);
      return {};
    },

    async ListUVMSSamples(_caller, request) {
      const { Page = 0, NumPerPage: limit = 20 } = request;
      const asked = { accountId: request.AccountId, verdict: request.Verdict, offset: Page * limit, limit };
      const { total, samples } = await listSamples(sql, asked);
      return {
        Total: total,
        Data: samples.map((sample) => ({
          AccountId: sample.accountId,
          SessionNo: sample.sessionNo,
          Time: sample.judgedAt.getTime(),
          OperatorId: sample.operatorId,
          Verdict: sample.verdict,
          Reason: sample.reason,
        })),
      };
    },

    async VerifyUVMSAuditLog() {
      const { chains, rows, total, faults } = await verifyAudit(deps);
      return {
        Chains: chains,
        Records: rows,
        Total: total,
        Faults: faults.map(({ accountId, seq, fault }) => ({ Chain: accountId, Seq: seq, Fault: fault })),
      };
    },
  };
}

function recordAnswer(record: ChainedRecord): ResponseOf<'ListAuditLogs'>['Data'][number] {
  return {
    Chain: record.accountId,
    Seq: record.seq,
    Time: record.at,
    Actor: record.actor,
    ActorId: record.actorId,
    Ip: record.ip,
    RequestId: record.requestId,
    Act: record.act,
    SubjectAccountId: record.subjectAccount,
    RetCodeOfAct: record.retCode,
    Detail: record.detail,
    Hash: record.hash.toString('hex'),
  };
}
