import { expect, test } from 'vitest';
import type { IncomingCall } from '../src/index.ts';
import { ANSWER, createWorld } from './world.ts';

const US = { address: '192.0.2.1', port: 5060 };
const CALLEE = 'sip:callee@192.0.2.2';

test("RFC 3261 11.1 options(): the peer's answer, 408 when it is silent, 503 when it cannot be sent", async () => {
  const world = createWorld();
  const agent = world.agent(US.address);
  world.agent('192.0.2.2');
  const answered = agent.options(CALLEE);
  world.settle();
  expect(await answered).toEqual({ status: 200, reason: 'OK' });
  const silent = agent.options('sip:192.0.2.3');
  world.clock.advance(32_000);
  expect(await silent).toEqual({ status: 408, reason: 'Request Timeout' });
  world.network.broken.set('192.0.2.4', 'ENETUNREACH');
  expect(await agent.options('sip:192.0.2.4')).toEqual({ status: 503, reason: 'ENETUNREACH' });
});

test('rule: close() ends every call, both ways, and waits for the peers', async () => {
  const world = createWorld();
  const taken: IncomingCall[] = [];
  const agent = world.agent(US.address, { onInvite: (call) => taken.push(call) });
  const other = world.agent('192.0.2.2', {
    onInvite: (call) => (call.requestUri.includes('busy') ? call.ring() : call.answer(ANSWER)),
  });
  const talking = world.call(agent, CALLEE);
  const ringing = world.call(agent, 'sip:busy@192.0.2.2');
  const incoming = world.call(other, 'sip:us@192.0.2.1');
  world.settle();
  const closed = agent.close();
  world.settle();
  await closed;
  expect(talking.log.end).toMatchObject({ kind: 'hung-up', by: 'us' });
  expect(ringing.log.end).toEqual({ kind: 'cancelled' });
  expect(incoming.log.end).toEqual({ kind: 'rejected', status: 503, reason: 'Service Unavailable' });
  expect(agent.stats()).toMatchObject({ calls: 0, dialogs: 0, transactions: 0 });
  world.clock.runOut();
  expect(other.stats()).toMatchObject({ calls: 0, dialogs: 0, transactions: 0 });
  expect(world.clock.pending).toBe(0);
});

test('rule: close() waits no longer than its bound for a peer that is gone, and calls after it are refused', async () => {
  const world = createWorld();
  const agent = world.agent(US.address);
  const { log } = world.call(agent, CALLEE);
  const closed = agent.close();
  world.clock.advance(4000);
  await closed;
  expect(log.events).toEqual(['cancelled']);
  expect(world.clock.pending).toBe(0);
  const late = world.call(agent, CALLEE);
  world.settle();
  expect(late.log.end).toEqual({ kind: 'transport-error', message: 'the user agent is closed' });
});

test('rule: trace hears every datagram of both directions with its Call-ID', () => {
  const world = createWorld();
  const seen: string[] = [];
  const agent = world.agent(US.address, {
    trace: ({ direction, peer, text, callId }) =>
      seen.push(`${direction} ${peer} ${text.split('\r\n', 1)[0]} ${callId}`),
  });
  world.agent('192.0.2.2', { onInvite: (call) => call.reject(603) });
  world.call(agent, CALLEE, { callId: 'traced' });
  world.settle();
  expect(seen).toEqual([
    'out 192.0.2.2:5060 INVITE sip:callee@192.0.2.2 SIP/2.0 traced',
    'in 192.0.2.2:5060 SIP/2.0 603 Decline traced',
    'out 192.0.2.2:5060 ACK sip:callee@192.0.2.2 SIP/2.0 traced',
  ]);
});
