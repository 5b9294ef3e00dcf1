import { execFile } from 'node:child_process';
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { appStringToSign, createClient, RefusedError } from '@herald/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reportAppLeak, resetAppSecret, setAppEnabled } from '../../src/flow/qualification/manage-app.ts';
import { saveSecuritySettings } from '../../src/modules/accounts/index.ts';
import { forgetNonces } from '../../src/modules/qualification/index.ts';
import { type Jobs, startJobs } from '../../src/platform/jobs.ts';
import { openApi, type TestApi } from '../support/api.ts';
import { openPlatform, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { openTestFiles } from '../support/files.ts';
import { memoryLog } from '../support/memory-log.ts';
import { qualifyDesk } from '../support/qualify.ts';

const run = promisify(execFile);
const MINUTE_MS = 60_000;

let db: TestDatabase;
let disk: Awaited<ReturnType<typeof openTestFiles>>;
let jobs: Jobs;
let desk: ReturnType<typeof qualifyDesk>;
let deps: Parameters<typeof qualifyDesk>[0];
/** Two nodes of one service. */
let apis: [TestApi, TestApi];
let appKey: string;
let secret: string;
let appId: string;
const accountId = 'signer';

beforeAll(async () => {
  db = await openTestDatabase();
  await openPlatform(db);
  disk = await openTestFiles();
  jobs = await startJobs(db.sql, { role: 'client', log: memoryLog() });
  deps = { ...db, jobs, files: disk.files };
  desk = qualifyDesk(deps);
  await desk.approved(accountId);
  appId = await desk.approvedApp(accountId);
  apis = [await openApi(db), await openApi(db)];
});
beforeEach(async () => {
  ({ appKey, secret } = await resetAppSecret(deps, desk.acting(accountId), { appId, graceMinutes: 0 }));
  // What the nodes remember is older than a second.
  await db.clock.advance(1000);
});
afterAll(async () => {
  for (const api of apis) await api.stop();
  await jobs.stop();
  await db.drop();
  await disk.drop();
});

interface Change {
  method?: 'GET' | 'POST';
  query?: string;
  body?: string;
  timestamp?: string;
  nonce?: string;
  secret?: string;
  appKey?: string;
  signature?: string;
  /** What is sent instead of what was signed. */
  sent?: { query?: string; body?: string };
}

/** The scheme as its document has it, written without the product's code. */
async function call(change: Change = {}, node = 0): Promise<{ RetCode: number; Message?: string }> {
  const method = change.method ?? 'POST';
  const query = change.query ?? '';
  const body = method === 'GET' ? '' : (change.body ?? '{"Action":"QueryUVMSTemplate"}');
  const timestamp = change.timestamp ?? String(db.clock.now());
  const nonce = change.nonce ?? randomUUID();
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const text = `${method}\n/${query}\n${timestamp}\n${nonce}\n${bodyHash}`;
  const signature = createHmac('sha256', change.secret ?? secret)
    .update(text)
    .digest('hex');
  const response = await fetch(`${apis[node]?.url}/${change.sent?.query ?? query}`, {
    method,
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': '203.0.113.7',
      'x-herald-app-key': change.appKey ?? appKey,
      'x-herald-timestamp': timestamp,
      'x-herald-nonce': nonce,
      'x-herald-signature': change.signature ?? signature,
    },
    ...(method === 'GET' ? {} : { body: change.sent?.body ?? body }),
  });
  return (await response.json()) as { RetCode: number };
}

describe('1.5 an app signs its requests', () => {
  test('1.5 POST with a body and GET with a query are taken', async () => {
    expect(await call()).toMatchObject({ RetCode: 0 });
    expect(await call({ method: 'GET', query: '?Action=QueryUVMSTemplate&Page=0' })).toMatchObject({
      RetCode: 0,
    });
  });

  test('1.5 whatever is changed on the way makes the signature wrong', async () => {
    expect(await call({ sent: { body: '{"Action":"QueryUVMSTemplate" }' } })).toMatchObject({ RetCode: 171 });
    expect(
      await call({
        method: 'GET',
        query: '?Action=QueryUVMSTemplate',
        sent: { query: '?Action=GetUVMSReceipt' },
      }),
    ).toMatchObject({ RetCode: 171 });
    expect(await call({ secret: `${secret}x` })).toMatchObject({ RetCode: 171 });
    expect(await call({ signature: 'x' })).toMatchObject({ RetCode: 171 });
  });

  test('4.2.3 a captured request is refused, on the same node and on another one', async () => {
    const nonce = randomUUID();
    expect(await call({ nonce })).toMatchObject({ RetCode: 0 });
    expect(await call({ nonce })).toMatchObject({ RetCode: 18_177 });
    expect(await call({ nonce }, 1)).toMatchObject({ RetCode: 18_177 });
  });

  test('4.2.3 of ten that come at once with one nonce, over two nodes, one is taken', async () => {
    const nonce = randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => call({ nonce }, index % 2)));
    expect(answers.filter(({ RetCode }) => RetCode === 0)).toHaveLength(1);
    expect(answers.filter(({ RetCode }) => RetCode === 18_177)).toHaveLength(9);
  });

  test('4.2.3 a wrong signature uses no nonce up', async () => {
    const nonce = randomUUID();
    expect(await call({ nonce, secret: 'guess' })).toMatchObject({ RetCode: 171 });
    expect(await call({ nonce })).toMatchObject({ RetCode: 0 });
  });

  test.each([
    [-5 * MINUTE_MS, 0],
    [5 * MINUTE_MS, 0],
    [-5 * MINUTE_MS - 1, 18_176],
    [5 * MINUTE_MS + 1, 18_176],
  ])('4.2.3 a time stamp that is %i ms off is answered with %i', async (off, RetCode) => {
    expect(await call({ timestamp: String(db.clock.now() + off) })).toMatchObject({ RetCode });
  });

  test('4.2.3 forgotten nonces are those whose time stamp is refused by then', async () => {
    const nonce = randomUUID();
    const timestamp = String(db.clock.now() + 5 * MINUTE_MS);
    expect(await call({ nonce, timestamp })).toMatchObject({ RetCode: 0 });
    await db.clock.advance(10 * MINUTE_MS);
    await forgetNonces(db.sql, new Date(db.clock.now()));
    expect((await call({ nonce, timestamp })).RetCode).toBe(18_177);
    await db.clock.advance(10 * MINUTE_MS);
    expect(await forgetNonces(db.sql, new Date(db.clock.now()))).toBeGreaterThan(0);
    expect(await db.sql`SELECT 1 FROM app_nonces`).toHaveLength(0);
  });

  test.each([
    [{ timestamp: '1700000000' }, 18_176],
    [{ timestamp: 'now' }, 18_176],
    [{ nonce: 'short' }, 18_177],
    [{ nonce: 'x'.repeat(65) }, 18_177],
    [{ appKey: 'herald-app-unknown' }, 172],
    [{ signature: '' }, 170],
  ] as const)('api: %j is answered with %i', async (change, RetCode) => {
    expect(await call(change)).toMatchObject({ RetCode });
  });

  test('1.5 an app sends and reads, and manages nothing', async () => {
    for (const Action of ['GetBalance', 'QueryUVMSApp', 'ListAccessKeys']) {
      expect(await call({ body: JSON.stringify({ Action }) })).toMatchObject({ RetCode: 299 });
    }
  });

  test('4.2.4 the account’s allow-list holds for its apps', async () => {
    const settings = { accountId, consoleIps: [], keyPairs: true };
    await saveSecuritySettings(db.sql, { ...settings, apiIps: ['198.51.100.0/24'] });
    await db.clock.advance(1000);
    expect(await call()).toMatchObject({ RetCode: 294 });
    await saveSecuritySettings(db.sql, { ...settings, apiIps: [] });
  });

  test('4.2.3 a former secret works as long as it was given, and no longer', async () => {
    await resetAppSecret(deps, desk.acting(accountId), { appId, graceMinutes: 2 });
    await db.clock.advance(1000);
    expect(await call()).toMatchObject({ RetCode: 0 });
    await db.clock.advance(2 * MINUTE_MS - 1000);
    expect(await call()).toMatchObject({ RetCode: 171 });
  });

  test('4.2.3 a leaked secret stops working on every node within a second', async () => {
    for (const node of [0, 1]) expect(await call({}, node)).toMatchObject({ RetCode: 0 });
    await reportAppLeak(deps, desk.acting(accountId), { appId, remark: 'found in a log' });
    await db.clock.advance(1000);
    for (const node of [0, 1]) expect(await call({}, node)).toMatchObject({ RetCode: 171 });
  });

  test('4.2.3 so does an app that is disabled', async () => {
    await setAppEnabled(deps, desk.acting(accountId), { appId, enabled: false });
    await db.clock.advance(1000);
    for (const node of [0, 1]) expect(await call({}, node)).toMatchObject({ RetCode: 172 });
    await setAppEnabled(deps, desk.acting(accountId), { appId, enabled: true });
  });

  test.each([
    ['sh', 'docs/examples/app-signature.sh'],
    [process.execPath, 'docs/examples/app-signature.mjs'],
  ])('api: the example for %s works as it stands', async (program, path) => {
    const settings = {
      URL: apis[0].url,
      APP_KEY: appKey,
      APP_SECRET: secret,
      TIMESTAMP: String(db.clock.now()),
    };
    const { stdout } = await run(program, [path], { env: { PATH: process.env.PATH, ...settings } });
    expect(JSON.parse(stdout)).toMatchObject({ RetCode: 0, Total: 0 });
  });

  test('api: the vector of the guide', () => {
    const text = appStringToSign({
      method: 'POST',
      target: '/',
      timestamp: '1773108000000',
      nonce: '0123456789abcdef',
      bodySha256: createHash('sha256').update('{"Action":"GetUVMSReceipt","SessionNo":"s"}').digest('hex'),
    });
    const signature = createHmac('sha256', 'a-secret-of-forty-letters-and-digits-000')
      .update(text)
      .digest('hex');
    for (const guide of ['docs/guide-qualification.md', 'docs/guide-qualification.zh-CN.md']) {
      expect(readFileSync(guide, 'utf8')).toContain(signature);
    }
  });

  test('api: the client signs as an app', async () => {
    const { clock } = db;
    const hmacSha256 = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex');
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const crypto = { sha256, hmacSha256, nonce: () => randomUUID(), now: () => clock.now() };
    const options = { baseUrl: apis[0].url, appKey, appSecret: secret, crypto };
    expect(await createClient(options).call('QueryUVMSTemplate', {})).toMatchObject({ Total: 0 });
    const stranger = createClient({ ...options, appSecret: 'guess' });
    await expect(stranger.call('QueryUVMSTemplate', {})).rejects.toThrow(RefusedError);
    // Signed with WebCrypto and the system's clock, it is as old as the tests' clock is young.
    const plain = createClient({ baseUrl: apis[0].url, appKey, appSecret: secret });
    await expect(plain.call('QueryUVMSTemplate', {})).rejects.toMatchObject({ retCode: 18_176 });
  });
});
