import { RET_CODES, type RetCodeName } from '@herald/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { grantCapability } from '../../src/modules/accounts/index.ts';
import { noteNumberEvent } from '../../src/modules/numbers/index.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { giveOwner, openApi, type Parameters, type TestApi } from '../support/api.ts';
import { openAccount, openPlatform, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { ASKING } from '../support/flows.ts';

let db: TestDatabase;
let api: TestApi;
const tokens = new Map<string, string>();

beforeAll(async () => {
  db = await openTestDatabase();
  await openPlatform(db);
  api = await openApi(db);
  for (const accountId of ['a0', 'a1']) {
    await openAccount(db, accountId, { cash: 1_000_000n });
    await grantCapability(db.sql, { accountId, capability: 'navigation', at: new Date(db.clock.now()) });
    tokens.set(accountId, (await giveOwner(db, api, accountId)).token);
  }
});
afterAll(async () => {
  await api.stop();
  await db.drop();
});

const call = (accountId: string, action: string, given: Parameters) =>
  api.call(action, given, { token: tokens.get(accountId) as string });
const code = (name: RetCodeName) => ({ RetCode: RET_CODES[name].code });

test('rule: a stored flow is tried by its id as it is by its text, and by nobody else', async () => {
  const about = { Name: '送达回访', Scene: '订单送达后请用户评价' };
  const { FlowId } = await call('a0', 'CreateUVMSFlow', { ...about, Flow: JSON.stringify(ASKING) });
  const tried = await call('a0', 'TryUVMSFlow', { FlowId, Keys: ['9'], TemplateParams: ['A1'] });
  expect(tried.Steps.map(({ Node }: { Node: string }) => Node)).toEqual(['ask', 'stop']);
  expect(JSON.stringify(tried.Steps)).toContain('您的订单A1已送达');
  const text = { Flow: JSON.stringify(ASKING), Keys: ['9'], TemplateParams: ['A1'] };
  expect((await call('a0', 'TryUVMSFlow', text)).Steps).toEqual(tried.Steps);
  expect(await call('a0', 'TryUVMSFlow', { FlowId, ...text })).toMatchObject(code('FLOW_TO_TRY'));
  expect(await call('a0', 'TryUVMSFlow', {})).toMatchObject(code('FLOW_TO_TRY'));
  expect(await call('a1', 'TryUVMSFlow', { FlowId })).toMatchObject(code('FLOW_NOT_FOUND'));
});

test('rule: what was done with a number of one’s own is told, the earliest first, and to nobody else', async () => {
  const number = '+862151869999';
  await db.sql`INSERT INTO numbers (account_id, number) VALUES ('a0', ${number})`;
  for (const [event, remark] of [
    ['delivered', ''],
    ['paused', '投诉过多'],
  ] as const) {
    db.clock.advance(1000);
    const at = new Date(db.clock.now());
    const noted = { accountId: 'a0', subjectId: number, eventId: db.newId(), event, remark, at };
    await inTransaction(db.sql, (tx) =>
      noteNumberEvent(tx, { ...noted, by: { realm: 'operator', id: 'op' } }),
    );
  }
  const { History } = await call('a0', 'ListUVMSNumberHistory', { Number: number });
  expect(History).toEqual([
    { Event: 'delivered', By: 'operator', Remark: '', Time: db.clock.now() - 1000 },
    { Event: 'paused', By: 'operator', Remark: '投诉过多', Time: db.clock.now() },
  ]);
  expect(await call('a1', 'ListUVMSNumberHistory', { Number: number })).toMatchObject(
    code('NUMBER_NOT_FOUND'),
  );
});
