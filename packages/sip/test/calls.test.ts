import { describe, expect, test } from 'vitest';
import type { IncomingCall } from '../src/index.ts';
import { ANSWER, type CallLog, createWorld, listen, OFFER } from './world.ts';

const CALLEE = 'sip:+8613800000200@192.0.2.2';

/** Two user agents; `take` decides what the callee does with a call. */
function createPair(take: (call: IncomingCall) => void, options = {}) {
  const world = createWorld(options);
  const incoming: { call: IncomingCall; log: CallLog }[] = [];
  const caller = world.agent('192.0.2.1');
  const callee = world.agent('192.0.2.2', {
    onInvite(call) {
      incoming.push({ call, log: listen(call) });
      take(call);
    },
  });
  return { world, caller, callee, incoming };
}

function expectAllFreed(pair: ReturnType<typeof createPair>): void {
  pair.world.clock.runOut();
  for (const agent of [pair.caller, pair.callee]) {
    expect(agent.stats()).toMatchObject({ transactions: 0, dialogs: 0, calls: 0, handlerErrors: 0 });
  }
  expect(pair.world.clock.pending).toBe(0);
}

describe('a call that is answered', () => {
  test('RFC 3261 13, 15 rings, is answered and acknowledged, and the caller hangs up; nothing is left behind', () => {
    const pair = createPair((call) => {
      call.ring();
      call.answer(ANSWER);
    });
    const { call, log } = pair.world.call(pair.caller, CALLEE, { headers: [['X-Task', '7']] });
    pair.world.settle();
    expect(log.events).toEqual(['180', 'answer']);
    const [taken] = pair.incoming;
    expect(taken?.log.events).toEqual(['ack']);
    expect(taken?.call).toMatchObject({
      requestUri: CALLEE,
      to: CALLEE,
      from: 'sip:02151860000@192.0.2.1',
      body: OFFER,
      callId: call.callId,
      peer: { address: '192.0.2.1', port: 5060 },
    });
    expect(taken?.call.headers).toContainEqual(['X-Task', '7']);
    call.hangup({ text: 'played', q850: 16 });
    expect(log.end).toEqual({ kind: 'hung-up', by: 'us', reason: 'played', q850: 16 });
    pair.world.settle();
    expect(taken?.log.end).toEqual({ kind: 'hung-up', by: 'peer', reason: 'played', q850: 16 });
    expectAllFreed(pair);
    expect(log.events).toEqual(['180', 'answer', 'hung-up']);
  });

  test('RFC 3261 15 the callee hangs up', () => {
    const pair = createPair((call) => call.answer(ANSWER));
    const { log } = pair.world.call(pair.caller, CALLEE);
    pair.world.settle();
    pair.incoming[0]?.call.hangup({ text: 'enough', q850: 16 });
    pair.world.settle();
    expect(log.end).toEqual({ kind: 'hung-up', by: 'peer', reason: 'enough', q850: 16 });
    expect(pair.incoming[0]?.log.end).toMatchObject({ kind: 'hung-up', by: 'us' });
    expectAllFreed(pair);
  });

  test('RFC 3261 15 a callee that hangs up before the ACK sends its BYE only after it', () => {
    const pair = createPair((call) => {
      call.answer(ANSWER);
      call.hangup();
    });
    const sent: string[] = [];
    pair.world.network.pass = (text) => {
      sent.push(text.slice(0, text.indexOf(' ')));
      return true;
    };
    const { log } = pair.world.call(pair.caller, CALLEE);
    pair.world.settle();
    expect(sent).toEqual(['INVITE', 'SIP/2.0', 'ACK', 'BYE', 'SIP/2.0']);
    expect(log.end).toMatchObject({ kind: 'hung-up', by: 'peer' });
    expectAllFreed(pair);
  });

  test('RFC 3261 13.3.1.4 a callee that never sees an ACK repeats its 200, then sends BYE and ends with a timeout', () => {
    const pair = createPair((call) => call.answer(ANSWER));
    let answers = 0;
    pair.world.network.pass = (text) => {
      if (text.startsWith('SIP/2.0 200') && text.includes('INVITE')) answers++;
      return !text.startsWith('ACK');
    };
    const { log } = pair.world.call(pair.caller, CALLEE);
    pair.world.clock.advance(40_000);
    expect(answers).toBe(11);
    expect(pair.incoming[0]?.log.events).toEqual(['timeout']);
    expect(log.end).toEqual({ kind: 'hung-up', by: 'peer', reason: 'no ACK' });
    expectAllFreed(pair);
  });

  test('RFC 3264 5 a late offer: the ACK carries the answer', () => {
    const pair = createPair((call) => call.answer(ANSWER));
    const peer = pair.world.peer('192.0.2.9');
    peer.send(
      `INVITE ${CALLEE} SIP/2.0
Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKlate1;rport
From: <sip:a@192.0.2.9>;tag=a
To: <${CALLEE}>
Call-ID: late
CSeq: 1 INVITE
Contact: <sip:a@192.0.2.9>
Content-Length: 0`,
      { address: '192.0.2.2', port: 5060 },
    );
    pair.world.settle();
    const [taken] = pair.incoming;
    expect(taken?.call.body).toBe('');
    let body = '';
    if (taken) taken.call.handlers.onAck = (ack) => (body = ack.body);
    const to = /^To: .*$/m.exec(peer.latest('200'))?.[0] ?? '';
    peer.send(
      `ACK sip:192.0.2.2 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKlate2
From: <sip:a@192.0.2.9>;tag=a
${to}
Call-ID: late
CSeq: 1 ACK
Content-Type: application/sdp
Content-Length: 4

v=0
`,
      { address: '192.0.2.2', port: 5060 },
    );
    pair.world.settle();
    expect(body).toBe('v=0\r');
  });
});

describe('a call that is not answered', () => {
  test('RFC 3261 13.2.2.3 486 with a Reason ends as rejected, and the ACK reaches the callee', () => {
    const pair = createPair((call) =>
      call.reject(486, undefined, [['Reason', 'Q.850;cause=17;text="user busy"']]),
    );
    const { log } = pair.world.call(pair.caller, CALLEE);
    pair.world.settle();
    expect(log.end).toEqual({ kind: 'rejected', status: 486, reason: 'Busy Here', q850: 17 });
    expect(pair.incoming[0]?.log.end).toEqual({ kind: 'rejected', status: 486, reason: 'Busy Here' });
    expect(pair.callee.stats().retransmitted).toBe(0);
    pair.world.clock.advance(5000);
    // Timer I has ended the callee's transaction: it would still be there, repeating, without the ACK.
    expect(pair.callee.stats().transactions).toBe(0);
    expectAllFreed(pair);
  });

  test('RFC 3261 8.1.3.4 a redirection is reported as rejected', () => {
    const pair = createPair((call) => call.reject(302, undefined, [['Contact', '<sip:else@192.0.2.3>']]));
    const { log } = pair.world.call(pair.caller, CALLEE);
    pair.world.settle();
    expect(log.end).toEqual({ kind: 'rejected', status: 302, reason: 'Moved Temporarily' });
    expectAllFreed(pair);
  });

  test('RFC 3261 9.1 hangup while ringing: CANCEL, 487, ACK', () => {
    const pair = createPair((call) => call.ring());
    const { call, log } = pair.world.call(pair.caller, CALLEE);
    pair.world.settle();
    call.hangup({ text: 'gave up' });
    expect(log.end).toBeUndefined();
    pair.world.settle();
    expect(log.events).toEqual(['180', 'cancelled']);
    expect(pair.incoming[0]?.log.events).toEqual(['cancel', 'cancelled']);
    expectAllFreed(pair);
  });

  test('RFC 3261 9.1 CANCEL is held back until a provisional response has come', () => {
    const pair = createPair(() => {});
    const sent: string[] = [];
    pair.world.network.pass = (text) => {
      sent.push(text.split('\r\n', 1)[0] ?? '');
      return true;
    };
    const { call, log } = pair.world.call(pair.caller, CALLEE);
    pair.world.settle();
    call.hangup();
    pair.world.clock.advance(180);
    expect(sent.filter((line) => line.startsWith('CANCEL'))).toEqual([]);
    pair.world.clock.advance(100);
    expect(sent.slice(1, 4)).toEqual(['SIP/2.0 100 Trying', `CANCEL ${CALLEE} SIP/2.0`, 'SIP/2.0 200 OK']);
    expect(log.end).toEqual({ kind: 'cancelled' });
    expectAllFreed(pair);
  });

  test('RFC 3261 9.1 a 200 that crosses the CANCEL is acknowledged and hung up; the call was cancelled', () => {
    const pair = createPair((call) => call.ring(), { delayMs: [50, 50] });
    const { call, log } = pair.world.call(pair.caller, CALLEE);
    pair.world.clock.advance(200);
    pair.incoming[0]?.call.answer(ANSWER);
    call.hangup();
    pair.world.clock.advance(400);
    expect(log.events).toEqual(['180', 'cancelled']);
    expect(pair.incoming[0]?.log.events).toEqual(['ack', 'hung-up']);
    expectAllFreed(pair);
  });

  test('rule: ringTimeoutMs after a provisional response ends in no-answer, with a CANCEL', () => {
    const pair = createPair((call) => call.ring());
    const { log } = pair.world.call(pair.caller, CALLEE, { ringTimeoutMs: 30_000 });
    pair.world.clock.advance(29_999);
    expect(log.end).toBeUndefined();
    pair.world.clock.advance(20);
    expect(log.end).toEqual({ kind: 'no-answer' });
    expect(pair.incoming[0]?.log.events).toEqual(['cancel', 'cancelled']);
    expectAllFreed(pair);
  });

  test('RFC 3261 17.1.1.2 no response at all: the INVITE goes out seven times, then timeout at 64·T1', () => {
    const world = createWorld();
    const caller = world.agent('192.0.2.1');
    const { log } = world.call(caller, CALLEE);
    world.clock.advance(31_999);
    expect(log.end).toBeUndefined();
    world.clock.advance(1);
    expect(log.events).toEqual(['timeout']);
    expect(caller.stats()).toMatchObject({ sent: 7, retransmitted: 6, transactions: 0, calls: 0 });
  });

  test('RFC 3261 17.1.1.2 no response within ringTimeoutMs is still a timeout, with no CANCEL sent', () => {
    const world = createWorld();
    const caller = world.agent('192.0.2.1');
    const { log } = world.call(caller, CALLEE, { ringTimeoutMs: 1000 });
    world.clock.runOut();
    expect(log.events).toEqual(['timeout']);
    expect(caller.stats().sent).toBe(7);
  });

  test('RFC 3261 9.1 100 and then silence, CANCEL included: no-answer 64·T1 after the CANCEL', () => {
    const world = createWorld();
    const caller = world.agent('192.0.2.1');
    const peer = world.peer('192.0.2.2');
    const { log } = world.call(caller, CALLEE, { ringTimeoutMs: 10_000 });
    world.settle();
    peer.respond(peer.latest('INVITE'), '100 Trying');
    world.clock.advance(10_000 + 31_980);
    expect(peer.firstLines()).toContain(`CANCEL ${CALLEE} SIP/2.0`);
    expect(log.end).toBeUndefined();
    world.clock.advance(20);
    expect(log.events).toEqual(['no-answer']);
    world.clock.runOut();
    expect(caller.stats()).toMatchObject({ transactions: 0, calls: 0 });
    expect(world.clock.pending).toBe(0);
  });

  test('RFC 3261 13.3.1 a call nobody decides about ends with 487 after its Expires', () => {
    const pair = createPair((call) => call.ring());
    const { log } = pair.world.call(pair.caller, CALLEE, { headers: [['Expires', '20']] });
    pair.world.clock.advance(20_100);
    expect(log.end).toEqual({ kind: 'rejected', status: 487, reason: 'Request Terminated' });
    expect(pair.incoming[0]?.log.end).toEqual({ kind: 'timeout' });
    expectAllFreed(pair);
  });

  test('RFC 3261 18.4 a transport error ends the call with its words', () => {
    const pair = createPair(() => {});
    pair.world.network.broken.set('192.0.2.2', 'EHOSTUNREACH');
    const { log } = pair.world.call(pair.caller, CALLEE);
    expect(log.events).toEqual([]);
    pair.world.settle();
    expect(log.events).toEqual(['transport-error']);
    expect(log.end).toEqual({ kind: 'transport-error', message: 'EHOSTUNREACH' });
    expectAllFreed(pair);
  });

  test.each([
    ['no URI', { target: 'nonsense' }],
    ['another scheme', { target: 'tel:+8613800000200' }],
    ['a header that would add headers', { headers: [['Subject', 'x\r\nRoute: <sip:evil>']] as const }],
    ['a line break in the display name', { fromDisplayName: 'x\r\nVia: y' }],
    ['a host that cannot be resolved', { target: 'sip:x@nowhere.invalid' }],
    ['a Call-ID with blanks', { callId: 'a b' }],
  ])(
    'rule: %s ends the call as transport-error after invite() has returned, and nothing is sent',
    (_what, options) => {
      const world = createWorld();
      const caller = world.agent('192.0.2.1');
      const { log } = world.call(caller, CALLEE, options);
      expect(log.events).toEqual([]);
      world.settle();
      expect(log.events).toEqual(['transport-error']);
      expect(caller.stats().sent).toBe(0);
    },
  );
});

describe('loss', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
    'RFC 3261 17 seed %i: a third of all datagrams lost, some doubled, all out of order, and the call still comes about',
    (seed) => {
      const pair = createPair((call) => setAnswer(call), {
        seed,
        loss: 0.3,
        duplication: 0.2,
        delayMs: [1, 120],
      });
      const setAnswer = (call: IncomingCall) => {
        call.ring();
        pair.world.clock.setTimer(700, () => call.answer(ANSWER));
      };
      const { call, log } = pair.world.call(pair.caller, CALLEE);
      pair.world.clock.advance(20_000);
      expect(log.events.at(-1)).toBe('answer');
      expect(log.events.filter((event) => event === 'answer')).toHaveLength(1);
      expect(pair.incoming).toHaveLength(1);
      call.hangup();
      pair.world.clock.advance(31_000);
      expect(pair.incoming[0]?.log.events.filter((event) => event !== 'ack')).toEqual(['hung-up']);
      expectAllFreed(pair);
    },
  );
});
