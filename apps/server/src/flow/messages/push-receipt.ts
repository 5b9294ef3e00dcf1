import { receiptTarget } from '../../modules/accounts/index.ts';
import { findReceipts, forgoPush, recordPush } from '../../modules/receipts/index.ts';
import { type Clock, sleep } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import type { Jobs } from '../../platform/jobs.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import type { OutboundHttp } from '../../platform/outbound-http.ts';
import { signBody } from '../../platform/signed-body.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import { receiptBody } from './read-message.ts';

export interface PushJob {
  accountId: string;
  sessionNo: string;
  /** 0 is the push itself, later ones are rungs of the slow ladder. */
  round: number;
}

/** After a failed push a few more tries, so far apart; then by the ladder, and after it the receipt waits as dead for a resend. */
const FAST_RETRY_MS = 1000;

/**
 * Delivers one receipt to the customer's URL. Only HTTP 200 acknowledges. At least once: a customer that is told
 * twice tells the two apart by SessionNo. The body is signed as `X-Herald-Signature: t=<ms>,v1=<hex>`, an
 * HMAC-SHA-256 with the account's receipt secret over `<t>.<body>`.
 */
export function createReceiptPusher(deps: {
  sql: Sql;
  vault: Vault;
  clock: Clock;
  jobs: Jobs;
  http: OutboundHttp;
  limits: Limits;
}): (job: PushJob) => Promise<void> {
  const { sql, vault, clock, jobs, http, limits } = deps;

  return async ({ accountId, sessionNo, round }) => {
    const [receipt] = await findReceipts(sql, accountId, [sessionNo]);
    if (receipt?.pushState !== 'pending') return; // delivered by an earlier run of this job
    const target = await receiptTarget(sql, vault, accountId);
    if (!target) return forgoPush(sql, accountId, sessionNo);
    const body = JSON.stringify(receiptBody(vault, receipt, 'zh'));

    const tries = round === 0 ? 1 + limits.receiptFastTries : 1;
    for (let nth = 1; nth <= tries; nth++) {
      const at = clock.now();
      const answer = await http.post(target.url, body, {
        'content-type': 'application/json; charset=utf-8',
        'x-herald-signature': signBody(target.secret, body, at),
      });
      const acknowledged = answer.status === 200;
      const last = nth === tries;
      const nextRung = limits.receiptLadder[round];
      const state = acknowledged ? 'delivered' : last && nextRung === undefined ? 'dead' : 'pending';
      const now = await inTransaction(sql, async (tx) => {
        const noted = await recordPush(tx, {
          accountId,
          sessionNo,
          at: new Date(at),
          status: answer.status,
          error: acknowledged ? undefined : (answer.error ?? `HTTP ${answer.status}`),
          state,
        });
        if (noted === 'pending' && last && nextRung !== undefined) {
          const data: PushJob = { accountId, sessionNo, round: round + 1 };
          await jobs.enqueue(tx, 'push-receipt', [{ data, group: accountId, startAfterSeconds: nextRung }]);
        }
        return noted;
      });
      if (now !== 'pending') return;
      if (!last) await sleep(clock, FAST_RETRY_MS);
    }
  };
}
