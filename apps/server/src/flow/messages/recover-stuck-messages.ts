import { diallingOfLostNodes, giveBackOfLostNodes } from '../../modules/messages/index.ts';
import { forgetSilentNodes } from '../../modules/nodes/index.ts';
import type { Db } from '../../platform/db.ts';
import type { CallSettler } from './settle-calls.ts';

const AT_ONCE = 500;

/**
 * Takes over what lost nodes held. Claimed only: back into the queue, nothing had left. Dialling: the callee may
 * have been rung and nobody knows how it ended, so it ends as unknown, unpaid, and is never dialled again.
 * Safe to run on several nodes at once.
 */
export async function recoverStuckMessages(deps: {
  db: Db;
  settler: CallSettler;
}): Promise<{ requeued: number; unknown: number }> {
  const { db, settler } = deps;
  const requeued = await giveBackOfLostNodes(db);
  const lost = await diallingOfLostNodes(db, AT_ONCE);
  // Only as that node's: should it have come back and let go of the message, this does nothing.
  const ended = await Promise.all(
    lost.map((message) => settler.settle({ ...message, from: 'dialling', cause: { kind: 'engine-lost' } })),
  );
  await forgetSilentNodes(db);
  return { requeued, unknown: ended.filter(Boolean).length };
}
