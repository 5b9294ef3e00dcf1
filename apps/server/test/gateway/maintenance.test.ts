import { createClient } from '@herald/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startMaintenance } from '../../src/flow/notices/publish-announcement.ts';
import { createApiKey } from '../../src/modules/accounts/index.ts';
import { openApi, type TestApi } from '../support/api.ts';
import { CODE_TEMPLATE, TEN_IN_BEIJING } from '../support/database.ts';
import { openWorld, type World } from '../support/world.ts';

const HOUR = 3_600_000;

let world: World;
let api: TestApi;
let accountId: string;

beforeAll(async () => {
  world = await openWorld();
  accountId = await world.account({ cash: 1_000_000n });
  const at = new Date(world.clock.now());
  await createApiKey(world.sql, world.vault, { accountId, publicKey: 'pub', privateKey: 'priv', at });
  api = await openApi(world);
});
afterAll(async () => {
  await api.stop();
  await world.close();
});

const client = (language: 'zh' | 'en') =>
  createClient({ baseUrl: api.url, publicKey: 'pub', privateKey: 'priv', language });
const send = (language: 'zh' | 'en' = 'en', change: { DryRun?: boolean } = {}) =>
  client(language).call('SendUVMSMessage', {
    CalledNumber: world.freshNumber(),
    TemplateId: CODE_TEMPLATE,
    TemplateParams: ['A3F9'],
    ...change,
  });

test('5.1 a send during maintenance is accepted and told until when it waits; before and after it is a plain success', async () => {
  expect((await send()).Message).toBe('Success');
  world.clock.advance(1000);
  await startMaintenance(world, {
    reason: { zh: '机房断电', en: 'Power failure' },
    endsAt: TEN_IN_BEIJING + HOUR,
    operatorId: 'op',
  });
  world.clock.advance(2000);
  const accepted = await send();
  expect(await world.queued(accepted.SessionNo)).toMatchObject({ state: 'queued' });
  expect(accepted.Message).toContain('maintenance');
  expect(accepted.Message).toContain('2026-03-10 11:00 (Beijing time)');
  expect((await send('zh')).Message).toContain('北京时间 2026-03-10 11:00');
  const asked = await send('en', { DryRun: true });
  expect(asked.DryRun?.WouldSend).toBe(true);
  expect(asked.Message).toContain('maintenance');

  world.clock.set(TEN_IN_BEIJING + HOUR + 2000);
  expect((await send()).Message).toBe('Success');
});
