import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMessageSubmitter } from '../../../src/flow/messages/submit-message.ts';
import { seedDemo } from '../../../src/flow/service/seed-demo.ts';
import { serviceGuide } from '../../../src/flow/service/service-guide.ts';
import { findApiKey } from '../../../src/modules/accounts/index.ts';
import { enabledTrunks } from '../../../src/modules/carriers/index.ts';
import { balanceOf, CASH, packageAccount, verifyLedger } from '../../../src/modules/ledger/index.ts';
import { systemRandom } from '../../../src/platform/random.ts';
import { openTestDatabase, type TestDatabase, testTrunk } from '../../support/database.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.drop());

const seed = (port = 5070) =>
  seedDemo({ ...db, random: systemRandom, trunk: testTrunk({ trunkId: 'sandbox', port }) });

/** Every row of every table that the demo is made of. */
async function everything(): Promise<unknown> {
  const tables = [
    'accounts',
    'projects',
    'api_keys',
    'capabilities',
    'templates',
    'numbers',
    'price_books',
    'prices',
  ];
  const rows = [];
  for (const table of [...tables, 'packages', 'ledger_accounts', 'ledger_transfers']) {
    rows.push([table, await db.sql.unsafe(`SELECT t::text FROM ${table} t ORDER BY 1`)]);
  }
  return rows;
}

test('product: twice, or by two at once, is as once; only the trunk follows the sandbox', async () => {
  const [first, beside] = await Promise.all([seed(), seed()]);
  const before = await everything();
  const second = await seed(6070);
  expect(beside).toEqual(first);
  expect(second).toEqual(first);
  expect(await everything()).toEqual(before);
  expect((await enabledTrunks(db.sql, db.vault)).map((trunk) => trunk.port)).toEqual([6070]);
});

test('3.4 its ledger is sound: the package was paid from what was topped up', async () => {
  await seed();
  expect(await verifyLedger(db.sql)).toEqual([]);
  expect(await balanceOf(db.sql, 'demo', CASH)).toBe(2_500_000n);
  expect(await balanceOf(db.sql, 'demo', packageAccount('UVPK20260101demo'))).toBe(10_000n);
});

test('product: with what it gives, a code and a notice are accepted', async () => {
  const demo = await seed();
  const submitter = createMessageSubmitter(db);
  const common = {
    accountId: 'demo',
    reqUuid: 'r',
    calledNumber: '+8613800000200',
    fromNumber: undefined,
    groupType: undefined,
    projectId: demo.projectId,
    dispatchRule: 0,
    userId: undefined,
    clientToken: undefined,
    holdForWindow: false,
  } as const;
  await submitter.submit({ ...common, templateId: demo.codeTemplateId, values: ['A3F9'] });
  await submitter.submit({ ...common, templateId: demo.noticeTemplateId, values: ['支付', '今天', '故障'] });
  submitter.stop();
  await submitter.drain();
  expect(await db.sql`SELECT 1 FROM queue`).toHaveLength(2);
});

test('4.2.3 keys that were all disabled stay so; the next start has a new one', async () => {
  const old = await seed();
  await db.sql`UPDATE api_keys SET status = 'disabled'`;
  const fresh = await seed();
  expect(fresh.publicKey).not.toBe(old.publicKey);
  expect(await findApiKey(db.sql, db.vault, old.publicKey)).toMatchObject({ status: 'disabled' });
  expect(await findApiKey(db.sql, db.vault, fresh.publicKey)).toMatchObject({
    accountId: 'demo',
    status: 'active',
    privateKey: fresh.privateKey,
  });
});

test('product: whoever logs in there finds every step done that sending needs', async () => {
  await seed();
  const submitter = createMessageSubmitter(db);
  const asked = { accountId: 'demo', projectId: undefined, requestId: 'r' };
  const { steps, next, sends } = await serviceGuide({ ...db, submitter }, asked);
  const open = steps.filter(({ state, optional }) => state !== 'done' && !optional).map(({ step }) => step);
  expect(open).toEqual(
    expect.not.arrayContaining(['real-name', 'agreement', 'enterprise', 'template', 'funds']),
  );
  expect(['send', undefined]).toContain(next);
  expect(sends.map(({ refusals }) => refusals)).toEqual([[], []]);
  submitter.stop();
});
