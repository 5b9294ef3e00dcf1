import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { beginPayment, confirmPayment } from '../../../src/flow/money/confirm-payment.ts';
import { readBills } from '../../../src/flow/money/read-bill.ts';
import { giveUpApplication, watchApplications } from '../../../src/flow/numbers/close-application.ts';
import { draftApplication, editApplication } from '../../../src/flow/numbers/draft-application.ts';
import { exportApplication } from '../../../src/flow/numbers/export-application.ts';
import { orderNumbers } from '../../../src/flow/numbers/order-numbers.ts';
import { submitApplication, withdrawApplication } from '../../../src/flow/numbers/submit-application.ts';
import { balanceOf, CASH, prepaidAccount, verifyLedger } from '../../../src/modules/ledger/index.ts';
import {
  exclusiveNumbers,
  findApplication,
  findNumber,
  listAnswers,
  numberEvents,
  pageApplications,
} from '../../../src/modules/numbers/index.ts';
import { findOrder } from '../../../src/modules/orders/index.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { addWorkingDays } from '../../../src/platform/working-days.ts';
import { TEN_IN_BEIJING } from '../../support/database.ts';
import { told } from '../../support/inbox.ts';
import { FORM, type NumberDesk, numberDesk, RENT } from '../../support/number-desk.ts';
import { FACTS } from '../../support/qualify.ts';
import { openWorld, type World } from '../../support/world.ts';

const DAY_MS = 86_400_000;
const MEMBER = { realm: 'member', id: 'm' } as const;
const YEAR = 12n * RENT;

let world: World;
let desk: NumberDesk;
beforeAll(async () => {
  world = await openWorld();
  desk = numberDesk(world);
});
afterAll(async () => {
  expect(await verifyLedger(world.sql)).toEqual([]);
  await world.close();
});
beforeEach(() => world.clock.set(TEN_IN_BEIJING));

const cash = (accountId: string) => balanceOf(world.sql, accountId, CASH);
const usable = async (accountId: string) =>
  (await exclusiveNumbers(world.sql, [accountId], world.clock.now())).get(accountId) ?? [];
const kinds = async (accountId: string) => (await told(world, accountId)).map(([kind]) => kind);

/** An application that is paid for: so many of two. */
async function paid(quantity = 2, more = 0n) {
  const accountId = await desk.customer(2n * YEAR + more);
  const key = await desk.submit(accountId);
  await desk.decide(accountId);
  const answer = await desk.answer(key);
  const orderId = await desk.buy(key, answer, quantity);
  return { accountId, key, answer, orderId };
}

describe('an application for numbers', () => {
  test('rules: draft, check, carrier, choice, payment, numbers in two batches, done: each step told and in the history', async () => {
    const { accountId, key, answer, orderId } = await paid();
    expect(key.applicationId).toMatch(/^UVNA20260310[a-z0-9]{10}$/);
    expect(answer.answerId).toMatch(/^UVNC20260310[a-z0-9]{10}$/);
    expect(await cash(accountId)).toBe(0n);
    expect(await balanceOf(world.sql, accountId, prepaidAccount(orderId))).toBe(2n * YEAR);
    const [first = '', second = ''] = desk.fresh(2);
    expect(await desk.deliver(key, answer, [first])).toBe(1);
    expect(await desk.state(key)).toBe('provisioning');
    expect(await usable(accountId)).toEqual([first]);
    expect(await desk.deliver(key, answer, [second])).toBe(0);
    expect(await desk.state(key)).toBe('done');
    expect(await findNumber(world.sql, { accountId, number: first })).toMatchObject({
      status: 'active',
      cityCode: '021',
      monthlyRent: RENT,
      // March to February: whole calendar months from the one in which it takes effect.
      expiresAt: new Date('2027-02-28T16:00:00Z'),
    });
    expect(await kinds(accountId)).toEqual([
      'number.with-carrier',
      'number.to-pay',
      'number.provisioning',
      'number.delivered',
      'number.delivered',
    ]);
    const history = await numberEvents(world.sql, accountId, key.applicationId);
    expect(history.map(({ event, by }) => [event, by.realm])).toEqual([
      ['created', 'member'],
      ['submitted', 'member'],
      ['passed', 'operator'],
      ['answered', 'operator'],
      ['paid', 'member'],
      ['done', 'operator'],
    ]);
  });

  test('rules: the first check gives an application back with its reason; corrected it comes again', async () => {
    const accountId = await desk.customer(0n);
    const key = await desk.submit(accountId);
    const word = {
      approved: false,
      reasonCode: 'need-unclear',
      reason: 'too many',
      failedParts: [],
      partReasons: [],
    } as const;
    await desk.decide(accountId, word);
    expect(await findApplication(world.sql, key)).toMatchObject({
      state: 'draft',
      reason: expect.stringContaining('too many'),
    });
    expect(await kinds(accountId)).toEqual(['review.rejected']);
    const form = { ...FORM, dailyMinutes: 5000 };
    await inTransaction(world.sql, (tx) => editApplication(tx, world, { key, form, by: MEMBER }));
    await inTransaction(world.sql, (tx) => submitApplication(tx, world, { key, by: MEMBER }));
    await inTransaction(world.sql, (tx) => withdrawApplication(tx, world, { key, by: MEMBER }));
    expect(await desk.state(key)).toBe('draft');
    await expect(
      inTransaction(world.sql, (tx) => withdrawApplication(tx, world, { key, by: MEMBER })),
    ).rejects.toMatchObject({ name: 'NUMBER_APPLICATION_STATE' });
  });

  test('2.1 without the capability, 4.2.1 without an approved enterprise, and with a fault in the form none is submitted', async () => {
    const submit = async (accountId: string, change: object = {}) => {
      const form = { ...FORM, ...change };
      return inTransaction(world.sql, async (tx) => {
        const key = await draftApplication(tx, world, { accountId, form, by: MEMBER });
        await submitApplication(tx, world, { key, by: MEMBER });
      });
    };
    const nobody = await world.account({});
    await expect(submit(nobody)).rejects.toMatchObject({ name: 'ENTERPRISE_NOT_APPROVED' });
    const accountId = await desk.customer(0n);
    await world.sql`DELETE FROM capabilities WHERE account_id = ${accountId} AND capability = 'number-application'`;
    await expect(submit(accountId)).rejects.toMatchObject({ name: 'CAPABILITY_MISSING' });
    const other = await desk.customer(0n);
    for (const change of [
      { templateIds: ['UVVT-of-nobody'] },
      { dailyMinutes: 150 },
      { lines: [{ firstCity: '099', alternatives: [], quantity: 1, pattern: '' }] },
      { lines: [{ firstCity: '021', alternatives: ['021'], quantity: 1, pattern: '' }] },
      { lines: [{ firstCity: '021', alternatives: [], quantity: 1, pattern: 'AAAA' }] },
      { kind: 'vanity' },
      { kind: '95' },
    ]) {
      await expect(submit(other, change), JSON.stringify(change)).rejects.toMatchObject({
        name: 'NUMBER_APPLICATION_INVALID',
      });
    }
  });

  test('4.3.3 the file for the carrier holds the enterprise as filed and a row a line; that it was made is kept', async () => {
    const accountId = await desk.customer(0n);
    const key = await desk.submit(accountId);
    const ask = (format: 'csv' | 'xlsx') =>
      exportApplication(world, { key, carrier: '电信', format, operatorId: 'desk' });
    await expect(ask('csv')).rejects.toMatchObject({ name: 'NUMBER_APPLICATION_STATE' });
    await desk.decide(accountId);
    const bytes = async ({ content }: Awaited<ReturnType<typeof ask>>) => {
      const parts: Uint8Array[] = [];
      for await (const part of content) parts.push(part);
      return Buffer.concat(parts);
    };
    const text = (await bytes(await ask('csv'))).toString('utf8');
    for (const part of [FACTS.name, `licence-of-${accountId}`, FACTS.address, '上海市 021', '您的验证码']) {
      expect(text).toContain(part);
    }
    expect((await bytes(await ask('xlsx'))).subarray(0, 2).toString()).toBe('PK');
    expect(await findApplication(world.sql, key)).toMatchObject({ carrier: '电信' });
    const history = await numberEvents(world.sql, accountId, key.applicationId);
    expect(history.filter(({ event }) => event === 'handed-over')).toMatchObject([
      { by: { realm: 'operator', id: 'desk' }, remark: '电信' },
      {},
    ]);
  });

  test('rules: what the customer did not ask for is no answer, and more than is there is no choice', async () => {
    const accountId = await desk.customer(2n * YEAR);
    const key = await desk.submit(accountId);
    await desk.decide(accountId);
    for (const change of [
      { line: 2 },
      { cityCode: '010' },
      { minimumMinutes: 100 },
      { minutePrice: 100n },
      { monthly: 0n },
    ]) {
      await expect(desk.answer(key, change)).rejects.toMatchObject({ name: 'NUMBER_ANSWER_INVALID' });
    }
    const answer = await desk.answer(key, { available: 5 });
    await expect(desk.buy(key, answer, 3)).rejects.toMatchObject({ name: 'NUMBER_CHOICE_INVALID' });
    await expect(desk.buy(key, { ...answer, answerId: 'UVNC' }, 1)).rejects.toMatchObject({
      name: 'NUMBER_CHOICE_INVALID',
    });
    expect(await cash(accountId)).toBe(2n * YEAR);
  });

  test('rules: a second order takes the place of the first, and money that comes for the first stays in the balance', async () => {
    const accountId = await desk.customer(0n);
    const key = await desk.submit(accountId);
    await desk.decide(accountId);
    const { answerId } = await desk.answer(key);
    const order = (quantity: number) =>
      orderNumbers(world, { key, choices: [{ answerId, quantity }], by: 'member:m' });
    const first = await order(1);
    const begun = await beginPayment(world, { accountId, orderId: first.orderId, provider: 'bank-transfer' });
    const second = await order(2);
    expect(await findOrder(world.sql, accountId, first.orderId)).toMatchObject({ state: 'cancelled' });
    const pay = async (one: { paymentId: string; amount: bigint } | undefined, reference: string) =>
      confirmPayment(world, {
        provider: 'bank-transfer',
        paymentId: one?.paymentId ?? '',
        providerRef: reference,
        succeeded: true,
        amount: one?.amount ?? 0n,
      });
    expect(await pay(begun, 'r1')).toBe('kept-as-balance');
    expect(await desk.state(key)).toBe('to-pay');
    const rest = await beginPayment(world, { ...second, provider: 'bank-transfer' });
    expect(await pay(rest, 'r2')).toBe('delivered');
    expect(await desk.state(key)).toBe('provisioning');
    expect(await cash(accountId)).toBe(YEAR);
  });

  test('rules: numbers of another city, a wrong pattern, taken ones and more than were paid for are refused, the whole batch', async () => {
    const accountId = await desk.customer(2n * YEAR);
    const lines = [{ firstCity: '021', alternatives: [], quantity: 2, pattern: 'AABB' }] as const;
    const key = await desk.submit(accountId, { kind: 'vanity', lines });
    await desk.decide(accountId);
    const answer = await desk.answer(key);
    await desk.buy(key, answer, 2);
    const good = '+862151872233';
    for (const numbers of [
      [good, '+861051872233'],
      [good, '+8613800002233'],
      [good, '+862151872234'],
      [good, '+86215187'],
      [good, '+862151873344', '+862151874455'],
      ['+862151860001', good],
    ]) {
      await expect(desk.deliver(key, answer, numbers), numbers.join()).rejects.toMatchObject({
        name: 'NUMBERS_NOT_DELIVERABLE',
      });
    }
    expect(await listAnswers(world.sql, key)).toMatchObject([{ delivered: 0 }]);
    expect(await desk.deliver(key, answer, [good, good])).toBe(1);
    await expect(desk.deliver(key, answer, [good])).rejects.toMatchObject({
      name: 'NUMBERS_NOT_DELIVERABLE',
    });
  });

  test('rules: of two who enter one number at once for two accounts, one does', async () => {
    const [a, b] = [await paid(), await paid()];
    const [number = ''] = desk.fresh(1);
    const both = await Promise.allSettled(
      [a, b].map(({ key, answer }) => desk.deliver(key, answer, [number])),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { name: 'NUMBERS_NOT_DELIVERABLE' },
    });
  });

  test('rules: a number that is entered first and activated later is to provision, and not shown, between', async () => {
    const { accountId, key, answer } = await paid(1);
    const [number = ''] = desk.fresh(1);
    expect(await desk.deliver(key, answer, [number], false)).toBe(1);
    expect(await findNumber(world.sql, { accountId, number })).toMatchObject({ status: 'to-provision' });
    expect(await usable(accountId)).toEqual([]);
    await expect(desk.deliver(key, answer, desk.fresh(1), false)).rejects.toMatchObject({
      name: 'NUMBERS_NOT_DELIVERABLE',
    });
    expect(await desk.deliver(key, answer, [number])).toBe(0);
    expect(await desk.state(key)).toBe('done');
  });

  test('rules: what was paid for and cannot be provided goes back to the balance, once; what was provided stays', async () => {
    const { accountId, key, answer } = await paid();
    await desk.deliver(key, answer, desk.fresh(1));
    const both = await Promise.allSettled([desk.close(key), desk.close(key)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await cash(accountId)).toBe(YEAR);
    expect(await desk.state(key)).toBe('done');
    expect((await told(world, accountId)).at(-1)).toMatchObject(['number.closed', { refunded: '360.0000' }]);
    const none = await paid();
    const [number = ''] = desk.fresh(1);
    await desk.deliver(none.key, none.answer, [number], false);
    expect(await desk.close(none.key)).toBe(2n * YEAR);
    expect(await desk.state(none.key)).toBe('cancelled');
    expect(await findNumber(world.sql, { accountId: none.accountId, number })).toMatchObject({
      status: 'cancelled',
    });
    const [bill] = await readBills(world, { accountId: none.accountId, from: undefined, to: undefined });
    expect(bill).toMatchObject({ prepaid: 2n * YEAR, refunded: 2n * YEAR, fees: 0n, closing: 2n * YEAR });
  });

  test('rules: an answer that is not paid in seven days is cancelled, told, and cannot be paid any more', async () => {
    const accountId = await desk.customer(2n * YEAR);
    const key = await desk.submit(accountId);
    await desk.decide(accountId);
    const { answerId } = await desk.answer(key);
    world.clock.set(TEN_IN_BEIJING + 7 * DAY_MS - 1000);
    const late = await orderNumbers(world, { key, choices: [{ answerId, quantity: 1 }], by: 'm' });
    await watchApplications(world);
    expect(await desk.state(key)).toBe('to-pay');
    world.clock.set(TEN_IN_BEIJING + 7 * DAY_MS);
    await Promise.all([watchApplications(world), watchApplications(world)]);
    expect(await desk.state(key)).toBe('cancelled');
    expect(await findOrder(world.sql, accountId, late.orderId)).toMatchObject({ state: 'cancelled' });
    expect((await kinds(accountId)).filter((kind) => kind === 'number.closed')).toHaveLength(1);
    expect(await cash(accountId)).toBe(2n * YEAR);
  });

  test('rules: the customer ends what is a draft or waits to be paid, and nothing else', async () => {
    const accountId = await desk.customer(2n * YEAR);
    const key = await desk.submit(accountId);
    const end = () => giveUpApplication(world, { key, by: MEMBER });
    await expect(end()).rejects.toMatchObject({ name: 'NUMBER_APPLICATION_STATE' });
    await desk.decide(accountId);
    await expect(end()).rejects.toMatchObject({ name: 'NUMBER_APPLICATION_STATE' });
    const answer = await desk.answer(key);
    const other = await paid();
    await expect(giveUpApplication(world, { key: other.key, by: MEMBER })).rejects.toMatchObject({
      name: 'NUMBER_APPLICATION_STATE',
    });
    expect(await end()).toEqual({ refunded: 0n, state: 'cancelled' });
    await expect(desk.buy(key, answer, 1)).rejects.toMatchObject({ name: 'NUMBER_APPLICATION_STATE' });
  });

  test('rules: five working days with the carrier and ten of provisioning, then it is overdue: listed, and the staff told once', async () => {
    const { accountId, key } = await paid();
    const due = addWorkingDays(TEN_IN_BEIJING, 10);
    expect(await findApplication(world.sql, key)).toMatchObject({ dueAt: new Date(due) });
    const waiting = await desk.submit(accountId);
    await desk.decide(accountId);
    const dueThere = addWorkingDays(TEN_IN_BEIJING, 5);
    expect(await findApplication(world.sql, waiting)).toMatchObject({ dueAt: new Date(dueThere) });
    const overdue = async () => {
      const filter = { applicationId: undefined, state: undefined, offset: 0, limit: 10 };
      const asked = { ...filter, accountId, overdueAt: new Date(world.clock.now()) };
      return (await pageApplications(world.sql, asked)).applications.map((one) => one.applicationId).sort();
    };
    world.clock.set(dueThere + 1);
    expect(await overdue()).toEqual([waiting.applicationId]);
    world.clock.set(due + 1);
    expect(await overdue()).toEqual([key.applicationId, waiting.applicationId].sort());
    world.log.lines.length = 0;
    await watchApplications(world);
    await watchApplications(world);
    const lines = world.log.lines.filter(({ facts }) => facts.accountId === accountId);
    expect(lines.map(({ facts }) => facts.applicationId).sort()).toEqual(
      [key.applicationId, waiting.applicationId].sort(),
    );
  });
});
