import { HeraldError } from '@herald/contract';
import { accountStatus } from '../../modules/accounts/index.ts';
import {
  type ComplaintFigures,
  figuresText,
  findSuspects,
  insertDeed,
  lastDeed,
  listThresholds,
  reaches,
  type Suspect,
  type Threshold,
  type ThresholdAct,
} from '../../modules/complaints/index.ts';
import { findInUse, lockNumber, POOL } from '../../modules/numbers/index.ts';
import { answeredOfAll } from '../../modules/records/index.ts';
import { findSanction, type SanctionKind, stands } from '../../modules/sanctions/index.ts';
import { dayOf, dayStart } from '../../platform/beijing-time.ts';
import type { Tx } from '../../platform/db.ts';
import { uuidFloor } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { recordOwnAct } from '../audit/record-act.ts';
import { tellOperators } from '../notices/tell-operators.ts';
import { holdPause } from '../numbers/pause-number.ts';
import { readStatistics } from '../records/read-statistics.ts';
import { imposeSanction, type SanctionDeps, type Sanctioning } from '../sanctions/impose-sanction.ts';

export type ThresholdDeps = SanctionDeps & { readonly log: Log };

const DAY_MS = 86_400_000;
/** Of one threshold in one round; the rest has its turn in the next. */
const AT_ONCE = 200;

const SANCTION_OF: Readonly<Record<ThresholdAct, SanctionKind>> = {
  warn: 'warning',
  restrict: 'restriction',
  'block-template': 'template-block',
  'pause-number': 'number-pause',
  suspend: 'suspension',
};

const ACT_WORDS: Readonly<Record<ThresholdAct, { actZh: string; actEn: string }>> = {
  warn: { actZh: '提醒', actEn: 'warned' },
  restrict: { actZh: '限制', actEn: 'restricted' },
  'block-template': { actZh: '停用模板', actEn: 'template disabled' },
  'pause-number': { actZh: '停用号码', actEn: 'number taken out of use' },
  suspend: { actZh: '暂停服务', actEn: 'suspended' },
};

/**
 * 4.3.6, 5.2: does what the operator's thresholds of complaint rates say, each crossing once and in one transaction: the
 * sanction with its figures, the account's notice, the staff's e-mail, the audit row, and that these complaints are done
 * with. Several nodes may run it at once.
 * @returns how often something was done
 */
export async function judgeThresholds(deps: ThresholdDeps): Promise<number> {
  let done = 0;
  for (const threshold of await listThresholds(deps.sql)) {
    if (!threshold.enabled) continue;
    const from = windowStart(deps, threshold);
    for (const suspect of await findSuspects(deps.sql, threshold, { from, limit: AT_ONCE })) {
      try {
        if (await judge(deps, threshold, suspect)) done++;
      } catch (error) {
        // What cannot be taken, since it is disabled or gone already, is what the threshold wants.
        if (error instanceof HeraldError) continue;
        deps.log.error('cannot act on a threshold', { thresholdId: threshold.thresholdId, error });
      }
    }
  }
  return done;
}

const windowStart = ({ clock }: ThresholdDeps, { days }: Threshold): Date =>
  new Date(dayStart(dayOf(clock.now() - (days - 1) * DAY_MS)));

async function judge(deps: ThresholdDeps, threshold: Threshold, suspect: Suspect): Promise<boolean> {
  const answered = await answeredCalls(deps, threshold, suspect);
  if (!reaches(threshold, { complaints: suspect.complaints, answered })) return false;
  return inTransaction(deps.sql, async (tx) => {
    const { thresholdId } = threshold;
    const { accountId, key } = suspect;
    // Of two nodes that see it at once, one acts; the other finds the complaints done with.
    const lock = `${thresholdId} ${accountId} ${key}`;
    await tx`SELECT pg_advisory_xact_lock(hashtextextended(${lock}, 44))`;
    const from = windowStart(deps, threshold);
    const [now] = await findSuspects(tx, threshold, { from, limit: 1, only: suspect });
    if (!now || !reaches(threshold, { complaints: now.complaints, answered })) return false;
    const last = await lastDeed(tx, { thresholdId, accountId, key });
    if (last?.sanctionId && last.act !== 'warn') {
      const sanction = await findSanction(tx, { sanctionId: last.sanctionId });
      if (sanction && stands(sanction)) return false;
    }
    return act(tx, deps, threshold, now, { complaints: now.complaints, answered });
  });
}

async function act(
  tx: Tx,
  deps: ThresholdDeps,
  threshold: Threshold,
  suspect: Suspect,
  counted: ComplaintFigures,
): Promise<boolean> {
  const { thresholdId, act: what, subject } = threshold;
  const { key } = suspect;
  const figures = figuresText(threshold, key, counted);
  const reason = reasonOf(threshold, counted);
  const inUse = subject === 'number' ? await findInUse(tx, key) : undefined;
  const number = inUse && (await lockNumber(tx, inUse));
  if (what === 'pause-number' && (!number || number.pausedAt)) return false;
  const owner = number && number.accountId !== POOL ? number.accountId : suspect.accountId;
  let sanctionId: string | null = null;
  if (owner !== '') {
    const status = await accountStatus(tx, owner);
    if (status === 'terminated' || (what === 'suspend' && status !== 'active')) return false;
    sanctionId = await imposeSanction(tx, deps, {
      ...{ accountId: owner, kind: SANCTION_OF[what], reason, figures },
      clause: what === 'suspend' ? '5.2' : '4.3.6',
      ...takenAway(threshold, key),
    });
  } else if (what === 'pause-number' && number) {
    await holdPause(tx, deps, number, { paused: true, operatorId: '', reason });
  }
  const at = new Date(deps.clock.now());
  await insertDeed(tx, { ...suspect, thresholdId, at, act: what, answered: counted.answered, sanctionId });
  const told = { accountId: owner || '–', figures, reason, ...ACT_WORDS[what] };
  await tellOperators(tx, deps, 'ops:comply', 'threshold-reached', told);
  const detail = { ThresholdId: thresholdId, Figures: figures, SanctionId: sanctionId ?? '' };
  await recordOwnAct(tx, deps, { act: `threshold-${what}`, accountId: owner, detail });
  return true;
}

function takenAway(threshold: Threshold, key: string): Partial<Sanctioning> {
  const { act: what, capabilities, perMinute, perDay } = threshold;
  if (what === 'block-template' || what === 'pause-number') return { targetId: key };
  if (what !== 'restrict') return {};
  return { capabilities, perMinute: perMinute ?? undefined, perDay: perDay ?? undefined };
}

/** Answered calls beside the complaints, from the first day of the window on. */
async function answeredCalls(
  { sql, clock }: ThresholdDeps,
  { subject, days }: Threshold,
  { accountId, key }: Suspect,
): Promise<bigint> {
  const last = clock.now();
  const first = last - (days - 1) * DAY_MS;
  if (subject === 'number' || subject === 'trunk') {
    const day = dayOf(first);
    return answeredOfAll(sql, { dimension: subject, key, first: day, from: uuidFloor(dayStart(day)) });
  }
  const by = subject === 'account' ? 'day' : 'template';
  const counts = await readStatistics(sql, { accountId, by, first, last });
  const meant = subject === 'account' ? counts : counts.filter((count) => count.key === key);
  return meant.reduce((sum, count) => sum + count.answered, 0n);
}

/** Read by people of either language: both. */
function reasonOf({ days, least, per10000 }: Threshold, { complaints, answered }: ComplaintFigures): string {
  return (
    `近 ${days} 天有 ${complaints} 件投诉、接通 ${answered} 次，达到阈值：至少 ${least} 件且每万次接通 ${per10000} 件 / ` +
    `${complaints} complaints beside ${answered} answered calls in ${days} days reach the threshold: ` +
    `at least ${least}, and ${per10000} in ten thousand answered`
  );
}
