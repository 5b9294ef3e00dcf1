import type { Db, Tx } from '../../platform/db.ts';
import type { RowFault } from './rules.ts';

export type Verdict = 'differing' | 'missing-there' | 'missing-here' | 'unreadable';

/** One comparison of a trunk's day. The counts are of everything; seconds are sums. */
export interface Run {
  runId: string;
  trunkId: string;
  /** In Beijing, `2026-03-10`. */
  day: string;
  fileSha256: string;
  matched: number;
  differing: number;
  missingThere: number;
  missingHere: number;
  unreadable: number;
  /** Unknown receipts of which the file tells. */
  resolved: number;
  ourSeconds: bigint;
  theirSeconds: bigint;
  runBy: string;
  at: Date;
}

/** What differs in one call. */
export interface Line {
  verdict: Verdict;
  /** Of our call, where there is one. */
  accountId: string | null;
  sessionNo: string | null;
  /** Of the carrier's row, where there is one. */
  fileLine: number | null;
  callId: string;
  calleeMask: string;
  startedAt: Date | null;
  ourSeconds: number | null;
  theirSeconds: number | null;
  theirResult: string;
  /** Why a row is unreadable. */
  reason: RowFault | '';
}

const columnsOf = (db: Db) => db`
  run_id AS "runId", trunk_id AS "trunkId", day, file_sha256 AS "fileSha256", matched, differing,
  missing_there AS "missingThere", missing_here AS "missingHere", unreadable, resolved, our_seconds AS "ourSeconds",
  their_seconds AS "theirSeconds", run_by AS "runBy", at`;

/** Writes a run with its lines, in their order. */
export async function insertRun(tx: Tx, run: Run, lines: readonly Line[]): Promise<void> {
  await tx`
    WITH run AS (
      INSERT INTO reconciliations (run_id, trunk_id, day, file_sha256, matched, differing, missing_there, missing_here,
        unreadable, resolved, our_seconds, their_seconds, run_by, at)
      VALUES (${run.runId}, ${run.trunkId}, ${run.day}, ${run.fileSha256}, ${run.matched}, ${run.differing},
        ${run.missingThere}, ${run.missingHere}, ${run.unreadable}, ${run.resolved}, ${run.ourSeconds},
        ${run.theirSeconds}, ${run.runBy}, ${run.at})
    )
    INSERT INTO reconciliation_lines (run_id, verdict, account_id, session_no, file_line, call_id, callee_mask,
      started_at, our_seconds, their_seconds, their_result, reason, nth)
    SELECT ${run.runId}::uuid, l.* FROM unnest(
      ${lines.map((l) => l.verdict)}::text[], ${lines.map((l) => l.accountId)}::text[],
      ${lines.map((l) => l.sessionNo)}::uuid[], ${lines.map((l) => l.fileLine)}::integer[],
      ${lines.map((l) => l.callId)}::text[], ${lines.map((l) => l.calleeMask)}::text[],
      ${lines.map((l) => l.startedAt?.toISOString() ?? null)}::timestamptz[],
      ${lines.map((l) => l.ourSeconds)}::integer[], ${lines.map((l) => l.theirSeconds)}::integer[],
      ${lines.map((l) => l.theirResult)}::text[], ${lines.map((l) => l.reason)}::text[]) WITH ORDINALITY AS l`;
}

/** Runs, the latest first; of one trunk or of all. */
export async function listRuns(
  db: Db,
  { trunkId, offset, limit }: { trunkId: string | undefined; offset: number; limit: number },
): Promise<{ total: number; runs: Run[] }> {
  const found = db`FROM reconciliations ${trunkId === undefined ? db`` : db`WHERE trunk_id = ${trunkId}`}`;
  const [count] = await db<{ total: number }[]>`SELECT count(*)::int AS total ${found}`;
  const runs = await db<Run[]>`
    SELECT ${columnsOf(db)} ${found} ORDER BY run_id DESC LIMIT ${limit} OFFSET ${offset}`;
  return { total: count?.total ?? 0, runs };
}

export async function findRun(db: Db, runId: string): Promise<Run | undefined> {
  const [run] = await db<Run[]>`SELECT ${columnsOf(db)} FROM reconciliations WHERE run_id = ${runId}`;
  return run;
}

/** Lines of a run in their order, of one verdict or of all; `total` counts those that are kept. */
export async function pageLines(
  db: Db,
  {
    runId,
    verdict,
    offset,
    limit,
  }: { runId: string; verdict: Verdict | undefined; offset: number; limit: number },
): Promise<{ total: number; lines: Line[] }> {
  const found = db`
    FROM reconciliation_lines WHERE run_id = ${runId} ${verdict === undefined ? db`` : db`AND verdict = ${verdict}`}`;
  const [count] = await db<{ total: number }[]>`SELECT count(*)::int AS total ${found}`;
  const lines = await db<Line[]>`
    SELECT verdict, account_id AS "accountId", session_no AS "sessionNo", file_line AS "fileLine", call_id AS "callId",
      callee_mask AS "calleeMask", started_at AS "startedAt", our_seconds AS "ourSeconds",
      their_seconds AS "theirSeconds", their_result AS "theirResult", reason
    ${found} ORDER BY nth LIMIT ${limit} OFFSET ${offset}`;
  return { total: count?.total ?? 0, lines };
}
