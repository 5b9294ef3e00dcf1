import { accountsAfter } from '../../modules/accounts/index.ts';
import { lockAnnouncement, markSpread, unfinishedSpreads } from '../../modules/notices/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import type { Jobs } from '../../platform/jobs.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type NotifyDeps, putNotices } from './notify.ts';

/** The next accounts that are to get an announcement: those after this one, in the order of their ids. */
export interface SpreadJob {
  announcementId: string;
  after: string;
}

const ACCOUNTS_AT_ONCE = 200;
/** An announcement that is on its way for so long has perhaps lost its job: one that failed too often is given up. */
const LOST_AFTER_MS = 3_600_000;
const RESUMED_AT_ONCE = 100;

/**
 * Carries a published announcement into inboxes and e-mails, a batch of accounts a job. Inboxes, deliveries, how far it
 * came and the next job are one transaction, so a crash repeats nothing and forgets nobody; a job that comes again
 * finds that the announcement is further on. Accounts made after the publication do not get it: they see what is
 * current in QueryUVMSAnnouncements.
 */
export function createAnnouncementSpreader(
  deps: NotifyDeps & { sql: Sql },
): (job: SpreadJob) => Promise<void> {
  const { sql, clock, jobs, newId } = deps;

  return ({ announcementId, after }) =>
    inTransaction(sql, async (tx) => {
      const announcement = await lockAnnouncement(tx, announcementId);
      if (!announcement?.publishAt || announcement.withdrawnAt || announcement.spreadAt) return;
      if (announcement.spreadTo !== after) return;
      const early = announcement.publishAt.getTime() - clock.now();
      if (early > 0) {
        // The clock that started this job is ahead of ours.
        const startAfterSeconds = Math.ceil(early / 1000);
        await jobs.enqueue(tx, 'spread-announcement', [
          { data: { announcementId, after }, startAfterSeconds },
        ]);
        return;
      }
      const accounts = await accountsAfter(tx, {
        after,
        createdUntil: announcement.publishAt,
        limit: ACCOUNTS_AT_ONCE,
      });
      await putNotices(
        tx,
        deps,
        announcement.kind,
        undefined,
        accounts.map((accountId) => ({ accountId, noticeId: newId(), content: { announcementId } })),
      );
      const to = accounts.at(-1) ?? after;
      const done = accounts.length < ACCOUNTS_AT_ONCE;
      await markSpread(tx, announcementId, { to, done: done ? new Date(clock.now()) : null });
      if (!done) await jobs.enqueue(tx, 'spread-announcement', [{ data: { announcementId, after: to } }]);
    });
}

/**
 * Gives announcements that have not come to the last inbox another job, from where they are; where the one that they
 * have is still at work, whichever comes second finds nothing to do. @returns how many
 */
export async function resumeSpreads({
  sql,
  clock,
  jobs,
}: {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly jobs: Jobs;
}): Promise<number> {
  return inTransaction(sql, async (tx) => {
    const until = new Date(clock.now() - LOST_AFTER_MS);
    const unfinished = await unfinishedSpreads(tx, until, RESUMED_AT_ONCE);
    await jobs.enqueue(
      tx,
      'spread-announcement',
      unfinished.map(({ announcementId, spreadTo: after }) => {
        const data: SpreadJob = { announcementId, after };
        return { data };
      }),
    );
    return unfinished.length;
  });
}
