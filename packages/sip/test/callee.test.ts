import { describe, expect, test } from 'vitest';
import type { IncomingCall } from '../src/index.ts';
import { ANSWER, createWorld, listen, OFFER } from './world.ts';

const US = { address: '192.0.2.1', port: 5060 };
const CALLEE = 'sip:callee@192.0.2.2';

/** Our user agent as callee, and a peer that says what the test says. */
function createCallee(options = {}) {
  const world = createWorld();
  const calls: IncomingCall[] = [];
  const agent = world.agent(US.address, {
    onInvite(call) {
      listen(call);
      calls.push(call);
    },
    ...options,
  });
  const peer = world.peer('192.0.2.2');
  let branch = 0;
  const request = (
    method: string,
    more: { cseq?: number; to?: string; lines?: string[]; body?: string; branch?: string } = {},
  ) => {
    const { cseq = 1, to = '<sip:us@192.0.2.1>', lines = [], body = '' } = more;
    branch++;
    const text = [
      `${method} sip:us@192.0.2.1 SIP/2.0`,
      `Via: SIP/2.0/UDP 192.0.2.2:5060;branch=${more.branch ?? `z9hG4bK${branch}`};rport`,
      'From: <sip:them@192.0.2.2>;tag=theirs',
      `To: ${to}`,
      'Call-ID: one',
      `CSeq: ${cseq} ${method}`,
      'Max-Forwards: 70',
      'Contact: <sip:them@192.0.2.2>',
      ...lines,
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${body.length}`,
    ].join('\n');
    peer.send(
      `${text}\n\n${body.replaceAll('\r\n', '\n')}`.replace(
        /Content-Length: \d+/,
        `Content-Length: ${body.length}`,
      ),
      US,
    );
    world.settle();
    return peer.firstLines().at(-1);
  };
  const lastTo = () => /^To: (.*)$/m.exec(peer.received.at(-1) ?? '')?.[1]?.trim() ?? '';
  /** A call set up with CSeq 1; gives the tagged To. */
  const connect = (): string => {
    request('INVITE', { body: OFFER });
    calls[0]?.answer(ANSWER);
    world.settle();
    const to = lastTo();
    request('ACK', { to });
    return to;
  };
  return { world, agent, peer, calls, request, lastTo, connect };
}

describe('requests outside a dialog', () => {
  test('RFC 3261 11.2 OPTIONS is answered with what we can do', () => {
    const { request, peer } = createCallee({ product: 'Herald' });
    expect(request('OPTIONS')).toBe('SIP/2.0 200 OK');
    expect(peer.received[0]).toContain(
      '\r\nAllow: INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO, REFER, NOTIFY\r\n',
    );
    expect(peer.received[0]).toContain('\r\nAccept: application/sdp\r\n');
    expect(peer.received[0]).toContain('\r\nServer: Herald\r\n');
  });

  test.each([
    ['8.2.1 a method we know and do not serve', 'REGISTER', [], 'SIP/2.0 405 Method Not Allowed'],
    ['21.5.2 a method nobody knows', 'FLY', [], 'SIP/2.0 501 Not Implemented'],
    ['8.2.2.3 an extension required', 'INVITE', ['Require: 100rel, path'], 'SIP/2.0 420 Bad Extension'],
    ['8.2.3 a coded body', 'INVITE', ['Content-Encoding: gzip'], 'SIP/2.0 415 Unsupported Media Type'],
    ['15.1.2 a BYE for no dialog', 'BYE', [], 'SIP/2.0 481 Call/Transaction Does Not Exist'],
    ['9.2 a CANCEL for no INVITE', 'CANCEL', [], 'SIP/2.0 481 Call/Transaction Does Not Exist'],
  ])('RFC 3261 %s', (_what, method, lines, expected) => {
    const { request, calls } = createCallee();
    expect(request(method, { lines, body: method === 'INVITE' ? OFFER : '' })).toBe(expected);
    expect(calls).toHaveLength(0);
  });

  test('RFC 3261 12.2.2 a request with a To tag of no dialog gets 481, an ACK gets nothing', () => {
    const { request, agent } = createCallee();
    const to = '<sip:us@192.0.2.1>;tag=unknown';
    expect(request('INVITE', { to, body: OFFER })).toBe('SIP/2.0 481 Call/Transaction Does Not Exist');
    expect(request('ACK', { to })).toBe('SIP/2.0 481 Call/Transaction Does Not Exist');
    expect(agent.stats()).toMatchObject({ sent: 1, dropped: 2, transactions: 0 });
  });

  test('RFC 3261 8.2.2.2 the same INVITE by another way is a loop: 482', () => {
    const { request, calls } = createCallee();
    request('INVITE', { body: OFFER });
    expect(request('INVITE', { body: OFFER })).toBe('SIP/2.0 482 Loop Detected');
    expect(calls).toHaveLength(1);
  });

  test('RFC 3261 17.2.3 the same INVITE again reaches its transaction, and gets the latest response', () => {
    const { request, calls, peer } = createCallee();
    request('INVITE', { body: OFFER, branch: 'z9hG4bKsame' });
    calls[0]?.ring();
    request('INVITE', { body: OFFER, branch: 'z9hG4bKsame' });
    expect(calls).toHaveLength(1);
    expect(peer.firstLines()).toEqual(['SIP/2.0 180 Ringing', 'SIP/2.0 180 Ringing']);
    expect(peer.received[0]).toBe(peer.received[1]);
  });

  test('rule: without onInvite a call gets 480', () => {
    const { request } = createCallee({ onInvite: undefined });
    expect(request('INVITE', { body: OFFER })).toBe('SIP/2.0 480 Temporarily Unavailable');
  });

  test('rule: over the limit of calls an INVITE gets 503 with Retry-After and leaves no state', () => {
    const { request, agent, peer } = createCallee({ limits: { calls: 0 } });
    expect(request('INVITE', { body: OFFER })).toBe('SIP/2.0 503 Service Unavailable');
    expect(peer.received[0]).toContain('Retry-After: 5');
    expect(agent.stats()).toMatchObject({ transactions: 0, calls: 0 });
  });

  test('rule: over the limit of transactions an OPTIONS gets 503, and a call of ours a transport error', () => {
    const { request, agent, world } = createCallee({ limits: { transactions: 0 } });
    expect(request('OPTIONS')).toBe('SIP/2.0 503 Service Unavailable');
    const { log } = world.call(agent, CALLEE);
    world.settle();
    expect(log.end).toEqual({ kind: 'transport-error', message: 'too many transactions' });
  });

  test('rule: strangers fill no more than half of the transactions: calls of ours and BYEs have the rest', () => {
    const { request, agent, world, connect } = createCallee({ limits: { transactions: 10 } });
    const to = connect();
    const answers = Array.from({ length: 8 }, () => request('OPTIONS'));
    expect(answers.filter((line) => line === 'SIP/2.0 200 OK')).toHaveLength(4);
    expect(answers.at(-1)).toBe('SIP/2.0 503 Service Unavailable');
    expect(agent.stats().transactions).toBe(5);
    expect(world.call(agent, CALLEE).log.end).toBeUndefined();
    expect(request('BYE', { to, cseq: 2 })).toBe('SIP/2.0 200 OK');
  });

  test('RFC 3261 8.2.6.2, 8.2.7 the To tag of a stateless response is the same for each repetition', () => {
    const { request, peer } = createCallee({ limits: { transactions: 0 } });
    request('OPTIONS', { branch: 'z9hG4bKsame' });
    request('OPTIONS', { branch: 'z9hG4bKsame' });
    expect(peer.received[0]).toMatch(/^To: <sip:us@192.0.2.1>;tag=[0-9a-f]{16}\r$/m);
    expect(peer.received[1]).toBe(peer.received[0]);
  });

  test('RFC 3581 4 the response goes to the source port and names it; without rport to the port of Via', () => {
    const { world } = createCallee();
    const seen: [number, string][] = [];
    world.network.pass = (text, from, to) => {
      if (from.address === US.address) seen.push([to.port, /^Via: (.*)\r$/m.exec(text)?.[1] ?? '']);
      return true;
    };
    const source = world.peer('192.0.2.77', 40_000);
    for (const rport of [';rport', '']) {
      source.send(
        `OPTIONS sip:us@192.0.2.1 SIP/2.0
Via: SIP/2.0/UDP 10.0.0.1:5070;branch=z9hG4bKnat${rport.length}${rport}
From: <sip:a@10.0.0.1>;tag=1
To: <sip:us@192.0.2.1>
Call-ID: nat
CSeq: 1 OPTIONS`,
        US,
      );
    }
    world.settle();
    expect(seen).toEqual([
      [40_000, 'SIP/2.0/UDP 10.0.0.1:5070;branch=z9hG4bKnat6;received=192.0.2.77;rport=40000'],
      [5070, 'SIP/2.0/UDP 10.0.0.1:5070;branch=z9hG4bKnat0;received=192.0.2.77'],
    ]);
  });
});

describe('peers of RFC 2543', () => {
  /** A request without a branch, of the call of this number. */
  const old = (method: string, number: number, to = '<sip:us@192.0.2.1>'): string =>
    `${method} sip:us@192.0.2.1 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.2
From: <sip:them@192.0.2.2>
To: ${to}
Call-ID: old${number}
CSeq: 1 ${method}
Content-Length: 0`;

  test('RFC 3261 17.2.3 transactions without the magic cookie are told apart by Call-ID, CSeq, From tag and Request-URI', () => {
    const { world, peer, calls, agent } = createCallee();
    const send = (text: string): void => {
      peer.send(text, US);
      world.settle();
    };
    send(old('INVITE', 1));
    send(old('INVITE', 1));
    send(old('INVITE', 2));
    expect(calls.map(({ callId }) => callId)).toEqual(['old1', 'old2']);
    send(old('CANCEL', 1));
    expect(peer.firstLines().slice(-2)).toEqual(['SIP/2.0 200 OK', 'SIP/2.0 487 Request Terminated']);
    const tagged = /^To: (.*)\r$/m.exec(peer.received.at(-1) ?? '')?.[1];
    send(old('ACK', 1, tagged));
    world.clock.advance(4_000);
    expect(peer.firstLines().filter((line) => line.startsWith('SIP/2.0 487'))).toHaveLength(1);
    calls[1]?.answer(ANSWER);
    world.settle();
    send(old('ACK', 2, /^To: (.*)\r$/m.exec(peer.received.at(-1) ?? '')?.[1]));
    expect(agent.stats()).toMatchObject({ calls: 1, dialogs: 1 });
  });
});

describe('CANCEL from the peer', () => {
  test('RFC 3261 9.2 200 to the CANCEL and 487 to the INVITE, under one To tag', () => {
    const { request, calls, peer } = createCallee();
    request('INVITE', { body: OFFER, branch: 'z9hG4bKinv' });
    const log = listen(calls[0] as IncomingCall);
    request('CANCEL', { branch: 'z9hG4bKinv' });
    expect(peer.firstLines()).toEqual(['SIP/2.0 200 OK', 'SIP/2.0 487 Request Terminated']);
    const tags = peer.received.map((text) => /^To: .*;tag=(.*)\r$/m.exec(text)?.[1]);
    expect(tags[0]).toBe(tags[1]);
    expect(log.events).toEqual(['cancel', 'cancelled']);
  });

  test('RFC 3261 9.1 an answer may cross the CANCEL: 200 to both, and the call goes on to its BYE', () => {
    const { request, calls, peer, world } = createCallee();
    request('INVITE', { body: OFFER, branch: 'z9hG4bKinv' });
    const call = calls[0] as IncomingCall;
    const log = listen(call);
    call.handlers.onCancel = () => call.answer(ANSWER);
    request('CANCEL', { branch: 'z9hG4bKinv' });
    expect(peer.firstLines()).toEqual(['SIP/2.0 200 OK', 'SIP/2.0 200 OK']);
    expect(peer.received[1]).toMatch(/^CSeq: \d+ INVITE\r$/m);
    const to = /^To: (.*)\r$/m.exec(peer.received[1] ?? '')?.[1] ?? '';
    request('ACK', { to });
    expect(request('BYE', { to, cseq: 2 })).toBe('SIP/2.0 200 OK');
    world.settle();
    expect(log.events).toEqual(['ack', 'hung-up']);
  });

  test('RFC 3261 9.2 a CANCEL after the answer changes nothing', () => {
    const { request, calls, peer, world } = createCallee();
    request('INVITE', { body: OFFER, branch: 'z9hG4bKinv' });
    const log = listen(calls[0] as IncomingCall);
    calls[0]?.answer(ANSWER);
    world.settle();
    request('CANCEL', { branch: 'z9hG4bKinv' });
    expect(peer.firstLines()).toEqual(['SIP/2.0 200 OK', 'SIP/2.0 200 OK']);
    expect(log.events).toEqual([]);
  });
});

describe('requests inside a dialog', () => {
  test('RFC 3261 12.2.2 a CSeq below one seen is answered 500', () => {
    const { request, connect } = createCallee();
    const to = connect();
    expect(request('OPTIONS', { to, cseq: 5 })).toBe('SIP/2.0 200 OK');
    expect(request('OPTIONS', { to, cseq: 4 })).toBe('SIP/2.0 500 CSeq Out Of Order');
  });

  test('RFC 3261 15.1.2 BYE ends the call with its Reason, and a second one finds nothing', () => {
    const { request, connect, calls } = createCallee();
    const to = connect();
    const log = listen(calls[0] as IncomingCall);
    expect(
      request('BYE', { to, cseq: 2, lines: ['Reason: Q.850;cause=31;text="normal, unspecified"'] }),
    ).toBe('SIP/2.0 200 OK');
    expect(log.end).toEqual({ kind: 'hung-up', by: 'peer', reason: 'normal, unspecified', q850: 31 });
    expect(request('BYE', { to, cseq: 3 })).toBe('SIP/2.0 481 Call/Transaction Does Not Exist');
  });

  test('RFC 3261 15.1.2 BYE in an early dialog: 200, and 487 for the INVITE', () => {
    const { request, calls, peer, world, lastTo } = createCallee();
    request('INVITE', { body: OFFER });
    const log = listen(calls[0] as IncomingCall);
    calls[0]?.ring();
    world.settle();
    request('BYE', { to: lastTo(), cseq: 2 });
    expect(peer.firstLines().slice(1).sort()).toEqual(['SIP/2.0 200 OK', 'SIP/2.0 487 Request Terminated']);
    expect(log.events).toEqual(['cancel', 'cancelled']);
  });

  test('RFC 3261 14.2 a second INVITE before the first is answered: 500 with Retry-After', () => {
    const { request, calls, peer, world, lastTo } = createCallee();
    request('INVITE', { body: OFFER });
    calls[0]?.ring();
    world.settle();
    expect(request('INVITE', { to: lastTo(), cseq: 2, body: OFFER })).toBe(
      'SIP/2.0 500 Server Internal Error',
    );
    expect(peer.received.at(-1)).toMatch(/^Retry-After: \d\r$/m);
  });

  test('RFC 5407 3.1.5 a re-INVITE before the ACK: 491', () => {
    const { request, calls, world, lastTo } = createCallee();
    request('INVITE', { body: OFFER });
    calls[0]?.answer(ANSWER);
    world.settle();
    expect(request('INVITE', { to: lastTo(), cseq: 2, body: OFFER })).toBe('SIP/2.0 491 Request Pending');
  });

  test('RFC 3261 14.2 a re-INVITE with the same session, or none, is answered with the SDP we have', () => {
    const { request, connect, peer } = createCallee();
    const to = connect();
    expect(request('INVITE', { to, cseq: 2, body: OFFER })).toBe('SIP/2.0 200 OK');
    expect(peer.received.at(-1)).toContain(ANSWER);
    request('ACK', { to, cseq: 2 });
    expect(request('INVITE', { to, cseq: 3 })).toBe('SIP/2.0 200 OK');
    expect(peer.received.at(-1)).toContain(ANSWER);
  });

  test("RFC 3261 14.2 a changed offer is the user's to answer; without an answer 488, and the call goes on", () => {
    const { request, connect, calls, peer } = createCallee();
    const to = connect();
    const log = listen(calls[0] as IncomingCall);
    const changed = OFFER.replace('o=us 1 1', 'o=us 1 2');
    expect(request('INVITE', { to, cseq: 2, body: changed })).toBe('SIP/2.0 488 Not Acceptable Here');
    request('ACK', { to, cseq: 2 });
    if (calls[0]) calls[0].handlers = { ...calls[0].handlers, onReoffer: () => 'v=0\r\ns=agreed\r\n' };
    expect(request('INVITE', { to, cseq: 3, body: changed })).toBe('SIP/2.0 200 OK');
    expect(peer.received.at(-1)).toContain('s=agreed');
    expect(log.events).toEqual([]);
  });

  test('RFC 3261 14.2 a re-INVITE without an offer gets one of ours, and its ACK has the answer', () => {
    const { request, connect, calls, peer } = createCallee();
    const to = connect();
    const learnt: string[] = [];
    const [call] = calls;
    if (call) {
      call.handlers = {
        ...call.handlers,
        onOfferWanted: () => 'v=0\r\ns=ours\r\n',
        onReanswer: (answer) => learnt.push(answer),
      };
    }
    const moved = OFFER.replace('o=us 1 1', 'o=us 1 2');
    expect(request('INVITE', { to, cseq: 2 })).toBe('SIP/2.0 200 OK');
    expect(peer.received.at(-1)).toContain('s=ours');
    request('ACK', { to, cseq: 2, body: moved });
    request('ACK', { to, cseq: 2, body: moved });
    // What it says again, and an ACK without a word, are no news; nor is an answer that nobody asked for.
    for (const [cseq, body] of [
      [3, moved],
      [4, ''],
    ] as const) {
      request('INVITE', { to, cseq });
      request('ACK', { to, cseq, body });
    }
    request('INVITE', { to, cseq: 5, body: moved });
    request('ACK', { to, cseq: 5, body: OFFER });
    expect(learnt).toEqual([moved]);
    // It is the description that a refresh of the session is known by.
    expect(request('INVITE', { to, cseq: 6, body: moved })).toBe('SIP/2.0 200 OK');
  });

  test('RFC 3261 14.2 a 200 to a re-INVITE that is never acknowledged ends the call', () => {
    const { request, connect, calls, world, peer } = createCallee();
    const to = connect();
    const log = listen(calls[0] as IncomingCall);
    request('INVITE', { to, cseq: 2, body: OFFER });
    world.clock.advance(32_000);
    expect(log.end).toMatchObject({ kind: 'hung-up', by: 'us' });
    expect(peer.firstLines().some((line) => line.startsWith('BYE'))).toBe(true);
  });
});
