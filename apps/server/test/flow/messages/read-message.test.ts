import { RECEIPT_ROWS } from '@herald/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { qualityOf, receiptBody } from '../../../src/flow/messages/read-message.ts';
import { findReceipts, type ReceiptView } from '../../../src/modules/receipts/index.ts';
import { answered } from '../../support/endings.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function view(accountId: string, sessionNo: string): Promise<ReceiptView> {
  const [receipt] = await findReceipts(world.sql, accountId, [sessionNo]);
  if (!receipt) throw new Error('no receipt');
  return receipt;
}

async function read(change: Partial<ReceiptView> = {}, language: 'zh' | 'en' = 'zh') {
  const accountId = await world.account({ codes: 1n });
  const message = await world.dialled(accountId);
  await world.settler.settle(answered(message, world.clock.now(), 9001));
  return receiptBody(world.vault, { ...(await view(accountId, message.sessionNo)), ...change }, language);
}

test('api: a talk is told in whole seconds begun, times in milliseconds', async () => {
  const start = world.clock.now();
  expect(await read()).toMatchObject({
    Duration: 10,
    CallStartTime: start,
    AnswerTime: start + 1000,
    CallEndTime: start + 10_001,
  });
});

test('api: what did not happen is 0 or empty, and never absent', async () => {
  const body = await read({ startedAt: null, answeredAt: null, showNumber: null, userId: null, talkMs: 0 });
  expect(body).toMatchObject({ CallStartTime: 0, AnswerTime: 0, ShowNumber: '', UserId: '', Duration: 0 });
});

test.each(Object.keys(RECEIPT_ROWS) as (keyof typeof RECEIPT_ROWS)[])(
  'api: the reason %s is told in both languages',
  async (reason) => {
    const { zh, en, result } = RECEIPT_ROWS[reason];
    const accountId = await world.account({ codes: 1n });
    const message = await world.dialled(accountId);
    await world.settler.settle(answered(message, world.clock.now(), 1));
    const receipt = { ...(await view(accountId, message.sessionNo)), reason, result };
    expect(receiptBody(world.vault, receipt, 'zh')).toMatchObject({ ReceiptReason: reason, ReceiptDesc: zh });
    expect(receiptBody(world.vault, receipt, 'en')).toMatchObject({ ReceiptReason: reason, ReceiptDesc: en });
  },
);

test('api: a reason that this version does not know is told as unknown', async () => {
  expect(await read({ reason: 'from-the-future' }, 'en')).toMatchObject({ ReceiptReason: 'unknown' });
});

test('4.3.1 a number that was moved to another message cannot be read there', async () => {
  const [one, two] = [await world.account({ codes: 1n }), await world.account({ codes: 1n })];
  const first = await world.dialled(one);
  await world.settler.settle(answered(first, world.clock.now(), 1));
  const second = await world.dialled(two);
  await world.settler.settle(answered(second, world.clock.now(), 1));
  const receipt = await view(two, second.sessionNo);
  const { calleeSealed } = await view(one, first.sessionNo);
  expect(() => receiptBody(world.vault, { ...receipt, calleeSealed }, 'zh')).toThrow();
});

describe('how the message was heard', () => {
  const heard = { sent: 500, received: 300, lost: 100, jitterMs: 4.5, mos: { heard: 3.1 } };

  test('product: the callee’s own report counts, with what was lost on its way there', () => {
    const remote = { lost: 5, jitterMs: 2.25 };
    const media = { ...heard, roundTripMs: 30.5, remote, mos: { heard: 3.1, sent: 4.2 } };
    expect(qualityOf(JSON.stringify(media))).toEqual({
      MeasuredAt: 'callee',
      Mos: 4.2,
      LossPercent: 1,
      JitterMs: 2.25,
      RoundTripMs: 30.5,
    });
  });

  test('product: without one, its sound as it came here, and nothing when there was none', () => {
    expect(qualityOf(JSON.stringify(heard))).toEqual({
      MeasuredAt: 'platform',
      Mos: 3.1,
      LossPercent: 25,
      JitterMs: 4.5,
    });
    expect(qualityOf(JSON.stringify({ sent: 20, received: 0, lost: 0, jitterMs: 0 }))).toBeUndefined();
    expect(qualityOf(null)).toBeUndefined();
  });

  test('RFC 3550 6.4.1 packets that came twice make no loss below zero', () => {
    const media = { ...heard, remote: { lost: -3, jitterMs: 0 }, mos: { sent: 4.4 } };
    expect(qualityOf(JSON.stringify(media))).toMatchObject({ LossPercent: 0 });
  });
});
