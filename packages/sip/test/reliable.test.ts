import { describe, expect, test } from 'vitest';
import type { IncomingCall } from '../src/index.ts';
import { createPair, field } from './pair.ts';
import { ANSWER, createWorld, listen, OFFER } from './world.ts';

const CHANGED = OFFER.replace('o=us 1 1', 'o=us 1 2');

/** A call that rings, with the callee's side in hand. */
function createRinging(more: Parameters<ReturnType<typeof createPair>['place']>[0] = {}, handlers = {}) {
  let called: IncomingCall | undefined;
  const pair = createPair({
    callee: {
      onInvite(call) {
        called = call;
      },
    },
  });
  const placed = pair.place(more, handlers);
  pair.world.settle();
  if (called === undefined) throw new Error('no call came in');
  return { ...pair, pair, ...placed, called, calledLog: listen(called) };
}

describe('RFC 3262 the caller', () => {
  test('RFC 3262 4 a reliable 183 is acknowledged by PRACK with its RSeq and the CSeq of the INVITE', () => {
    const { world, called, crossed, pair, log } = createRinging();
    called.progress(183, ANSWER, { reliable: true });
    world.settle();
    expect(crossed).toEqual(['caller INVITE', 'callee 183 INVITE', 'caller PRACK', 'callee 200 PRACK']);
    const rseq = field(pair.latest('callee 183 INVITE'), 'RSeq');
    expect(field(pair.latest('caller PRACK'), 'RAck')).toBe(`${rseq} 1 INVITE`);
    expect(field(pair.latest('caller PRACK'), 'CSeq')).toBe('2 PRACK');
    expect(log.events).toEqual(['183']);
  });

  test('RFC 3262 4 one seen before, and one that comes too early, is neither told nor acknowledged', () => {
    const world = createWorld();
    const agent = world.agent('192.0.2.1');
    const peer = world.peer('192.0.2.2');
    const { log } = world.call(agent, 'sip:x@192.0.2.2');
    world.settle();
    const reliable = (rseq: number) => {
      peer.respond(peer.latest('INVITE'), '183 Session Progress', {
        tag: 'a',
        headers: ['Contact: <sip:them@192.0.2.2>', 'Require: 100rel', `RSeq: ${rseq}`],
      });
      world.settle();
    };
    for (const rseq of [7, 7, 9, 8, 9]) reliable(rseq);
    const racks = peer.received.filter((text) => text.startsWith('PRACK')).map((text) => field(text, 'RAck'));
    expect([...new Set(racks)]).toEqual(['7 1 INVITE', '8 1 INVITE', '9 1 INVITE']);
    expect(log.events).toEqual(['183', '183', '183']);
  });

  test('RFC 3261 13.2.1 the SDP of a reliable response is the answer of a 200 without one, in the same dialog', () => {
    const { world, called, call, log, pair } = createRinging();
    called.progress(183, ANSWER, { reliable: true });
    world.settle();
    called.answer('');
    world.settle();
    expect(log.events).toEqual(['183', 'answer']);
    call.hangup();
    world.settle();
    // INVITE 1, PRACK 2, BYE 3.
    expect(field(pair.latest('caller BYE'), 'CSeq')).toBe('3 BYE');
    world.clock.runOut();
    expect([pair.caller.stats(), pair.callee.stats()]).toMatchObject([{ dialogs: 0 }, { dialogs: 0 }]);
  });

  test('rule: reliable "off" does not offer it, "required" insists', () => {
    const off = createRinging({ reliable: 'off' });
    off.called.progress(183, ANSWER, { reliable: true });
    off.world.settle();
    expect(field(off.pair.latest('caller INVITE'), 'Supported')).toBe('timer');
    expect(off.crossed).not.toContain('caller PRACK');
    const required = createRinging({ reliable: 'required' });
    required.called.ring();
    required.world.settle();
    expect(field(required.pair.latest('caller INVITE'), 'Require')).toBe('100rel');
    expect(required.crossed).toContain('caller PRACK');
  });

  test('rule: a call cancelled or refused leaves no early dialog behind', () => {
    const { world, called, call, caller, callee } = createRinging();
    called.ring();
    called.progress(183, ANSWER, { reliable: true });
    world.settle();
    call.hangup();
    world.settle();
    world.clock.runOut();
    for (const agent of [caller, callee])
      expect(agent.stats()).toMatchObject({ dialogs: 0, calls: 0, transactions: 0 });
    expect(world.clock.pending).toBe(0);
  });
});

describe('RFC 3262 the callee', () => {
  test('RFC 3262 3 the response goes out again after T1, 3·T1, 7·T1 … until 64·T1, when the INVITE is refused with 504', () => {
    const { world, called, crossed, pair, log, calledLog } = createRinging();
    pair.lose = (line) => line === 'caller PRACK';
    const start = world.clock.now();
    const times: number[] = [];
    const { pass } = world.network;
    world.network.pass = (text, from, to, protocol) => {
      if (text.startsWith('SIP/2.0 183')) times.push(world.clock.now() - start);
      return pass?.(text, from, to, protocol) ?? true;
    };
    called.progress(183, ANSWER, { reliable: true });
    world.clock.advance(31_999);
    expect(times).toEqual([0, 500, 1_500, 3_500, 7_500, 15_500, 31_500]);
    expect(calledLog.end).toBeUndefined();
    world.clock.advance(50);
    expect(calledLog.end).toEqual({ kind: 'timeout' });
    expect(crossed).toContain('callee 504 INVITE');
    expect(log.end).toMatchObject({ kind: 'rejected', status: 504 });
  });

  test('RFC 3262 3 the next reliable response waits for the PRACK of the one before, and RSeq goes up by one', () => {
    const { world, called, pair, texts } = createRinging();
    pair.lose = (line) => line === 'caller PRACK';
    for (const status of [180, 183, 182] as const) called.progress(status, '', { reliable: true });
    world.settle();
    const statuses = () => [...new Set(pair.crossed.filter((line) => /callee 18/.test(line)))];
    expect(statuses()).toEqual(['callee 180 INVITE']);
    pair.lose = undefined;
    world.clock.advance(600);
    expect(statuses()).toEqual(['callee 180 INVITE', 'callee 183 INVITE', 'callee 182 INVITE']);
    const numbers = [...new Set(texts.flatMap((text) => field(text, 'RSeq') ?? []))].map(Number);
    expect(numbers.map((each) => each - (numbers[0] as number))).toEqual([0, 1, 2]);
  });

  test('RFC 3262 3 the 200 waits for the PRACK of a response with SDP, and not of one without', () => {
    const { world, called, pair, crossed } = createRinging();
    pair.lose = (line) => line === 'caller PRACK';
    called.progress(183, ANSWER, { reliable: true });
    called.answer(ANSWER);
    called.answer('v=0\r\ns=second\r\n');
    world.settle();
    expect(crossed).not.toContain('callee 200 INVITE');
    pair.lose = undefined;
    world.clock.advance(600);
    expect(pair.latest('callee 200 INVITE')).toContain(ANSWER);
    const bare = createRinging();
    bare.pair.lose = (line) => line === 'caller PRACK';
    bare.called.progress(180, '', { reliable: true });
    bare.called.answer(ANSWER);
    bare.world.settle();
    expect(bare.crossed).toContain('callee 200 INVITE');
    bare.world.clock.advance(5_000);
    expect(bare.crossed.filter((line) => line === 'callee 180 INVITE')).toHaveLength(1);
  });

  test.each([
    ['before the ACK', 'caller ACK'],
    ['after it', ''],
  ])('RFC 3262 3 a PRACK that the 200 has overtaken gets its 200, %s', (_when, held) => {
    const { world, called, pair, crossed, call, log } = createRinging();
    pair.lose = (line) => line === 'caller PRACK' || line === held;
    called.progress(180, '', { reliable: true });
    world.settle();
    called.answer(ANSWER);
    world.settle();
    expect(log.events).toContain('answer');
    pair.lose = undefined;
    world.clock.advance(600);
    expect(crossed).toContain('callee 200 PRACK');
    expect(crossed).not.toContain('callee 481 PRACK');
    expect(crossed.filter((line) => line === 'callee 180 INVITE')).toHaveLength(1);
    // The session goes on as any other does.
    call.hangup();
    world.settle();
    expect(crossed.at(-1)).toBe('callee 200 BYE');
  });

  test('RFC 3262 3 a PRACK that matches nothing gets 481', () => {
    const { world, called, pair } = createRinging();
    pair.lose = (line) => line === 'caller PRACK';
    called.progress(183, '', { reliable: true });
    world.settle();
    const prack = pair
      .latest('caller PRACK')
      .replace(/RAck: ([0-9]+)/, (_all, rseq) => `RAck: ${Number(rseq) + 1}`);
    const other = world.network.transport('192.0.2.9');
    other.send(new TextEncoder().encode(prack), { address: '192.0.2.2', port: 5060 }, () => {});
    world.settle();
    expect(pair.crossed.at(-1)).toBe('callee 481 PRACK');
  });

  test('RFC 3262 5 a late offer: the reliable 183 offers, and the PRACK answers', () => {
    const world = createWorld();
    const answers: string[] = [];
    let called: IncomingCall | undefined;
    world.agent('192.0.2.1', {
      onInvite(call) {
        called = call;
        call.handlers = { onReanswer: (answer) => answers.push(answer) };
        call.progress(183, ANSWER, { reliable: true });
      },
    });
    const peer = world.peer('192.0.2.2');
    const send = (method: string, cseq: number, to: string, lines: string, body: string) => {
      peer.send(
        `${method} sip:us@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK${cseq}\nFrom: <sip:a@b>;tag=1\nTo: ${to}\nCall-ID: late\nCSeq: ${cseq} ${method}\nContact: <sip:a@192.0.2.2>\n${lines}\n\n${body}`,
        { address: '192.0.2.1', port: 5060 },
      );
      world.settle();
    };
    send('INVITE', 1, '<sip:us@192.0.2.1>', 'Supported: 100rel', '');
    const progress = peer.latest('183');
    const rack = `RAck: ${field(progress, 'RSeq')} 1 INVITE\nContent-Type: application/sdp`;
    send('PRACK', 2, field(progress, 'To') ?? '', rack, OFFER);
    expect(peer.firstLines().at(-1)).toBe('SIP/2.0 200 OK');
    expect(answers).toEqual([OFFER]);
    called?.hangup();
  });
});

describe('RFC 3311 UPDATE before the answer', () => {
  test('RFC 3311 5.1 once a reliable response has made the dialog, either side may offer anew', async () => {
    const heard: string[] = [];
    const { world, called, call } = createRinging(
      {},
      {
        onReoffer: (offer: string) => {
          heard.push(`caller hears ${offer === CHANGED}`);
          return 'v=0\r\ns=early\r\n';
        },
      },
    );
    called.progress(183, ANSWER, { reliable: true });
    world.settle();
    const byCallee = called.update(CHANGED);
    world.settle();
    expect(await byCallee).toMatchObject({ status: 200, body: 'v=0\r\ns=early\r\n' });
    called.handlers = { ...called.handlers, onReoffer: () => undefined };
    const byCaller = call.update('v=0\r\no=new 1 1 IN IP4 1.1.1.1\r\n');
    world.settle();
    expect(await byCaller).toMatchObject({ status: 488 });
    expect(heard).toEqual(['caller hears true']);
    called.answer(ANSWER);
    world.settle();
    call.hangup();
    world.clock.runOut();
  });

  test('RFC 4028 2 before the answer there is no session to expire: whatever an UPDATE asks, the call rings on', () => {
    const world = createWorld();
    const agent = world.agent('192.0.2.1');
    const peer = world.peer('192.0.2.2');
    const { call, log } = world.call(agent, 'sip:x@192.0.2.2', { ringTimeoutMs: 170_000 });
    world.settle();
    peer.respond(peer.latest('INVITE'), '180 Ringing', {
      tag: 'a',
      headers: ['Contact: <sip:them@192.0.2.2>', 'Require: 100rel', 'RSeq: 7'],
    });
    world.settle();
    const invite = peer.latest('INVITE');
    peer.send(
      `UPDATE sip:us@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKup\nFrom: ${field(invite, 'To')};tag=a\nTo: ${field(invite, 'From')}\nCall-ID: ${field(invite, 'Call-ID')}\nCSeq: 1 UPDATE\nContact: <sip:them@192.0.2.2>\nSupported: timer\nSession-Expires: 90;refresher=uac`,
      { address: '192.0.2.1', port: 5060 },
    );
    world.settle();
    expect(peer.firstLines().at(-1)).toBe('SIP/2.0 200 OK');
    expect(field(peer.latest('200 OK'), 'Session-Expires')).toBeUndefined();
    world.clock.advance(160_000);
    expect(log.end).toBeUndefined();
    expect(peer.firstLines().filter((line) => line.startsWith('BYE'))).toEqual([]);
    call.hangup();
    world.settle();
    expect(peer.firstLines().at(-1)).toMatch(/^CANCEL /);
  });

  test('RFC 3311 5.2 an UPDATE before the offer of the INVITE is answered: 500 with Retry-After', async () => {
    const { world, called, call, pair } = createRinging();
    called.progress(180, '', { reliable: true });
    world.settle();
    const refused = call.update(CHANGED);
    world.settle();
    expect(await refused).toMatchObject({ status: 500 });
    // "a randomly chosen value of between 0 and 10 seconds"
    const waits = new Set<number>();
    for (let times = 0; times < 40; times++) {
      void call.update(CHANGED);
      world.settle();
      waits.add(Number(field(pair.latest('callee 500 UPDATE'), 'Retry-After')));
    }
    expect(Math.min(...waits)).toBe(0);
    expect(Math.max(...waits)).toBe(10);
  });

  test('rule: without a dialog that the peer knows the verbs give 481 and send nothing', async () => {
    const { called, call, crossed } = createRinging();
    for (const verb of [
      call.update(),
      call.info({ contentType: 'a/b', body: '' }),
      called.sendDigit('1'),
      called.reoffer(OFFER),
    ]) {
      expect(await verb).toMatchObject({ status: 481 });
    }
    expect(crossed).toEqual(['caller INVITE']);
  });
});
