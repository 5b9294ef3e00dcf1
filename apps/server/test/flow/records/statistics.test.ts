import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { countDays } from '../../../src/flow/records/count-days.ts';
import { recordTable } from '../../../src/flow/records/export-records.ts';
import { statisticsTable } from '../../../src/flow/records/export-statistics.ts';
import { plus, readStatistics } from '../../../src/flow/records/read-statistics.ts';
import { DIMENSIONS, type Dimension, type SendCount } from '../../../src/modules/records/index.ts';
import { uuidFloor } from '../../../src/platform/ids.ts';
import { spoken } from '../../support/bookkeeping.ts';
import { CODE_TEMPLATE, NOTICE_TEMPLATE, TEN_IN_BEIJING } from '../../support/database.ts';
import { openWorld, type World } from '../../support/world.ts';

const DAY_MS = 86_400_000;
/** 00:00 of the next day in Beijing. */
const MIDNIGHT = TEN_IN_BEIJING + 14 * 3_600_000;

let world: World;
let accountId: string;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(TEN_IN_BEIJING);
  accountId = await world.account({ cash: 1_000_000n, codes: 1n });
});

const read = (by: Dimension, change: { first?: number; last?: number } = {}) =>
  readStatistics(world.sql, { accountId, by, first: TEN_IN_BEIJING, last: TEN_IN_BEIJING, ...change });

async function written(): Promise<number> {
  const [row] = await world.sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM send_stats WHERE account_id = ${accountId}`;
  return row?.count ?? 0;
}

/** A code that a package pays, one that is not answered, and a notice. */
async function three(): Promise<void> {
  await spoken(world, accountId, CODE_TEMPLATE, 4000);
  await spoken(world, accountId, CODE_TEMPLATE, undefined);
  await spoken(world, accountId, NOTICE_TEMPLATE, 20_000);
}

test('product: sends are counted by template, answered and not, with talk and cost', async () => {
  await three();
  expect(await read('template')).toEqual([
    {
      ...{ key: CODE_TEMPLATE, sent: 2n, dialled: 1n, answered: 1n, unknown: 0n, talkMs: 4000n },
      ...{ cost: 0n, units: 1n, complaints: 0, founded: 0 },
    },
    {
      ...{ key: NOTICE_TEMPLATE, sent: 1n, dialled: 1n, answered: 1n, unknown: 0n, talkMs: 20_000n },
      ...{ cost: 1200n, units: 1n, complaints: 0, founded: 0 },
    },
  ]);
  expect((await read('day')).map(({ key, sent }) => [key, sent])).toEqual([['2026-03-10', 3n]]);
  expect((await read('number')).map(({ key, sent }) => [key, sent])).toEqual([
    ['', 1n],
    ['+862151860001', 2n],
  ]);
});

test('product: a day is counted once it is over, whoever counts and however often, and then answers the same', async () => {
  await three();
  const before = new Map<Dimension, SendCount[]>();
  for (const by of DIMENSIONS) before.set(by, await read(by));
  world.clock.set(MIDNIGHT + 3_600_000 - 1);
  await countDays(world);
  expect(await written()).toBe(0);
  world.clock.advance(1);
  await Promise.all([countDays(world), countDays(world)]);
  const rows = await written();
  expect(rows).toBeGreaterThan(8);
  await countDays(world);
  expect(await written()).toBe(rows);
  for (const by of DIMENSIONS) expect(await read(by)).toEqual(before.get(by));
  // What is written is what is read.
  await world.sql`UPDATE send_stats SET sent = 99 WHERE account_id = ${accountId} AND dimension = 'day'`;
  expect((await read('day'))[0]?.sent).toBe(99n);
});

test('product: a day waits for messages of it that are not over; until then it is counted when asked', async () => {
  await world.emptyQueue();
  const sessionNo = await world.send(accountId);
  world.clock.set(MIDNIGHT + DAY_MS);
  await countDays(world);
  expect(await written()).toBe(0);
  expect((await read('day'))[0]).toMatchObject({ sent: 1n, dialled: 0n });
  await world.settler.settle({
    ...{ accountId, sessionNo, from: 'queued', nodeId: undefined },
    cause: { kind: 'not-dialled', reason: 'expired' },
  });
  await countDays(world);
  expect(await written()).toBeGreaterThan(0);
  expect((await read('day'))[0]).toMatchObject({ sent: 1n, dialled: 0n });
});

test('product: a message counts on the day of its acceptance in Beijing; counted days and others are one answer', async () => {
  world.clock.set(MIDNIGHT - 1);
  await spoken(world, accountId, CODE_TEMPLATE, 3000);
  world.clock.set(MIDNIGHT + 3_600_000);
  await countDays(world);
  await spoken(world, accountId, CODE_TEMPLATE, 3000);
  const span = { first: TEN_IN_BEIJING - 5 * DAY_MS, last: MIDNIGHT };
  expect((await read('day', span)).map(({ key, sent }) => [key, sent])).toEqual([
    ['2026-03-10', 1n],
    ['2026-03-11', 1n],
  ]);
  const [both] = await read('template', span);
  expect(both).toMatchObject({ sent: 2n, answered: 2n, talkMs: 6000n });
  expect((await read('day', span)).reduce(plus)).toMatchObject({ ...both, key: '2026-03-10' });
});

test('product: 92 days are counted at once, and none backwards', async () => {
  const refused = { name: 'STATISTICS_SPAN_INVALID' };
  await expect(read('day', { last: TEN_IN_BEIJING + 92 * DAY_MS })).rejects.toMatchObject(refused);
  await expect(read('day', { last: TEN_IN_BEIJING - DAY_MS })).rejects.toMatchObject(refused);
  expect(await read('day', { last: TEN_IN_BEIJING + 91 * DAY_MS })).toEqual([]);
});

test('product: a file of statistics has every line in words, all together at its end, and money for who sees bills', async () => {
  await three();
  const rowsOf = async (by: Dimension, language: 'zh' | 'en', withCost: boolean) => {
    const rows: string[][] = [];
    for await (const part of statisticsTable(await read(by), { by, language, withCost })) {
      rows.push(...part.map((row) => [...row]));
    }
    return rows;
  };
  const zh = await rowsOf('purpose', 'zh', true);
  expect(zh.map((row) => row[0])).toEqual(['语音类型', '验证码', '通知', '合计']);
  expect(zh.at(-1)).toEqual(['合计', '3', '2', '2', '0', '1', '12', '2', '0', '0.00', '0.1200']);
  const en = await rowsOf('operator', 'en', false);
  expect(en.at(-1)?.[0]).toBe('All together');
  expect(en.map((row) => row[0])).toContain('China Mobile');
  expect(en.flat()).not.toContain('0.1200');
  expect(new Set(en.map((row) => row.length)).size).toBe(1);
});

test('4.3.1 a file of records has every record once, and masked numbers for who may not send', async () => {
  await three();
  const filter = {
    ...{
      accountId,
      from: uuidFloor(TEN_IN_BEIJING),
      until: uuidFloor(TEN_IN_BEIJING + DAY_MS),
      projects: 'all' as const,
    },
    ...{ sessionNo: undefined, taskNo: undefined, calleeKey: undefined, digits: undefined },
    ...{ brevityCode: undefined, exceptBrevityCode: undefined, purpose: undefined, templateId: undefined },
    ...{ calledCityCode: undefined, callingCityCode: undefined, calledOperator: undefined },
  };
  const rowsOf = async (masked: boolean, most = 100) => {
    const rows: string[][] = [];
    for await (const part of recordTable(world, { filter, masked, language: 'zh', most })) {
      rows.push(...part.map((row) => [...row]));
    }
    return rows.slice(1);
  };
  const whole = await rowsOf(false);
  expect(whole).toHaveLength(3);
  expect(new Set(whole.map((row) => row[1])).size).toBe(3);
  for (const row of whole) expect(row[3]).toMatch(/^\+86138\d{8}$/);
  for (const row of await rowsOf(true)) expect(row[3]).toMatch(/\*/);
  expect(await rowsOf(false, 2)).toHaveLength(2);
});
