import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { shortfallsOf, watchShortfalls } from '../../../src/flow/money/watch-shortfalls.ts';
import { topUp } from '../../support/bookkeeping.ts';
import { NOTICE_TEMPLATE, TEN_IN_BEIJING } from '../../support/database.ts';
import { openWorld, type World } from '../../support/world.ts';

const PRICE = 1000n;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.clock.set(TEN_IN_BEIJING));

const refused = (accountId: string, templateId?: string) =>
  expect(world.send(accountId, templateId === undefined ? {} : { templateId })).rejects.toMatchObject({
    name: 'FUNDS_INSUFFICIENT',
  });
const short = async (accountId: string) =>
  (await shortfallsOf(world, accountId)).map(({ purpose, groupType }) => [purpose, groupType]);

async function alarms(accountId: string): Promise<number> {
  const [row] = await world.sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM notices WHERE account_id = ${accountId} AND kind = 'alarm.suspended'`;
  return row?.count ?? 0;
}

test('3.6 sends that cannot be paid are refused, told once, and told again after they could be paid', async () => {
  const accountId = await world.account({ cash: PRICE });
  await world.send(accountId);
  expect(await short(accountId)).toEqual([]);
  await refused(accountId);
  expect(await short(accountId)).toEqual([[1, 1]]);
  expect(await watchShortfalls(world)).toBe(1);
  await refused(accountId);
  world.clock.advance(60_000);
  // Two that look at once, and again: it was told.
  await Promise.all([watchShortfalls(world), watchShortfalls(world)]);
  expect(await alarms(accountId)).toBe(1);

  await topUp(world, accountId, PRICE);
  expect(await short(accountId)).toEqual([]); // before anybody looked
  await world.send(accountId);
  await topUp(world, accountId, PRICE);
  await watchShortfalls(world);
  await world.send(accountId);
  await refused(accountId);
  expect(await watchShortfalls(world)).toBe(1);
  expect(await alarms(accountId)).toBe(2);
});

test('3.6 two that look at once tell once', async () => {
  const accountId = await world.account({});
  await refused(accountId);
  const told = await Promise.all(Array.from({ length: 4 }, () => watchShortfalls(world)));
  expect(told.reduce((sum, one) => sum + one, 0)).toBe(1);
});

test('3.6 codes that a package still pays for go on while notices are refused', async () => {
  const accountId = await world.account({ codes: 2n });
  await refused(accountId, NOTICE_TEMPLATE);
  await world.send(accountId);
  expect(await short(accountId)).toEqual([[2, 1]]);
});

test('3.6 a send that is refused for another reason, and a dry run, are no shortfall', async () => {
  const accountId = await world.account({});
  await expect(world.send(accountId, { values: ['too-long-a-code'] })).rejects.toMatchObject({
    name: 'CODE_VALUE_INVALID',
  });
  await world.submitter.dryRun(world.submission(accountId));
  expect(await short(accountId)).toEqual([]);
});
