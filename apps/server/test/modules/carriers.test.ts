import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  byPreference,
  carries,
  costOf,
  DEFAULT_ROUTING,
  DEFAULT_TERMS,
  enabledRouting,
  enabledTrunks,
  freeSlots,
  freeSlotsBesideCodes,
  freeTrunkSlots,
  lockTrunks,
  mayTryNextTrunk,
  noteRegistrations,
  noteStarts,
  packRoute,
  saveTrunk,
  startsOfLastSecond,
  type Trunk,
  type TrunkLoad,
  type TrunkRouting,
  type TrunkTerms,
  unpackRoute,
} from '../../src/modules/carriers/index.ts';
import { extendLease, giveUpLease } from '../../src/modules/nodes/index.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { openTestDatabase, type TestDatabase, testTrunk } from '../support/database.ts';

const TODAY = '20260310';

const load = (change: Partial<TrunkLoad> = {}): TrunkLoad => ({
  trunkId: 't',
  concurrency: 10,
  cps: 3,
  dailyLimit: undefined,
  active: 0,
  starts: [],
  today: 0,
  health: 'up',
  ...change,
});

describe('free places', () => {
  test.each([
    ['an idle trunk takes a second of calls', load(), 3],
    ['calls of this second count', load({ starts: [9001, 9500] }), 1],
    ['one that is a second old counts no more', load({ starts: [9000, 9001, 9002] }), 1],
    ['none are left', load({ starts: [9100, 9200, 9300] }), 0],
    ['nor below none, when the limit was lowered', load({ starts: [9100, 9200, 9300, 9400] }), 0],
    ['concurrency holds', load({ cps: 100, active: 8 }), 2],
    ['nor below none, when concurrency was lowered', load({ active: 12 }), 0],
    ['a call that another clock, a little ahead, began counts', load({ starts: [10_500] }), 2],
    ['one that a wrong clock wrote does not', load({ starts: [10_000 + 60_001] }), 3],
  ])('rules: at 10 s: %s', (_title, trunk, free) => {
    expect(freeSlots(trunk, 10_000)).toBe(free);
  });

  test('rules: in no second more calls than the limit, whatever the rhythm of the looks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.tuple(fc.nat(700), fc.nat(30)), { maxLength: 100 }),
        (cps, looks) => {
          let now = 1_000_000;
          let starts: number[] = [];
          const all: number[] = [];
          for (const [wait, wanted] of looks) {
            now += wait;
            const trunk = load({ cps, concurrency: 1000, starts });
            const taken = Math.min(wanted, freeSlots(trunk, now));
            starts = [...startsOfLastSecond(trunk, now), ...Array<number>(taken).fill(now)];
            all.push(...Array<number>(taken).fill(now));
          }
          for (const start of all) {
            expect(all.filter((at) => at >= start && at < start + 1000).length).toBeLessThanOrEqual(cps);
          }
        },
      ),
    );
  });
});

describe('free places of a trunk', () => {
  test.each([
    ['none while it is sick', load({ health: 'sick' }), 0, 0],
    ['one at a time while it is on trial', load({ health: 'trial' }), 1, 1],
    ['none beside the one on trial', load({ health: 'trial', active: 1 }), 0, 0],
    ['a fifth of places and calls a second is kept for codes', load({ concurrency: 10, cps: 10 }), 10, 8],
    ['where that is less than one, none is kept', load({ concurrency: 4, cps: 3 }), 3, 3],
    ['codes take what is kept', load({ concurrency: 10, cps: 10, active: 8 }), 2, 0],
    ['the calls of a day are for all', load({ concurrency: 10, cps: 10, dailyLimit: 100, today: 99 }), 1, 1],
    ['none when the day has had them', load({ dailyLimit: 100, today: 100 }), 0, 0],
  ])('rules: %s', (_title, trunk, codes, others) => {
    expect([freeTrunkSlots(trunk, 10_000), freeSlotsBesideCodes(trunk, 10_000)]).toEqual([codes, others]);
  });
});

describe('which trunk', () => {
  const trunk = (trunkId: string, routing: Partial<TrunkRouting> = {}, change: Partial<Trunk> = {}) =>
    testTrunk({ trunkId, routing: { ...DEFAULT_ROUTING, ...routing }, ...change });
  const cost = (prefix: string, perMinute: bigint) => ({ prefix, perMinute });

  test('rules: a route is kept as a text and read again', () => {
    for (const operator of ['cmcc', undefined] as const) {
      const route = { purpose: 2, country: 'CN', operator };
      expect(unpackRoute(packRoute(route))).toEqual(route);
    }
    expect(unpackRoute(packRoute({ purpose: 1, country: '', operator: undefined })).country).toBe('');
  });

  test.each([
    ['its purposes', {}, { purposes: [2] }, false],
    ['its countries', { countries: ['US', 'GB'] }, {}, false],
    ['its operators', { operators: ['cucc'] }, {}, false],
    ['everything of these', { countries: ['CN', 'HK'], operators: ['cmcc', 'cucc'] }, {}, true],
  ] as const)('voice: carries by %s', (_what, routing, change, expected) => {
    const route = { purpose: 1, country: 'CN', operator: 'cmcc' } as const;
    expect(carries(trunk('t', routing, change), route)).toBe(expected);
  });

  test('voice: a trunk for some operators carries no landline, since that has none', () => {
    const landline = { purpose: 1, country: 'CN', operator: undefined };
    expect(carries(trunk('t', { operators: ['cmcc'] }), landline)).toBe(false);
    expect(carries(trunk('t'), landline)).toBe(true);
  });

  test('voice: the longest prefix is the price, and a number without one has none', () => {
    const priced = trunk('t', { prices: [cost('+8610', 3n), cost('+86', 1n), cost('+861', 2n)] });
    expect(['+8610', '+861380', '+8621', '+1'].map((number) => costOf(priced, number))).toEqual([
      3n,
      2n,
      1n,
      undefined,
    ]);
  });

  test('voice: main before backup, in these the cheaper, what has no price last, of equals the preferred', () => {
    const trunks = [
      trunk('backup', { role: 'backup', prices: [cost('+86', 0n)] }),
      trunk('unknown', {}, { priority: 0 }),
      trunk('dear', { prices: [cost('+86', 9n)] }, { priority: 1 }),
      trunk('second', { prices: [cost('+86', 5n)] }, { priority: 2 }),
      trunk('first', { prices: [cost('+86', 5n)] }, { priority: 1 }),
      trunk('cheap-elsewhere', { prices: [cost('+86', 9n), cost('+8610', 1n)] }, { priority: 2 }),
    ];
    const order = (number: string) => byPreference(trunks, number).map(({ trunkId }) => trunkId);
    expect(order('+8613800000200')).toEqual([
      'first',
      'second',
      'dear',
      'cheap-elsewhere',
      'unknown',
      'backup',
    ]);
    expect(order('+861052810003')[0]).toBe('cheap-elsewhere');
  });
});

describe('the next trunk', () => {
  test('voice: after 403, every 5xx, a time-out or a transport error, and nothing else', () => {
    for (let status = 300; status <= 699; status++) {
      const may = status === 403 || (status >= 500 && status <= 599);
      expect(mayTryNextTrunk({ kind: 'sip', status })).toBe(may);
    }
    expect(['timeout', 'transport-error'].map((kind) => mayTryNextTrunk({ kind }))).toEqual([true, true]);
    for (const kind of [
      'answered',
      'no-answer',
      'cancelled',
      'bad-media',
      'engine-lost',
      'engine-busy',
      'sip',
    ]) {
      expect(mayTryNextTrunk({ kind })).toBe(false);
    }
  });
});

describe('stored', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.drop());

  test('4.3.1 a password is sealed, read back, and a trunk saved again is changed', async () => {
    const trunk = testTrunk({ trunkId: 'b', priority: 2, username: 'user', password: 'the password' });
    await saveTrunk(db.sql, db.vault, trunk);
    await saveTrunk(db.sql, db.vault, testTrunk({ trunkId: 'c', priority: 1, purposes: [2] }));
    const [row] = await db.sql<{ text: string }[]>`SELECT t::text || encode(password_sealed, 'escape') AS text
      FROM trunks t WHERE trunk_id = 'b'`;
    expect(row?.text).not.toContain('the password');
    expect((await enabledTrunks(db.sql, db.vault)).map(({ trunkId }) => trunkId)).toEqual(['c', 'b']);
    expect((await enabledTrunks(db.sql, db.vault))[1]).toEqual({ ...trunk, enabled: true, health: 'up' });
    await saveTrunk(db.sql, db.vault, { ...trunk, cps: 1 });
    expect((await enabledTrunks(db.sql, db.vault))[1]).toMatchObject({ cps: 1 });
    await db.sql`UPDATE trunks SET enabled = false WHERE trunk_id = 'b'`;
    expect((await enabledTrunks(db.sql, db.vault)).map(({ trunkId }) => trunkId)).toEqual(['c']);
    expect((await enabledRouting(db.sql)).map(({ purposes }) => purposes)).toEqual([[2]]);
  });

  test('product: how a trunk is spoken to is kept with it, and is the default where it is not said', async () => {
    const terms: TrunkTerms = {
      transport: 'tls',
      outboundProxy: 'proxy.example:5061',
      registrar: 'carrier.example',
      calleeFormat: 'national',
      calleePrefix: '9',
      callerFormat: 'digits',
      identity: 'preferred',
      privacy: true,
      sessionTimer: false,
      srtp: 'required',
      codecs: ['G722', 'PCMU'],
      sources: ['203.0.113.0/24', '2001:db8::7'],
    };
    const kept = async () =>
      (await enabledTrunks(db.sql, db.vault)).find((trunk) => trunk.trunkId === 'terms')?.terms;
    const named = testTrunk({ trunkId: 'terms', username: 'user', password: 'secret' });
    await saveTrunk(db.sql, db.vault, { ...named, terms });
    expect(await kept()).toEqual(terms);
    const { terms: _none, ...plain } = named;
    await saveTrunk(db.sql, db.vault, plain);
    expect(await kept()).toEqual(DEFAULT_TERMS);
    await db.sql`DELETE FROM trunks WHERE trunk_id = 'terms'`;
  });

  test.each([
    ['a registrar without credentials', { registrar: 'carrier.example' }, 'user name and password'],
    ['a proxy that is no host', { outboundProxy: 'a;b>' }, 'outboundProxy is a;b>'],
    ['a registrar with a line break', { registrar: 'a\r\nX: y' }, 'registrar'],
  ])('product: %s is refused in words', async (_what, terms, words) => {
    const trunk = testTrunk({ trunkId: 'odd', terms: { ...DEFAULT_TERMS, ...terms } });
    await expect(saveTrunk(db.sql, db.vault, trunk)).rejects.toThrow(words);
  });

  test('product: what a node’s registrations are is written for the node alone, and goes with it', async () => {
    const [one, other] = ['0190f000-0000-7000-8000-000000000001', '0190f000-0000-7000-8000-000000000002'];
    for (const nodeId of [one, other]) await extendLease(db.sql, { nodeId, kind: 'dialer', leaseMs: 60_000 });
    const states = () =>
      db.sql`SELECT node_id AS node, trunk_id AS trunk, state, detail FROM trunk_registrations ORDER BY node_id`;
    const failed = { trunkId: 'c', state: 'failed', detail: '403 Forbidden', since: 0 } as const;
    await noteRegistrations(db.sql, one, [failed, { ...failed, trunkId: 'no such trunk' }]);
    await noteRegistrations(db.sql, other, [{ ...failed, state: 'registered', detail: '' }]);
    await noteRegistrations(db.sql, '0190f000-0000-7000-8000-00000000000f', [failed]);
    expect(await states()).toEqual([
      { node: one, trunk: 'c', state: 'failed', detail: '403 Forbidden' },
      { node: other, trunk: 'c', state: 'registered', detail: '' },
    ]);
    await noteRegistrations(db.sql, one, []);
    await giveUpLease(db.sql, other);
    expect(await states()).toEqual([]);
  });

  test('rules: what is noted under the lock is what the next one to lock finds', async () => {
    const now = db.clock.now();
    const takeOne = () =>
      inTransaction(db.sql, async (tx) => {
        const [trunk] = await lockTrunks(tx, TODAY);
        await tx`SELECT pg_sleep(0.01)`; // without the lock, all the others would look in the meantime
        if (!trunk || freeSlots(trunk, now) < 1) return 0;
        await noteStarts(tx, [[trunk, 1]], now, TODAY);
        return 1;
      });
    await db.sql`UPDATE trunks SET cps = 4, enabled = trunk_id = 'c'`;
    const taken = await Promise.all(Array.from({ length: 20 }, takeOne));
    expect(taken.reduce<number>((sum, one) => sum + one, 0)).toBe(4);
  });
});
