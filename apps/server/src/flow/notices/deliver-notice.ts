import { createHash } from 'node:crypto';
import { type Details, type Language, type NoticeKind, type NoticeText, noticeText } from '@herald/contract';
import { findDelivery, findNotice, recordAttempt } from '../../modules/notices/index.ts';
import { beijingTime } from '../../platform/beijing-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import type { Jobs } from '../../platform/jobs.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import type { Mailer } from '../../platform/mail.ts';
import type { SmsHook } from '../../platform/sms-hook.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import type { DeliveryJob } from './notify.ts';

/**
 * Sends one notice to one recipient, and writes down what became of it. At least once: a process that dies between the
 * sending and its record sends again, with the same Message-ID or Idempotency-Key, by which repeats are told.
 */
export function createNoticeDeliverer(deps: {
  sql: Sql;
  vault: Vault;
  clock: Clock;
  jobs: Jobs;
  mailer: Mailer;
  /** Absent where the operator has no SMS service. */
  sms: SmsHook | undefined;
  limits: Limits;
}): (job: DeliveryJob) => Promise<void> {
  const { sql, vault, clock, jobs, mailer, sms, limits } = deps;

  async function send(job: DeliveryJob, address: string, language: Language, { title, body }: NoticeText) {
    const id = deliveryId(job);
    if (job.channel === 'email')
      return mailer.send({ id, to: address, subject: title, text: body, language });
    if (!sms) return { state: 'refused', messageId: id, response: 'SMS_HOOK_URL is not set' } as const;
    return sms.send({ id, phone: address, text: title, language });
  }

  return async (job) => {
    const { accountId, noticeId, channel, recipient, round } = job;
    const key = { accountId, noticeId, channel, recipient };
    const [delivery, notice] = await Promise.all([
      findDelivery(sql, vault, key),
      findNotice(sql, vault, { accountId, noticeId }),
    ]);
    if (delivery?.state !== 'pending' || !notice) return; // over, by an earlier run of this job
    const text = renderNotice(notice.kind, delivery.language, notice.details);
    const outcome = await send(job, delivery.address, delivery.language, text);

    const nextRung = outcome.state === 'failed' ? limits.noticeLadder[round] : undefined;
    const state = outcome.state === 'sent' ? 'sent' : nextRung === undefined ? 'failed' : 'pending';
    await inTransaction(sql, async (tx) => {
      const { messageId, response } = outcome;
      const noted = await recordAttempt(tx, key, { state, messageId, response, at: new Date(clock.now()) });
      if (noted !== 'pending' || nextRung === undefined) return;
      const data: DeliveryJob = { ...key, round: round + 1 };
      await jobs.enqueue(tx, 'deliver-notice', [{ data, group: accountId, startAfterSeconds: nextRung }]);
    });
  };
}

/** Names a delivery towards mail servers and SMS services: the notice's id, and of the recipient a hash. */
function deliveryId({ noticeId, channel, recipient }: DeliveryJob): string {
  const hash = createHash('sha256').update(`${channel}\n${recipient}`).digest('hex').slice(0, 16);
  return `${noticeId}.${hash}`;
}

/** A notice as people read it; moments among its details are shown in Beijing time. */
export function renderNotice(kind: NoticeKind, language: Language, details: Details): NoticeText {
  return noticeText(kind, language, withTimes(details, language));
}

/** Values of places whose name ends in `At` are moments. */
export function withTimes(details: Details, language: Language): Details {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      name.endsWith('At') && typeof value === 'number' ? beijingTime(value, language) : value,
    ]),
  );
}
