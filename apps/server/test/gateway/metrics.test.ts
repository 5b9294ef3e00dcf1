import { afterAll, beforeAll, expect, test } from 'vitest';
import { platformLoad } from '../../src/flow/service/platform-load.ts';
import { createMetrics } from '../../src/gateway/index.ts';
import { countRefusals } from '../../src/modules/callflows/index.ts';
import { formatDay } from '../../src/platform/beijing-time.ts';
import { openWorld, type World } from '../support/world.ts';
import { createTestGateway, type TestGateway } from './support.ts';

let world: World;
let gateway: TestGateway;
let looks = 0;
beforeAll(async () => {
  world = await openWorld();
  const { sql, clock } = world;
  const load = () => {
    looks++;
    return platformLoad(sql, clock.now());
  };
  const metrics = createMetrics({ clock, load });
  gateway = createTestGateway(
    {},
    { metrics, metricsNetworks: ['10.1.0.0/16'], onAnswer: metrics.onAnswer, trustedProxies: ['127.0.0.1'] },
  );
});
afterAll(async () => {
  await gateway.app.close();
  await world.close();
});

const ask = (from: string) => gateway.app.inject({ url: '/metrics', headers: { 'x-forwarded-for': from } });

test('product: metrics tell the platform’s load from the database, and this process’s answers', async () => {
  const accountId = await world.account({ codes: 5n });
  await world.send(accountId);
  await world.send(accountId);
  const day = formatDay(world.clock.now());
  await countRefusals(world.sql, day, new Map([['unknown-peer', 7]]));
  await gateway.app.inject({ url: '/?Action=Nonsense' });
  const answer = await ask('10.1.2.3');
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  const lines = answer.body.split('\n');
  expect(lines).toContain('herald_messages{state="due"} 2');
  expect(lines).toContain('herald_trunks{health="well"} 1');
  expect(lines).toContain('herald_inbound_refused_today{reason="unknown-peer"} 7');
  expect(lines).toContain('herald_answers_total{action="",ret_code="161"} 1');
  expect(lines).toContain('herald_answer_seconds_count{action=""} 1');
  expect(answer.body).toMatch(/^process_resident_memory_bytes \d+$/m);
});

test('product: however many ask, the database is looked at once in five seconds', async () => {
  world.clock.advance(5000);
  const before = looks;
  await Promise.all([ask('10.1.0.1'), ask('10.1.0.2'), ask('10.1.0.3')]);
  expect(looks).toBe(before + 1);
  world.clock.advance(5000);
  await ask('10.1.0.1');
  expect(looks).toBe(before + 2);
});

test('product: who is outside the networks that may read them finds no such page, and neither does anybody by default', async () => {
  expect((await ask('10.2.0.1')).statusCode).toBe(404);
  const other = createTestGateway();
  expect((await other.app.inject({ url: '/metrics' })).statusCode).toBe(404);
  await other.app.close();
});
