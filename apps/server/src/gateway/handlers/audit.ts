import type { AUDIT_ACTIONS, ResponseOf } from '@herald/contract';
import { exportAudit } from '../../flow/audit/export-audit.ts';
import { verifyAudit } from '../../flow/audit/verify-audit.ts';
import { type ChainedRecord, listRecords, type RecordQuery } from '../../modules/audit/index.ts';
import type { HandlersOf } from '../deps.ts';
import type { HandlerDeps } from './deps.ts';

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
  deps: Pick<HandlerDeps, 'sql' | 'vault' | 'clock'>,
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
