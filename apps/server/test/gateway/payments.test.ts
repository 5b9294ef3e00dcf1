import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginPayment, confirmPayment } from '../../src/flow/money/confirm-payment.ts';
import { orderTopUp } from '../../src/flow/money/place-order.ts';
import { type SandboxBank, sandboxProvider } from '../../src/gateway/index.ts';
import { balanceOf, CASH } from '../../src/modules/ledger/index.ts';
import { type Jobs, startJobs } from '../../src/platform/jobs.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { signBody } from '../../src/platform/signed-body.ts';
import { giveOwner, openApi } from '../support/api.ts';
import { openAccount, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { memoryLog } from '../support/memory-log.ts';
import { giveCoupon, openShop } from '../support/shop.ts';
import { createTestGateway, type TestGateway } from './support.ts';

const SECRET = Buffer.alloc(16, 7);
const YUAN = 10_000n;

let db: TestDatabase;
let jobs: Jobs;
let gateway: TestGateway;
let bank: SandboxBank;
let base = '';
let accounts = 0;
/** What the bank sent to the service. */
const sent: { body: string; headers: Record<string, string> }[] = [];

beforeAll(async () => {
  db = await openTestDatabase();
  bank = {
    secret: SECRET,
    baseUrl: () => base,
    now: () => db.clock.now(),
    post(url, body, headers) {
      sent.push({ body, headers });
      return fetch(url, { method: 'POST', body, headers });
    },
  };
  jobs = await startJobs(db.sql, { role: 'client', log: memoryLog() });
  const providers = [sandboxProvider(bank)];
  gateway = createTestGateway(
    {},
    { sandboxBank: bank, payments: { providers, confirm: (word) => confirmPayment({ ...db, jobs }, word) } },
  );
  base = await gateway.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await gateway.app.close();
  await jobs.stop();
  await db.drop();
});

/** A top-up of so many yuan, begun at the sandbox's bank. */
async function begun(yuan = 5n): Promise<{ accountId: string; payUrl: string; paymentId: string }> {
  const accountId = `p${accounts++}`;
  await openAccount(db, accountId, {});
  const order = await orderTopUp(
    { ...db, random: systemRandom },
    { accountId, by: 'm', amount: yuan * YUAN },
  );
  const payment = await beginPayment(db, { ...order, provider: 'sandbox' });
  if (!payment) throw new Error('nothing is due');
  const { payUrl } = await sandboxProvider(bank).start({ ...payment, orderId: order.orderId });
  return { accountId, payUrl, paymentId: payment.paymentId };
}
const click = (payUrl: string, button: 'pay' | 'decline') =>
  fetch(payUrl, { method: 'POST', body: new URLSearchParams({ do: button }) }).then((page) => page.text());
const balance = (accountId: string) => balanceOf(db.sql, accountId, CASH);

describe('the sandbox’s bank', () => {
  test('3.6 its page names the order and the amount; a click on Pay brings the money in, a second one nothing', async () => {
    const { accountId, payUrl } = await begun(12n);
    expect(await (await fetch(payUrl)).text()).toContain('¥12.0000');
    expect(await click(payUrl, 'pay')).toContain('Paid.');
    expect(await balance(accountId)).toBe(12n * YUAN);
    expect(await click(payUrl, 'pay')).toContain('Paid.');
    expect(await balance(accountId)).toBe(12n * YUAN);
  });

  test('3.6 a click on Decline brings nothing, one on Pay after it the money', async () => {
    const { accountId, payUrl } = await begun();
    expect(await click(payUrl, 'decline')).toContain('Declined.');
    expect(await balance(accountId)).toBe(0n);
    expect(await click(payUrl, 'pay')).toContain('Paid.');
    expect(await balance(accountId)).toBe(5n * YUAN);
  });

  test('3.6 a ticket that was changed is no payment', async () => {
    const { payUrl } = await begun(1n);
    const url = new URL(payUrl);
    const [text, signature] = JSON.parse(
      Buffer.from(url.searchParams.get('ticket') ?? '', 'base64url').toString('utf8'),
    ) as [string, string];
    const forged = JSON.stringify([text.replace('1.0000', '9.0000'), signature]);
    url.searchParams.set('ticket', Buffer.from(forged).toString('base64url'));
    const page = await fetch(url);
    expect(page.status).toBe(404);
    expect((await fetch(url, { method: 'POST', body: 'do=pay' })).status).toBe(404);
    expect((await fetch(`${base}/sandbox/pay?ticket=%00`)).status).toBe(404);
  });
});

test('3.5 an order that its coupon pays for altogether is delivered at once, whatever the way to pay', async () => {
  const accountId = `p${accounts++}`;
  await openAccount(db, accountId, {});
  await openShop(db);
  await giveCoupon(db, { accountId, couponId: 'all-of-it', amount: 7_500_000n });
  const api = await openApi(db, { BANK_ACCOUNT: 'a bank' });
  const owner = await giveOwner(db, api, accountId);
  const wish = { Purpose: 1, GroupType: 1, Quantity: 10_000, Agree: true, CouponId: 'all-of-it' };
  const bought = await api.call('BuyUVMSPackage', { ...wish, Provider: 'bank-transfer' }, owner);
  await api.stop();
  expect(bought).toMatchObject({ RetCode: 0, Order: { State: 'paid' } });
  expect(bought.Payment).toBeUndefined();
});

describe('a provider’s callback', () => {
  const callback = (body: string, signature: string | undefined) =>
    fetch(`${base}/payments/sandbox`, {
      method: 'POST',
      body,
      headers: signature === undefined ? {} : { 'x-sandbox-signature': signature },
    });

  test('3.6 is taken with the provider’s signature only, and only while it is fresh', async () => {
    const { accountId, payUrl } = await begun();
    await click(payUrl, 'decline');
    const other = await begun();
    const body = (sent.at(-1)?.body ?? '').replace(/"paymentId":"[^"]*"/, `"paymentId":"${other.paymentId}"`);
    const paid = body
      .replace('"succeeded":false', '"succeeded":true')
      .replace(/"reference":"../, '"reference":"zz');
    const now = db.clock.now();
    for (const [signature, status] of [
      [undefined, 401],
      ['t=1,v1=00', 401],
      [signBody('another secret', paid, now), 401],
      [signBody(SECRET, `${paid} `, now), 401],
      [signBody(SECRET, paid, now - 301_000), 401],
      [signBody(SECRET, paid, now + 301_000), 401],
    ] as const) {
      expect((await callback(paid, signature)).status, signature).toBe(status);
    }
    expect(await balance(other.accountId)).toBe(0n);
    expect((await callback(paid, signBody(SECRET, paid, now))).status).toBe(200);
    expect(await balance(other.accountId)).toBe(5n * YUAN);
    expect(await balance(accountId)).toBe(0n);
  });

  test('3.6 is not taken with the signature of the page’s ticket, which the customer sees', async () => {
    const { payUrl } = await begun();
    const ticket = new URL(payUrl).searchParams.get('ticket') ?? '';
    const [text, signature] = JSON.parse(Buffer.from(ticket, 'base64url').toString('utf8'));
    expect((await callback(text, signature)).status).toBe(401);
  });

  test('3.6 about a payment that is not known is 400, and no money comes in', async () => {
    for (const paymentId of [db.newId(), 'none']) {
      const body = JSON.stringify({ paymentId, succeeded: true, amount: '5.0000', reference: 'r' });
      const answer = await callback(body, signBody(SECRET, body, db.clock.now()));
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({ result: 'PAYMENT_UNKNOWN' });
    }
  });
});
