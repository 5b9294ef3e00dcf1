import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findRecords } from '../../src/flow/messages/search-records.ts';
import { MOST_COUNTED, type RecordPage, searchRecords } from '../../src/modules/records/index.ts';
import { monthOf } from '../../src/platform/beijing-time.ts';
import { uuidFloor } from '../../src/platform/ids.ts';
import { NOTICE_TEMPLATE, TEN_IN_BEIJING } from '../support/database.ts';
import { openWorld, type World } from '../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let world: World;
let accountId: string;
/** Messages in the order of their acceptance, a minute apart. The first three are over, in reverse order. */
const sent: { sessionNo: string; calledNumber: string }[] = [];

beforeAll(async () => {
  world = await openWorld();
  accountId = await world.account({ cash: 1_000_000n });
  for (let minute = 0; minute < 6; minute++) {
    world.clock.set(TEN_IN_BEIJING + minute * MINUTE);
    const calledNumber = `+8613900000${100 + minute}`;
    const templateId = minute % 2 ? { templateId: NOTICE_TEMPLATE } : {};
    sent.push({ sessionNo: await world.send(accountId, { calledNumber, ...templateId }), calledNumber });
  }
  const elsewhere = await world.account({ cash: 1_000_000n });
  await world.send(elsewhere, { calledNumber: sent[0]?.calledNumber as string });
  for (const index of [2, 1, 0]) {
    world.clock.set(TEN_IN_BEIJING + (60 - index) * MINUTE);
    const key = { accountId, sessionNo: sent[index]?.sessionNo as string };
    const startedAt = world.clock.now();
    await world.settler.settle({
      ...key,
      from: 'queued',
      nodeId: undefined,
      cause: { kind: 'no-answer' },
      call: {
        callId: 'c',
        trunkId: 'trunk-1',
        showNumber: `+86215186000${index}`,
        startedAt,
        answeredAt: undefined,
        endedAt: startedAt + 30_000,
        talkMs: 0,
        digits: '',
        playsCompleted: 0,
        endedBy: undefined,
        media: undefined,
      },
    });
  }
});
afterAll(() => world.close());

/** Few are sorted, many are read from the index of their order: both give the same. */
async function search(change: Partial<RecordPage> = {}) {
  const page: RecordPage = {
    accountId,
    from: uuidFloor(TEN_IN_BEIJING),
    until: uuidFloor(TEN_IN_BEIJING + 24 * 60 * MINUTE),
    now: TEN_IN_BEIJING + 60 * 24 * 60 * MINUTE,
    projects: 'all',
    sessionNo: undefined,
    taskNo: undefined,
    calleeKey: undefined,
    digits: undefined,
    brevityCode: undefined,
    exceptBrevityCode: undefined,
    purpose: undefined,
    templateId: undefined,
    calledCityCode: undefined,
    callingCityCode: undefined,
    calledOperator: undefined,
    orderBy: 'started',
    descending: false,
    offset: 0,
    limit: 100,
    ...change,
  };
  const sorted = await searchRecords(world.sql, page);
  expect(await searchRecords(world.sql, page, 0)).toEqual(sorted);
  return sorted;
}

/** Which of the messages sent were found, by their minute. */
async function found(change: Partial<RecordPage> = {}): Promise<number[]> {
  const { total, records } = await search({ ...change });
  if ((change.limit ?? 100) === 100 && !change.offset) expect(total).toBe(records.length);
  return records.map(({ sessionNo }) => sent.findIndex((one) => one.sessionNo === sessionNo));
}

describe('order and pages', () => {
  test('api: by the start of the call; what was not dialled, by its acceptance', async () => {
    expect(await found()).toEqual([3, 4, 5, 2, 1, 0]);
    expect(await found({ descending: true })).toEqual([0, 1, 2, 5, 4, 3]);
  });

  test('api: by the time of the receipt', async () => {
    expect(await found({ orderBy: 'received' })).toEqual([3, 4, 5, 2, 1, 0]);
  });

  test('api: pages follow one another without gap or repeat; the total is of all', async () => {
    const pages = [];
    for (let offset = 0; offset < 6; offset += 2) {
      const { total } = await search({ offset, limit: 2 });
      expect(total).toBe(6);
      pages.push(...(await found({ offset, limit: 2 })));
    }
    expect(pages).toEqual([3, 4, 5, 2, 1, 0]);
    expect(await found({ offset: 6, limit: 2 })).toEqual([]);
  });
});

describe('many records', () => {
  test('api: pages over messages that are over and that are not are the order of all of them, in either direction', async () => {
    const all = async (change: Partial<RecordPage>) => {
      const pages: number[] = [];
      for (let offset = 0; offset < 7; offset += 1)
        pages.push(...(await found({ ...change, offset, limit: 1 })));
      return pages;
    };
    expect(await all({ purpose: undefined })).toEqual([3, 4, 5, 2, 1, 0]);
    expect(await all({ orderBy: 'received', descending: true })).toEqual([0, 1, 2, 5, 4, 3]);
    expect(await all({ digits: '010' })).toEqual([3, 4, 5, 2, 1, 0]);
  });

  test('api: a page of what is over is read from the index of its order, and sorts nothing', async () => {
    const plan = await world.sql<{ 'QUERY PLAN': string }[]>`
      EXPLAIN SELECT r.session_no FROM receipts r
      WHERE r.account_id = ${accountId} AND r.session_no >= ${uuidFloor(TEN_IN_BEIJING)}::uuid
        AND coalesce(r.started_at, uuid_time(r.session_no)) >= ${new Date(TEN_IN_BEIJING)}
      ORDER BY coalesce(r.started_at, uuid_time(r.session_no)) DESC, r.session_no DESC LIMIT 10`;
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toMatch(/Index (Only )?Scan Backward/);
    expect(text).not.toMatch(/Sort {2}\(/);
  });

  test('api: what days that are counted tell is not counted again, where they lie within the span and the filter is theirs', async () => {
    await world.sql`
      INSERT INTO send_stats (account_id, month, day, dimension, key, sent, dialled, answered, unknown, talk_ms, cost, units)
      SELECT ${accountId}, ${monthOf(TEN_IN_BEIJING)}, 10, kind, key, ${MOST_COUNTED}, 0, 0, 0, 0, 0, 0
      FROM (VALUES ('day', ''), ('template', 'T-other'), ('place', '0991 cmcc')) AS counted (kind, key)`;
    const whole = {
      from: uuidFloor(TEN_IN_BEIJING - 11 * HOUR),
      until: uuidFloor(TEN_IN_BEIJING + 15 * HOUR),
    };
    const total = async (change: Partial<RecordPage>) => (await search({ ...whole, ...change })).total;
    expect(await total({})).toBe(MOST_COUNTED);
    expect((await search({ ...whole, limit: 3 })).records.length).toBe(3);
    expect(await total({ templateId: 'T-other' })).toBe(MOST_COUNTED);
    expect(await total({ templateId: 'T-other', purpose: 1 })).toBe(0);
    expect(await total({ calledCityCode: '0991', calledOperator: 'cmcc' })).toBe(MOST_COUNTED);
    // Counted before there was this way to count: walked.
    expect(await total({ calledCityCode: '0991' })).toBe(6);
    expect(await total({ from: uuidFloor(TEN_IN_BEIJING - 9 * HOUR) })).toBe(6);
    expect(await total({ until: uuidFloor(TEN_IN_BEIJING + 13 * HOUR) })).toBe(6);
    await world.sql`DELETE FROM send_stats`;
  });

  test('api: what is counted of whole days and what is walked around them make one total', async () => {
    await world.sql`
      INSERT INTO send_stats (account_id, month, day, dimension, key, sent, dialled, answered, unknown, talk_ms, cost, units)
      VALUES (${accountId}, ${monthOf(TEN_IN_BEIJING)}, 8, 'day', '', 30, 0, 0, 0, 0, 0, 0),
        (${accountId}, ${monthOf(TEN_IN_BEIJING)}, 9, 'day', '', 4, 0, 0, 0, 0, 0, 0)`;
    const total = async (from: number, until: number) =>
      (await search({ from: uuidFloor(from), until: uuidFloor(until) })).total;
    const midnight = TEN_IN_BEIJING - 10 * HOUR;
    expect(await total(midnight - 48 * HOUR, TEN_IN_BEIJING + 2.5 * MINUTE)).toBe(30 + 4 + 3);
    expect(await total(midnight - 47 * HOUR, TEN_IN_BEIJING + 2.5 * MINUTE)).toBe(4 + 3);
    expect(await total(midnight - 48 * HOUR, midnight)).toBe(34);
    await world.sql`DELETE FROM send_stats`;
  });

  test('api: a message whose call came long after the span is in its place, in either direction and order', async () => {
    const busy = await world.account({ cash: 1_000_000n });
    const send = async (minute: number, heldFor: number) => {
      world.clock.set(TEN_IN_BEIJING + minute * MINUTE);
      const sessionNo = await world.send(busy, { calledNumber: `+861390000${4000 + minute}` });
      world.clock.advance(heldFor);
      await world.settler.settle({
        ...{ accountId: busy, sessionNo, from: 'queued', nodeId: undefined },
        cause: { kind: 'not-dialled', reason: 'expired' },
      });
      return sessionNo;
    };
    const [late, later, prompt, outside] = [
      await send(0, 20 * HOUR),
      await send(1, 30 * HOUR),
      await send(2, MINUTE),
      await send(10, MINUTE),
    ];
    const ids = async (change: Partial<RecordPage>) => {
      const span = { until: uuidFloor(TEN_IN_BEIJING + 5 * MINUTE), orderBy: 'received' as const };
      const { records } = await search({ accountId: busy, ...span, ...change });
      return records.map(({ sessionNo }) => sessionNo);
    };
    expect(await ids({})).toEqual([prompt, late, later]);
    expect(await ids({ descending: true })).toEqual([later, late, prompt]);
    expect(await ids({ descending: true, offset: 1, limit: 1 })).toEqual([late]);
    expect(await ids({ until: uuidFloor(TEN_IN_BEIJING + 24 * HOUR) })).toEqual([
      prompt,
      outside,
      late,
      later,
    ]);
    expect(await ids({ purpose: 1, descending: true })).toEqual([later, late, prompt]);
  });

  test('api: pages end where counting ends', async () => {
    const filter = { accountId, offset: 100_000, limit: 10 } as RecordPage;
    await expect(findRecords(world.sql, filter)).rejects.toMatchObject({ name: 'RECORD_PAGE_TOO_DEEP' });
  });
});

describe('filters', () => {
  const minute = (index: number) => TEN_IN_BEIJING + index * MINUTE;

  test('api: a span holds its start and not its end', async () => {
    expect((await found({ from: uuidFloor(minute(1)), until: uuidFloor(minute(4)) })).sort()).toEqual([
      1, 2, 3,
    ]);
    expect(await found({ from: uuidFloor(minute(10)) })).toEqual([]);
  });

  test.each<[string, () => Partial<RecordPage>, number[]]>([
    ['one message', () => ({ sessionNo: sent[4]?.sessionNo }), [4]],
    ['a message of nobody', () => ({ sessionNo: '00000000-0000-0000-0000-000000000000' }), []],
    ['a whole number', () => ({ calleeKey: world.vault.key(sent[3]?.calledNumber as string) }), [3]],
    ['digits that the mask leaves', () => ({ digits: '0104' }), [4]],
    ['digits of the number shown', () => ({ digits: '1860002' }), [2]],
    ['digits with a sign that would be a pattern', () => ({ digits: '%' }), []],
    ['codes', () => ({ purpose: 1 }), [0, 2, 4]],
    ['notices', () => ({ purpose: 2 }), [1, 3, 5]],
    ['one template', () => ({ templateId: NOTICE_TEMPLATE }), [1, 3, 5]],
    ['a country', () => ({ brevityCode: 'CN' }), [0, 1, 2, 3, 4, 5]],
    ['another country', () => ({ brevityCode: 'US' }), []],
    ['the city of the callee', () => ({ calledCityCode: '0991' }), [0, 1, 2, 3, 4, 5]],
    ['another city', () => ({ calledCityCode: '021' }), []],
    ['the operator of the callee', () => ({ calledOperator: 'cmcc' }), [0, 1, 2, 3, 4, 5]],
    ['another operator', () => ({ calledOperator: 'cucc' }), []],
    ['the city of the number shown', () => ({ callingCityCode: '021' }), [1, 2]],
    ['another city of the number shown', () => ({ callingCityCode: '010' }), []],
    ['all but a country', () => ({ exceptBrevityCode: 'CN' }), []],
    ['all but another', () => ({ exceptBrevityCode: 'US', purpose: 1 }), [0, 2, 4]],
    ['everything at once', () => ({ purpose: 1, digits: '0102', brevityCode: 'CN' }), [2]],
  ])('api: %s', async (_title, filter, minutes) => {
    expect((await found(filter())).sort()).toEqual(minutes);
  });

  test('4.3.1 an account sees its own records only', async () => {
    const nobody = await world.account({});
    expect(await found({ accountId: nobody })).toEqual([]);
    expect(await found({ calleeKey: world.vault.key(sent[0]?.calledNumber as string) })).toEqual([0]);
  });
});

test('api: a record tells the call where there was one, and nothing where there is none yet', async () => {
  const { records } = await search();
  expect(records.find((one) => one.sessionNo === sent[0]?.sessionNo)).toMatchObject({
    result: 2,
    reason: 'no-answer',
    trunkId: 'trunk-1',
    showNumber: '+862151860000',
    unitPrice: 1000n,
    reserved: 1000n,
    charge: 0n,
    startedAt: new Date(TEN_IN_BEIJING + 60 * MINUTE),
  });
  expect(records.find((one) => one.sessionNo === sent[5]?.sessionNo)).toMatchObject({
    result: null,
    reason: null,
    trunkId: null,
    startedAt: null,
    endedAt: null,
    talkMs: null,
  });
});
