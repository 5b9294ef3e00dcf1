import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { watchApplications } from '../../../src/flow/numbers/close-application.ts';
import { askToGiveUp } from '../../../src/flow/numbers/give-up-number.ts';
import { balanceOf, CASH, verifyLedger } from '../../../src/modules/ledger/index.ts';
import { findApplication, findNumber } from '../../../src/modules/numbers/index.ts';
import { openReview } from '../../../src/modules/reviews/index.ts';
import { monthOf, monthStart } from '../../../src/platform/beijing-time.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { addWorkingDays } from '../../../src/platform/working-days.ts';
import { TEN_IN_BEIJING } from '../../support/database.ts';
import { numberDesk, RENT } from '../../support/number-desk.ts';
import { openWorld, type World } from '../../support/world.ts';

/** The same flows, by limits that the operator has set. */

const DAY_MS = 86_400_000;
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  expect(await verifyLedger(world.sql)).toEqual([]);
  await world.close();
});
beforeEach(() => world.clock.set(TEN_IN_BEIJING));

const under = (limits: Partial<World['limits']>): World => ({
  ...world,
  limits: { ...world.limits, ...limits },
});
const dueOf = async (key: { accountId: string; applicationId: string }) =>
  (await findApplication(world.sql, key))?.dueAt?.getTime();

test('rules: carrier, payment and provisioning are waited for as long as is set', async () => {
  const set = under({ numberCarrierDays: 2, numberPayDays: 3, numberProvisionDays: 4 });
  const desk = numberDesk(set);
  const accountId = await desk.customer(24n * RENT);
  const key = await desk.submit(accountId);
  await desk.decide(accountId);
  expect(await dueOf(key)).toBe(addWorkingDays(TEN_IN_BEIJING, 2));
  const answer = await desk.answer(key);
  expect(await dueOf(key)).toBe(TEN_IN_BEIJING + 3 * DAY_MS);
  await desk.buy(key, answer, 1);
  expect(await dueOf(key)).toBe(addWorkingDays(TEN_IN_BEIJING, 4));

  const late = await desk.submit(accountId);
  await desk.decide(accountId);
  await desk.answer(late);
  world.clock.advance(3 * DAY_MS - 1);
  expect(await watchApplications(set)).toBe(0);
  world.clock.advance(1);
  expect(await watchApplications(set)).toBe(1);
  expect(await desk.state(late)).toBe('cancelled');
});

test('rules: a term that was ordered stays as it was ordered, whatever is set meanwhile', async () => {
  const half = numberDesk(under({ numberTermMonths: 6 }));
  const accountId = await half.customer(12n * RENT);
  const key = await half.submit(accountId);
  await half.decide(accountId);
  const answer = await half.answer(key);
  await half.buy(key, answer, 2);
  expect(await balanceOf(world.sql, accountId, CASH)).toBe(0n);

  const desk = numberDesk(under({ numberTermMonths: 24 }));
  const [number = ''] = desk.fresh(1);
  await desk.deliver(key, answer, [number]);
  const until = monthStart(monthOf(TEN_IN_BEIJING) + 6);
  expect((await findNumber(world.sql, { accountId, number }))?.expiresAt?.getTime()).toBe(until);
  expect(await desk.close(key)).toBe(6n * RENT);
});

test('rules: a number can be given up after the months that are set', async () => {
  const set = under({ numberLeastMonths: 1 });
  const desk = numberDesk(set);
  desk.fresh(1); // in use since the test before
  const { accountId, numbers } = await desk.owner(1, 0n);
  const asking = {
    key: { accountId, number: numbers[0] ?? '' },
    reason: 'no more',
    by: { realm: 'member', id: 'm' },
  };
  const ask = () => askToGiveUp(set, asking as Parameters<typeof askToGiveUp>[1]);
  await expect(ask()).rejects.toMatchObject({ name: 'NUMBER_TOO_YOUNG', details: { months: 1 } });
  world.clock.advance(31 * DAY_MS);
  await ask();
});

test('rules: a review is due after the working time that is set, within the hours that are set', async () => {
  const set = under({ reviewHours: 4, workOpensHour: 8, workClosesHour: 12 });
  const accountId = await world.account({});
  const subject = { kind: 'template', subjectId: 'T', title: 'T', findings: [] } as const;
  const review = { ...subject, accountId, reviewId: world.newId(), submittedAt: new Date(TEN_IN_BEIJING) };
  await inTransaction(world.sql, (tx) => openReview(tx, set, review));
  const [row] = await world.sql`SELECT due_at FROM reviews WHERE review_id = ${review.reviewId}`;
  // Two hours are left of Tuesday, two more are of Wednesday.
  expect(row?.due_at).toEqual(new Date(TEN_IN_BEIJING + DAY_MS));
});
