import { lockAccounts } from '../../modules/accounts/index.ts';
import {
  balanceOf,
  CNY,
  closeCoupon,
  closePackage,
  couponAccount,
  couponsToNotice,
  expiredCoupons,
  expiredPackages,
  heldAccount,
  markCouponNoticed,
  markPackageNoticed,
  packageAccount,
  packagesToNotice,
  postTransfers,
  unitCommodity,
  writeOffOf,
} from '../../modules/ledger/index.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { formatYuan } from '../../platform/money.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';
import { UNIT_WORDS } from './bill-words.ts';

type Deps = NotifyDeps & { sql: Sql };

const DAY_MS = 86_400_000;
const COUPON_NOTICE_MS = 7 * DAY_MS;
/** Notices before a package ends. The last that fits goes first: who is a week ahead is not told of a month. */
const PACKAGE_NOTICES = [
  { noticed: 2, aheadMs: 7 * DAY_MS },
  { noticed: 1, aheadMs: 30 * DAY_MS },
] as const;
const MOST_AT_ONCE = 200;

/**
 * Tells of packages and coupons that end soon, and writes off what is left of those that have ended. Each is a
 * transaction of its own, and each notice is marked with it: given once.
 * @returns how many notices were given, and how many rests written off
 */
export async function endFunds(deps: Deps): Promise<{ told: number; writtenOff: number }> {
  return { told: await tellEnds(deps), writtenOff: await writeOffRests(deps) };
}

async function tellEnds(deps: Deps): Promise<number> {
  const { sql, clock } = deps;
  const now = new Date(clock.now());
  let told = 0;
  for (const { noticed, aheadMs } of PACKAGE_NOTICES) {
    const until = new Date(clock.now() + aheadMs);
    for (const key of await packagesToNotice(sql, { now, until, noticed, limit: MOST_AT_ONCE })) {
      told += await inTransaction(sql, async (tx) => {
        const ending = await markPackageNoticed(tx, { ...key, noticed });
        if (!ending || ending.available === 0n) return 0;
        const words = UNIT_WORDS[unitCommodity(ending.purpose, ending.groupType)];
        await notify(tx, deps, {
          accountId: key.accountId,
          kind: 'package.expires',
          details: {
            packageId: key.packageId,
            expiresAt: ending.expiresAt.getTime(),
            available: String(ending.available),
            whatZh: words?.zh ?? '',
            whatEn: words?.en ?? '',
          },
        });
        return 1;
      });
    }
  }
  const until = new Date(clock.now() + COUPON_NOTICE_MS);
  for (const key of await couponsToNotice(sql, { now, until, limit: MOST_AT_ONCE })) {
    told += await inTransaction(sql, async (tx) => {
      const ending = await markCouponNoticed(tx, key, now);
      if (!ending || ending.available === 0n) return 0;
      await notify(tx, deps, {
        accountId: key.accountId,
        kind: 'coupon.expires',
        details: {
          couponId: key.couponId,
          expiresAt: ending.expiresAt.getTime(),
          available: formatYuan(ending.available),
        },
      });
      return 1;
    });
  }
  return told;
}

async function writeOffRests({ sql, clock, newId }: Deps): Promise<number> {
  const at = new Date(clock.now());
  const rests = [
    ...(await expiredCoupons(sql, at, MOST_AT_ONCE)).map((coupon) => ({
      ...coupon,
      ledgerAccount: couponAccount(coupon.id),
      commodity: CNY,
      close: closeCoupon,
    })),
    ...(await expiredPackages(sql, at, MOST_AT_ONCE)).map((bought) => ({
      ...bought,
      ledgerAccount: packageAccount(bought.id),
      close: closePackage,
    })),
  ];
  let writtenOff = 0;
  for (const { accountId, id, ledgerAccount, commodity, close } of rests) {
    writtenOff += await inTransaction(sql, async (tx) => {
      // What is left is read and taken under the lock under which it would be spent.
      await lockAccounts(tx, [accountId]);
      const rest = await balanceOf(tx, accountId, ledgerAccount);
      if (rest > 0n)
        await postTransfers(tx, [writeOffOf(accountId, ledgerAccount, commodity, newId(), rest)], at);
      if (await isSettled(tx, accountId, ledgerAccount)) await close(tx, accountId, id, at);
      return rest > 0n ? 1 : 0;
    });
  }
  return writtenOff;
}

/** What messages on their way give back comes later, and is written off then. */
async function isSettled(tx: Tx, accountId: string, ledgerAccount: string): Promise<boolean> {
  return (await balanceOf(tx, accountId, heldAccount(ledgerAccount))) === 0n;
}
