import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addToPool,
  checkCalledNumber,
  chooseShowNumber,
  exclusiveNumbers,
  maskNumber,
  ownNumbers,
  sharedPool,
} from '../../src/modules/numbers/index.ts';
import { attribute } from '../../src/platform/attribution.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { setNumberOwner } from '../support/numbers.ts';

describe('called number', () => {
  test.each([
    '+8613800000200',
    '+8619912345678',
    '+861012345678',
    '+862112345678',
    '+8675512345678',
    '+864006123456',
  ])('1.1 %s can be rung', (number) => {
    expect(checkCalledNumber(attribute(number))).toMatchObject({ ok: true, callee: { brevityCode: 'CN' } });
  });

  test.each([
    ['13800000200', 'it is not +'],
    ['+86 13800000200', 'it is not +'],
    ['+86１3800000200', 'it is not +'],
    ['+0123456789', 'it is not +'],
    ['', 'it is not +'],
    ['+8613800000200\n', 'it is not +'],
    ['+9991234567', 'no such country code'],
    ['+86', 'too few digits'],
    ['+8612345', 'too few digits'],
    ['+861380000020', 'too few digits'],
    ['+86138000002001', 'too many digits'],
    ['+1234567890123456', 'too many digits'],
    ['+8602151860000', 'a 0 that is dialled within the country only'],
    ['+8612800000200', 'assigned to nobody'],
    ['+8615400000200', 'assigned to nobody'],
    ['+8675512345', 'numbers of another length'],
  ])('2.1 there is no %j: %s', (number, problem) => {
    expect(checkCalledNumber(attribute(number))).toMatchObject({
      ok: false,
      problem: {
        problemEn: expect.stringContaining(problem),
        problemZh: expect.stringMatching(/\p{Script=Han}/u),
      },
    });
  });

  test.each([
    ['+14155550100', 'US'],
    ['+85298765432', 'HK'],
    ['+88216123456789', ''],
  ])('2.1 %s leads to %j', (number, brevityCode) => {
    expect(checkCalledNumber(attribute(number))).toMatchObject({ ok: true, callee: { brevityCode } });
  });
});

describe('mask', () => {
  test.each([
    ['+8613800000200', '+86138****0200'],
    ['+861012345678', '+8610****5678'],
    ['+861234', '+8****'],
    ['', '****'],
  ])('4.3.1 %s is shown as %s', (number, mask) => {
    expect(maskNumber(number)).toBe(mask);
  });

  test('4.3.1 at least four digits are never shown', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+[1-9]\d{6,14}$/), (number) => {
        const mask = maskNumber(number);
        expect(mask).toContain('****');
        expect(mask.replace('****', '').length).toBeLessThanOrEqual(number.length - 4);
      }),
    );
  });
});

describe('number shown', () => {
  const pool = ['+862151860001', '+862151860002', '+861052810003', '+8675528100004'];
  const keys = Array.from({ length: 400 }, (_, index) => {
    const key = new Uint8Array(16);
    new DataView(key.buffer).setUint32(0, Math.imul(index + 1, 0x9e3779b1));
    return key;
  });

  test('rules: a callee always sees the same one, in whatever order the pool is read', () => {
    for (const key of keys) {
      expect(chooseShowNumber([...pool].reverse(), key)).toBe(chooseShowNumber(pool, key));
    }
  });

  test('rules: when a number leaves the pool, only its own callees see another one', () => {
    const left = pool.slice(1);
    for (const key of keys) {
      const before = chooseShowNumber(pool, key);
      if (before !== pool[0]) expect(chooseShowNumber(left, key)).toBe(before);
    }
  });

  test('rules: callees are spread over the pool', () => {
    for (const number of pool) {
      const share = keys.filter((key) => chooseShowNumber(pool, key) === number).length;
      expect(share).toBeGreaterThan(keys.length / pool.length / 2);
    }
  });

  test('rules: an empty pool has none', () => {
    expect(chooseShowNumber([], new Uint8Array(16))).toBeUndefined();
  });
});

describe('stored', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase();
    await addToPool(db.sql, ['+862', '+861']);
    await addToPool(db.sql, ['+861']);
    await setNumberOwner(db.sql, '+863', 'a');
    await setNumberOwner(db.sql, '+864', 'a');
    await setNumberOwner(db.sql, '+865', 'b');
    await db.sql`UPDATE numbers SET status = 'cancelled' WHERE number = '+864'`;
  });
  afterAll(() => db.drop());

  test("rules: the pool is everybody's, an exclusive number its account's, a cancelled one nobody's", async () => {
    expect((await sharedPool(db.sql)).map(({ number }) => number)).toEqual(['+861', '+862']);
    const now = db.clock.now();
    expect([...(await exclusiveNumbers(db.sql, ['a', 'b', 'c'], now))]).toEqual([
      ['a', ['+863']],
      ['b', ['+865']],
    ]);
  });

  test('rules: a number that is paused, owes, or is past its end rests, and it is said why', async () => {
    const now = db.clock.now();
    for (const [number, set] of [
      ['+8641', { paused_at: new Date(now) }],
      ['+8642', { unpaid_since: new Date(now) }],
      ['+8643', { expires_at: new Date(now) }],
      ['+8644', { status: 'to-provision' }],
      ['+8645', { status: 'cancelling', expires_at: new Date(now + 1) }],
    ] as const) {
      await setNumberOwner(db.sql, number, 'd');
      await db.sql`UPDATE numbers SET ${db.sql(set)} WHERE number = ${number}`;
    }
    expect((await ownNumbers(db.sql, ['d'], now)).get('d')).toEqual([
      { number: '+8641', resting: 'paused' },
      { number: '+8642', resting: 'unpaid' },
      { number: '+8643', resting: 'expired' },
      { number: '+8644', resting: 'to-provision' },
      { number: '+8645', resting: undefined },
    ]);
    expect((await exclusiveNumbers(db.sql, ['d'], now)).get('d')).toEqual(['+8645']);
  });

  test('rules: a paused number of the pool is not shown', async () => {
    await db.sql`UPDATE numbers SET paused_at = now() WHERE number = '+862'`;
    expect((await sharedPool(db.sql)).map(({ number }) => number)).toEqual(['+861']);
  });
});
