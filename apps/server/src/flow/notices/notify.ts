import type { AnnouncementKind, NoticeDetails, NoticeKind } from '@herald/contract';
import {
  type DeliveryKey,
  insertDeliveries,
  insertNotices,
  type NewDelivery,
  type NewNotice,
} from '../../modules/notices/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db.ts';
import type { Jobs } from '../../platform/jobs.ts';
import type { Vault } from '../../platform/vault.ts';
import { noticeRecipients } from './notice-recipients.ts';

export interface NotifyDeps {
  vault: Vault;
  clock: Clock;
  newId(): string;
  jobs: Jobs;
}

/** A delivery that is to be tried; `round` counts the tries before. */
export interface DeliveryJob extends DeliveryKey {
  round: number;
}

/**
 * Gives an account a notice, in the caller's transaction: the inbox has it with the commit, and e-mails and SMS leave
 * afterwards (flow/notices/deliver-notice.ts), at least once each.
 * @param notice.memberIds who alone it is for (a sign-in, say); absent: everybody of the account whom the kind concerns
 * @returns the notice's id
 */
export async function notify<Kind extends Exclude<NoticeKind, AnnouncementKind>>(
  tx: Tx,
  deps: NotifyDeps,
  notice: {
    accountId: string;
    kind: Kind;
    details: NoticeDetails<Kind>;
    memberIds?: readonly string[];
  },
): Promise<string> {
  const noticeId = deps.newId();
  const { accountId, kind, details, memberIds } = notice;
  await putNotices(tx, deps, kind, memberIds, [{ accountId, noticeId, content: { details } }]);
  return noticeId;
}

/** Puts a notice of one kind into the inbox of each of these accounts, with the deliveries that follow. */
export async function putNotices(
  tx: Tx,
  { vault, clock, jobs }: NotifyDeps,
  kind: NoticeKind,
  memberIds: readonly string[] | undefined,
  notices: readonly Pick<NewNotice, 'accountId' | 'noticeId' | 'content'>[],
): Promise<void> {
  const at = new Date(clock.now());
  const rows = notices.map((notice) => ({ ...notice, kind, memberIds, at }));
  const [inserted, recipients] = await Promise.all([
    insertNotices(tx, vault, rows),
    noticeRecipients(tx, vault, { accountIds: rows.map(({ accountId }) => accountId), kind, memberIds }),
  ]);
  const fresh = rows.filter(({ noticeId }) => inserted.has(noticeId));
  const noticeOf = new Map(fresh.map(({ accountId, noticeId }) => [accountId, noticeId]));
  const inbox = { channel: 'inbox', recipient: 'account', address: undefined, language: 'zh' } as const;
  const deliveries: NewDelivery[] = fresh.map(({ accountId, noticeId }) => ({
    accountId,
    noticeId,
    ...inbox,
  }));
  for (const recipient of recipients) {
    const noticeId = noticeOf.get(recipient.accountId);
    if (noticeId !== undefined) deliveries.push({ ...recipient, noticeId });
  }
  await insertDeliveries(tx, vault, deliveries, at);
  await jobs.enqueue(
    tx,
    'deliver-notice',
    deliveries
      .filter(({ channel }) => channel !== 'inbox')
      .map(({ accountId, noticeId, channel, recipient }) => {
        const data: DeliveryJob = { accountId, noticeId, channel, recipient, round: 0 };
        return { data, group: accountId };
      }),
  );
}
