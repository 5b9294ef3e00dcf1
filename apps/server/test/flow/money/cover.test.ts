import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { coverHeldMessages } from '../../../src/flow/messages/cover-held-messages.ts';
import { endWaitingMessages } from '../../../src/flow/messages/end-waiting-messages.ts';
import { beginPayment, confirmPayment } from '../../../src/flow/money/confirm-payment.ts';
import { endFunds } from '../../../src/flow/money/end-funds.ts';
import { forfeitBalance } from '../../../src/flow/money/forfeit-balance.ts';
import { orderTopUp } from '../../../src/flow/money/place-order.ts';
import { readBills } from '../../../src/flow/money/read-bill.ts';
import { reversePayment } from '../../../src/flow/money/reverse-payment.ts';
import {
  balanceOf,
  CASH,
  consumedAccount,
  couponAccount,
  EXTERNAL,
  HELD,
  heldAccount,
  issuedAccount,
  OWED,
  packageAccount,
  postTransfers,
  REVENUE,
  verifyLedger,
} from '../../../src/modules/ledger/index.ts';
import { markDialling } from '../../../src/modules/messages/index.ts';
import { monthOf } from '../../../src/platform/beijing-time.ts';
import { systemRandom } from '../../../src/platform/random.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { CODE_TEMPLATE, NOTICE_TEMPLATE, TEN_IN_BEIJING } from '../../support/database.ts';
import { answered } from '../../support/endings.ts';
import { giveCoupon } from '../../support/shop.ts';
import { openWorld, type World } from '../../support/world.ts';

const YUAN = 10_000n;
/** Of a code, from money. */
const PRICE = 1000n;

let world: World;
let node: string;
let references = 0;

beforeAll(async () => {
  world = await openWorld();
  await world.sql`CALL ensure_partitions(${new Date(TEN_IN_BEIJING)}, 14)`;
});
afterAll(async () => {
  expect(await verifyLedger(world.sql)).toEqual([]);
  await world.close();
});
beforeEach(async () => {
  world.clock.set(TEN_IN_BEIJING);
  await world.emptyQueue();
  node = await world.node();
});

const balance = (accountId: string, name: string) => balanceOf(world.sql, accountId, name);
const reverse = (paymentId: string) =>
  reversePayment(world, { paymentId, reason: 'recalled by the bank', operatorId: 'op' });

/** Money that comes in by a payment, which can be taken back. */
async function pay(accountId: string, yuan: bigint): Promise<string> {
  const deps = { ...world, random: systemRandom };
  const order = await orderTopUp(deps, { accountId, by: 'test', amount: yuan * YUAN });
  const begun = await beginPayment(world, { accountId, orderId: order.orderId, provider: 'bank-transfer' });
  if (!begun) throw new Error('a top-up is due');
  const { paymentId, amount } = begun;
  const providerRef = `ref-${references++}`;
  await confirmPayment(world, {
    provider: 'bank-transfer',
    paymentId,
    providerRef,
    succeeded: true,
    amount,
  });
  return paymentId;
}

const holding = async (sessionNo: string) => {
  const [row] = await world.sql<{ held: boolean }[]>`
    SELECT held_since IS NOT NULL AS held FROM queue WHERE session_no = ${sessionNo}`;
  return row?.held;
};

async function call(accountId: string, sessionNo: string): Promise<void> {
  await markDialling(world.sql, node, [{ accountId, sessionNo }]);
  await world.settler.settle(answered({ accountId, sessionNo, nodeId: node }, world.clock.now(), 3000));
}

describe('what keeps its cover', () => {
  test('3.7 a message that reserved from a package is paid by it, though the package ends before the call', async () => {
    const accountId = await world.account({ codes: 1n });
    const sessionNo = await world.send(accountId);
    await world.sql`UPDATE packages SET expires_at = ${new Date(TEN_IN_BEIJING + 1000)}
      WHERE account_id = ${accountId}`;
    world.clock.advance(2000);
    expect((await endFunds({ ...world })).writtenOff).toBe(0);
    expect((await world.claim(node)).map((one) => one.sessionNo)).toEqual([sessionNo]);
    await call(accountId, sessionNo);
    expect(await balance(accountId, consumedAccount('code.random'))).toBe(1n);
    expect(await balance(accountId, heldAccount(packageAccount('P1')))).toBe(0n);
  });

  test('9.2 forfeiture takes the balance and no reservation', async () => {
    const accountId = await world.account({ cash: 5n * PRICE });
    const sessionNo = await world.send(accountId);
    await world.sql`UPDATE accounts SET status = 'terminated' WHERE account_id = ${accountId}`;
    await forfeitBalance(world, { accountId, clause: '9.2', reason: 'breach', operatorId: 'op' });
    expect(await balance(accountId, HELD)).toBe(PRICE);
    expect(await holding(sessionNo)).toBe(false);
  });

  test('3.6 a payment is taken back from the balance while that holds it, and no message is touched', async () => {
    const accountId = await world.account({ cash: 100n * YUAN });
    const paymentId = await pay(accountId, 50n);
    const sessionNo = await world.send(accountId);
    expect(await reverse(paymentId)).toMatchObject({ amount: 50n * YUAN, owed: 0n, held: 0 });
    expect(await balance(accountId, CASH)).toBe(100n * YUAN - PRICE);
    expect(await holding(sessionNo)).toBe(false);
  });

  test('3.6 a payment is taken back once, however many ask at once', async () => {
    const accountId = await world.account({ cash: 100n * YUAN });
    const paymentId = await pay(accountId, 50n);
    const answers = await Promise.all(Array.from({ length: 8 }, () => reverse(paymentId)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.amount.toString()))).size).toBe(1);
    expect(await balance(accountId, CASH)).toBe(100n * YUAN);
  });

  test('3.6 what never came in cannot be taken back', async () => {
    const accountId = await world.account({});
    const deps = { ...world, random: systemRandom };
    const order = await orderTopUp(deps, { accountId, by: 'test', amount: YUAN });
    const begun = await beginPayment(world, { accountId, orderId: order.orderId, provider: 'bank-transfer' });
    await expect(reverse(begun?.paymentId ?? '')).rejects.toMatchObject({ name: 'PAYMENT_NOT_TAKEN' });
    await expect(reverse(world.newId())).rejects.toMatchObject({ name: 'PAYMENT_UNKNOWN' });
    await expect(reverse('no id')).rejects.toMatchObject({ name: 'PAYMENT_UNKNOWN' });
  });
});

describe('messages that lost their cover', () => {
  /** Three codes of ¥0.10 from ¥1, of which ¥1 is taken back. */
  async function uncovered() {
    const accountId = await world.account({});
    const paymentId = await pay(accountId, 1n);
    const sent: string[] = [];
    for (let i = 0; i < 3; i++) {
      sent.push(await world.send(accountId));
      world.clock.advance(1);
    }
    const reversal = await reverse(paymentId);
    return { accountId, sent, reversal };
  }

  test('3.6 are held and not claimed, cost nothing, and what was reserved is back where it came from', async () => {
    const { accountId, sent, reversal } = await uncovered();
    expect(reversal).toMatchObject({ owed: 0n, held: 3 });
    expect(await Promise.all(sent.map(holding))).toEqual([true, true, true]);
    expect(await world.claim(node)).toEqual([]);
    expect(await coverHeldMessages(world)).toBe(0);
    expect([await balance(accountId, CASH), await balance(accountId, HELD)]).toEqual([0n, 0n]);
    expect(await balance(accountId, EXTERNAL)).toBe(0n);
    expect(await verifyLedger(world.sql)).toEqual([]);
  });

  test('3.6 the latest are held first, and no more of them than is missing', async () => {
    const accountId = await world.account({ cash: PRICE });
    const paymentId = await pay(accountId, 1n);
    const first = await world.send(accountId);
    world.clock.advance(1);
    const second = await world.send(accountId);
    expect(await reverse(paymentId)).toMatchObject({ owed: 0n, held: 1 });
    expect([await holding(first), await holding(second)]).toEqual([false, true]);
  });

  test('3.6 go on by themselves after a top-up, the oldest first, as far as it covers', async () => {
    const { accountId, sent } = await uncovered();
    await giveCoupon(world, { accountId, couponId: 'two', amount: 2n * PRICE });
    const both = await Promise.all([coverHeldMessages(world), coverHeldMessages(world)]);
    expect(both.reduce((sum, one) => sum + one, 0)).toBe(2);
    expect(await Promise.all(sent.map(holding))).toEqual([false, false, true]);
    expect((await world.claim(node)).map((one) => one.sessionNo).sort()).toEqual(sent.slice(0, 2).sort());
    for (const sessionNo of sent.slice(0, 2)) await call(accountId, sessionNo);
    expect(await balance(accountId, couponAccount('two'))).toBe(0n);
    expect(await balance(accountId, REVENUE)).toBe(2n * PRICE);
    await pay(accountId, 1n);
    expect(await coverHeldMessages(world)).toBe(1);
    expect((await world.claim(node)).map((one) => one.sessionNo)).toEqual(sent.slice(2));
    await call(accountId, sent[2] as string);
    expect(await balance(accountId, CASH)).toBe(YUAN - PRICE);
    expect(await verifyLedger(world.sql)).toEqual([]);
  });

  test('3.2 keep the price of their acceptance, and a package bought meanwhile pays before money', async () => {
    const accountId = await world.account({});
    const paymentId = await pay(accountId, 1n);
    const [code, notice] = [
      await world.send(accountId),
      await world.send(accountId, { templateId: NOTICE_TEMPLATE }),
    ];
    await reverse(paymentId);
    await world.sql`INSERT INTO price_books VALUES (99, ${new Date(world.clock.now())}, ${new Date(world.clock.now())})`;
    await world.sql`INSERT INTO prices (version, purpose, group_type, prefix, amount, step_s)
      SELECT 99, purpose, group_type, prefix, amount * 7, step_s FROM prices WHERE version = 1`;
    await world.sql`INSERT INTO packages VALUES (${accountId}, 'P9', 1, 1, 5, now(), ${new Date(TEN_IN_BEIJING * 2)})`;
    await giveUnits(accountId, 'P9', 5n);
    await pay(accountId, 1n);
    expect(await coverHeldMessages(world)).toBe(2);
    await world.claim(node);
    await call(accountId, code);
    await call(accountId, notice);
    expect(await balance(accountId, packageAccount('P9'))).toBe(4n);
    expect(await world.receipt(notice)).toMatchObject({ charge: 1200n, costCount: 1 });
    await world.sql`DELETE FROM prices WHERE version = 99`;
    await world.sql`DELETE FROM price_books WHERE version = 99`;
  });

  test('3.6 end with a receipt when their time is over, unpaid', async () => {
    const { accountId, sent } = await uncovered();
    world.clock.advance(5 * 60_000);
    expect(await coverHeldMessages(world)).toBe(0);
    expect(await endWaitingMessages({ db: world.sql, clock: world.clock, settler: world.settler })).toBe(3);
    for (const sessionNo of sent) {
      expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'expired', charge: 0n });
    }
    await pay(accountId, 1n);
    expect(await coverHeldMessages(world)).toBe(0);
    expect(await balance(accountId, CASH)).toBe(YUAN);
  });

  test('3.6 a message held for its window goes on when the window opens, and not before', async () => {
    const accountId = await world.account({});
    const paymentId = await pay(accountId, 1n);
    world.clock.set(TEN_IN_BEIJING + 12 * 3_600_000); // 22:00
    const sessionNo = await world.send(accountId, { templateId: 'T-day', holdForWindow: true });
    await reverse(paymentId);
    await pay(accountId, 1n);
    expect(await coverHeldMessages(world)).toBe(1);
    expect(await world.claim(node)).toEqual([]);
    world.clock.advance(10 * 3_600_000);
    expect((await world.claim(node)).map((one) => one.sessionNo)).toEqual([sessionNo]);
  });

  test('3.6 what dies in the middle of it has changed nothing', async () => {
    const accountId = await world.account({});
    const paymentId = await pay(accountId, 1n);
    const sessionNo = await world.send(accountId);
    const dying = {
      ...world,
      newId: () => {
        throw new Error('the process dies');
      },
    };
    await expect(reversePayment(dying, { paymentId, reason: 'recalled', operatorId: 'op' })).rejects.toThrow(
      'dies',
    );
    expect([await balance(accountId, CASH), await balance(accountId, HELD)]).toEqual([YUAN - PRICE, PRICE]);
    expect(await holding(sessionNo)).toBe(false);
    expect(await reverse(paymentId)).toMatchObject({ held: 1 });
  });
});

describe('what had been spent', () => {
  test('3.6 is owed, and the next money that comes in repays it first', async () => {
    const accountId = await world.account({});
    const paymentId = await pay(accountId, 1n);
    const sessionNo = await world.send(accountId);
    await world.claim(node);
    await call(accountId, sessionNo);
    expect(await reverse(paymentId)).toMatchObject({ amount: YUAN, owed: PRICE, held: 0 });
    expect([await balance(accountId, CASH), await balance(accountId, OWED)]).toEqual([0n, -PRICE]);
    await expect(world.send(accountId)).rejects.toMatchObject({ name: 'FUNDS_INSUFFICIENT' });
    await pay(accountId, 1n);
    expect([await balance(accountId, CASH), await balance(accountId, OWED)]).toEqual([YUAN - PRICE, 0n]);
    expect(await balance(accountId, EXTERNAL)).toBe(-YUAN);
    const month = monthOf(world.clock.now());
    const [bill] = await readBills(world, { accountId, from: month, to: month });
    expect(bill).toMatchObject({
      topUps: 2n * YUAN,
      paidByBalance: PRICE,
      takenBack: YUAN,
      closing: YUAN - PRICE,
    });
  });
});

/** Units of a package out of nowhere. */
async function giveUnits(accountId: string, packageId: string, units: bigint): Promise<void> {
  const transfer = {
    ...{ accountId, id: world.newId(), kind: 'issue' as const, commodity: 'code.random' },
    ...{ debit: issuedAccount('code.random'), credit: packageAccount(packageId), amount: units },
  };
  await inTransaction(world.sql, (tx) => postTransfers(tx, [transfer], new Date(world.clock.now())));
}

/** One thing that happens to an account while others happen. */
const happening = fc.oneof(
  { weight: 5, arbitrary: fc.record({ what: fc.constant('send' as const), notice: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('pay' as const), yuan: fc.bigInt({ min: 1n, max: 3n }) }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('reverse' as const), which: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('cover' as const) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('call' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('coupon' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('expire' as const) }) },
);

test('3.6 money taken back amid sends, calls, top-ups and expiries: every posting adds up, what waits is covered or held', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(happening, { minLength: 1, maxLength: 8 }), { minLength: 4, maxLength: 10 }),
      async (rounds) => {
        world.clock.set(TEN_IN_BEIJING);
        await world.emptyQueue();
        node = await world.node();
        const accountId = await world.account({});
        const payments = [await pay(accountId, 2n)];
        let coupons = 0;
        const happen = async (one: (typeof rounds)[number][number]): Promise<unknown> => {
          switch (one.what) {
            case 'send':
              return world.send(accountId, { templateId: one.notice ? NOTICE_TEMPLATE : CODE_TEMPLATE });
            case 'pay':
              return payments.push(await pay(accountId, one.yuan));
            case 'reverse':
              return reverse(payments[one.which % payments.length] as string);
            case 'cover':
              return coverHeldMessages(world);
            case 'coupon':
              return giveCoupon(world, {
                accountId,
                couponId: `c${coupons++}`,
                amount: 700n,
                livesMs: 60_000,
              });
            case 'expire':
              world.clock.advance(70_000);
              return Promise.all([
                endFunds(world),
                endWaitingMessages({ db: world.sql, clock: world.clock, settler: world.settler }),
              ]);
            case 'call':
              for (const { sessionNo } of await world.claim(node, 1)) await call(accountId, sessionNo);
              return;
          }
        };
        for (const round of rounds) {
          world.clock.advance(1);
          const done = await Promise.allSettled(round.map(happen));
          for (const one of done) {
            // A send that cannot be paid is refused, and two claims of one callee may meet; nothing else may fail.
            if (one.status === 'rejected') expect(String(one.reason)).toMatch(/FUNDS_INSUFFICIENT|ORDER_/);
          }
        }
        expect(await verifyLedger(world.sql)).toEqual([]);
        const waiting = await world.sql<{ held: boolean; reserved: bigint }[]>`
        SELECT q.held_since IS NOT NULL AS held, m.reserved FROM queue q
        JOIN messages m ON m.account_id = q.account_id AND m.session_no = q.session_no
        WHERE q.account_id = ${accountId}`;
        for (const { held, reserved } of waiting) expect(reserved === 0n).toBe(held);
        const [{ reserved } = { reserved: 0n }] = await world.sql<{ reserved: bigint }[]>`
        SELECT coalesce(sum(credits - debits), 0)::bigint AS reserved FROM ledger_accounts
        WHERE account_id = ${accountId} AND ledger_account LIKE '%:held' AND commodity = 'CNY'`;
        expect(reserved).toBe(waiting.reduce((sum, one) => sum + one.reserved, 0n));
        const month = monthOf(world.clock.now());
        const [bill] = await readBills(world, { accountId, from: month, to: month });
        expect(bill?.closing).toBe((await balance(accountId, CASH)) + (await balance(accountId, HELD)));
      },
    ),
    { numRuns: 15 },
  );
});
