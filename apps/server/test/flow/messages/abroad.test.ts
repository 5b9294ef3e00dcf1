import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  closeDestination,
  limitSpending,
  openDestination,
} from '../../../src/flow/carriers/open-destination.ts';
import { endNarrowing, orderNarrowing } from '../../../src/flow/carriers/order-narrowing.ts';
import { grantCapability } from '../../../src/modules/accounts/index.ts';
import { DEFAULT_ROUTING, saveTrunk } from '../../../src/modules/carriers/index.ts';
import { spendingOf } from '../../../src/modules/quotas/index.ts';
import { NOTICE_TEMPLATE, TEN_IN_BEIJING, testTrunk } from '../../support/database.ts';
import { openPlacer } from '../../support/placing.ts';
import { outcomeOf, scriptedEngine } from '../../support/scripted-engine.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let accountId: string;
let numbers = 0;

beforeAll(async () => {
  world = await openWorld();
  accountId = await world.account({ cash: 100_000_000n });
  const { sql, vault, clock } = world;
  await grantCapability(sql, { accountId, capability: 'international', at: new Date(clock.now()) });
  await sql`INSERT INTO prices (version, purpose, group_type, prefix, amount, step_s) VALUES (1, 1, 1, '+1', 10000, 0)`;
  await saveTrunk(
    sql,
    vault,
    testTrunk({ trunkId: 'abroad', routing: { ...DEFAULT_ROUTING, countries: ['US'] } }),
  );
  await limitSpending(world, { accountId, by: 'staff', dailyCap: 50_000n, priceCeiling: 10_000n });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.emptyQueue();
  await world.sql`DELETE FROM narrowings`;
  world.clock.set(TEN_IN_BEIJING);
});

/** A number in New York, and others that differ. */
const abroad = () => `+1212555${String(1000 + numbers++)}`;
const send = (calledNumber = abroad()) => world.send(accountId, { calledNumber });
const spent = async () => (await spendingOf(world.sql, [accountId], '20260310')).get(accountId)?.spent;
const engine = (kind: 'answered' | 'no-answer') =>
  scriptedEngine({ place: async () => outcomeOf({ kind }, world.clock.now()) });

describe('calls abroad', () => {
  test('2.1 a country is opened one by one, and closed at once', async () => {
    await expect(send()).rejects.toMatchObject({ name: 'DESTINATION_NOT_ENABLED' });
    await openDestination(world, { accountId, country: 'US', by: 'owner' });
    const sessionNo = await send();
    expect(await world.claim(await world.node())).toMatchObject([{ sessionNo, trunkId: 'abroad' }]);
    await closeDestination(world, accountId, 'US');
    await expect(send()).rejects.toMatchObject({ name: 'DESTINATION_NOT_ENABLED' });
    await openDestination(world, { accountId, country: 'US', by: 'owner' });
  });

  test('1.1 who has not the capability opens none, and nobody opens what is no country', async () => {
    const other = await world.account({});
    const open = (country: string, of = accountId) =>
      openDestination(world, { accountId: of, country, by: 'x' });
    await expect(open('US', other)).rejects.toMatchObject({ name: 'CAPABILITY_MISSING' });
    for (const country of ['XX', 'CN']) {
      await expect(open(country)).rejects.toMatchObject({ name: 'DESTINATION_UNKNOWN' });
    }
  });

  test('rules: sixty-four at once never spend more than the cap; what no call cost is given back', async () => {
    await world.sql`DELETE FROM spend_days`;
    const answers = await Promise.allSettled(Array.from({ length: 64 }, () => send()));
    const refused = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason.name] : []));
    expect(answers.length - refused.length, 'five of 1 yuan').toBe(5);
    expect(new Set(refused)).toEqual(new Set(['SPEND_CAP_REACHED']));
    expect(await spent()).toBe(50_000n);
    await (await openPlacer(world, engine('no-answer'))).run();
    expect(await spent()).toBe(0n);
    await send();
    await (await openPlacer(world, engine('answered'))).run();
    expect(await spent()).toBe(10_000n);
  });
});

describe('narrowed by the operator', () => {
  const order = (change: Partial<Parameters<typeof orderNarrowing>[1]>) =>
    orderNarrowing(world, {
      hours: undefined,
      purposes: [],
      countries: [],
      cityCodes: [],
      prefixes: [],
      shown: [],
      reason: 'by law',
      clause: '8.2',
      until: undefined,
      orderedBy: 'staff',
      ...change,
    });

  test('5.4 what waits already is not dialled: it ends with its own receipt, unpaid', async () => {
    const sessionNo = await world.send(accountId);
    const narrowingId = await order({ countries: ['CN'] });
    const used = engine('answered');
    await (await openPlacer(world, used)).run();
    expect(used.placed).toEqual([]);
    expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'narrowed', code: 1007, charge: 0n });
    await expect(world.send(accountId)).rejects.toMatchObject({ name: 'NARROWED' });
    await endNarrowing(world, { narrowingId, by: 'staff' });
    await expect(endNarrowing(world, { narrowingId, by: 'staff' })).rejects.toMatchObject({
      name: 'NARROWING_UNKNOWN',
    });
    await world.send(accountId);
  });

  test('8.2 outside the hours that are left a message waits for them', async () => {
    const sessionNo = await world.send(accountId, { templateId: NOTICE_TEMPLATE });
    await order({ hours: { opens: 601, closes: 700 }, until: new Date(TEN_IN_BEIJING + 3_600_000) });
    const used = engine('answered');
    const placer = await openPlacer(world, used);
    await placer.run();
    expect(used.placed).toEqual([]);
    expect(await world.queued(sessionNo)).toMatchObject({ state: 'queued', dueAt: TEN_IN_BEIJING + 60_000 });
    world.clock.advance(60_000);
    await placer.run();
    expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'answered' });
    world.clock.advance(3_600_000);
  });

  test('5.4 a number that is barred is shown to nobody; where there is no other, messages wait', async () => {
    const narrowingId = await order({ shown: ['+862151860001'] });
    for (let call = 0; call < 8; call++) await world.send(accountId);
    const shown = (await world.claim(await world.node())).map(({ showNumber }) => showNumber);
    expect(new Set(shown)).toEqual(new Set(['+862151860002']));
    const all = await order({ shown: ['+862151860002'] });
    const sessionNo = await world.send(accountId);
    expect(await world.claim(await world.node())).toEqual([]);
    expect(await world.queued(sessionNo)).toMatchObject({ dueAt: TEN_IN_BEIJING + 60_000 });
    for (const id of [narrowingId, all]) await endNarrowing(world, { narrowingId: id, by: 'staff' });
  });

  test.each([
    ['hours that end before they begin', { hours: { opens: 5, closes: 5 } }],
    ['an end in the past', { until: new Date(TEN_IN_BEIJING) }],
    ['numbers shown beside something else', { shown: ['+8610'], countries: ['CN'] }],
  ])('5.4 %s are refused', async (_what, change) => {
    await expect(order(change)).rejects.toMatchObject({ name: 'NARROWING_INVALID' });
  });
});
