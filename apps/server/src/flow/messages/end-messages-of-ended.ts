import { accountsEnded, inactiveWithQueue } from '../../modules/accounts/index.ts';
import { queuedOf } from '../../modules/messages/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import type { CallSettler } from './settle-calls.ts';

const AT_ONCE = 500;
const MOST_ROUNDS = 20;
/** No message waits longer, whatever maintenance it sat out: accounts that ended before have none in the queue. */
const LONGEST_WAIT_MS = 60 * 86_400_000;

/**
 * 12.3, 5.2: ends what waits of accounts whose service has ended, or that are suspended or terminated, each message with a receipt and unpaid. Safe to run on
 * several nodes at once. Ends 10,000 at most; the next run goes on.
 * @returns how many were ended
 */
export async function endMessagesOfEnded(deps: {
  db: Db;
  clock: Clock;
  settler: CallSettler;
}): Promise<number> {
  const { db, clock, settler } = deps;
  const now = clock.now();
  const refused = await accountsEnded(db, new Date(now - LONGEST_WAIT_MS), new Date(now));
  const ended = [...new Set([...refused, ...(await inactiveWithQueue(db))])];
  if (ended.length === 0) return 0;
  let total = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const waiting = await queuedOf(db, ended, AT_ONCE);
    const settled = await Promise.all(
      waiting.map((key) =>
        settler.settle({
          ...key,
          from: 'queued',
          nodeId: undefined,
          cause: { kind: 'not-dialled', reason: 'withdrawn' },
        }),
      ),
    );
    total += settled.filter(Boolean).length;
    if (waiting.length < AT_ONCE) break;
  }
  return total;
}
