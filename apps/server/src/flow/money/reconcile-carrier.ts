import { HeraldError } from '@herald/contract';
import { calleePrefixOf } from '../../modules/carriers/index.ts';
import {
  callsOfTrunk,
  insertResolutions,
  type Resolution,
  type TrunkCall,
} from '../../modules/receipts/index.ts';
import {
  agrees,
  createMatcher,
  DAY_MS,
  dayStart,
  insertRun,
  type Line,
  type OurCall,
  type Run,
  START_TOLERANCE_MS,
  secondsOf,
} from '../../modules/reconciliation/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import { type CdrRow, readCdrFile } from './read-cdr-file.ts';

const PAGE = 5000;
const MOST_LINES = 10_000;

type Ours = OurCall & Pick<TrunkCall, 'accountId' | 'calleeMask' | 'unknown'>;

/**
 * Compares a carrier's call records of one day with the calls of its trunk, writes what differs, and notes beside
 * unknown receipts what the carrier says of them: the receipt and its charge stay. All of it is one transaction, and
 * can be done again. In memory are the file's rows and the calls to the same numbers, however many others there are.
 * @throws HeraldError RECONCILIATION_TRUNK_UNKNOWN, RECONCILIATION_DAY_INVALID, and those of readCdrFile
 */
export async function reconcileCarrier(
  deps: { sql: Sql; vault: Vault; clock: Clock; newId(): string },
  asked: {
    trunkId: string;
    /** In Beijing, `2026-03-10`. */
    day: string;
    columns: readonly string[];
    content: AsyncIterable<Uint8Array>;
    declaredBytes: number | undefined;
    operatorId: string;
  },
): Promise<Run> {
  const { sql, vault, clock } = deps;
  const { trunkId, day, operatorId } = asked;
  const start = dayStart(day);
  if (start === undefined || start + DAY_MS > clock.now())
    throw new HeraldError('RECONCILIATION_DAY_INVALID', { day });
  const prefix = await calleePrefixOf(sql, trunkId);
  if (prefix === undefined) throw new HeraldError('RECONCILIATION_TRUNK_UNKNOWN', { trunkId });
  const { rows, unreadable, sha256 } = await readCdrFile(vault, { ...asked, day: start, prefix });

  const lines: Line[] = [];
  const resolutions: Resolution[] = [];
  const matcher = createMatcher(rows);
  const counts = { matched: 0, differing: 0, missingThere: 0, missingHere: 0 };
  let ourSeconds = 0n;
  const inDay = ({ earliest }: OurCall) => earliest >= start && earliest < start + DAY_MS;
  const tell = (line: Line) => {
    if (lines.length < MOST_LINES) lines.push(line);
  };

  function paired(call: Ours, row: CdrRow): void {
    if (call.unknown) {
      const { accountId, sessionNo } = call;
      const answeredAt = row.answeredAt === undefined ? null : new Date(row.answeredAt);
      resolutions.push({ accountId, sessionNo, answered: row.answered, answeredAt, seconds: row.seconds });
    } else if (agrees(call, row)) counts.matched++;
    else {
      counts.differing++;
      tell(lineOf('differing', call, row));
    }
  }

  /** Calls that carriers do not bill may be left out of their files; what a day before or after has is not asked for. */
  function unpaired(call: Ours): void {
    if (call.unknown || !call.answered || !inDay(call)) return;
    counts.missingThere++;
    tell(lineOf('missing-there', call, undefined));
  }

  const byNumber: Ours[] = [];
  for await (const call of ourCalls(sql, { trunkId, start })) {
    if (inDay(call)) ourSeconds += BigInt(secondsOf(call));
    const row = matcher.byCallId(call);
    if (row) paired(call, row);
    else if (matcher.mayFit(call)) byNumber.push(call);
    else unpaired(call);
  }
  // Calls whose start is known choose first.
  byNumber.sort((a, b) => Number(a.unknown) - Number(b.unknown));
  for (const call of byNumber) {
    const row = matcher.byNumber(call);
    if (row) paired(call, row);
    else unpaired(call);
  }
  for (const row of matcher.rest()) {
    if (!row.answered) continue;
    counts.missingHere++;
    tell(lineOf('missing-here', undefined, row));
  }
  for (const { fileLine, reason } of unreadable) tell({ ...BLANK, fileLine, reason });

  const at = new Date(clock.now());
  const run: Run = {
    ...{
      runId: deps.newId(),
      trunkId,
      day,
      fileSha256: sha256,
      ...counts,
      ourSeconds,
      runBy: operatorId,
      at,
    },
    unreadable: unreadable.length,
    resolved: resolutions.length,
    theirSeconds: BigInt(rows.reduce((sum, row) => sum + row.seconds, 0)),
  };
  await inTransaction(sql, async (tx) => {
    await insertRun(tx, run, lines);
    await insertResolutions(tx, run.runId, resolutions, at);
  });
  return run;
}

/** The trunk's calls of a day, and of two minutes around it. */
async function* ourCalls(
  sql: Sql,
  { trunkId, start }: { trunkId: string; start: number },
): AsyncGenerator<Ours, void> {
  const from = new Date(start - START_TOLERANCE_MS);
  const until = new Date(start + DAY_MS + START_TOLERANCE_MS);
  let after: string | undefined;
  for (;;) {
    const page = await callsOfTrunk(sql, { trunkId, from, until, after, limit: PAGE });
    for (const { earliest, latest, ...call } of page)
      yield { ...call, earliest: earliest.getTime(), latest: latest.getTime() };
    after = page.at(-1)?.sessionNo;
    if (page.length < PAGE) return;
  }
}

const BLANK: Line = {
  verdict: 'unreadable',
  accountId: null,
  sessionNo: null,
  fileLine: null,
  callId: '',
  calleeMask: '',
  startedAt: null,
  ourSeconds: null,
  theirSeconds: null,
  theirResult: '',
  reason: '',
};

function lineOf(verdict: Line['verdict'], call: Ours | undefined, row: CdrRow | undefined): Line {
  const startedAt = call?.earliest ?? row?.startedAt;
  return {
    ...BLANK,
    verdict,
    accountId: call?.accountId ?? null,
    sessionNo: call?.sessionNo ?? null,
    fileLine: row?.fileLine ?? null,
    callId: row?.callId || (call?.callId ?? ''),
    calleeMask: call?.calleeMask ?? row?.calleeMask ?? '',
    startedAt: startedAt === undefined ? null : new Date(startedAt),
    ourSeconds: call ? secondsOf(call) : null,
    theirSeconds: row?.seconds ?? null,
    theirResult: row?.result ?? '',
  };
}
