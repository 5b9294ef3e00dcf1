import { RET_CODES, type RetCodeName } from '@herald/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grantCapability } from '../../src/modules/accounts/index.ts';
import { DEFAULT_ROUTING, saveTrunk } from '../../src/modules/carriers/index.ts';
import { refuse } from '../../src/modules/compliance/index.ts';
import { giveOperator, giveOwner, openApi, type Parameters, type TestApi } from '../support/api.ts';
import {
  CODE_TEMPLATE,
  openAccount,
  openPlatform,
  openTestDatabase,
  type TestDatabase,
  testTrunk,
} from '../support/database.ts';

const ACCOUNT = 'a0';
const NEW_YORK = '+12125551000';
const MAINLAND = '+8613800000700';

let db: TestDatabase;
let api: TestApi;
let staff: string;
let owner: string;
let operatorId: string;

beforeAll(async () => {
  db = await openTestDatabase();
  await openPlatform(db);
  await openAccount(db, ACCOUNT, { cash: 100_000_000n });
  await db.sql`INSERT INTO prices (version, purpose, group_type, prefix, amount, step_s) VALUES (1, 1, 1, '+1', 10000, 0)`;
  const routing = { ...DEFAULT_ROUTING, countries: ['US'] };
  await saveTrunk(db.sql, db.vault, testTrunk({ trunkId: 'abroad', routing }));
  api = await openApi(db);
  ({ token: staff, operatorId } = await giveOperator(db, api, ['operations']));
  ({ token: owner } = await giveOwner(db, api, ACCOUNT));
});
afterAll(async () => {
  await api.stop();
  await db.drop();
});

const asStaff = (action: string, given: Parameters = {}) => api.call(action, given, { token: staff });
const asOwner = (action: string, given: Parameters = {}) => api.call(action, given, { token: owner });
const code = (name: RetCodeName) => ({
  RetCode: RET_CODES[name].code,
});
/** What a real send would get: every rule is asked, and nothing is sent. */
async function send(CalledNumber: string): Promise<{ RetCode: number; Reason: string }> {
  const code = { TemplateId: CODE_TEMPLATE, TemplateParams: ['A1'] };
  return (await asOwner('SendUVMSMessage', { CalledNumber, ...code, DryRun: true })).DryRun;
}

describe('destinations abroad', () => {
  test('1.1 without the capability none is opened, and what is no country never', async () => {
    expect(await asOwner('EnableUVMSDestination', { Country: 'US' })).toMatchObject(
      code('CAPABILITY_MISSING'),
    );
    const at = new Date(db.clock.now());
    await grantCapability(db.sql, { accountId: ACCOUNT, capability: 'international', at });
    expect(await asOwner('EnableUVMSDestination', { Country: 'XX' })).toMatchObject(
      code('DESTINATION_UNKNOWN'),
    );
    expect((await asOwner('EnableUVMSDestination', { Country: 'us' })).RetCode).not.toBe(0);
  });

  test('2.1 a country is opened, listed with whether a trunk reaches it, called, and closed at once', async () => {
    expect(await send(NEW_YORK)).toMatchObject(code('DESTINATION_NOT_ENABLED'));
    expect(await asOwner('EnableUVMSDestination', { Country: 'US' })).toMatchObject({ RetCode: 0 });
    expect(await asOwner('EnableUVMSDestination', { Country: 'FR' })).toMatchObject({ RetCode: 0 });
    expect((await asOwner('ListUVMSDestinations')).Data).toEqual([
      { Country: 'FR', Enabled: true, Reachable: false, EnableTime: db.clock.now() },
      { Country: 'US', Enabled: true, Reachable: true, EnableTime: db.clock.now() },
    ]);
    expect(await asOwner('DisableUVMSDestination', { Country: 'US' })).toMatchObject({ RetCode: 0 });
    expect(await send(NEW_YORK)).toMatchObject(code('DESTINATION_NOT_ENABLED'));
    expect((await asOwner('ListUVMSDestinations')).Data).toContainEqual({
      ...{ Country: 'US', Enabled: false, Reachable: true },
    });
    await asOwner('EnableUVMSDestination', { Country: 'US' });
  });

  test('rules: the staff bound what an account spends abroad: by the call and by the day; nobody else does', async () => {
    const bounds = { DailyCap: '20.5', PriceCeiling: '0.99' };
    const limits = { AccountId: ACCOUNT, ...bounds };
    expect((await asOwner('UpdateUVMSSpendLimits', limits)).RetCode).not.toBe(0);
    expect(await asStaff('UpdateUVMSSpendLimits', limits)).toMatchObject({ RetCode: 0 });
    const told = { DailyCap: '20.5000', PriceCeiling: '0.9900', SpentToday: '0.0000' };
    expect(await asStaff('QueryUVMSSpendLimits', { AccountId: ACCOUNT })).toMatchObject(told);
    expect(await asOwner('ListUVMSDestinations')).toMatchObject(told);
    expect(await send(NEW_YORK)).toMatchObject(code('PRICE_ABOVE_CEILING'));
    await asStaff('UpdateUVMSSpendLimits', { AccountId: ACCOUNT, DailyCap: '0.5', PriceCeiling: '1' });
    expect(await send(NEW_YORK)).toMatchObject(code('SPEND_CAP_REACHED'));
    await asStaff('UpdateUVMSSpendLimits', { AccountId: ACCOUNT, DailyCap: '1', PriceCeiling: '1' });
    expect(await send(NEW_YORK)).toMatchObject({ RetCode: 0 });
    for (const action of ['QueryUVMSSpendLimits', 'UpdateUVMSSpendLimits']) {
      const unknown = { ...bounds, AccountId: 'nobody' };
      expect(await asStaff(action, unknown)).toMatchObject(code('ACCOUNT_UNKNOWN'));
    }
    expect((await asStaff('UpdateUVMSSpendLimits', { ...limits, DailyCap: '-1' })).RetCode).not.toBe(0);
  });
});

describe('what the operator narrows', () => {
  const why = { Clause: '5.4', Reason: '主管部门要求' };

  test('5.4 an order holds from the moment it is given, names its clause and reason, and is lifted by one of the staff', async () => {
    const given = { ...why, Purposes: ['1'], CityCodes: ['010'] };
    expect((await asOwner('CreateUVMSNarrowing', given)).RetCode).not.toBe(0);
    expect(await send(MAINLAND)).toMatchObject({ RetCode: 0 });
    const { NarrowingId } = await asStaff('CreateUVMSNarrowing', given);
    const refused = await send(MAINLAND);
    expect(refused).toMatchObject(code('NARROWED'));
    expect(refused.Reason).toContain(why.Reason);
    expect((await asStaff('ListUVMSNarrowings')).Data[0]).toMatchObject({
      ...{ ...given, NarrowingId, Stands: true, OrderedBy: operatorId, LiftedBy: '', Countries: [] },
    });
    expect(await asStaff('LiftUVMSNarrowing', { NarrowingId })).toMatchObject({ RetCode: 0 });
    expect((await asStaff('ListUVMSNarrowings')).Data[0]).toMatchObject({
      Stands: false,
      LiftedBy: operatorId,
    });
    expect(await send(MAINLAND)).toMatchObject({ RetCode: 0 });
  });

  test('8.2 an order ends by itself at its time', async () => {
    const UntilTime = db.clock.now() + 60_000;
    await asStaff('CreateUVMSNarrowing', { ...why, Prefixes: [MAINLAND], UntilTime });
    expect((await asStaff('ListUVMSNarrowings')).Data[0]).toMatchObject({ Stands: true, Until: UntilTime });
    db.clock.advance(60_000);
    expect((await asStaff('ListUVMSNarrowings')).Data[0]).toMatchObject({ Stands: false });
    expect(await send(MAINLAND)).toMatchObject({ RetCode: 0 });
  });

  test.each<[string, Parameters]>([
    ['hours that end before they begin', { Opens: '18:00', Closes: '09:00' }],
    ['numbers shown together with cities', { ShowNumbers: ['+862151860001'], CityCodes: ['010'] }],
    ['a time that has passed', { UntilTime: 1 }],
  ])('5.4 %s: no such order is given', async (_what, given) => {
    const before = (await asStaff('ListUVMSNarrowings')).Total;
    expect(await asStaff('CreateUVMSNarrowing', { ...why, ...given })).toMatchObject(
      code('NARROWING_INVALID'),
    );
    expect((await asStaff('ListUVMSNarrowings')).Total).toBe(before);
  });

  test('5.4 what was never ordered is not lifted', async () => {
    for (const NarrowingId of ['nothing', db.newId()]) {
      expect(await asStaff('LiftUVMSNarrowing', { NarrowingId })).toMatchObject(code('NARROWING_UNKNOWN'));
    }
  });
});

describe('a test of a trunk', () => {
  const ask = (given: Parameters = {}) =>
    asStaff('TestUVMSTrunk', { TrunkId: 'trunk-1', CalledNumber: MAINLAND, ...given });

  test('voice: is asked for by the staff, waits for a dialer, and tells no number', async () => {
    expect((await asOwner('TestUVMSTrunk', { TrunkId: 'trunk-1', CalledNumber: MAINLAND })).RetCode).not.toBe(
      0,
    );
    const { TestId } = await ask();
    const answer = await asStaff('QueryUVMSTrunkTest', { TestId });
    expect(answer).toMatchObject({
      RetCode: 0,
      TrunkId: 'trunk-1',
      State: 'waiting',
      Result: '',
      Ladder: [],
    });
    expect(JSON.stringify(answer)).not.toContain(MAINLAND.slice(1));
    expect(await ask()).toMatchObject(code('TRUNK_TEST_LIMIT'));
  });

  test('4.3.2 who refuses calls is not called by a test; nor is what is no number, nor over no trunk', async () => {
    await db.sql`DELETE FROM trunk_tests`;
    const refusing = '+8613800000701';
    const at = new Date(db.clock.now());
    await refuse(db.sql, { accountId: '', calleeKey: db.vault.key(refusing), source: 'test', at });
    expect(await ask({ CalledNumber: refusing })).toMatchObject(code('CALLEE_REFUSES'));
    expect(await ask({ CalledNumber: '+861380000070' })).toMatchObject(code('CALLED_NUMBER_INVALID'));
    expect(await ask({ TrunkId: 'no-such' })).toMatchObject(code('TRUNK_UNKNOWN'));
    for (const TestId of ['nothing', db.newId()]) {
      expect(await asStaff('QueryUVMSTrunkTest', { TestId })).toMatchObject(code('TRUNK_TEST_UNKNOWN'));
    }
  });
});
