import { describe, expect, test } from 'vitest';
import {
  agreedByResponse,
  askForTimer,
  judgeTimer,
  raiseTerms,
  timesOf,
} from '../src/dialog/session-timer.ts';
import type { IncomingRefer } from '../src/index.ts';
import { createPair, field } from './pair.ts';
import { ANSWER, createWorld, OFFER } from './world.ts';

const CHANGED = OFFER.replace('o=us 1 1', 'o=us 1 2');
const SECOND = 1_000;

describe('RFC 4028 what is agreed', () => {
  const OURS = { expires: undefined, minimum: 90 };

  test.each([
    ['nobody asks', [], OURS, undefined],
    [
      'the caller asks and refreshes',
      [
        ['Supported', 'timer'],
        ['Session-Expires', '1800'],
      ],
      OURS,
      '1800;refresher=uac',
    ],
    [
      'the caller asks us to refresh',
      [
        ['Supported', 'timer'],
        ['Session-Expires', '1800;refresher=uas'],
      ],
      OURS,
      '1800;refresher=uas',
    ],
    ['it asks and cannot refresh', [['Session-Expires', '1800']], OURS, '1800;refresher=uas'],
    [
      'we shorten it',
      [
        ['Supported', 'timer'],
        ['Session-Expires', '1800'],
      ],
      { expires: 600, minimum: 90 },
      '600;refresher=uac',
    ],
    [
      'never below its Min-SE',
      [
        ['Supported', 'timer'],
        ['Session-Expires', '1800'],
        ['Min-SE', '900'],
      ],
      { expires: 600, minimum: 90 },
      '900;refresher=uac',
    ],
    [
      'we ask, and refresh',
      [['Supported', '100rel, timer']],
      { expires: 600, minimum: 90 },
      '600;refresher=uas',
    ],
    ['it knows no timer', [['Supported', '100rel']], { expires: 600, minimum: 90 }, undefined],
  ] as const)('RFC 4028 9 %s', (_what, request, terms, expected) => {
    const verdict = judgeTimer(request, terms);
    expect(
      verdict.kind === 'agreed' && verdict.headers.find(([name]) => name === 'Session-Expires')?.[1],
    ).toBe(expected);
    // "If the refresher … is 'uac', the UAS MUST place a Require header field into the response with the value 'timer'."
    const required = verdict.kind === 'agreed' && verdict.headers.some(([name]) => name === 'Require');
    expect(required).toBe(expected?.endsWith('uac') ?? false);
  });

  test('RFC 4028 9 an interval below our minimum is refused, unless the caller could not raise it', () => {
    const terms = { expires: undefined, minimum: 300 };
    const small = ['Session-Expires', '200'] as const;
    expect(judgeTimer([small, ['Supported', 'timer']], terms)).toEqual({ kind: 'too-small', minimum: 300 });
    // "The UAS MUST NOT increase the value of the Session-Expires header field."
    expect(judgeTimer([small], terms)).toMatchObject({
      kind: 'agreed',
      agreed: { seconds: 200, refresher: 'us' },
    });
  });

  test('RFC 4028 5 less than 90 s is nobody’s to ask for: without "timer" it is passed over, in a 2xx taken as 90 s', () => {
    const terms = { expires: undefined, minimum: 90 };
    expect(judgeTimer([['Session-Expires', '2']], terms)).toEqual({
      kind: 'agreed',
      agreed: undefined,
      headers: [],
    });
    expect(agreedByResponse([['Session-Expires', '2;refresher=uac']])).toEqual({
      seconds: 90,
      refresher: 'us',
    });
  });

  test('RFC 4028 7.2, 7.3 the caller takes what the 2xx says, and asks again with the Min-SE of a 422', () => {
    expect(agreedByResponse([['Session-Expires', '400;refresher=uas']])).toEqual({
      seconds: 400,
      refresher: 'peer',
    });
    expect(agreedByResponse([['Session-Expires', '400']])).toEqual({ seconds: 400, refresher: 'us' });
    expect(agreedByResponse([])).toBeUndefined();
    const terms = { expires: 100, minimum: 90 };
    expect(raiseTerms(terms, [['Min-SE', '600']])).toEqual({ expires: 600, minimum: 600 });
    for (const absurd of ['0', '90', '99999999', 'x'])
      expect(raiseTerms(terms, [['Min-SE', absurd]])).toBeUndefined();
  });

  test('RFC 4028 10 refreshed at half the interval; BYE 32 s or a third before its end, whichever is less', () => {
    expect(timesOf({ seconds: 1_800, refresher: 'us' })).toEqual({ refreshMs: 900_000, endMs: 1_768_000 });
    expect(timesOf({ seconds: 90, refresher: 'peer' })).toEqual({ refreshMs: undefined, endMs: 60_000 });
    expect(askForTimer({ expires: 600, minimum: 90 }, { seconds: 600, refresher: 'peer' })[0]?.[1]).toBe(
      '600;refresher=uas',
    );
  });
});

describe('RFC 4028 in calls', () => {
  test('RFC 4028 10 the caller refreshes with UPDATE at half time, for as long as the call lasts', () => {
    const pair = createPair();
    const { log, call } = pair.connect({ sessionTimer: { expires: 200 } });
    pair.world.clock.advance(990 * SECOND);
    expect(pair.crossed.filter((line) => line.includes('UPDATE'))).toEqual(
      Array.from({ length: 9 }, () => ['caller UPDATE', 'callee 200 UPDATE']).flat(),
    );
    expect(pair.latest('caller UPDATE')).toMatch(/^Session-Expires: 200;refresher=uac\r$/m);
    expect(log.end).toBeUndefined();
    call.hangup();
    pair.world.clock.runOut();
    expect(pair.world.clock.pending).toBe(0);
  });

  test('RFC 4028 10 the callee may be the one who refreshes', () => {
    const pair = createPair({ callee: { sessionTimer: { expires: 120 } } });
    const { calledLog } = pair.connect();
    pair.world.clock.advance(130 * SECOND);
    expect(pair.crossed).toEqual([
      'callee UPDATE',
      'caller 200 UPDATE',
      'callee UPDATE',
      'caller 200 UPDATE',
    ]);
    expect(calledLog.end).toBeUndefined();
  });

  test('RFC 4028 7.4 a peer without UPDATE is refreshed by re-INVITE with the session as it is', () => {
    const pair = createPair();
    const without = (text: string): string => text.replaceAll(', UPDATE,', ',');
    const { pass } = pair.world.network;
    const plain = pair.world.network.transport('192.0.2.50');
    pair.world.network.pass = (text, from, to, protocol) => {
      if (from.address !== '192.0.2.2' || !text.includes(', UPDATE,'))
        return pass?.(text, from, to, protocol) ?? true;
      plain.send(new TextEncoder().encode(without(text)), to, () => {});
      return false;
    };
    const { log } = pair.connect({ sessionTimer: { expires: 200 } });
    pair.world.clock.advance(101 * SECOND);
    expect(pair.crossed.slice(0, 1)).toEqual(['caller INVITE']);
    expect(pair.latest('caller INVITE')).toContain(OFFER);
    expect(pair.crossed).not.toContain('caller UPDATE');
    expect(log.end).toBeUndefined();
  });

  test('RFC 4028 10 when the refresher is gone the other side hangs up before the session has run out', () => {
    const pair = createPair();
    const { calledLog } = pair.connect({ sessionTimer: { expires: 300 } });
    pair.lose = (line) => line.startsWith('caller');
    const start = pair.world.clock.now();
    while (calledLog.end === undefined) pair.world.clock.advance(SECOND);
    expect((pair.world.clock.now() - start) / SECOND).toBe(268);
    expect(calledLog.end).toEqual({ kind: 'hung-up', by: 'us', reason: 'session expired', q850: 102 });
  });

  test('RFC 4028 10 a refresh that finds no dialog, or no answer, ends the call', () => {
    const pair = createPair();
    const { log } = pair.connect({ sessionTimer: { expires: 300 } });
    pair.lose = (line) => line.startsWith('callee');
    pair.world.clock.advance(150 * SECOND);
    expect(log.end).toBeUndefined();
    pair.world.clock.advance(32 * SECOND);
    expect(log.end).toMatchObject({ kind: 'hung-up', by: 'us' });
  });

  test('RFC 4028 9 a re-INVITE that is refused changes no timer: the session of a peer that vanishes still ends', async () => {
    const { world, peer, log } = await answered({}, ['Session-Expires: 200;refresher=uas']);
    const invite = peer.latest('INVITE');
    peer.send(
      `INVITE sip:us@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKre\nFrom: ${field(invite, 'To')};tag=a\nTo: ${field(invite, 'From')}\nCall-ID: ${field(invite, 'Call-ID')}\nCSeq: 1 INVITE\nContact: <sip:them@192.0.2.2>\nContent-Type: application/sdp\n\n${CHANGED}`,
      { address: '192.0.2.1', port: 5060 },
    );
    world.settle();
    expect(peer.firstLines().at(-1)).toBe('SIP/2.0 488 Not Acceptable Here');
    world.clock.advance(200 * SECOND);
    expect(log.end).toMatchObject({ kind: 'hung-up', by: 'us', reason: 'session expired' });
  });

  test('RFC 4028 7.3 a 422 is followed by an INVITE with its Min-SE, and the call goes on', () => {
    const pair = createPair({
      callee: { sessionTimer: { minimum: 600 }, onInvite: (call) => call.answer(ANSWER) },
    });
    const { log } = pair.place({ sessionTimer: { expires: 100 } });
    pair.world.settle();
    expect(log.events).toEqual(['answer']);
    expect(field(pair.latest('callee 422 INVITE'), 'Min-SE')).toBe('600');
    expect(pair.latest('caller INVITE')).toMatch(/^Session-Expires: 600\r\nMin-SE: 600\r$/m);
    expect(field(pair.latest('caller INVITE'), 'CSeq')).toBe('2 INVITE');
  });
});

describe('RFC 3261 14 a session changed by us', () => {
  test('RFC 3261 14.1 a re-INVITE with a new offer gets its answer, is acknowledged, and takes the new Contact', async () => {
    const pair = createPair();
    const { call } = pair.connect({}, { callee: { onReoffer: () => 'v=0\r\ns=agreed\r\n' } });
    const reoffered = call.reoffer(CHANGED);
    pair.world.settle();
    expect(await reoffered).toMatchObject({ status: 200, body: 'v=0\r\ns=agreed\r\n' });
    expect(pair.crossed).toEqual(['caller INVITE', 'callee 200 INVITE', 'caller ACK']);
  });

  test('RFC 3264 8.4 a peer that holds the call and forgets to count its version up is heard all the same', async () => {
    const pair = createPair();
    const heard: string[] = [];
    const onReoffer = (offer: string) => {
      heard.push(offer);
      return 'v=0\r\ns=held\r\n';
    };
    const { call } = pair.connect({}, { callee: { onReoffer } });
    const held = `${OFFER}a=sendonly\r\n`;
    const reoffered = call.reoffer(held);
    pair.world.settle();
    expect(await reoffered).toMatchObject({ status: 200, body: 'v=0\r\ns=held\r\n' });
    expect(heard).toEqual([held]);
  });

  test('RFC 3261 14.1 refused, the session stays as it was and the call goes on', async () => {
    const pair = createPair();
    const { called, calledLog, log } = pair.connect();
    const reoffered = called.reoffer('v=0\r\no=x 1 1 IN IP4 1.1.1.1\r\n');
    pair.world.settle();
    expect(await reoffered).toMatchObject({ status: 488 });
    expect(pair.crossed).toEqual(['callee INVITE', 'caller 488 INVITE', 'callee ACK']);
    expect([calledLog.end, log.end]).toEqual([undefined, undefined]);
  });

  test('RFC 3261 14.1 glare: both get 491; the side without the Call-ID comes again within 2 s, the other after', async () => {
    const pair = createPair();
    const agree = { onReoffer: () => 'v=0\r\ns=agreed\r\n' };
    const { call, called } = pair.connect({}, { caller: agree, callee: agree });
    const both = [call.reoffer(CHANGED), called.reoffer('v=0\r\no=t 1 1 IN IP4 1.1.1.1\r\n')];
    pair.world.clock.advance(50);
    expect(pair.crossed.filter((line) => line.includes('491')).sort()).toEqual([
      'callee 491 INVITE',
      'caller 491 INVITE',
    ]);
    pair.crossed.length = 0;
    pair.world.clock.advance(2_050);
    expect(pair.crossed[0]).toBe('callee INVITE');
    expect(pair.crossed).not.toContain('caller INVITE');
    pair.world.clock.advance(2_000);
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
  });

  test('RFC 3261 14.1 a second offer while one is out is not sent', async () => {
    const pair = createPair();
    const { call } = pair.connect({}, { callee: { onReoffer: () => ANSWER } });
    const [first, second] = [call.reoffer(CHANGED), call.reoffer(CHANGED)];
    expect(await second).toMatchObject({ status: 491 });
    pair.world.settle();
    expect(await first).toMatchObject({ status: 200 });
  });

  test('RFC 3261 14.2 an offer of the peer that crosses a mere refresh of ours is answered, not refused with 491', async () => {
    const pair = createPair();
    const { called, call } = pair.connect({}, { caller: { onReoffer: () => OFFER } });
    pair.lose = (line) => line === 'caller UPDATE';
    void call.update();
    const changed = called.reoffer(CHANGED);
    pair.world.settle();
    expect(await changed).toMatchObject({ status: 200 });
    expect(pair.crossed).not.toContain('caller 491 INVITE');
  });

  test('RFC 3261 17.1.1.2 a re-INVITE that gets a 100 and nothing more ends with its call, and is not waited for for ever', async () => {
    const { world, agent, peer, call, log } = await answered();
    const offered = call.reoffer(CHANGED);
    world.settle();
    peer.respond(peer.latest('INVITE'), '100 Trying');
    world.settle();
    world.clock.advance(179 * SECOND);
    expect(log.end).toBeUndefined();
    world.clock.advance(SECOND);
    expect(await offered).toMatchObject({ status: 408 });
    expect(log.end).toMatchObject({ kind: 'hung-up', by: 'us' });
    world.clock.runOut();
    expect(agent.stats()).toMatchObject({ transactions: 0, dialogs: 0, calls: 0 });

    const other = await answered();
    const unanswered = other.call.reoffer(CHANGED);
    other.world.settle();
    other.peer.respond(other.peer.latest('INVITE'), '100 Trying');
    other.world.settle();
    other.call.hangup();
    other.world.clock.advance(32 * SECOND);
    expect(await unanswered).toMatchObject({ status: 408 });
    expect(other.agent.stats()).toMatchObject({ transactions: 0, dialogs: 0, calls: 0 });
    expect(other.world.clock.pending).toBe(0);
  });

  test('RFC 3261 12.2.1.2 a 481 to a request inside the dialog ends the call', async () => {
    const pair = createPair();
    const { call, called, log } = pair.connect();
    pair.lose = (line) => line === 'callee BYE';
    called.hangup();
    const asked = call.update();
    pair.world.settle();
    expect(await asked).toMatchObject({ status: 481 });
    expect(log.end).toMatchObject({ kind: 'hung-up', by: 'us' });
  });

  test('RFC 3261 13.2.2.4 the 200 to a re-INVITE that comes again is acknowledged again', () => {
    const pair = createPair();
    const { call } = pair.connect({}, { callee: { onReoffer: () => ANSWER } });
    let lost = 0;
    pair.lose = (line) => line === 'caller ACK' && lost++ < 2;
    void call.reoffer(CHANGED);
    pair.world.clock.advance(1_600);
    expect(pair.crossed.filter((line) => line === 'caller ACK')).toHaveLength(3);
  });
});

/** A call of ours that a scripted peer has answered. */
async function answered(
  more: Parameters<ReturnType<typeof createWorld>['call']>[2] = {},
  headers: readonly string[] = [],
) {
  const world = createWorld();
  const agent = world.agent('192.0.2.1');
  const peer = world.peer('192.0.2.2');
  const { call, log } = world.call(agent, 'sip:x@192.0.2.2', more);
  world.settle();
  peer.respond(peer.latest('INVITE'), '200 OK', {
    tag: 'a',
    headers: ['Contact: <sip:them@192.0.2.2>', ...headers],
    body: ANSWER,
  });
  world.settle();
  return { world, agent, peer, call, log };
}

describe('RFC 6086 INFO', () => {
  test('rule: keys by application/dtmf-relay, both ways', async () => {
    const pair = createPair();
    const keys: string[] = [];
    const onDigit = (digit: string, ms: number) => void keys.push(`${digit} ${ms}`);
    const { call, called } = pair.connect({}, { caller: { onDigit }, callee: { onDigit } });
    const sent = [
      call.sendDigit('5'),
      called.sendDigit('#', 80),
      call.sendDigit('d', 100_000),
      call.sendDigit('x'),
    ];
    pair.world.settle();
    expect((await Promise.all(sent)).map(({ status }) => status)).toEqual([200, 200, 200, 400]);
    expect(keys).toEqual(['5 160', '# 80', 'D 60000']);
    expect(pair.texts[0]).toContain('Content-Type: application/dtmf-relay\r\n');
    expect(pair.texts[0]).toMatch(/\r\n\r\nSignal=5\r\nDuration=160\r\n$/);
  });

  test.each([
    ['application/dtmf-relay', 'Signal= *\nDuration= 250', '* 250'],
    ['application/dtmf-relay', 'Duration=100\r\nSignal=11\r\n', '# 100'],
    ['Application/DTMF', '7', '7 160'],
  ])('rule: %s %j is the key %s', async (contentType, body, key) => {
    const pair = createPair();
    const keys: string[] = [];
    const { call } = pair.connect({}, { callee: { onDigit: (digit, ms) => keys.push(`${digit} ${ms}`) } });
    const sent = call.info({ contentType, body });
    pair.world.settle();
    expect(await sent).toMatchObject({ status: 200 });
    expect(keys).toEqual([key]);
  });

  test('RFC 6086 4.2.2 a package nobody knows is 469, a body nobody wants 415, an empty INFO 200; the user may take them', async () => {
    const pair = createPair();
    const { call, called } = pair.connect();
    const send = async (info: Parameters<typeof call.info>[0]) => {
      const sent = call.info(info);
      pair.world.settle();
      return (await sent).status;
    };
    const pack = { contentType: 'a/b', body: 'x', infoPackage: 'nx' };
    const body = { contentType: 'text/plain', body: 'hello' };
    expect(await send(pack)).toBe(469);
    expect(await send(body)).toBe(415);
    expect(await send({ contentType: 'text/plain', body: '' })).toBe(200);
    const heard: unknown[] = [];
    called.handlers = { ...called.handlers, onInfo: (info) => heard.push(info) > 1 };
    expect([await send(pack), await send(body)]).toEqual([469, 200]);
    expect(heard).toEqual([pack, body]);
    expect(await send({ contentType: 'a/b\r\nEvil: 1', body: '' })).toBe(400);
  });
});

describe('RFC 3515 transfer', () => {
  /** A call in which the callee takes REFERs. */
  function createTransfer() {
    const pair = createPair();
    const refers: IncomingRefer[] = [];
    const heard: string[] = [];
    const { call, called, ...logs } = pair.connect(
      {},
      { callee: { onRefer: (refer) => void refers.push(refer) } },
    );
    const referred = call.refer('sip:third@192.0.2.3', {
      onProgress: ({ status, reason }) => heard.push(`${status} ${reason}`),
      onEnd: (last) => heard.push(`end ${last?.status}`),
    });
    pair.world.settle();
    return { pair, refers, heard, call, called, referred, ...logs };
  }

  test('RFC 3515 2.4 202, NOTIFY 100 at once, then how the other call goes, and the end of the subscription', async () => {
    const { pair, refers, heard, referred } = createTransfer();
    const [refer] = refers;
    expect(refer?.target).toBe('sip:third@192.0.2.3');
    refer?.accept();
    pair.world.settle();
    expect(await referred).toMatchObject({ status: 202 });
    refer?.notify(180);
    pair.world.settle();
    refer?.notify(200);
    refer?.notify(486);
    pair.world.settle();
    expect(heard).toEqual(['100 Trying', '180 Ringing', '200 OK', 'end 200']);
    const last = pair.latest('callee NOTIFY');
    expect(field(last, 'Event')).toBe('refer;id=2');
    expect(field(last, 'Subscription-State')).toBe('terminated;reason=noresource');
    expect(field(last, 'Content-Type')).toBe('message/sipfrag;version=2.0');
    expect(last).toMatch(/\r\n\r\nSIP\/2.0 200 OK\r\n$/);
  });

  test('RFC 3515 2.4.2 nobody takes it, or it is declined: 603; two Refer-To, or none that can be read: 400', async () => {
    const declined = createTransfer();
    declined.refers[0]?.reject();
    declined.pair.world.settle();
    expect(await declined.referred).toMatchObject({ status: 603 });
    expect(declined.heard).toEqual([]);
    const pair = createPair();
    const { call } = pair.connect();
    const refused = call.refer('sip:x@y');
    pair.world.settle();
    expect(await refused).toMatchObject({ status: 603 });
    expect(await call.refer('not a uri')).toMatchObject({ status: 400 });
    const twice = pair.latest('caller REFER').replace('Refer-To: ', 'Refer-To: <sip:a@b>\r\nRefer-To: ');
    const again = twice.replace(/branch=\w+/, 'branch=z9hG4bKtwice').replace(/CSeq: \d+/, 'CSeq: 90');
    pair.world.network
      .transport('192.0.2.9')
      .send(new TextEncoder().encode(again), { address: '192.0.2.2', port: 5060 }, () => {});
    pair.world.settle();
    expect(pair.crossed.at(-1)).toBe('callee 400 REFER');
  });

  test('rule: a REFER nobody decides about is declined before its transaction runs out', async () => {
    const { pair, referred } = createTransfer();
    pair.world.clock.advance(30 * SECOND);
    pair.world.settle();
    expect(await referred).toMatchObject({ status: 603 });
  });

  test('RFC 3515 2.4.6 after a challenge a NOTIFY names the REFER that was accepted; one that cannot be sent is forgotten', async () => {
    const { world, agent, peer, call } = await answered({ credentials: { username: 'u', password: 'p' } });
    const heard: number[] = [];
    const asked = call.refer('sip:c@192.0.2.3', { onProgress: ({ status }) => heard.push(status) });
    world.settle();
    peer.respond(peer.latest('REFER'), '407 Proxy Authentication Required', {
      headers: ['Proxy-Authenticate: Digest realm="r", nonce="n", qop="auth"'],
    });
    world.settle();
    const refer = peer.latest('REFER');
    expect(field(refer, 'CSeq')).toBe('3 REFER');
    peer.respond(refer, '202 Accepted');
    world.settle();
    expect(await asked).toMatchObject({ status: 202 });
    peer.send(
      `NOTIFY sip:us@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKn\nFrom: ${field(refer, 'To')}\nTo: ${field(refer, 'From')}\nCall-ID: ${field(refer, 'Call-ID')}\nCSeq: 1 NOTIFY\nEvent: refer;id=3\nSubscription-State: active;expires=60\nContent-Type: message/sipfrag\n\nSIP/2.0 180 Ringing\n`,
      { address: '192.0.2.1', port: 5060 },
    );
    world.settle();
    expect(peer.firstLines().at(-1)).toBe('SIP/2.0 200 OK');
    expect(heard).toEqual([180]);
    call.hangup();
    world.clock.runOut();
    expect(agent.stats().dialogs).toBe(0);
  });

  test('RFC 6665 4.1.3 a NOTIFY for no subscription is 481, for another event 489', async () => {
    const { pair, refers, heard, referred } = createTransfer();
    refers[0]?.accept();
    pair.world.settle();
    await referred;
    const notify = pair.latest('callee NOTIFY');
    const stranger = pair.world.network.transport('192.0.2.9');
    const send = (text: string): string | undefined => {
      stranger.send(new TextEncoder().encode(text), { address: '192.0.2.1', port: 5060 }, () => {});
      pair.world.settle();
      return pair.crossed.at(-1);
    };
    const vary = (cseq: number, event: string): string =>
      notify
        .replace(/CSeq: \d+/, `CSeq: ${cseq}`)
        .replace(/branch=\w+/, `branch=z9hG4bK${cseq}`)
        .replace(/Event: .*/, `Event: ${event}`);
    expect(send(vary(50, 'refer;id=99'))).toBe('caller 481 NOTIFY');
    expect(send(vary(51, 'presence'))).toBe('caller 489 NOTIFY');
    expect(heard).toEqual(['100 Trying']);
  });

  test('rule: a transfer ends with its call, and when nothing is heard of it for three minutes', async () => {
    const ended = createTransfer();
    ended.refers[0]?.accept();
    ended.pair.world.settle();
    ended.call.hangup();
    expect(ended.heard).toEqual(['100 Trying', 'end 100']);
    const silent = createTransfer();
    silent.refers[0]?.accept();
    silent.pair.world.settle();
    silent.pair.lose = (line) => line === 'callee NOTIFY';
    silent.pair.world.clock.advance(181 * SECOND);
    expect(silent.heard).toEqual(['100 Trying', 'end 100']);
    silent.call.hangup();
    silent.pair.world.clock.runOut();
    expect(silent.pair.world.clock.pending).toBe(0);
  });

  test('rule: REFER outside a call is refused with 403', () => {
    const pair = createPair();
    const peer = pair.world.peer('192.0.2.9');
    peer.send(
      'REFER sip:us@192.0.2.2 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1\nFrom: <sip:a@b>;tag=1\nTo: <sip:us@192.0.2.2>\nCall-ID: r\nCSeq: 1 REFER\nContact: <sip:a@192.0.2.9>\nRefer-To: <sip:x@y>',
      { address: '192.0.2.2', port: 5060 },
    );
    pair.world.settle();
    expect(peer.firstLines()).toEqual(['SIP/2.0 403 REFER inside a call only']);
  });
});
