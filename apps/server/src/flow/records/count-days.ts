import { accountsToCount, type CountedDay, writeDay } from '../../modules/records/index.ts';
import { dayOf, dayStart } from '../../platform/beijing-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { uuidFloor } from '../../platform/ids.ts';
import { inTransaction } from '../../platform/transaction.ts';

const DAY_MS = 86_400_000;
/** After the end of a day: longer than a clock is slow, and than an acceptance takes. */
const COUNTED_AFTER_MS = 3_600_000;
/** Days that are looked at for messages which have come to their end late; no message waits longer. */
const LOOK_BACK_DAYS = 60;
const ACCOUNTS_AT_ONCE = 200;

/** The day that a moment lies in, as statistics count it. */
export function countedDay(at: number): CountedDay {
  const day = dayOf(at);
  const start = dayStart(day);
  return { ...day, from: uuidFloor(start), until: uuidFloor(start + DAY_MS) };
}

/**
 * Counts the days that are over, each account and day in a transaction of its own, once no message of it waits any
 * more. What a crash left undone is done by the next round; a day that is not counted yet is counted whenever somebody
 * asks (read-statistics.ts).
 * @returns how many days of accounts were counted
 */
export async function countDays({ sql, clock }: { sql: Sql; clock: Clock }): Promise<number> {
  let counted = 0;
  for (let back = LOOK_BACK_DAYS; back >= 1; back--) {
    const at = clock.now() - COUNTED_AFTER_MS - back * DAY_MS;
    if (at < 0) continue;
    const day = countedDay(at);
    let after = '';
    for (;;) {
      const accounts = await accountsToCount(sql, day, after, ACCOUNTS_AT_ONCE);
      for (const accountId of accounts) {
        await inTransaction(sql, async (tx) => {
          // A day of millions of messages is read whole, here and nowhere else.
          await tx`SET LOCAL statement_timeout = '30min'`;
          await tx`SET LOCAL enable_seqscan = on`;
          await writeDay(tx, accountId, day);
        });
        counted++;
      }
      after = accounts.at(-1) ?? after;
      if (accounts.length < ACCOUNTS_AT_ONCE) break;
    }
  }
  return counted;
}
