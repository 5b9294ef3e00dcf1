import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProgressRecorder } from '../../../src/flow/messages/record-progress.ts';
import { listProgress } from '../../../src/modules/messages/index.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const key = () => ({ accountId: 'a', sessionNo: world.newId() });

test('product: the steps of a call are read in order of their time, whatever order they came in', async () => {
  const recorder = createProgressRecorder({ sql: world.sql, log: world.log });
  const [message, other] = [key(), key()];
  const at = world.clock.now();
  recorder.record(message, { at: at + 200, state: 'answered' });
  recorder.record(message, { at, state: 'dialling' });
  recorder.record(other, { at, state: 'dialling' });
  recorder.record(message, { at: at + 100, state: 'ringing' });
  recorder.record(message, { at: at + 300, state: 'digit', detail: '5' });
  await recorder.drain();
  expect((await listProgress(world.sql, message)).map(({ state, detail }) => [state, detail])).toEqual([
    ['dialling', ''],
    ['ringing', ''],
    ['answered', ''],
    ['digit', '5'],
  ]);
});

test('product: a step that cannot be written takes no other one with it', async () => {
  const recorder = createProgressRecorder({ sql: world.sql, log: world.log });
  const messages = Array.from({ length: 5 }, key);
  for (const [index, message] of messages.entries()) {
    recorder.record(message, { at: world.clock.now(), state: 'ended', detail: index === 2 ? '\0' : 'busy' });
  }
  await recorder.drain();
  const written = await Promise.all(messages.map((message) => listProgress(world.sql, message)));
  expect(written.map((steps) => steps.length)).toEqual([1, 1, 0, 1, 1]);
});

test('product: an outage holds up no call and makes one line in the log', async () => {
  const log = memoryLog();
  const recorder = createProgressRecorder({ sql: world.sql, log });
  const outage = await world.outage();
  for (let step = 0; step < 50; step++) {
    expect(recorder.record(key(), { at: world.clock.now(), state: 'dialling' })).toBeUndefined();
  }
  await recorder.drain();
  await outage.back();
  expect(log.lines.map((line) => line.message)).toEqual(['progress of calls is not written']);
  const later = key();
  await expect
    .poll(async () => {
      recorder.record(later, { at: world.clock.now(), state: 'dialling' });
      await recorder.drain();
      return (await listProgress(world.sql, later)).length;
    })
    .toBeGreaterThan(0);
  expect(log.lines.at(-1)?.message).toBe('progress of calls is written again');
});
