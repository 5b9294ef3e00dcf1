import { freeTrunkSlots, insertLeg, lockTrunks, noteStarts } from '../../modules/carriers/index.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';

/**
 * A place on a trunk for a call that no message stands for: one that goes out under all of the trunk's limits, one that
 * comes in under its concurrency. Taken before the call is, and counted while this node lives.
 * @returns false when the trunk has none
 */
export async function takeLeg(
  { sql, clock, nodeId }: { sql: Sql; clock: Clock; nodeId: string },
  leg: { legId: string; trunkId: string; kind: 'transfer' | 'inbound' },
): Promise<boolean> {
  return inTransaction(sql, async (tx) => {
    const now = clock.now();
    const today = formatDay(now);
    const load = (await lockTrunks(tx, today)).find(({ trunkId }) => trunkId === leg.trunkId);
    if (!load) return false;
    const out = leg.kind === 'transfer';
    const free = out ? freeTrunkSlots(load, now) : (load.concurrency ?? Infinity) - load.active;
    if (free < 1) return false;
    if (!(await insertLeg(tx, { ...leg, nodeId, since: new Date(now) }))) return false;
    if (out) await noteStarts(tx, [[load, 1]], now, today);
    return true;
  });
}
