import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findSigns } from '../../../src/flow/sanctions/find-signs.ts';
import { signHandlers } from '../../../src/gateway/handlers/signs.ts';
import { insertSample } from '../../../src/modules/compliance/index.ts';
import {
  brandSign,
  brandsIn,
  deviationSign,
  type Filled,
  lengthSigns,
} from '../../../src/modules/signs/index.ts';
import { operator } from '../../support/callers.ts';
import { NOTICE_TEMPLATE } from '../../support/database.ts';
import { openWorld, type World } from '../../support/world.ts';

const staff = operator('compliance');
const DAY_MS = 86_400_000;
const NAMES = '甲乙丙丁戊己庚辛壬癸';
const filled = (values: readonly string[], templateId = 'T'): Filled[] =>
  values.map((value, at) => ({ sessionNo: `s${at}`, templateId, values: [value] }));

describe('what is a sign', () => {
  test('4.3.5 organisations in a value are told by brackets and by how their names end', () => {
    expect(brandsIn('【云上优选】您的快递到了')).toContain('云上优选');
    expect(brandsIn('大地物流')).toEqual(['大地物流']);
    expect(brandsIn('A123，明天上午十点')).toEqual([]);
  });

  test('4.3.5 ten unrelated organisations are a sign, nine are not, the account’s own and its apps’ count for nothing', () => {
    const brands = [...NAMES].map((name) => `${name}${name}商城`);
    const own = Array.from({ length: 50 }, () => '海风商城');
    expect(brandSign(filled([...brands.slice(1), ...own]), ['海风商城有限公司'])).toBeUndefined();
    const sign = brandSign(filled([...brands, ...brands.slice(0, 1), ...own]), ['海风商城有限公司']);
    expect(sign).toMatchObject({ kind: 'brands', figure: 10, threshold: 10 });
    expect(sign?.examples[0]).toBe('甲甲商城 × 2');
  });

  test('4.2.7 b values three times as long as the week before are a sign; a few messages, or a longer street, are none', () => {
    const many = (length: number, count = 30) =>
      filled(Array.from({ length: count }, () => '字'.repeat(length)));
    expect(lengthSigns(many(6), many(18))).toMatchObject([{ kind: 'lengths', subject: 'T', figure: 300 }]);
    expect(lengthSigns(many(6), many(17))).toEqual([]);
    expect(lengthSigns(many(6), many(18, 29))).toEqual([]);
    expect(lengthSigns(many(3), many(12))).toEqual([]);
    expect(lengthSigns([], many(18))).toEqual([]);
  });

  test('4.2.7 b two messages that were heard to deviate are a sign', () => {
    expect(deviationSign(['one'])).toBeUndefined();
    expect(deviationSign(['one', 'other'])).toMatchObject({ figure: 2, examples: ['one', 'other'] });
  });
});

describe('the daily look', () => {
  let world: World;
  let desk: ReturnType<typeof signHandlers>;
  beforeAll(async () => {
    world = await openWorld();
    desk = signHandlers(world);
  });
  afterAll(() => world.close());

  const open = async () => (await desk.ListUVMSSigns(staff, { Open: true })).Data;
  const send = (accountId: string, value: string) =>
    world.send(accountId, { templateId: NOTICE_TEMPLATE, values: [value] });

  test('4.3.5 an account with many brands is flagged once, with examples; settled, it comes back twice as strong or a month later', async () => {
    const [reseller, honest] = [
      await world.account({ cash: 1_000_000_000n }),
      await world.account({ cash: 1_000_000_000n }),
    ];
    for (const name of NAMES) await send(reseller, `${name}${name}商城`);
    for (let at = 0; at < 12; at++) await send(honest, `A12${at}`);
    world.clock.advance(1000);
    // Of two nodes that look at once, one flags.
    const looks = await Promise.all([findSigns(world), findSigns(world)]);
    expect([looks[0] + looks[1], await findSigns(world)]).toEqual([1, 0]);
    const [sign, ...others] = await open();
    expect(others).toEqual([]);
    expect(sign).toMatchObject({
      AccountId: reseller,
      Kind: 'brands',
      Figure: 10,
      Threshold: 10,
      SettledBy: '',
    });
    expect(sign?.Examples).toHaveLength(10);
    const settle = { SignId: sign?.SignId ?? '', Reason: '已要求整改' };
    await desk.SettleUVMSSign(staff, settle);
    await expect(desk.SettleUVMSSign(staff, settle)).rejects.toMatchObject({ name: 'SIGN_UNKNOWN' });
    expect([await findSigns(world), await open()]).toEqual([0, []]);
    for (const name of NAMES) await send(reseller, `${name}城银行`);
    world.clock.advance(1000);
    expect(await findSigns(world)).toBe(1);
    expect((await open())[0]?.Figure).toBe(20);
    // A day later nothing of it is looked at any more.
    await desk.SettleUVMSSign(staff, { SignId: (await open())[0]?.SignId ?? '', Reason: '已处置' });
    world.clock.advance(31 * DAY_MS);
    expect(await findSigns(world)).toBe(0);
  });

  test('4.2.7 b, 4.3.1 fallen samples are flagged; what was said lies in no table in plain', async () => {
    const accountId = await world.account({ cash: 1_000_000_000n });
    for (const value of ['A1', 'A2']) {
      const sessionNo = await send(accountId, value);
      await insertSample(world.sql, {
        ...{ accountId, sampleId: world.newId(), sessionNo, judgedAt: new Date(world.clock.now()) },
        ...{ operatorId: 'o', verdict: 'deviates', reason: '与备案不符' },
      });
    }
    expect(await findSigns(world)).toBe(1);
    expect((await open())[0]).toMatchObject({ AccountId: accountId, Kind: 'deviations', Figure: 2 });
    const [row] = await world.sql<{ text: string }[]>`SELECT string_agg(s::text, ',') AS text FROM signs s`;
    expect(row?.text).not.toMatch(/商城|银行/);
  });
});
