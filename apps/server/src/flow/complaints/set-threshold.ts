import { HeraldError } from '@herald/contract';
import {
  deleteThreshold,
  insertThreshold,
  type Threshold,
  type ThresholdFault,
  thresholdFault,
  updateThreshold,
} from '../../modules/complaints/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { isUuid } from '../../platform/ids.ts';
import { inTransaction, noteInAct } from '../../platform/transaction.ts';

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  newId(): string;
}

const MOST_THRESHOLDS = 100;

/** 4.3.6: adds a threshold, or changes the one that is named. @throws HeraldError THRESHOLD_INVALID, THRESHOLD_UNKNOWN */
export async function setThreshold(
  { sql, clock, newId }: Deps,
  asked: Omit<Threshold, 'thresholdId'> & { thresholdId: string | undefined; by: string },
): Promise<string> {
  const { by, thresholdId: known, ...rule } = asked;
  const fault = thresholdFault(rule);
  if (fault) throw new HeraldError('THRESHOLD_INVALID', FAULTS[fault]);
  const thresholdId = known ?? newId();
  const set = { ...rule, thresholdId, setBy: by, setAt: new Date(clock.now()) };
  await inTransaction(sql, async (tx) => {
    if (known === undefined) {
      if (!(await insertThreshold(tx, set, MOST_THRESHOLDS)))
        throw new HeraldError('THRESHOLD_INVALID', FULL);
      noteInAct({ ThresholdId: thresholdId });
    } else if (!isUuid(known) || !(await updateThreshold(tx, set))) {
      throw new HeraldError('THRESHOLD_UNKNOWN', { thresholdId });
    }
  });
  return thresholdId;
}

/** @throws HeraldError THRESHOLD_UNKNOWN */
export async function dropThreshold({ sql }: Deps, thresholdId: string): Promise<void> {
  await inTransaction(sql, async (tx) => {
    const gone = isUuid(thresholdId) && (await deleteThreshold(tx, thresholdId));
    if (!gone) throw new HeraldError('THRESHOLD_UNKNOWN', { thresholdId });
  });
}

const FULL = { problemZh: '已有 100 项阈值', problemEn: 'there are 100 thresholds already' };

const FAULTS: Readonly<Record<ThresholdFault, { problemZh: string; problemEn: string }>> = {
  act: { problemZh: '对此类对象不能这样处置', problemEn: 'this cannot be done about such a subject' },
  'restriction-missing': {
    problemZh: '须用 Capabilities 指明能力，或用 PerMinute、PerDay 指明发送上限',
    problemEn: 'Capabilities must name what is taken away, or PerMinute or PerDay the most sends',
  },
  'restriction-needless': {
    problemZh: '只有 restrict 可指明能力或发送上限',
    problemEn: 'only restrict names capabilities or the most sends',
  },
};
