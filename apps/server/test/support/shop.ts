import { grantOf, insertCoupon, postTransfers } from '../../src/modules/ledger/index.ts';
import { publishPriceBook } from '../../src/modules/pricing/index.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import type { TestDatabase } from './database.ts';

const DAY_MS = 86_400_000;

/** 10,000 codes for ¥750 and 10,000 minutes for ¥1,100, in force from now on. */
export async function openShop({ sql, clock }: TestDatabase): Promise<void> {
  const since = new Date(clock.now());
  await publishPriceBook(sql, {
    version: 1000,
    announcedAt: since,
    effectiveAt: since,
    prices: [
      { purpose: 1, groupType: 1, prefix: '+86', amount: 1000n, stepSeconds: 0 },
      { purpose: 2, groupType: 1, prefix: '+86', amount: 1200n, stepSeconds: 60 },
    ],
    packages: [
      { purpose: 1, groupType: 1, quantity: 10_000n, amount: 7_500_000n },
      { purpose: 2, groupType: 1, quantity: 10_000n, amount: 11_000_000n },
    ],
  });
}

/** A coupon for packages and messages, or what is changed of it. */
export async function giveCoupon(
  { sql, clock, newId }: TestDatabase,
  coupon: {
    accountId: string;
    couponId: string;
    amount: bigint;
    scope?: ('usage' | 'package')[];
    purposes?: number[];
    livesMs?: number;
  },
): Promise<void> {
  const { accountId, couponId, amount } = coupon;
  const at = new Date(clock.now());
  await inTransaction(sql, async (tx) => {
    await insertCoupon(tx, {
      accountId,
      couponId,
      amount,
      scope: coupon.scope ?? ['usage', 'package'],
      purposes: coupon.purposes ?? [1, 2],
      source: 'test',
      grantedBy: null,
      reason: '',
      grantedAt: at,
      expiresAt: new Date(clock.now() + (coupon.livesMs ?? DAY_MS)),
    });
    await postTransfers(tx, [grantOf(accountId, couponId, newId(), amount)], at);
  });
}
