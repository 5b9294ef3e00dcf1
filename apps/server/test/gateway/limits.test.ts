import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMIT_ROWS } from '../../src/platform/limit-settings.ts';
import { giveOperator, giveOwner, openApi, type TestApi } from '../support/api.ts';
import { openAccount, openPlatform, openTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  db = await openTestDatabase();
  await openPlatform(db);
  await openAccount(db, 'a0', {});
  api = await openApi(db, { NUMBER_PAY_DAYS: '3', RECEIPT_LADDER: '5 10', CALLEE_LIMITS_CODES: '2/60' });
});
afterAll(async () => {
  await api.stop();
  await db.drop();
});

test('rules: the staff sees every limit: what holds, what would, what can be set, and by which setting', async () => {
  const { token } = await giveOperator(db, api, ['operations']);
  const { Data } = await api.call('ListUVMSLimits', {}, { token });
  expect(Data.map(({ Setting }: { Setting: string }) => Setting)).toEqual(
    LIMIT_ROWS.map(({ row }) => row.setting),
  );
  const of = (setting: string) => Data.find(({ Setting }: { Setting: string }) => Setting === setting);
  expect(of('NUMBER_PAY_DAYS')).toMatchObject({ Value: '3', Default: '7', Unit: 'days', Least: 1, Most: 90 });
  expect(of('RECEIPT_LADDER')).toMatchObject({ Value: '5 10', Unit: 'seconds' });
  expect(of('CALLEE_LIMITS_CODES')).toMatchObject({ Value: '2/60', Clause: '4.2.8', Told: true });
});

test('rules: customers see the limits that concern them, as they hold, and no setting', async () => {
  const { token } = await giveOwner(db, api, 'a0');
  const { Data } = await api.call('QueryUVMSLimits', {}, { token });
  const told = LIMIT_ROWS.filter(({ row }) => row.told);
  expect(Data.map(({ Title }: { Title: string }) => Title)).toEqual(told.map(({ row }) => row.en));
  expect(Data[1]).toEqual({
    ...{ Group: 'Numbers', Title: told[1]?.row.en, Value: '3', Unit: 'days', Clause: '' },
  });
  expect(JSON.stringify(Data)).not.toContain('NUMBER_PAY_DAYS');
});
