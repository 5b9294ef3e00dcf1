import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chargeMinimums } from '../../../src/flow/money/charge-minimums.ts';
import { chargeRents } from '../../../src/flow/money/charge-rents.ts';
import { payFromBalance } from '../../../src/flow/money/pay-order.ts';
import { readBills } from '../../../src/flow/money/read-bill.ts';
import { autoRenewNumbers } from '../../../src/flow/numbers/auto-renew-numbers.ts';
import { endNumbers } from '../../../src/flow/numbers/end-number.ts';
import { askToGiveUp, keepNumber } from '../../../src/flow/numbers/give-up-number.ts';
import { importPool } from '../../../src/flow/numbers/import-pool.ts';
import { orderRenewal } from '../../../src/flow/numbers/order-numbers.ts';
import { pauseNumber, resumeNumber } from '../../../src/flow/numbers/pause-number.ts';
import { balanceOf, CASH, REVENUE, verifyLedger } from '../../../src/modules/ledger/index.ts';
import {
  exclusiveNumbers,
  findNumber,
  setNumberAutoRenew,
  sharedPool,
} from '../../../src/modules/numbers/index.ts';
import { monthOf, monthStart, monthsLater } from '../../../src/platform/beijing-time.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { topUp } from '../../support/bookkeeping.ts';
import { TEN_IN_BEIJING } from '../../support/database.ts';
import { told } from '../../support/inbox.ts';
import { type NumberDesk, numberDesk, RENT } from '../../support/number-desk.ts';
import { openWorld, type World } from '../../support/world.ts';

const DAY_MS = 86_400_000;
const YEAR = 12n * RENT;
const MARCH = monthOf(TEN_IN_BEIJING);
/** The first millisecond of March a year later: the end of twelve months from this March. */
const END = monthStart(MARCH + 12);
const BY = { realm: 'member', id: 'm' } as const;

let world: World;
let desk: NumberDesk;
beforeAll(async () => {
  world = await openWorld();
  await world.sql`CALL ensure_partitions(${new Date(TEN_IN_BEIJING)}, 30)`;
  desk = numberDesk(world);
});
afterAll(async () => {
  expect(await verifyLedger(world.sql)).toEqual([]);
  await world.close();
});
beforeEach(async () => {
  world.clock.set(TEN_IN_BEIJING);
  // What is left of a test before would be renewed, and expire, with the next one's.
  await world.sql`UPDATE numbers SET status = 'cancelled', ended_at = '2026-01-01' WHERE account_id <> ''`;
});

const balance = (accountId: string, name = CASH) => balanceOf(world.sql, accountId, name);
const kinds = async (accountId: string) =>
  (await told(world, accountId)).map(([kind]) => kind).filter((kind) => !kind.startsWith('review'));
/** What was told since the numbers were there. */
const since = async (accountId: string) => {
  const all = await kinds(accountId);
  return all.slice(all.lastIndexOf('number.delivered') + 1);
};
const usable = async (accountId: string) =>
  (await exclusiveNumbers(world.sql, [accountId], world.clock.now())).get(accountId) ?? [];
/** The number's state, and until when it is paid. */
const standing = async (accountId: string, number: string) => {
  const found = await findNumber(world.sql, { accountId, number });
  return [found?.status, found?.expiresAt?.getTime()];
};
async function one(cash = 0n, change: Parameters<NumberDesk['owner']>[2] = {}) {
  const { accountId, numbers } = await desk.owner(1, cash, change);
  return { accountId, number: numbers[0] ?? '' };
}
async function everything(): Promise<void> {
  await chargeRents(world);
  await chargeMinimums(world);
  await autoRenewNumbers(world);
  await endNumbers(world);
}
const renew = async (accountId: string, number: string) =>
  payFromBalance(world, await orderRenewal(world, { key: { accountId, number }, by: 'member:m' }));

describe('rent paid ahead', () => {
  test('rules: twelve months are earned month by month, each once however many look; bills and balance say the same', async () => {
    const { accountId, number } = await one(RENT);
    for (let month = 0; month < 14; month++) {
      world.clock.set(monthStart(MARCH + month) + DAY_MS);
      await Promise.all([chargeRents(world), chargeRents(world)]);
      await chargeRents(world);
      const earned = BigInt(Math.min(month + 1, 12));
      expect(await balance(accountId, REVENUE)).toBe(earned * RENT);
    }
    expect(await balance(accountId)).toBe(RENT);
    const bills = await readBills(world, { accountId, from: MARCH, to: MARCH + 12 });
    expect(bills.at(-1)).toMatchObject({
      topUps: YEAR + RENT,
      prepaid: YEAR,
      rent: RENT,
      paidByPrepaid: RENT,
    });
    expect(bills.map(({ rent }) => rent)).toEqual([0n, ...Array.from({ length: 12 }, () => RENT)]);
    expect(bills.every(({ paidByBalance, closing }) => paidByBalance === 0n && closing === RENT)).toBe(true);
    expect(await standing(accountId, number)).toEqual(['active', END]);
  });

  test('rules: a service that was down earns the months that it missed', async () => {
    const { accountId } = await one();
    world.clock.set(monthStart(MARCH + 3));
    for (let run = 0; run < 6; run++) await chargeRents(world);
    expect(await balance(accountId, REVENUE)).toBe(4n * RENT);
  });
});

describe('renewal', () => {
  test('rules: a renewal goes twelve months on from the end, and only once into the next year', async () => {
    const { accountId, number } = await one(2n * YEAR);
    await renew(accountId, number);
    expect(await standing(accountId, number)).toEqual(['active', monthStart(MARCH + 24)]);
    await expect(renew(accountId, number)).rejects.toMatchObject({ name: 'NUMBER_PAID_FAR_AHEAD' });
    expect(await balance(accountId)).toBe(YEAR);
  });

  test('rules: of two orders for the same months one is paid', async () => {
    const { accountId, number } = await one(2n * YEAR);
    const wish = { key: { accountId, number }, by: 'member:m' };
    const [first, second] = [await orderRenewal(world, wish), await orderRenewal(world, wish)];
    const both = await Promise.allSettled([payFromBalance(world, first), payFromBalance(world, second)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await balance(accountId)).toBe(YEAR);
    expect(await standing(accountId, number)).toEqual(['active', monthStart(MARCH + 24)]);
  });

  test('rules: the end is told 30, 7 and 1 days before, once each, and anew after a renewal', async () => {
    const { accountId, number } = await one(YEAR);
    world.clock.set(END - 30 * DAY_MS - 1);
    await endNumbers(world);
    expect(await since(accountId)).toEqual([]);
    for (const ahead of [30, 20, 7, 3, 1]) {
      world.clock.set(END - ahead * DAY_MS);
      await Promise.all([endNumbers(world), endNumbers(world)]);
    }
    expect(await since(accountId)).toEqual(['number.expires', 'number.expires', 'number.expires']);
    await renew(accountId, number);
    world.clock.set(monthStart(MARCH + 24) - DAY_MS);
    await endNumbers(world);
    expect((await since(accountId)).slice(3)).toEqual(['number.renewed', 'number.expires']);
  });

  test('rules: an expired number is not shown; renewed within 30 days it is back, without a month left out', async () => {
    const { accountId, number } = await one(YEAR);
    world.clock.set(END);
    // Even before the job has noted it.
    expect(await usable(accountId)).toEqual([]);
    await everything();
    expect(await standing(accountId, number)).toEqual(['expired', END]);
    expect((await since(accountId)).at(-1)).toBe('number.expired');
    world.clock.set(END + 30 * DAY_MS - 1);
    await endNumbers(world);
    await renew(accountId, number);
    expect(await standing(accountId, number)).toEqual(['active', monthStart(MARCH + 24)]);
    expect(await usable(accountId)).toEqual([number]);
    for (let run = 0; run < 14; run++) await chargeRents(world);
    expect(await balance(accountId, REVENUE)).toBe(13n * RENT);
  });

  test('rules: nobody renewed it in 30 days: it goes back, and can be somebody else’s', async () => {
    const { accountId, number } = await one(YEAR);
    for (let month = 0; month < 12; month++) {
      world.clock.set(monthStart(MARCH + month) + DAY_MS);
      await chargeRents(world);
    }
    world.clock.set(END);
    await endNumbers(world);
    world.clock.set(END + 30 * DAY_MS);
    await everything();
    expect(await standing(accountId, number)).toEqual(['cancelled', END]);
    expect((await told(world, accountId)).at(-1)).toMatchObject(['number.ended', { refunded: '0.0000' }]);
    await expect(renew(accountId, number)).rejects.toMatchObject({ name: 'NUMBER_STATE' });
    expect(await importPool(world, [{ number, cityCode: '' }])).toBe(1);
    expect((await sharedPool(world.sql)).map((one) => one.number)).toContain(number);
  });

  test('rules: renewal by itself: a week before, once, and the next year again', async () => {
    const { accountId, number } = await one(2n * YEAR);
    await inTransaction(world.sql, (tx) => setNumberAutoRenew(tx, { accountId, number }, true));
    world.clock.set(END - 7 * DAY_MS - 1);
    expect(await autoRenewNumbers(world)).toBe(0);
    world.clock.set(END - 7 * DAY_MS);
    await Promise.all([autoRenewNumbers(world), autoRenewNumbers(world), autoRenewNumbers(world)]);
    expect(await standing(accountId, number)).toEqual(['active', monthStart(MARCH + 24)]);
    expect(await balance(accountId)).toBe(YEAR);
    expect(await since(accountId)).toEqual(['number.renewed']);
    world.clock.set(monthStart(MARCH + 24) - DAY_MS);
    await autoRenewNumbers(world);
    expect(await balance(accountId)).toBe(0n);
  });

  test('3.6 a renewal that the balance does not cover is told once, and done as soon as it does, even after the end', async () => {
    const { accountId, number } = await one(YEAR - 1n);
    await inTransaction(world.sql, (tx) => setNumberAutoRenew(tx, { accountId, number }, true));
    world.clock.set(END - DAY_MS);
    await autoRenewNumbers(world);
    await autoRenewNumbers(world);
    expect(await since(accountId)).toEqual(['number.not-renewed']);
    world.clock.set(END + DAY_MS);
    await endNumbers(world);
    expect(await standing(accountId, number)).toEqual(['expired', END]);
    await topUp(world, accountId, 1n);
    expect(await autoRenewNumbers(world)).toBe(1);
    expect(await balance(accountId)).toBe(0n);
    expect(await usable(accountId)).toEqual([number]);
  });
});

test('rules: a number that is past renewal keeps no other one from being renewed', async () => {
  const late = await one(YEAR);
  world.clock.set(monthStart(MARCH + 1) + DAY_MS);
  const soon = await one(YEAR);
  for (const key of [late, soon]) {
    await inTransaction(world.sql, (tx) => setNumberAutoRenew(tx, key, true));
  }
  world.clock.set(END + 30 * DAY_MS);
  expect(await autoRenewNumbers(world)).toBe(1);
  expect(await balance(soon.accountId)).toBe(0n);
  expect(await balance(late.accountId)).toBe(YEAR);
});

describe('giving a number up', () => {
  const ask = (accountId: string, number: string) =>
    askToGiveUp(world, { key: { accountId, number }, reason: 'moved', by: BY });
  const THREE_MONTHS = monthsLater(TEN_IN_BEIJING, 3);

  test('rules: after three months in use, reviewed; it works until its month ends, and months not begun come back', async () => {
    const { accountId, number } = await one();
    for (const month of [0, 1, 2]) {
      world.clock.set(monthStart(MARCH + month) + 10 * DAY_MS);
      await chargeRents(world);
    }
    world.clock.set(THREE_MONTHS - 1);
    await expect(ask(accountId, number)).rejects.toMatchObject({ name: 'NUMBER_TOO_YOUNG' });
    world.clock.set(THREE_MONTHS);
    await ask(accountId, number);
    await desk.decide(accountId);
    const july = monthStart(MARCH + 4);
    expect(await standing(accountId, number)).toEqual(['cancelling', july]);
    // March to June are rented, eight months are not.
    expect(await balance(accountId)).toBe(8n * RENT);
    expect((await told(world, accountId)).at(-1)).toMatchObject([
      'number.cancelling',
      { endsAt: july, refunded: '240.0000' },
    ]);
    await everything();
    world.clock.set(july - 1);
    expect(await usable(accountId)).toEqual([number]);
    world.clock.set(july);
    await everything();
    await everything();
    expect(await standing(accountId, number)).toEqual(['cancelled', july]);
    expect(await balance(accountId, REVENUE)).toBe(4n * RENT);
    expect(await balance(accountId)).toBe(8n * RENT);
    expect(await usable(accountId)).toEqual([]);
  });

  test('rules: what owes, what is paused and what is not in use is not given up; a request can be taken back or refused', async () => {
    const { accountId, number } = await one();
    world.clock.set(THREE_MONTHS);
    await pauseNumber(world, { number, reason: 'complaints', operatorId: 'desk' });
    expect(await usable(accountId)).toEqual([]);
    await expect(ask(accountId, number)).rejects.toMatchObject({ name: 'NUMBER_UNDER_SANCTION' });
    await resumeNumber(world, { number, operatorId: 'desk' });
    expect(await since(accountId)).toEqual(['number.paused', 'number.resumed']);
    await world.sql`
      INSERT INTO number_rents (account_id, number, month, kind, amount, minutes, ledger_id, due_since)
      VALUES (${accountId}, ${number}, ${MARCH}, 'minimum', 1, 1, ${world.newId()}, now())`;
    await expect(ask(accountId, number)).rejects.toMatchObject({ name: 'NUMBER_OWES' });
    await world.sql`DELETE FROM number_rents WHERE account_id = ${accountId} AND kind = 'minimum'`;
    await expect(keepNumber(world, { key: { accountId, number }, by: BY })).rejects.toMatchObject({
      name: 'NUMBER_STATE',
    });
    await ask(accountId, number);
    await ask(accountId, number);
    await keepNumber(world, { key: { accountId, number }, by: BY });
    await ask(accountId, number);
    await desk.decide(accountId, {
      approved: false,
      reasonCode: 'open-complaint',
      reason: '',
      failedParts: [],
      partReasons: [],
    });
    expect(await standing(accountId, number)).toEqual(['active', END]);
    await expect(ask(accountId, '+862100000000')).rejects.toMatchObject({ name: 'NUMBER_NOT_FOUND' });
  });
});

describe('monthly minimum', () => {
  const MINIMUM = { minimumMinutes: 100, minutePrice: 1000n };
  const APRIL_OVER = monthStart(MARCH + 2) + 6 * 3_600_000;

  /** Calls of so many seconds that showed the number, in a month. */
  async function talked(accountId: string, number: string, at: number, seconds: readonly number[]) {
    for (const [index, talk] of seconds.entries()) {
      const ended = new Date(at + index);
      await world.sql`
        INSERT INTO receipts (account_id, session_no, result, reason, code, show_number, ended_at, talk_ms, at, push_state)
        VALUES (${accountId}, uuid_floor(${ended}), 1, 'answered', 200, ${number}, ${ended}, ${talk * 1000}, ${ended}, 'none')`;
    }
  }

  test('rules: minutes that fall short cost their price, once, six hours after the month; the first month is not judged', async () => {
    const { accountId, number } = await one(10_000_000n, MINIMUM);
    await talked(accountId, number, monthStart(MARCH + 1) + DAY_MS, [59, 61, 600]);
    // Another month's, and those of the last moments.
    await talked(accountId, number, monthStart(MARCH + 2) + DAY_MS, [6000]);
    await talked(accountId, number, monthStart(MARCH + 2) - 1, [60]);
    world.clock.set(APRIL_OVER - 1);
    await everything();
    expect(await since(accountId)).toEqual([]);
    world.clock.set(APRIL_OVER);
    await Promise.all([chargeMinimums(world), chargeMinimums(world)]);
    await everything();
    // 1 + 2 + 10 + 1 minutes were talked.
    expect((await told(world, accountId)).at(-1)).toMatchObject([
      'minimum.charged',
      { number, month: '2026-04', minutes: 86, amount: '8.6000' },
    ]);
    expect(await balance(accountId)).toBe(10_000_000n - 86_000n);
    const [bill] = await readBills(world, { accountId, from: MARCH + 2, to: MARCH + 2 });
    expect(bill?.paidByBalance).toBe(86_000n);
    expect(bill?.rent).toBe(86_000n + (bill?.paidByPrepaid ?? 0n));
  });

  test('rules: enough talk costs nothing, and nothing is told', async () => {
    const { accountId, number } = await one(0n, MINIMUM);
    await talked(accountId, number, monthStart(MARCH + 1) + DAY_MS, [6000]);
    world.clock.set(APRIL_OVER);
    await chargeMinimums(world);
    expect(await since(accountId)).toEqual([]);
  });

  test('3.6 a minimum that is not covered rests the number, is told once, and brings it back by itself once it is paid', async () => {
    const { accountId, number } = await one(0n, MINIMUM);
    world.clock.set(APRIL_OVER);
    await everything();
    await everything();
    expect(await since(accountId)).toEqual(['minimum.unpaid']);
    expect(await usable(accountId)).toEqual([]);
    await topUp(world, accountId, 99_999n);
    await everything();
    expect(await usable(accountId)).toEqual([]);
    await topUp(world, accountId, 1n);
    await everything();
    expect(await usable(accountId)).toEqual([number]);
    expect(await balance(accountId)).toBe(0n);
    expect((await since(accountId)).at(-1)).toBe('number.resumed');
  });

  test('3.6 what is owed for 30 days ends the number; months not begun come back and pay it', async () => {
    const { accountId, number } = await one(0n, MINIMUM);
    for (const month of [0, 1, 2]) {
      world.clock.set(monthStart(MARCH + month) + DAY_MS);
      await chargeRents(world);
    }
    world.clock.set(APRIL_OVER);
    await everything();
    world.clock.set(APRIL_OVER + 30 * DAY_MS - 1);
    await everything();
    expect((await standing(accountId, number))[0]).toBe('active');
    world.clock.set(APRIL_OVER + 30 * DAY_MS);
    await everything();
    expect((await standing(accountId, number))[0]).toBe('cancelled');
    await everything();
    // March to May (the thirtieth day is in May) are rented; nine months come back, less what was owed.
    expect(await balance(accountId)).toBe(9n * RENT - 100_000n);
  });

  test('12.3 numbers of an account that refused a change end with its service, and what was paid ahead is in the balance', async () => {
    const { accountId, number } = await one();
    await chargeRents(world);
    const ends = new Date(world.clock.now() + 1);
    await world.sql`UPDATE accounts SET service_ends_at = ${ends} WHERE account_id = ${accountId}`;
    await everything();
    expect((await standing(accountId, number))[0]).toBe('active');
    world.clock.set(ends.getTime());
    await everything();
    expect((await standing(accountId, number))[0]).toBe('cancelled');
    expect(await balance(accountId)).toBe(11n * RENT);
  });

  test('9.2 numbers of an account that was terminated end, and what was paid ahead is in the balance', async () => {
    const { accountId, number } = await one();
    await chargeRents(world);
    await world.sql`UPDATE accounts SET status = 'terminated' WHERE account_id = ${accountId}`;
    await everything();
    expect((await standing(accountId, number))[0]).toBe('cancelled');
    expect(await balance(accountId)).toBe(11n * RENT);
  });
});
