import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enabledTrunks } from '../../src/modules/carriers/index.ts';
import { giveOperator, openApi, type Parameters, type TestApi } from '../support/api.ts';
import { openPlatform, openTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
let api: TestApi;
let token: string;
let operatorId: string;

beforeAll(async () => {
  db = await openTestDatabase();
  await openPlatform(db);
  api = await openApi(db);
  ({ token, operatorId } = await giveOperator(db, api, ['operations']));
});
afterAll(async () => {
  await api.stop();
  await db.drop();
});

const call = (action: string, parameters: Parameters = {}) => api.call(action, parameters, { token });
const NEW = { Name: '上海 1', Host: 'sip.carrier.example', Concurrency: 30, Cps: 5 };
const events = async (TrunkId: string) =>
  (await call('ListUVMSTrunkEvents', { TrunkId })).Data.map(
    ({ Event, OperatorId, Detail }: Record<string, string>) => `${Event} ${OperatorId} ${Detail}`,
  );

describe('a trunk', () => {
  test('voice: is made with everything that can be said of it, out of use; its password is told to nobody', async () => {
    const given = {
      Port: 5061,
      Transport: 'tls',
      OutboundProxy: 'proxy.example:5061',
      Registrar: 'carrier.example',
      CalleeFormat: 'national',
      CalleePrefix: '9',
      CallerFormat: 'digits',
      Identity: 'preferred',
      Privacy: true,
      SessionTimer: false,
      Srtp: 'required',
      Codecs: ['PCMU', 'PCMA'],
      Sources: ['203.0.113.7', '198.51.100.0/24', '2001:db8::/32'],
      Role: 'backup',
      Priority: 7,
      DailyLimit: 5000,
      Purposes: ['2'],
      Countries: ['CN', 'HK'],
      Operators: ['cmcc'],
      Prices: ['+852,1.2000', '+86,0.0450'],
      ProbeSeconds: 15,
      LeastAnswered: 20,
    };
    const secret = { Username: 'herald', Password: 'a secret of theirs' };
    expect(await call('CreateUVMSTrunk', { TrunkId: 'whole', ...NEW, ...given, ...secret })).toMatchObject({
      RetCode: 0,
    });
    const answer = await call('QueryUVMSTrunk', { TrunkId: 'whole' });
    expect(answer).toMatchObject({
      ...NEW,
      ...given,
      State: 'disabled',
      Health: 'up',
      Username: 'herald',
      HasPassword: true,
    });
    expect(JSON.stringify(answer)).not.toContain(secret.Password);
    expect(await events('whole')).toEqual([`created ${operatorId} `]);
  });

  test('voice: what is not given is as most carriers have it', async () => {
    await call('CreateUVMSTrunk', { TrunkId: 'plain', ...NEW });
    expect(await call('QueryUVMSTrunk', { TrunkId: 'plain' })).toMatchObject({
      Port: 5060,
      Transport: 'udp',
      Role: 'main',
      Purposes: ['1', '2'],
      Countries: ['CN'],
      DailyLimit: 0,
      ProbeSeconds: 30,
      HasPassword: false,
    });
  });

  test('4.2.11 is changed, switched and retired by somebody, for a reason; what was not given stays', async () => {
    await call('CreateUVMSTrunk', { TrunkId: 'life', ...NEW, Username: 'u', Password: 'p', DailyLimit: 9 });
    await call('UpdateUVMSTrunk', { TrunkId: 'life', Cps: 6, DailyLimit: 0 });
    expect(await call('QueryUVMSTrunk', { TrunkId: 'life' })).toMatchObject({
      ...NEW,
      Cps: 6,
      DailyLimit: 0,
      HasPassword: true,
    });
    await call('EnableUVMSTrunk', { TrunkId: 'life', Reason: 'tried' });
    expect((await enabledTrunks(db.sql, db.vault)).find(({ trunkId }) => trunkId === 'life')).toMatchObject({
      cps: 6,
      password: 'p',
      routing: { dailyLimit: undefined },
    });
    expect((await call('DeleteUVMSTrunk', { TrunkId: 'life', Reason: 'x' })).RetCode).toBe(18933);
    await call('DisableUVMSTrunk', { TrunkId: 'life', Reason: 'contract ended' });
    await call('DisableUVMSTrunk', { TrunkId: 'life', Reason: 'again' });
    await call('DeleteUVMSTrunk', { TrunkId: 'life', Reason: 'gone' });
    expect((await call('QueryUVMSTrunk', { TrunkId: 'life' })).RetCode).toBe(18930);
    expect((await call('EnableUVMSTrunk', { TrunkId: 'life', Reason: 'x' })).RetCode).toBe(18930);
    expect((await call('CreateUVMSTrunk', { TrunkId: 'life', ...NEW })).RetCode).toBe(18931);
    expect(await events('life')).toEqual([
      `retired ${operatorId} gone`,
      `disabled ${operatorId} contract ended`,
      `enabled ${operatorId} tried`,
      `updated ${operatorId} Cps, DailyLimit`,
      `created ${operatorId} `,
    ]);
    const [row] = await db.sql`SELECT username, password_sealed FROM trunks WHERE trunk_id = 'life'`;
    expect(row).toEqual({ username: null, password_sealed: null });
    const ids = async (more: Parameters) =>
      (await call('ListUVMSTrunks', more)).Data.map(({ TrunkId }: { TrunkId: string }) => TrunkId);
    expect(await ids({})).not.toContain('life');
    expect(await ids({ IncludeRetired: true })).toContain('life');
  });

  test.each([
    ['a registrar without credentials', { Registrar: 'carrier.example' }],
    ['a proxy that is no host', { OutboundProxy: 'a;b>' }],
    ['a prefix with two prices', { Prices: ['+86,1', '+86,2'] }],
    ['a source that is no network', { Sources: ['203.0.113.7', '203.0.113.0/33'] }],
  ])('voice: %s is refused in words', async (_what, given) => {
    const answer = await call('CreateUVMSTrunk', { TrunkId: 'odd', ...NEW, ...given });
    expect(answer).toMatchObject({ RetCode: 18932 });
    expect((await call('QueryUVMSTrunk', { TrunkId: 'odd' })).RetCode).toBe(18930);
  });

  test('product: a trunk that nothing was done to has an empty history, and one that is not there is unknown', async () => {
    expect(await call('ListUVMSTrunkEvents', { TrunkId: 'trunk-1' })).toMatchObject({ RetCode: 0, Total: 0 });
    expect((await call('ListUVMSTrunkEvents', { TrunkId: 'nowhere' })).RetCode).toBe(18930);
  });

  test('product: of two that make one id at the same time, one is told that there is one', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(() => call('CreateUVMSTrunk', { TrunkId: 'once', ...NEW })),
    );
    expect(answers.map(({ RetCode }) => RetCode).sort()).toEqual([0, 18931, 18931]);
  });
});

test('rules: limits of numbers are set for all that are named or for none', async () => {
  const limits = { Concurrency: 2, Cps: 1, DailyLimit: 0 };
  const both = ['+862151860001', '+862151869999'];
  expect((await call('SetUVMSNumberLimits', { Numbers: both, ...limits })).RetCode).toBe(18936);
  const [before] = await db.sql`SELECT concurrency FROM numbers WHERE number = ${both[0] as string}`;
  expect(before).toEqual({ concurrency: null });
  expect((await call('SetUVMSNumberLimits', { Numbers: both.slice(0, 1), ...limits })).RetCode).toBe(0);
  const [after] = await db.sql`
    SELECT concurrency, cps, daily_limit FROM numbers WHERE number = ${both[0] as string}`;
  expect(after).toEqual({ concurrency: 2, cps: 1, daily_limit: null });
});
