import type { Language, RequestOf } from '@herald/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { moneyHandlers } from '../../src/gateway/handlers/money.ts';
import { monthStart, parseMonth } from '../../src/platform/beijing-time.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { buy, spoken } from '../support/bookkeeping.ts';
import { member, operator, stranger } from '../support/callers.ts';
import { CODE_TEMPLATE, NOTICE_TEMPLATE } from '../support/database.ts';
import { giveCoupon, openShop } from '../support/shop.ts';
import { openWorld, type World } from '../support/world.ts';

const Month = '2026-03';

let world: World;
let money: ReturnType<typeof moneyHandlers>;
let accountId: string;
let sent: string[];

beforeAll(async () => {
  world = await openWorld();
  await openShop(world);
  money = moneyHandlers({
    ...world,
    random: systemRandom,
    publicUrl: 'https://herald.example',
    providers: [],
  });
  accountId = await world.account({ cash: 7_600_000n });
  await giveCoupon(world, { accountId, couponId: '=1+1', amount: 700n, scope: ['usage'] });
  sent = [await spoken(world, accountId, NOTICE_TEMPLATE, 30_000)];
  await buy(world, accountId);
  sent.push(await spoken(world, accountId, CODE_TEMPLATE, 4200));
});
afterAll(() => world.close());

async function read(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function file(format: 'csv' | 'pdf', language: Language = 'zh') {
  const caller = { ...member(accountId, 'finance'), language };
  const { Url } = await money.GetBillDataFileUrl(caller, { Month, Format: format });
  const token = new URL(Url).searchParams.get('Token') ?? '';
  const answer = await money.DownloadUBill(stranger(), { Token: token });
  return { url: Url, token, ...answer, bytes: await read(answer.content) };
}

test('3.4 the detail goes through every posting page by page, each with what paid it', async () => {
  const caller = member(accountId, 'read-only');
  const seen: Awaited<ReturnType<typeof money.ListUBillDetail>>['Data'] = [];
  let request: RequestOf<'ListUBillDetail'> = { Month, Limit: 2 };
  for (;;) {
    const { Data, NextCursor } = await money.ListUBillDetail(caller, request);
    expect(Data.length).toBeLessThanOrEqual(2);
    seen.push(...Data);
    if (NextCursor === '') break;
    request = { ...request, Cursor: NextCursor };
  }
  const rows = seen.map((row) => [row.Kind, row.Payer, row.PayerId, row.Amount, row.Count]);
  // All of it happened at one moment of the clock: the order among these is that of their ids.
  expect(rows).toEqual([
    ['top-up', '', '', '760.0000', 0],
    ['grant', '', '=1+1', '0.0700', 0],
    ['charge', 'coupon', '=1+1', '0.0700', 1],
    ['charge', 'balance', '', '0.0500', 0],
    ['issue', '', expect.stringMatching(/^UVOD/), '10000', 0],
    ['purchase', 'balance', '', '750.0000', 0],
    ['charge', 'package', expect.stringMatching(/^UVOD/), '1', 1],
  ]);
  expect(seen.at(-1)).toMatchObject({
    SessionNo: sent[1],
    Subject: CODE_TEMPLATE,
    Seconds: 5,
    Destination: 'CN',
  });
  expect(seen.at(-1)?.Phone).toContain('*');
  const kinds = async (Kind: 'usage' | 'order' | 'movement') =>
    (await money.ListUBillDetail(caller, { Month, Kind })).Data.map((row) => row.Kind);
  expect(await kinds('order')).toEqual(['purchase']);
  expect(await kinds('movement')).toEqual(['top-up', 'grant', 'issue']);
});

test('3.4 overview and summary speak of the same fees', async () => {
  const caller = member(accountId);
  const { Data } = await money.ListUBillOverview(caller, {});
  expect(Data).toMatchObject([
    {
      Month,
      Closed: false,
      Fees: '750.1200',
      PaidByCoupon: '0.0700',
      PaidByBalance: '750.0500',
      Closing: '9.9500',
    },
  ]);
  const { Bill, Rows } = await money.GetUBillSummary(caller, { Month, GroupBy: 'purpose' });
  expect(Bill).toEqual(Data[0]);
  expect(Rows).toEqual([
    { Key: '1', Commodity: 'CNY', Messages: 0, Count: 0, Amount: '750.0000' },
    { Key: '1', Commodity: 'code.random', Messages: 1, Count: 1, Amount: '1' },
    { Key: '2', Commodity: 'CNY', Messages: 1, Count: 1, Amount: '0.1200' },
  ]);
});

test.each([
  ['before the account was', { From: '2026-02', To: '2026-03' }],
  ['that is not yet', { To: '2026-04' }],
  ['that ends before it begins', { From: '2026-03', To: '2026-02' }],
])('3.4 a span %s is refused', async (_what, request) => {
  await expect(money.ListUBillOverview(member(accountId), request)).rejects.toMatchObject({
    name: 'BILL_MONTHS_INVALID',
  });
});

describe('files', () => {
  test('3.4 the CSV holds every posting, is UTF-8 with a mark, and a spreadsheet runs nothing of it', async () => {
    const { url, name, mime, bytes } = await file('csv');
    expect(url).toMatch(/^https:\/\/herald\.example\/\?Action=DownloadUBill&Token=[\w-]+$/);
    expect([name, mime]).toEqual([`账单-${accountId}-2026-03.csv`, 'text/csv; charset=utf-8']);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [head, ...lines] = bytes.toString('utf8').slice(1).trimEnd().split('\r\n');
    expect(head).toMatch(/^记账时间（北京时间）,类型,商品,/);
    expect(lines).toHaveLength(7);
    expect(lines[2]).toContain("2026-03-10 10:00:00,用量,CNY,0.0700,代金券,'=1+1,");
    const money = lines
      .map((line) => line.split(','))
      .filter(([, kind]) => kind === '用量' || kind === '购买套餐包');
    const cents = money
      .filter(([, , what]) => what === 'CNY')
      .map(([, , , amount]) => Number(amount) * 10_000);
    expect(Math.round(cents.reduce((a, b) => a + b))).toBe(7_501_200);
  });

  test('3.4 a bill of more postings than are held at once has each of them once', async () => {
    const many = await world.account({ cash: 1n });
    const at = new Date(world.clock.now());
    await world.sql`
      INSERT INTO ledger_transfers (account_id, id, kind, debit_account, credit_account, commodity, amount, at)
      SELECT ${many}, (left(uuid_floor(${at})::text, 24) || lpad(to_hex(n), 12, '0'))::uuid, 'charge', 'cash:held',
        'revenue', 'CNY', 1, ${at}::timestamptz + n / 100 * interval '1 second' FROM generate_series(1, 5001) AS n`;
    try {
      world.clock.advance(3_600_000);
      const caller = member(many);
      const { Url } = await money.GetBillDataFileUrl(caller, { Month, Format: 'csv' });
      const Token = new URL(Url).searchParams.get('Token') ?? '';
      const { content } = await money.DownloadUBill(stranger(), { Token });
      const ids = (await read(content))
        .toString()
        .split('\r\n')
        .slice(2, -1)
        .map((line) => line.split(',')[6]);
      expect(ids).toHaveLength(5001);
      expect(new Set(ids).size).toBe(5001);
    } finally {
      await world.sql`DELETE FROM ledger_transfers WHERE account_id = ${many} AND amount = 1 AND kind = 'charge'`;
    }
  });

  test('3.4 the PDF holds its Chinese letters with it, and no more of the font than it uses', async () => {
    const { name, mime, bytes } = await file('pdf');
    expect([name, mime]).toEqual([`账单-${accountId}-2026-03.pdf`, 'application/pdf']);
    const text = bytes.toString('latin1');
    expect(text.slice(0, 5)).toBe('%PDF-');
    expect(text.trimEnd().slice(-5)).toBe('%%EOF');
    expect(text).toContain('/FontFile2');
    expect(text).toMatch(/\/BaseFont \/[A-Z]{6}\+NotoSansSC/);
    expect(bytes.length).toBeLessThan(200_000);
  });

  test('3.4 a link is good for ten minutes, and for what it was made for alone', async () => {
    const { token } = await file('csv');
    const sealed = Buffer.from(token, 'base64url');
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    for (const Token of ['x', sealed.toString('base64url'), token.slice(1)]) {
      await expect(money.DownloadUBill(stranger(), { Token })).rejects.toMatchObject({
        name: 'BILL_LINK_INVALID',
      });
    }
    world.clock.advance(10 * 60_000);
    await expect(money.DownloadUBill(stranger(), { Token: token })).rejects.toMatchObject({
      name: 'BILL_LINK_INVALID',
    });
  });
});

test('3.4 who proves the ledger is told what was read, and that nothing is wrong', async () => {
  const { Transfers, Total, Faults } = await money.VerifyUVMSLedger(operator('finance'), {});
  expect(Number(Transfers)).toBeGreaterThan(5);
  expect([Total, Faults]).toEqual([0, []]);
});

test('9.2 money is taken by finance and compliance together alone', async () => {
  const request = { AccountId: accountId, Clause: '9.2', Reason: 'Fraud' };
  await expect(money.ForfeitUVMSBalance(operator('finance'), request)).rejects.toMatchObject({
    name: 'NOT_PERMITTED',
  });
  await expect(money.ForfeitUVMSBalance(operator('admin'), request)).rejects.toMatchObject({
    name: 'ACCOUNT_NOT_TERMINATED',
  });
});

test('3.6 alarms are set in yuan or whole units, and taken away with 0', async () => {
  const caller = member(accountId);
  const set = (Kind: 'balance' | 'code.random', Threshold: string) =>
    money.UpdateUVMSAlarm(caller, { Kind, Threshold });
  await set('balance', '12.5');
  await set('code.random', '100');
  await expect(set('code.random', '0.5')).rejects.toMatchObject({ name: 'ALARM_INVALID' });
  expect((await money.QueryUVMSAlarms(caller, {})).Data).toMatchObject([
    { Kind: 'balance', Threshold: '12.5000', Below: false, BelowTime: 0 },
    { Kind: 'code.random', Threshold: '100' },
  ]);
  await set('balance', '0');
  expect((await money.QueryUVMSAlarms(caller, {})).Data).toHaveLength(1);
});

test('rules: packages are listed as they were bought, with what is left by kind', async () => {
  const { Balances, Total, Data } = await money.ListUVMSPackages(member(accountId), { State: 'current' });
  expect(Balances).toEqual([{ Purpose: 1, GroupType: 1, Available: 9999, Held: 0 }]);
  expect([Total, Data]).toMatchObject([1, [{ Quantity: 10_000, Available: 9999, Held: 0 }]]);
  expect((await money.ListUVMSPackages(member(accountId), { State: 'expired' })).Total).toBe(0);
  expect(Data[0]?.ExpireTime).toBe(monthStart(parseMonth('2027-03') ?? 0) + 9 * 86_400_000 + 10 * 3_600_000);
});

test('3.5 coupons are listed with what is left of them', async () => {
  expect(await money.ListUVMSCoupons(member(accountId), {})).toMatchObject({
    Total: 1,
    Data: [{ CouponId: '=1+1', State: 'used', Amount: '0.0700', Available: '0.0000', Scope: ['usage'] }],
  });
});
