import { type Crossing, crossings, noteCrossing } from '../../modules/alarms/index.ts';
import type { Sql } from '../../platform/db.ts';
import { formatYuan } from '../../platform/money.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';
import { UNIT_WORDS } from './bill-words.ts';

const MOST_AT_ONCE = 200;

/**
 * Tells accounts whose balance or packages have fallen below what they set, once a crossing: the alarm's state and the
 * notice are one transaction. Looks at accounts with alarms alone, and beside the way of messages.
 * @returns how many were told
 */
export async function watchAlarms(deps: NotifyDeps & { sql: Sql }): Promise<number> {
  const at = new Date(deps.clock.now());
  let told = 0;
  for (const seen of await crossings(deps.sql, at, MOST_AT_ONCE)) {
    told += await inTransaction(deps.sql, async (tx) => {
      if (!(await noteCrossing(tx, seen, at)) || seen.available >= seen.threshold) return 0;
      await tell(tx, deps, seen);
      return 1;
    });
  }
  return told;
}

async function tell(tx: Parameters<typeof notify>[0], deps: NotifyDeps, seen: Crossing): Promise<void> {
  const { accountId, commodity, threshold, available } = seen;
  if (commodity === 'CNY') {
    const details = { threshold: formatYuan(threshold), available: formatYuan(available) };
    await notify(tx, deps, { accountId, kind: 'alarm.balance-low', details });
    return;
  }
  const words = UNIT_WORDS[commodity];
  const details = {
    whatZh: words?.zh ?? commodity,
    whatEn: words?.en ?? commodity,
    threshold: String(threshold),
    available: String(available),
  };
  await notify(tx, deps, { accountId, kind: 'alarm.package-low', details });
}
