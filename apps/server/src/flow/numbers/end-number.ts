import { lockAccounts } from '../../modules/accounts/index.ts';
import { postTransfers, refundOf } from '../../modules/ledger/index.ts';
import {
  cutTerm,
  END_NOTICES,
  lockNumber,
  markNumberNoticed,
  type NumberKey,
  numbersOver,
  numbersToEnd,
  numbersToNotice,
  setNumberState,
  termsAfter,
} from '../../modules/numbers/index.ts';
import { withdrawReview } from '../../modules/reviews/index.ts';
import { DAY_MS, monthOf } from '../../platform/beijing-time.ts';
import type { Tx } from '../../platform/db.ts';
import { formatYuan } from '../../platform/money.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';
import { CLOCK, type NumberDeps, note } from './number-deps.ts';

const MOST_AT_ONCE = 200;

const ENDS = {
  cancelled: { zh: '已按申请注销', en: 'it was given up' },
  expired: { zh: '到期后未续费', en: 'it was not renewed after its end' },
  unpaid: { zh: '欠费未付清', en: 'what it owes was not paid' },
  terminated: { zh: '账号已终止', en: 'the account has ended' },
} as const;

/**
 * Keeps the ends of numbers: tells of them 30, 7 and 1 days before, once each; notes those whose months are over; and
 * gives back those that were given up, that nobody renewed in time, that owe for too long, or whose account has
 * ended. Each is a transaction of its own, and a second run finds it done.
 */
export async function endNumbers(
  deps: NumberDeps,
): Promise<{ told: number; expired: number; ended: number }> {
  return { told: await tellEnds(deps), expired: await noteOver(deps), ended: await giveBack(deps) };
}

async function tellEnds(deps: NumberDeps): Promise<number> {
  const { sql, clock } = deps;
  const now = new Date(clock.now());
  let told = 0;
  for (const { noticed, aheadMs } of END_NOTICES) {
    const until = new Date(clock.now() + aheadMs);
    for (const key of await numbersToNotice(sql, { now, until, noticed, limit: MOST_AT_ONCE })) {
      told += await inTransaction(sql, async (tx) => {
        const number = await lockNumber(tx, key);
        // Renewed meanwhile, it is not told.
        if (!number?.expiresAt || number.expiresAt > until) return 0;
        if (!(await markNumberNoticed(tx, key, noticed))) return 0;
        const details = { number: key.number, expiresAt: number.expiresAt.getTime() };
        await notify(tx, deps, { accountId: key.accountId, kind: 'number.expires', details });
        return 1;
      });
    }
  }
  return told;
}

async function noteOver(deps: NumberDeps): Promise<number> {
  const { sql, clock } = deps;
  const at = new Date(clock.now());
  let over = 0;
  for (const key of await numbersOver(sql, at, MOST_AT_ONCE)) {
    over += await inTransaction(sql, async (tx) => {
      await lockAccounts(tx, [key.accountId]);
      const number = await lockNumber(tx, key);
      if (!number?.expiresAt || number.expiresAt > at) return 0;
      if (number.status === 'cancelling') {
        await end(tx, deps, key, 'cancelled');
        return 1;
      }
      if (number.status !== 'active') return 0;
      await setNumberState(tx, key, { status: 'expired', at });
      await note(tx, deps, { ...key, subjectId: key.number, event: 'expired', by: CLOCK });
      const details = {
        number: key.number,
        untilAt: number.expiresAt.getTime() + deps.limits.numberRenewableDays * DAY_MS,
      };
      await notify(tx, deps, { accountId: key.accountId, kind: 'number.expired', details });
      return 1;
    });
  }
  return over;
}

async function giveBack(deps: NumberDeps): Promise<number> {
  const { sql, clock, limits } = deps;
  const expiredBefore = new Date(clock.now() - limits.numberRenewableDays * DAY_MS);
  const unpaidBefore = new Date(clock.now() - limits.numberUnpaidDays * DAY_MS);
  let ended = 0;
  for (const found of await numbersToEnd(sql, {
    expiredBefore,
    unpaidBefore,
    at: new Date(clock.now()),
    limit: MOST_AT_ONCE,
  })) {
    ended += await inTransaction(sql, async (tx) => {
      await lockAccounts(tx, [found.accountId]);
      const number = await lockNumber(tx, found);
      if (!number || number.status === 'cancelled') return 0;
      const expired =
        number.status === 'expired' && number.expiresAt !== null && number.expiresAt <= expiredBefore;
      const unpaid = number.unpaidSince !== null && number.unpaidSince <= unpaidBefore;
      // Renewed or paid meanwhile, it stays.
      if (!expired && !unpaid && !found.ended) return 0;
      await end(tx, deps, number, found.ended ? 'terminated' : expired ? 'expired' : 'unpaid');
      return 1;
    });
  }
  return ended;
}

/** A number goes back to where it came from. The account is locked. */
async function end(
  tx: Tx,
  deps: NumberDeps,
  { accountId, number }: NumberKey,
  why: keyof typeof ENDS,
): Promise<void> {
  const now = deps.clock.now();
  const at = new Date(now);
  const key = { accountId, number };
  // The month that has begun is rented, whole.
  const refunded = await cutTerms(tx, deps, key, monthOf(now) + 1);
  await setNumberState(tx, key, { status: 'cancelled', at });
  await withdrawReview(tx, { accountId, kind: 'number-cancel', subjectId: number, at });
  await note(tx, deps, { accountId, subjectId: number, event: 'ended', by: CLOCK, remark: ENDS[why].en });
  const details = { number, whyZh: ENDS[why].zh, whyEn: ENDS[why].en, refunded: formatYuan(refunded) };
  await notify(tx, deps, { accountId, kind: 'number.ended', details });
}

/**
 * What was paid for months from `untilMonth` on goes back to the balance, each part from the order that had paid it. A
 * month that is earned stays earned. The account is locked.
 * @returns what went back, 10⁻⁴ yuan
 */
export async function cutTerms(
  tx: Tx,
  deps: Pick<NotifyDeps, 'clock' | 'newId'>,
  key: NumberKey,
  untilMonth: number,
): Promise<bigint> {
  const at = new Date(deps.clock.now());
  let refunded = 0n;
  for (const term of await termsAfter(tx, key, untilMonth)) {
    const until = Math.max(untilMonth, term.earnedUntil);
    const amount = BigInt(term.untilMonth - until) * term.monthly;
    if (amount === 0n) continue;
    await cutTerm(tx, term, until);
    await postTransfers(tx, [refundOf(key.accountId, term.orderId, deps.newId(), amount)], at);
    refunded += amount;
  }
  return refunded;
}
