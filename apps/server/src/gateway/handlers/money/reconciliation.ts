import { HeraldError, type ResponseOf } from '@herald/contract';
import { reconcileCarrier } from '../../../flow/money/reconcile-carrier.ts';
import { findRun, type Line, listRuns, pageLines, type Run } from '../../../modules/reconciliation/index.ts';
import { isUuid } from '../../../platform/ids.ts';
import type { Handlers } from '../../deps.ts';
import type { MoneyDeps } from './deps.ts';

type ReconciliationActions = 'ReconcileUVMSCarrier' | 'ListUVMSReconciliations' | 'GetUVMSReconciliation';
type Answer = ResponseOf<'GetUVMSReconciliation'>;

/** What carriers say of a day's calls, beside what is known here. */
export function reconciliationHandlers(deps: MoneyDeps): Pick<Handlers, ReconciliationActions> {
  const { sql } = deps;
  return {
    async ReconcileUVMSCarrier({ operatorId }, request, { content, declaredBytes }) {
      const run = await reconcileCarrier(deps, {
        trunkId: request.TrunkId,
        day: request.Day,
        columns: request.Columns ?? [],
        content,
        declaredBytes,
        operatorId,
      });
      return { Reconciliation: runAnswer(run) };
    },

    async ListUVMSReconciliations(_caller, request) {
      const limit = request.NumPerPage ?? 20;
      const offset = (request.Page ?? 0) * limit;
      const { total, runs } = await listRuns(sql, { trunkId: request.TrunkId, offset, limit });
      return { Total: total, Data: runs.map(runAnswer) };
    },

    async GetUVMSReconciliation(_caller, { RunId: runId, Verdict: verdict, Page = 0, NumPerPage = 20 }) {
      const run = isUuid(runId) ? await findRun(sql, runId) : undefined;
      if (!run) throw new HeraldError('RECONCILIATION_UNKNOWN', { runId });
      const page = { runId, verdict, offset: Page * NumPerPage, limit: NumPerPage };
      const { total, lines } = await pageLines(sql, page);
      return { Reconciliation: runAnswer(run), Total: total, Data: lines.map(lineAnswer) };
    },
  };
}

function runAnswer(run: Run): Answer['Reconciliation'] {
  return {
    RunId: run.runId,
    TrunkId: run.trunkId,
    Day: run.day,
    FileSha256: run.fileSha256,
    Matched: run.matched,
    Differing: run.differing,
    MissingThere: run.missingThere,
    MissingHere: run.missingHere,
    Unreadable: run.unreadable,
    Resolved: run.resolved,
    OurSeconds: String(run.ourSeconds),
    TheirSeconds: String(run.theirSeconds),
    RunBy: run.runBy,
    Time: run.at.getTime(),
  };
}

function lineAnswer(line: Line): Answer['Data'][number] {
  return {
    Verdict: line.verdict,
    AccountId: line.accountId ?? '',
    SessionNo: line.sessionNo ?? '',
    FileLine: line.fileLine ?? 0,
    CallId: line.callId,
    Phone: line.calleeMask,
    StartTime: line.startedAt?.getTime() ?? 0,
    ...(line.ourSeconds === null ? {} : { OurSeconds: line.ourSeconds }),
    ...(line.theirSeconds === null ? {} : { TheirSeconds: line.theirSeconds }),
    TheirResult: line.theirResult,
    Reason: line.reason,
  };
}
