import { giveUpOldRecordings } from '../../modules/files/index.ts';
import { uuidFloor } from '../../platform/ids.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { deleteFiles, type EraseDeps, eraseEndedInbound, eraseEndedMessages } from './erase-calls.ts';

const DAY_MS = 86_400_000;
const FILES_AT_ONCE = 200;

/** How long what is held of callees is kept, days. */
export interface Retention {
  /** Number and text of messages, callers of calls that came in. */
  callees: number;
  recordings: number;
}

/**
 * 4.2.9: what is past its time goes as if its erasure had been asked for; rows stay for the money's sake. A second run
 * finds done what the first one did, so any number of processes may run it.
 * @returns how many messages and files went
 */
export async function keepRetention(
  deps: EraseDeps,
  { callees, recordings }: Retention,
): Promise<{ messages: number; files: number }> {
  const now = deps.clock.now();
  const before = uuidFloor(now - callees * DAY_MS);
  const gone = await eraseEndedMessages(deps, { accountId: '', calleeKey: null, before });
  await eraseEndedInbound(deps, { accountId: '', callerKey: null, before });
  for (;;) {
    const old = await inTransaction(deps.sql, (tx) =>
      giveUpOldRecordings(tx, new Date(now - recordings * DAY_MS), new Date(now), FILES_AT_ONCE),
    );
    if (old.length === 0) return gone;
    await deleteFiles(deps, old);
    gone.files += old.length;
  }
}
