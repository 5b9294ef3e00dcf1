import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findSigns } from '../../../src/flow/sanctions/find-signs.ts';
import { signHandlers } from '../../../src/gateway/handlers/signs.ts';
import { insertSample } from '../../../src/modules/compliance/index.ts';
import { saveEnterprise } from '../../../src/modules/qualification/index.ts';
import {
  brandSign,
  brandsIn,
  deviationSign,
  type Filled,
  lengthSigns,
} from '../../../src/modules/signs/index.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { operator } from '../../support/callers.ts';
import { NOTICE_TEMPLATE } from '../../support/database.ts';
import { FACTS } from '../../support/qualify.ts';
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
    // A name that says more than the filed one is the account's as well.
    expect(brandSign(filled([...brands.slice(1), ...own]), ['海风'])).toBeUndefined();
  });

  test('4.3.5 a message that names a brand twice is one message with it', () => {
    const brands = [...NAMES].map((name) => `${name}${name}商城`);
    const sign = brandSign(filled(brands.map((brand) => `${brand}，${brand}`)), []);
    expect(sign?.examples[0]).toBe('甲甲商城 × 1');
  });

  test('4.2.7 b values three times as long as the week before are a sign; a few messages, or a longer street, are none', () => {
    const many = (length: number, count = 30) =>
      filled(Array.from({ length: count }, () => '字'.repeat(length)));
    expect(lengthSigns(many(6), many(18))).toMatchObject([{ kind: 'lengths', subject: 'T', figure: 300 }]);
    expect(lengthSigns(many(6), many(17))).toEqual([]);
    expect(lengthSigns(many(6), many(18, 29))).toEqual([]);
    expect(lengthSigns(many(3), many(12))).toEqual([]);
    expect(lengthSigns([], many(18))).toEqual([]);
    expect(lengthSigns(many(6, 29), many(18))).toEqual([]);
    expect(lengthSigns(many(100), many(299))).toEqual([]);
    // Ten characters more are growth, however short the values were.
    expect(lengthSigns(many(5), many(15))).toMatchObject([{ figure: 300 }]);
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
    world.clock.advance(29 * DAY_MS);
    for (const name of NAMES) await send(reseller, `${name}${name}商城`);
    world.clock.advance(1000);
    expect(await findSigns(world)).toBe(0);
    // A month after it was settled the same is new.
    world.clock.advance(2 * DAY_MS);
    expect(await findSigns(world)).toBe(0);
    for (const name of NAMES) await send(reseller, `${name}${name}商城`);
    world.clock.advance(1000);
    expect(await findSigns(world)).toBe(1);
    await desk.SettleUVMSSign(staff, { SignId: (await open())[0]?.SignId ?? '', Reason: '已处置' });
  });

  test('4.3.5 what an account may call itself is filed: its enterprise and its apps are no others’ brands', async () => {
    const { sql, vault, clock, newId } = world;
    const accountId = await world.account({ cash: 1_000_000_000n });
    const at = new Date(clock.now());
    const facts = { ...FACTS, name: '晨星快递有限公司' };
    await inTransaction(sql, (tx) => saveEnterprise(tx, vault, { accountId, facts, at }));
    await sql`
      INSERT INTO apps (account_id, app_id, state, name, kind, identifier, owned, proof_file_id, created_at, updated_at)
      VALUES (${accountId}, ${newId()}, 'approved', '暮雨商城', 'app', 'x', true, ${newId()}, ${at}, ${at})`;
    for (const name of [...NAMES].slice(1)) await send(accountId, `${name}${name}商城`);
    for (const own of ['晨星快递', '暮雨商城']) await send(accountId, own);
    world.clock.advance(1000);
    expect(await findSigns(world)).toBe(0);
    await send(accountId, '午后银行');
    world.clock.advance(1000);
    expect(await findSigns(world)).toBe(1);
    await desk.SettleUVMSSign(staff, { SignId: (await open())[0]?.SignId ?? '', Reason: '已处置' });
  });

  test('4.2.7 b what was said on the last day is held against the seven days before it, and against no older ones', async () => {
    const accountId = await world.account({ cash: 1_000_000_000n });
    const sendMany = async (value: string) => {
      for (let at = 0; at < 30; at++) await send(accountId, value);
    };
    await sendMany('甲');
    world.clock.advance(8.5 * DAY_MS);
    await sendMany('请于明日上午到南门领取');
    world.clock.advance(1000);
    expect(await findSigns(world)).toBe(0);
    world.clock.advance(1.5 * DAY_MS);
    await sendMany('甲乙');
    world.clock.advance(2 * DAY_MS);
    // Of the week before there are long ones and short ones; of this day, long ones alone.
    await sendMany('请于明日上午到南门领取，带好证件与取件码原件');
    world.clock.advance(1000);
    expect(await findSigns(world)).toBe(1);
    expect((await open())[0]).toMatchObject({
      AccountId: accountId,
      Kind: 'lengths',
    });
    await desk.SettleUVMSSign(staff, { SignId: (await open())[0]?.SignId ?? '', Reason: '已处置' });
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
    await desk.SettleUVMSSign(staff, { SignId: (await open())[0]?.SignId ?? '', Reason: '已要求整改' });
    const [row] = await world.sql<{ text: string }[]>`SELECT string_agg(s::text, ',') AS text FROM signs s`;
    expect(row?.text).not.toMatch(/商城|银行/);
  });

  test('4.3.8 two messages of one account that fell within thirty days are a sign: no other verdict, no older one, no second ear', async () => {
    const [accountId, other] = [
      await world.account({ cash: 1_000_000_000n }),
      await world.account({ cash: 1_000_000_000n }),
    ];
    const judged = async (
      of: string,
      sessionNo: string,
      verdict: 'deviates' | 'as-filed',
      daysAgo: number,
      operatorId = 'o',
    ) =>
      insertSample(world.sql, {
        ...{ accountId: of, sampleId: world.newId(), sessionNo, operatorId, verdict, reason: '' },
        judgedAt: new Date(world.clock.now() - daysAgo * DAY_MS),
      });
    const fallen = await send(accountId, 'A1');
    await judged(accountId, fallen, 'deviates', 0);
    await judged(accountId, fallen, 'deviates', 0, 'another');
    await judged(accountId, await send(accountId, 'A2'), 'as-filed', 0);
    await judged(accountId, await send(accountId, 'A3'), 'deviates', 30.1);
    await judged(other, await send(other, 'A4'), 'deviates', 0);
    expect(await findSigns(world)).toBe(0);
    await judged(accountId, await send(accountId, 'A5'), 'deviates', 29.9);
    expect(await findSigns(world)).toBe(1);
  });
});
