import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { endFunds } from '../../../src/flow/money/end-funds.ts';
import { renewPackages } from '../../../src/flow/money/renew-packages.ts';
import {
  balanceOf,
  CASH,
  listPackages,
  setPackageAutoRenew,
  verifyLedger,
} from '../../../src/modules/ledger/index.ts';
import { monthsLater } from '../../../src/platform/beijing-time.ts';
import { buy, spoken, topUp } from '../../support/bookkeeping.ts';
import { CODE_TEMPLATE, TEN_IN_BEIJING } from '../../support/database.ts';
import { told } from '../../support/inbox.ts';
import { openShop } from '../../support/shop.ts';
import { openWorld, type World } from '../../support/world.ts';

const PACKAGE = 7_500_000n;
const DAY_MS = 86_400_000;
const END = monthsLater(TEN_IN_BEIJING, 12);

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.sql`CALL ensure_partitions(${new Date(TEN_IN_BEIJING)}, 14)`;
  await openShop(world);
});
afterAll(async () => {
  expect(await verifyLedger(world.sql)).toEqual([]);
  await world.close();
});
beforeEach(() => world.clock.set(TEN_IN_BEIJING));

/** An account with a package that is to be renewed, and so much money beside. */
async function renewing(cash: bigint): Promise<{ accountId: string; packageId: string }> {
  const accountId = await world.account({ cash: PACKAGE + cash });
  const packageId = await buy(world, accountId);
  expect(await setPackageAutoRenew(world.sql, { accountId, packageId, autoRenew: true })).toBe(true);
  return { accountId, packageId };
}
const cash = (accountId: string) => balanceOf(world.sql, accountId, CASH);
const current = (accountId: string) => listPackages(world.sql, accountId, new Date(world.clock.now()));

describe('renewal of packages', () => {
  test('3.7 a package that ends is bought again once, however many look at it, and the next one after it', async () => {
    const { accountId, packageId } = await renewing(2n * PACKAGE);
    await renewPackages(world);
    expect(await cash(accountId)).toBe(2n * PACKAGE);
    world.clock.set(END);
    await Promise.all([renewPackages(world), renewPackages(world), endFunds(world)]);
    await renewPackages(world);
    expect(await cash(accountId)).toBe(PACKAGE);
    const [second] = await current(accountId);
    expect(second).toMatchObject({ available: 10_000n, autoRenew: true });
    expect(await told(world, accountId)).toMatchObject([
      ['package.renewed', { packageId, quantity: '10000', amount: '750.0000', orderId: second?.packageId }],
    ]);
    // The successor is renewed in its turn.
    await world.sql`UPDATE packages SET expires_at = ${new Date(END)} WHERE package_id = ${second?.packageId ?? ''}`;
    await renewPackages(world);
    expect(await cash(accountId)).toBe(0n);
  });

  test('3.7 a package that ran out is bought again, and one that was turned off is not', async () => {
    const { accountId, packageId } = await renewing(PACKAGE);
    const { accountId: other, packageId: off } = await renewing(PACKAGE);
    await setPackageAutoRenew(world.sql, { accountId: other, packageId: off, autoRenew: false });
    for (const used of [
      { account: accountId, id: packageId },
      { account: other, id: off },
    ]) {
      await world.sql`
        UPDATE ledger_accounts SET debits = credits - 1
        WHERE account_id = ${used.account} AND ledger_account = ${`package:${used.id}`}`;
    }
    await renewPackages(world);
    expect(await current(accountId)).toHaveLength(1);
    for (const account of [accountId, other]) await spoken(world, account, CODE_TEMPLATE, 1000);
    await renewPackages(world);
    // Both end at the same time, so neither comes first.
    expect(new Set((await current(accountId)).map(({ available }) => available))).toEqual(
      new Set([0n, 10_000n]),
    );
    expect(await current(other)).toHaveLength(1);
    await world.sql`
      UPDATE ledger_accounts SET debits = debits - 9999 WHERE ledger_account IN (
        ${`package:${packageId}`}, ${`package:${off}`})`;
  });

  test('3.6 what the balance does not cover is told once, never taken below zero, and bought as soon as it is covered', async () => {
    const { accountId, packageId } = await renewing(PACKAGE - 1n);
    world.clock.set(END);
    await renewPackages(world);
    await renewPackages(world);
    expect(await told(world, accountId)).toMatchObject([
      ['package.not-renewed', { packageId, amount: '750.0000', available: '749.9999' }],
    ]);
    expect(await current(accountId)).toEqual([]);
    await topUp(world, accountId, 1n);
    await renewPackages(world);
    expect(await cash(accountId)).toBe(0n);
    expect(await current(accountId)).toHaveLength(1);
    // A month after its end nobody waits for it any more.
    const late = await renewing(0n);
    world.clock.set(END + 30 * DAY_MS);
    await topUp(world, late.accountId, PACKAGE);
    await renewPackages(world);
    expect(await cash(late.accountId)).toBe(PACKAGE);
  });
});
