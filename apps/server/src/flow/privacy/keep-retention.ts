import { RETENTION_KINDS, type RetentionKind } from '@herald/contract';
import { eraseOldComplaints } from '../../modules/complaints/index.ts';
import { type FileKey, giveUpOldMaterials, giveUpOldRecordings } from '../../modules/files/index.ts';
import { forgetSessions } from '../../modules/identities/index.ts';
import { noteRetention } from '../../modules/privacy/index.ts';
import { markOldTasks } from '../../modules/tasks/index.ts';
import type { Tx } from '../../platform/db.ts';
import { uuidFloor } from '../../platform/ids.ts';
import type { Random } from '../../platform/random.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { archiveMonths } from '../records/archive-months.ts';
import { deleteFiles, type EraseDeps, eraseEndedInbound, eraseEndedMessages } from './erase-calls.ts';

const DAY_MS = 86_400_000;
const AT_ONCE = 200;
const TASKS_AT_ONCE = 1000;

export type RetentionDeps = EraseDeps & { readonly random: Random };

/** How long each kind is kept, days. */
export type RetentionDays = Readonly<Record<RetentionKind, number>>;

/** By kind: deletes what is from before that moment. @returns how many went */
const DELETE: Readonly<
  Record<RetentionKind, (deps: RetentionDeps, before: Date, now: Date) => Promise<number>>
> = {
  async callees(deps, before) {
    const floor = uuidFloor(before.getTime());
    const { messages } = await eraseEndedMessages(deps, { accountId: '', calleeKey: null, before: floor });
    return messages + (await eraseEndedInbound(deps, { accountId: '', callerKey: null, before: floor }));
  },
  recordings: (deps, before, now) => filesAway(deps, (tx) => giveUpOldRecordings(tx, before, now, AT_ONCE)),
  materials: (deps, before, now) => filesAway(deps, (tx) => giveUpOldMaterials(tx, before, now, AT_ONCE)),
  complaints: ({ sql }, before) => untilNone(() => eraseOldComplaints(sql, before, AT_ONCE)),
  // Marked here; the next rounds of tasks take their rows and lists away.
  tasks: ({ sql }, before, now) => untilNone(() => markOldTasks(sql, before, now, TASKS_AT_ONCE)),
  records: async (deps, before) => (await archiveMonths(deps, before)).length,
  'sign-ins': ({ sql }, before) => forgetSessions(sql, before),
};

/**
 * 4.2.9, 12.5: what is past its time goes, each kind after its own; of what callees are in, as if its erasure had been
 * asked for: rows stay for the money's sake. What each run did is kept, for the staff to see. A kind that fails keeps no
 * other from its turn, and has the next one. A second run finds done what the first one did, so any number of processes
 * may run it.
 */
export async function keepRetention(deps: RetentionDeps, days: RetentionDays): Promise<void> {
  for (const kind of RETENTION_KINDS) {
    const now = deps.clock.now();
    const at = new Date(now);
    try {
      const deleted = await DELETE[kind](deps, new Date(now - days[kind] * DAY_MS), at);
      await noteRetention(deps.sql, { kind, at, deleted });
      if (deleted > 0) deps.log.info('what was past its time is gone', { kind, deleted });
    } catch (error) {
      deps.log.error('what is past its time cannot be deleted', { kind, error });
    }
  }
}

async function filesAway(deps: RetentionDeps, giveUp: (tx: Tx) => Promise<FileKey[]>): Promise<number> {
  return untilNone(async () => {
    const old = await inTransaction(deps.sql, giveUp);
    await deleteFiles(deps, old);
    return old.length;
  });
}

async function untilNone(batch: () => Promise<number>): Promise<number> {
  for (let all = 0; ; ) {
    const gone = await batch();
    if (gone === 0) return all;
    all += gone;
  }
}
