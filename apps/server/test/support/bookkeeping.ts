import { payFromBalance } from '../../src/flow/money/pay-order.ts';
import { orderPackage } from '../../src/flow/money/place-order.ts';
import { CASH, CNY, EXTERNAL, postTransfers } from '../../src/modules/ledger/index.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import type { TestDatabase } from './database.ts';
import { answered } from './endings.ts';
import type { World } from './world.ts';

/** Money comes in. */
export async function topUp(
  { sql, clock, newId }: TestDatabase,
  accountId: string,
  amount: bigint,
): Promise<void> {
  const transfer = { id: newId(), kind: 'top-up', debit: EXTERNAL, credit: CASH, commodity: CNY } as const;
  const at = new Date(clock.now());
  await inTransaction(sql, (tx) => postTransfers(tx, [{ ...transfer, accountId, amount }], at));
}

/** A message that is sent, dialled and answered at once, or not answered at all. */
export async function spoken(
  world: World,
  accountId: string,
  templateId: string,
  talkMs: number | undefined,
): Promise<string> {
  const message = await world.dialled(accountId, templateId);
  const now = world.clock.now();
  await world.settler.settle(
    talkMs === undefined
      ? { ...message, from: 'dialling', cause: { kind: 'no-answer' } }
      : answered(message, now, talkMs),
  );
  return message.sessionNo;
}

/** A package of codes, paid from the balance, with a coupon or none. */
export async function buy(world: World, accountId: string, couponId?: string): Promise<string> {
  const deps = { ...world, random: systemRandom };
  const order = await orderPackage(deps, {
    accountId,
    by: 'test',
    purpose: 1,
    groupType: 1,
    quantity: 10_000n,
    count: 1,
    couponId,
    agreed: true,
  });
  await payFromBalance(deps, order);
  return order.orderId;
}
