import { lockAccounts, readAccounts } from '../../modules/accounts/index.ts';
import {
  balanceOf,
  CASH,
  findRenewable,
  isPackageOver,
  markPackageRenewed,
  markRenewalTried,
  packagesToRenew,
  type RenewablePackage,
  unitCommodity,
} from '../../modules/ledger/index.ts';
import { bookInForce } from '../../modules/pricing/index.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import { formatYuan } from '../../platform/money.ts';
import type { Random } from '../../platform/random.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';
import { UNIT_WORDS } from './bill-words.ts';
import { deliver } from './pay-order.ts';
import { writeOrder } from './place-order.ts';

type Deps = NotifyDeps & { sql: Sql; random: Random; limits: Limits };
type PackageKey = Pick<RenewablePackage, 'packageId'> & { accountId: string };

const MOST_AT_ONCE = 200;
/** For so long after its end the balance is looked at; then whoever wants a package buys one. */
const TRIED_FOR_MS = 30 * 86_400_000;

/**
 * Buys packages again that are to be renewed and have ended or run out: the same size at the price in force, from the
 * balance. Order, payment, units and the note of the successor are one transaction, so each has one successor whatever
 * happens. What the balance does not cover is told once, and bought as soon as it does.
 * @returns how many were bought
 */
export async function renewPackages(deps: Deps): Promise<number> {
  const expiredSince = new Date(deps.clock.now() - TRIED_FOR_MS);
  let renewed = 0;
  for (const key of await packagesToRenew(deps.sql, { expiredSince, limit: MOST_AT_ONCE })) {
    renewed += await inTransaction(deps.sql, async (tx) => {
      await lockAccounts(tx, [key.accountId]);
      return (await renew(tx, deps, key)) ? 1 : 0;
    });
  }
  return renewed;
}

/** The account is locked. */
async function renew(tx: Tx, deps: Deps, { accountId, packageId }: PackageKey): Promise<boolean> {
  const now = deps.clock.now();
  const at = new Date(now);
  const ending = await findRenewable(tx, { accountId, packageId });
  const [account] = await readAccounts(tx, [accountId]);
  if (!ending?.autoRenew || ending.renewedBy !== null || account?.status !== 'active') return false;
  if (!isPackageOver(ending, now)) return false;
  const { purpose, groupType, quantity } = ending;
  const bookNow = await bookInForce(tx, at);
  // Several bought together are renewed as they were: the same size as often.
  const size = bookNow?.packages
    .filter((one) => one.purpose === purpose && one.groupType === groupType && quantity % one.quantity === 0n)
    .sort((a, b) => Number(b.quantity - a.quantity))[0];
  const count = size ? quantity / size.quantity : 0n;
  const amount = (size?.amount ?? 0n) * count;
  const available = await balanceOf(tx, accountId, CASH);
  const words = UNIT_WORDS[unitCommodity(purpose, groupType)];
  const what = { packageId, whatZh: words?.zh ?? '', whatEn: words?.en ?? '', quantity: String(quantity) };
  if (!bookNow || !size || available < amount) {
    if (ending.renewalToldAt === null) {
      const details = { ...what, amount: size ? formatYuan(amount) : '—', available: formatYuan(available) };
      await notify(tx, deps, { accountId, kind: 'package.not-renewed', details });
    }
    await markRenewalTried(tx, { accountId, packageId, at, told: ending.renewalToldAt === null });
    return false;
  }
  const order = await writeOrder(tx, deps, {
    accountId,
    by: 'auto-renewal',
    amount,
    couponId: null,
    couponAmount: 0n,
    detail: {
      kind: 'package',
      purpose,
      groupType,
      quantity: String(size.quantity),
      count: Number(count),
      priceVersion: bookNow.version,
    },
  });
  await deliver(tx, deps, order, now);
  await markPackageRenewed(tx, { accountId, packageId, successor: order.orderId });
  const details = { ...what, orderId: order.orderId, amount: formatYuan(amount) };
  await notify(tx, deps, { accountId, kind: 'package.renewed', details });
  return true;
}
