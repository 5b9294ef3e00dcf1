import { join } from 'node:path';
import { keepAgreement } from '../flow/agreement/keep-agreement.ts';
import { judgeThresholds } from '../flow/complaints/judge-thresholds.ts';
import { watchComplaints } from '../flow/complaints/watch-complaints.ts';
import { sweepFiles } from '../flow/files/sweep-files.ts';
import { coverHeldMessages } from '../flow/messages/cover-held-messages.ts';
import { endMessagesOfEnded } from '../flow/messages/end-messages-of-ended.ts';
import { endWaitingMessages } from '../flow/messages/end-waiting-messages.ts';
import { createReceiptPusher, type PushJob } from '../flow/messages/push-receipt.ts';
import { recoverStuckMessages } from '../flow/messages/recover-stuck-messages.ts';
import { createCallSettler } from '../flow/messages/settle-calls.ts';
import { createMessageSubmitter } from '../flow/messages/submit-message.ts';
import { expireOrders } from '../flow/money/cancel-order.ts';
import { chargeMinimums } from '../flow/money/charge-minimums.ts';
import { chargeRents } from '../flow/money/charge-rents.ts';
import { checkLedger } from '../flow/money/check-ledger.ts';
import { closeBills } from '../flow/money/close-bills.ts';
import { endFunds } from '../flow/money/end-funds.ts';
import { renewPackages } from '../flow/money/renew-packages.ts';
import { watchAlarms } from '../flow/money/watch-alarms.ts';
import { watchShortfalls } from '../flow/money/watch-shortfalls.ts';
import { createNoticeDeliverer } from '../flow/notices/deliver-notice.ts';
import type { DeliveryJob } from '../flow/notices/notify.ts';
import { createMailSender, type MailJob } from '../flow/notices/send-mail.ts';
import {
  createAnnouncementSpreader,
  resumeSpreads,
  type SpreadJob,
} from '../flow/notices/spread-announcement.ts';
import { autoRenewNumbers } from '../flow/numbers/auto-renew-numbers.ts';
import { watchApplications } from '../flow/numbers/close-application.ts';
import { endNumbers } from '../flow/numbers/end-number.ts';
import { keepRetention } from '../flow/privacy/keep-retention.ts';
import { resealValues } from '../flow/privacy/reseal-values.ts';
import { runErasures } from '../flow/privacy/run-erasures.ts';
import { countDays } from '../flow/records/count-days.ts';
import { reviewAppliers } from '../flow/reviews/review-appliers.ts';
import { watchReviews } from '../flow/reviews/watch-reviews.ts';
import { deleteTerminated } from '../flow/sanctions/delete-terminated.ts';
import { findSigns } from '../flow/sanctions/find-signs.ts';
import { watchRectifications } from '../flow/sanctions/rectify.ts';
import { endSanctions } from '../flow/sanctions/review-sanction.ts';
import { type CheckJob, createTaskChecker } from '../flow/tasks/check-task.ts';
import { createListImporter, type ImportJob } from '../flow/tasks/import-list.ts';
import { runTasks } from '../flow/tasks/run-tasks.ts';
import { forgetCallees } from '../modules/callees/index.ts';
import { forgetTrunkMinutes } from '../modules/carriers/index.ts';
import { forgetAttempts, forgetOidcLogins, forgetProofs } from '../modules/identities/index.ts';
import { forgetTokens } from '../modules/messages/index.ts';
import { forgetContactCodes } from '../modules/notices/index.ts';
import { forgetNonces } from '../modules/qualification/index.ts';
import { dayIn, forgetAttention } from '../modules/quotas/index.ts';
import { sleep } from '../platform/clock.ts';
import { startJobs } from '../platform/jobs.ts';
import { createMailer } from '../platform/mail.ts';
import { createOutboundHttp } from '../platform/outbound-http.ts';
import { createSmsHook } from '../platform/sms-hook.ts';
import type { Base, Part } from './base.ts';
import { runAlone } from './run-alone.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const LEDGER_CHECK_MS = 6 * HOUR_MS;
const LEDGER_CHECK_AFTER_MS = 10 * MINUTE_MS;
const TOKEN_LIVES_MS = 24 * HOUR_MS;
/** Ten thousand a round: above what one account's rate lets through in that time. */
const NONCE_SWEEP_MS = 5000;
/** What the health of trunks was judged by can be looked up for a week. */
const TRUNK_MINUTES_LIVE_MS = 7 * 24 * HOUR_MS;
/** A day at a callee is over everywhere two days later. */
const ATTENTION_LIVES_MS = 2 * 24 * HOUR_MS;
/** Each looks at the day before it. */
const SIGNS_MS = 24 * HOUR_MS;
const ERASE_MS = 2000;
/** With one master key it is one question. */
const RESEAL_MS = 2000;
/** Not while the service has just started, and perhaps has a backlog. */
const RETENTION_AFTER_MS = MINUTE_MS;
const SWEEP_MS = 10 * 60_000;
const COUNT_MS = 10 * 60_000;
const CODES_COUNT_MS = 24 * HOUR_MS;
/** Longer than any attempt is remembered or blocks. */
const ATTEMPT_LIVES_MS = 48 * HOUR_MS;
const PUSHES_AT_ONCE = 200;
const DELIVERIES_AT_ONCE = 20;
const MAILS_AT_ONCE = 10;
const IMPORTS_AT_ONCE = 2;
/** How soon a task is seen to be started, paused, or to have room for more. */
const TASKS_ROUND_MS = 500;

/** Works in the background: pushes, recovery, expiry, housekeeping. Any number of them may run. */
export async function startJobsProcess(base: Base): Promise<Part> {
  const { config, log, clock, sql, vault, files } = base;
  const jobs = await startJobs(sql, { role: 'worker', log });
  const settler = createCallSettler({ sql, clock, jobs });
  const http = createOutboundHttp({ allow: config.pushAllowNetworks });
  await jobs.work<PushJob>('push-receipt', PUSHES_AT_ONCE, createReceiptPusher({ ...base, jobs, http }));
  const { from, smtp } = config.mail;
  const folder = join(config.dataDir, 'mail');
  const heardDir = config.sandbox.enabled ? join(config.dataDir, 'heard') : undefined;
  if (!smtp) log.info('SMTP_URL is not set: e-mails are written as files and reach nobody', { folder });
  const mailer = createMailer(smtp ? { from, smtp } : { from, folder });
  const sms = config.smsHook && createSmsHook({ ...config.smsHook, clock });
  await jobs.work<DeliveryJob>(
    'deliver-notice',
    DELIVERIES_AT_ONCE,
    createNoticeDeliverer({ ...base, jobs, mailer, sms }),
  );
  await jobs.work<SpreadJob>('spread-announcement', 1, createAnnouncementSpreader({ ...base, jobs }));
  await jobs.work<MailJob>('send-mail', MAILS_AT_ONCE, createMailSender({ vault, mailer, sms, log }));

  const submitter = createMessageSubmitter({ ...base, frequency: config.frequency });
  await jobs.work<ImportJob>('import-task', IMPORTS_AT_ONCE, createListImporter({ ...base, jobs }));
  await jobs.work<CheckJob>('check-task', IMPORTS_AT_ONCE, createTaskChecker({ ...base, submitter }));

  const reviewed = reviewAppliers({ ...base, jobs });

  const stopping = new AbortController();
  const loop = async (
    what: string,
    everyMs: number,
    run: () => Promise<unknown>,
    firstAfterMs = 0,
  ): Promise<void> => {
    if (firstAfterMs > 0) await sleep(clock, firstAfterMs, stopping.signal);
    while (!stopping.signal.aborted) {
      await run().catch((error: unknown) => log.error(`cannot ${what}`, { error }));
      await sleep(clock, everyMs, stopping.signal);
    }
  };
  const loops = [
    loop('recover stuck messages', SECOND_MS, async () => {
      const { requeued, unknown } = await recoverStuckMessages({ db: sql, settler });
      if (requeued + unknown > 0) log.warn('a node was lost', { requeued, unknown });
    }),
    loop('end waiting messages', SECOND_MS, () => endWaitingMessages({ db: sql, clock, settler })),
    loop('end what waits of ended services', SECOND_MS, () =>
      endMessagesOfEnded({ db: sql, clock, settler }),
    ),
    loop('run tasks', TASKS_ROUND_MS, () => runTasks({ ...base, jobs, submitter, settler })),
    loop('keep the agreement', MINUTE_MS, () => keepAgreement({ ...base, jobs })),
    loop('watch reviews', MINUTE_MS, () => watchReviews({ sql, clock, log, reviewed })),
    loop('carry on announcements', HOUR_MS, () => resumeSpreads({ sql, clock, jobs })),
    loop('make partitions', HOUR_MS, () => sql`CALL ensure_partitions(${new Date(clock.now())}, 2)`),
    // It reads every posting: not while the service has just started, and perhaps has a backlog.
    loop('check the ledger', LEDGER_CHECK_MS, () => checkLedger({ sql, log }), LEDGER_CHECK_AFTER_MS),
    loop('expire unpaid orders', 10 * SECOND_MS, () => expireOrders({ sql, clock })),
    loop('forget nonces', NONCE_SWEEP_MS, () => forgetNonces(sql, new Date(clock.now()))),
    loop('cover held messages', SECOND_MS, () => coverHeldMessages({ sql, clock })),
    loop('watch alarms', 10 * SECOND_MS, () => watchAlarms({ ...base, jobs })),
    loop('watch what cannot be paid', 10 * SECOND_MS, () => watchShortfalls({ ...base, jobs })),
    loop('end coupons and packages', MINUTE_MS, () => endFunds({ ...base, jobs })),
    loop('renew packages', MINUTE_MS, () => renewPackages({ ...base, jobs })),
    loop('charge rents', MINUTE_MS, () => chargeRents({ ...base, jobs })),
    loop('charge monthly minimums', MINUTE_MS, () => chargeMinimums({ ...base, jobs })),
    loop('renew numbers', MINUTE_MS, () => autoRenewNumbers({ ...base, jobs })),
    loop('end numbers', MINUTE_MS, () => endNumbers({ ...base, jobs })),
    loop('end sanctions', MINUTE_MS, () => endSanctions({ ...base, jobs })),
    loop('delete what is held of terminated accounts', MINUTE_MS, () => deleteTerminated(base)),
    loop('watch clocks of complaints', MINUTE_MS, () => watchComplaints({ ...base, jobs })),
    loop('watch orders to rectify', MINUTE_MS, () => watchRectifications({ ...base, jobs })),
    loop(
      'look for signs of resale and deviation',
      SIGNS_MS,
      () => findSigns({ ...base, jobs }),
      LEDGER_CHECK_AFTER_MS,
    ),
    loop('judge complaint rates', MINUTE_MS, () => judgeThresholds({ ...base, jobs })),
    loop('watch number applications', MINUTE_MS, () => watchApplications({ ...base, jobs })),
    loop('close bills', 10 * MINUTE_MS, () => closeBills({ sql, clock })),
    loop('count days of sends', COUNT_MS, () => countDays({ sql, clock })),
    loop('sweep files', SWEEP_MS, () => sweepFiles({ sql, clock, files })),
    loop('forget codes of contacts', HOUR_MS, () =>
      forgetContactCodes(sql, new Date(clock.now() - CODES_COUNT_MS)),
    ),
    loop('forget attempts and proofs', HOUR_MS, async () => {
      const now = clock.now();
      await forgetAttempts(sql, new Date(now - ATTEMPT_LIVES_MS));
      await forgetProofs(sql, new Date(now - HOUR_MS));
      await forgetOidcLogins(sql, new Date(now));
    }),
    loop('erase what is to be erased', ERASE_MS, () => runErasures({ ...base, heardDir })),
    loop('seal anew', RESEAL_MS, async () => {
      const empty = await resealValues(base, stopping.signal);
      if (empty.length > 0) log.info('master keys may be taken out: nothing is sealed under them', { empty });
    }),
    loop(
      'keep retention',
      HOUR_MS,
      () => keepRetention({ ...base, heardDir }, config.retention),
      RETENTION_AFTER_MS,
    ),
    loop('forget codes and sessions of callees', HOUR_MS, () => {
      const now = clock.now();
      return forgetCallees(sql, new Date(now - CODES_COUNT_MS), new Date(now));
    }),
    loop('forget how often callees were rung', HOUR_MS, () =>
      forgetAttention(sql, dayIn('UTC', clock.now() - ATTENTION_LIVES_MS)),
    ),
    loop('forget minutes of trunks', HOUR_MS, () =>
      forgetTrunkMinutes(sql, new Date(clock.now() - TRUNK_MINUTES_LIVE_MS)),
    ),
    loop('forget client tokens', HOUR_MS, () => forgetTokens(sql, new Date(clock.now() - TOKEN_LIVES_MS))),
  ];
  return {
    async stop() {
      stopping.abort();
      await jobs.stop();
      await Promise.all(loops);
      submitter.stop();
      await settler.drain();
      await http.close();
      await sms?.close();
      mailer.close();
    },
  };
}

if (import.meta.main) await runAlone('jobs', 8, startJobsProcess);
