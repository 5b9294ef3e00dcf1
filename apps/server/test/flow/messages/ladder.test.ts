import { expect, test } from 'vitest';
import { packLadder, unpackLadder } from '../../../src/flow/messages/ladder.ts';

const call = { callId: 'session.1', trunkId: 'trunk-1' };

test('product: a ladder is kept as one step of its message and read as it was', () => {
  const step = packLadder(call, [
    { at: 1000, direction: 'out', message: 'INVITE', method: 'INVITE' },
    { at: 1020.4, direction: 'in', message: '486', method: 'INVITE' },
  ]);
  expect(step).toMatchObject({ at: 1000, state: 'ladder' });
  const shared = { Method: 'INVITE', CallId: 'session.1', ChannelId: 'trunk-1' };
  expect(unpackLadder({ at: new Date(step?.at ?? 0), detail: step?.detail ?? '' })).toEqual([
    { At: 1000, Direction: 'out', Message: 'INVITE', ...shared },
    { At: 1020, Direction: 'in', Message: '486', ...shared },
  ]);
});

test('product: a call of which no SIP message left has no ladder', () => {
  expect(packLadder(call, [])).toBeUndefined();
  expect(packLadder(call)).toBeUndefined();
});
