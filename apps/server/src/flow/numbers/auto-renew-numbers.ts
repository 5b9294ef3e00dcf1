import { lockAccounts, readAccounts } from '../../modules/accounts/index.ts';
import { balanceOf, CASH } from '../../modules/ledger/index.ts';
import {
  lockNumber,
  markNumberRenewalTold,
  type NumberKey,
  numbersToRenew,
} from '../../modules/numbers/index.ts';
import { DAY_MS } from '../../platform/beijing-time.ts';
import type { Tx } from '../../platform/db.ts';
import { formatYuan } from '../../platform/money.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { deliver } from '../money/pay-order.ts';
import { writeOrder } from '../money/place-order.ts';
import { notify } from '../notices/notify.ts';
import type { NumberDeps } from './number-deps.ts';
import { renewalOf } from './order-numbers.ts';

const MOST_AT_ONCE = 200;
const BY = 'auto-renewal';

/**
 * Renews numbers that are to be renewed by themselves, from some days before their end until they go back. Order,
 * payment and term are one transaction, and a term's first month is its key: no month is bought twice. What the balance
 * does not cover is told once, and renewed as soon as it does.
 * @returns how many were renewed
 */
export async function autoRenewNumbers(deps: NumberDeps): Promise<number> {
  const { sql, clock, limits } = deps;
  const endsBefore = new Date(clock.now() + limits.numberAutoRenewDays * DAY_MS);
  let renewed = 0;
  for (const key of await numbersToRenew(sql, {
    endsBefore,
    months: limits.numberTermMonths,
    limit: MOST_AT_ONCE,
  })) {
    renewed += await inTransaction(sql, async (tx) => {
      await lockAccounts(tx, [key.accountId]);
      return (await renew(tx, deps, key, endsBefore)) ? 1 : 0;
    });
  }
  return renewed;
}

/** The account is locked. */
async function renew(tx: Tx, deps: NumberDeps, key: NumberKey, endsBefore: Date): Promise<boolean> {
  const { accountId } = key;
  const now = deps.clock.now();
  const number = await lockNumber(tx, key);
  const [account] = await readAccounts(tx, [accountId]);
  if (!number?.autoRenew || !number.expiresAt || account?.status !== 'active') return false;
  // Renewed meanwhile, or past renewal and about to be given back.
  const endsAt = number.expiresAt.getTime();
  if (endsAt > endsBefore.getTime() || endsAt + deps.limits.numberRenewableDays * DAY_MS <= now) return false;
  if (number.status !== 'active' && number.status !== 'expired') return false;
  const wish = await renewalOf(tx, deps, key, BY);
  const available = await balanceOf(tx, accountId, CASH);
  if (available >= wish.amount) {
    await deliver(tx, deps, await writeOrder(tx, deps, wish), now);
    return true;
  }
  if (number.renewalToldAt === null) {
    await markNumberRenewalTold(tx, key, new Date(now));
    const details = {
      number: key.number,
      amount: formatYuan(wish.amount),
      available: formatYuan(available),
      expiresAt: endsAt,
    };
    await notify(tx, deps, { accountId, kind: 'number.not-renewed', details });
  }
  return false;
}
