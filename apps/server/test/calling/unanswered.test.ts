import { createOffer } from '@herald/media';
import { describe, expect, test } from 'vitest';
import { openScriptedCallee } from './support/scripted-callee.ts';
import { createWorld, placeCall, planFor } from './support/world.ts';

describe('a call that is not answered', () => {
  test.each([
    ['RFC 3261 21.4.24 busy', 486, 'Busy Here', 17],
    ['RFC 3261 21.4.19 nobody there', 480, 'Temporarily Unavailable', 18],
    ['RFC 3261 21.6.2 rejected', 603, 'Decline', 21],
    ['RFC 3261 21.4.5 no such number', 404, 'Not Found', 1],
    ['RFC 3261 21.5.4 the trunk is full', 503, 'Service Unavailable', 34],
    ['RFC 3264 6 the offer does not suit the callee', 488, 'Not Acceptable Here', undefined],
    ['RFC 3261 21.3.3 moved: no other target is tried', 302, 'Moved Temporarily', undefined],
    ['RFC 3261 22.2 credentials are asked for and there are none', 401, 'Unauthorized', undefined],
  ])('%s: status, reason and the Q.850 cause of RFC 3326', async (_rule, status, reason, q850) => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee(({ call }) => {
      call.ring();
      call.reject(status, reason, q850 === undefined ? [] : [['Reason', `Q.850;cause=${q850}`]]);
    });
    const { events, outcome } = placeCall(engine, planFor(callee.port));
    const result = await world.pass(outcome);
    const cause = { kind: 'sip', status, reason, ...(q850 === undefined ? {} : { q850 }) };
    expect(result).toMatchObject({ result: 'failed', cause, talkMs: 0, playsCompleted: 0, rtp: { sent: 0 } });
    expect(result.ringingAt).toBeDefined();
    expect(result.answeredAt).toBeUndefined();
    expect(result.endedBy).toBeUndefined();
    expect(events).toEqual([
      'dialling',
      'ringing',
      `ended ${status} ${reason}${q850 === undefined ? '' : ` (Q.850 ${q850})`}`,
    ]);
    await world.until(() => callee.received('ACK'));
    expect(callee.summary()).toEqual(['< INVITE', '> 180', `> ${status}`, '< ACK']);
  });

  test('RFC 3261 9.1 ringTimeoutMs after the INVITE comes the CANCEL, and the call ends as no-answer', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee(({ call }) => call.ring());
    const { outcome, told } = placeCall(engine, planFor(callee.port, { ringTimeoutMs: 30_000 }));
    await world.pass(told('ringing'));
    expect(callee.received('CANCEL')).toBeUndefined();
    const result = await world.pass(outcome);
    expect(result).toMatchObject({ result: 'failed', cause: { kind: 'no-answer' }, talkMs: 0 });
    expect(result.endedAt - result.startedAt).toBeGreaterThanOrEqual(30_000);
    expect(result.endedAt - result.startedAt).toBeLessThan(31_000);
    expect(await callee.lines[0]?.ended).toEqual({ kind: 'cancelled' });
    expect(callee.received('CANCEL')).toContain(`CANCEL sip:+8613800000200@127.0.0.1:${callee.port} SIP/2.0`);
  });

  test('RFC 3261 13.3.1.4 an answer that crosses the CANCEL is acknowledged and hung up: no-answer', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const peer = await openScriptedCallee();
    const { outcome } = placeCall(engine, planFor(peer.port, { ringTimeoutMs: 1000 }));
    const invite = await world.until(() => peer.received[0]);
    peer.respond(invite, '180 Ringing', { tag: 'x' });
    await world.pass(world.until(() => peer.received.find((text) => text.startsWith('CANCEL'))));
    const offer = createOffer({ address: '127.0.0.1', port: 40_000, sessionId: '1' });
    const contact = `Contact: <sip:127.0.0.1:${peer.port}>`;
    peer.respond(invite, '200 OK', {
      tag: 'x',
      headers: [contact, 'Content-Type: application/sdp'],
      body: offer,
    });
    expect(await world.pass(outcome)).toMatchObject({
      result: 'failed',
      cause: { kind: 'no-answer' },
      rtp: { sent: 0 },
    });
    const bye = await world.until(() => peer.received.find((text) => text.startsWith('BYE')));
    peer.respond(bye, '200 OK');
    expect(peer.firstLines().map((line) => line.split(' ', 1)[0])).toEqual([
      'INVITE',
      'CANCEL',
      'ACK',
      'BYE',
    ]);
  });

  test('RFC 3261 17.1.1.2 timer B: a trunk that says nothing is a timeout, whatever ringTimeoutMs is', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const peer = await openScriptedCallee();
    for (const ringTimeoutMs of [10_000, 45_000]) {
      const { outcome } = placeCall(engine, planFor(peer.port, { ringTimeoutMs }));
      const result = await world.pass(outcome);
      expect(result).toMatchObject({ result: 'failed', cause: { kind: 'timeout' } });
      expect(result.ringingAt).toBeUndefined();
    }
    expect(peer.firstLines().every((line) => line.startsWith('INVITE'))).toBe(true);
  });

  test('rule: after 100 Trying alone, nobody answering is no-answer and not timeout', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const peer = await openScriptedCallee();
    const { events, outcome } = placeCall(engine, planFor(peer.port));
    const invite = await world.until(() => peer.received[0]);
    peer.respond(invite, '100 Trying');
    const cancel = await world.pass(
      world.until(() => peer.received.find((text) => text.startsWith('CANCEL'))),
    );
    peer.respond(cancel, '200 OK', { tag: 'x' });
    peer.respond(invite, '487 Request Terminated', { tag: 'x' });
    const result = await world.pass(outcome);
    expect(result.cause).toEqual({ kind: 'no-answer' });
    expect(result.ringingAt).toBeUndefined();
    expect(events).toEqual(['dialling', 'ended no-answer']);
  });

  test('voice: early media is no answer, nothing is said into it, and what is heard in it is not kept', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee(({ call, session, heard }) => {
      const port = Number(/m=audio (\d+)/.exec(call.body)?.[1]);
      session.connect({
        address: '127.0.0.1',
        port,
        codec: { name: 'PCMA', payloadType: 8 },
        dtmfPayloadType: 101,
        ptimeMs: 20,
        direction: 'sendrecv',
      });
      session.record(heard);
      session.sendDigit('5');
      call.progress(183, createOffer({ address: '127.0.0.1', port: session.port, sessionId: '1' }));
    });
    const { events, outcome, told } = placeCall(engine, planFor(callee.port, { ringTimeoutMs: 20_000 }));
    await world.pass(told('early-media'));
    const result = await world.pass(outcome);
    expect(result).toMatchObject({
      result: 'failed',
      cause: { kind: 'no-answer' },
      talkMs: 0,
      digits: '',
      rtp: { sent: 0, received: 0 },
    });
    expect(result.ringingAt).toBeDefined();
    expect(events).toEqual(['dialling', 'early-media', 'ended no-answer']);
    expect(callee.lines[0]?.heard.seconds).toBe(0);
  });

  test('rule: a trunk whose name is unknown is a transport error, and so is a callee that is no number', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const trunk = { trunkId: 'test', host: 'nowhere.invalid', port: 5060 };
    const lost = placeCall(engine, planFor(5060, { trunk }));
    expect((await world.pass(lost.outcome)).cause).toMatchObject({ kind: 'transport-error' });
    const odd = placeCall(engine, planFor(5060, { callee: '1>\r\nX: y' }));
    expect((await world.pass(odd.outcome)).cause).toMatchObject({ kind: 'transport-error' });
  });

  test('RFC 3261 22 a trunk that asks for credentials gets them, in the same call', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const peer = await openScriptedCallee();
    const trunk = {
      trunkId: 'test',
      host: '127.0.0.1',
      port: peer.port,
      username: 'herald',
      password: 'secret',
    };
    const { outcome } = placeCall(engine, planFor(peer.port, { trunk }));
    const invite = await world.until(() => peer.received[0]);
    peer.respond(invite, '407 Proxy Authentication Required', {
      tag: 'a',
      headers: ['Proxy-Authenticate: Digest realm="trunk", nonce="n1", qop="auth", algorithm=SHA-256'],
    });
    const again = await world.until(() =>
      peer.received.find((text) => text.includes('CSeq: 2 INVITE') && text.startsWith('INVITE')),
    );
    expect(again).toMatch(/Proxy-Authorization: Digest .*username="herald"/);
    expect(again).not.toContain('secret');
    peer.respond(again, '486 Busy Here', { tag: 'b' });
    expect((await world.pass(outcome)).cause).toMatchObject({ kind: 'sip', status: 486 });
  });
});

describe('an answer that cannot be used', () => {
  const base = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n';
  test.each([
    ['RFC 3261 13.2.1 no session description', ''],
    ['RFC 4566 5 text that is none', 'hello'],
    ['RFC 3264 6 the stream refused', `${base}c=IN IP4 127.0.0.1\r\nm=audio 0 RTP/AVP 8\r\n`],
    ['RFC 3264 6 a codec that was not offered', `${base}c=IN IP4 127.0.0.1\r\nm=audio 4000 RTP/AVP 18\r\n`],
    ['RFC 3264 6 another kind of stream', `${base}c=IN IP4 127.0.0.1\r\nm=video 4000 RTP/AVP 96\r\n`],
    ['RFC 4566 5.7 a host name for an address', `${base}c=IN IP4 example.org\r\nm=audio 4000 RTP/AVP 8\r\n`],
    ['RFC 4566 5.7 the other IP version', `${base}c=IN IP6 ::1\r\nm=audio 4000 RTP/AVP 8\r\n`],
  ])('%s: ACK, BYE, bad-media', async (_rule, sdp) => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee(({ call }) => call.answer(sdp));
    const { events, outcome } = placeCall(engine, planFor(callee.port));
    const result = await world.pass(outcome);
    expect(result).toMatchObject({
      result: 'failed',
      cause: { kind: 'bad-media' },
      talkMs: 0,
      rtp: { sent: 0 },
    });
    expect(result.answeredAt).toBeUndefined();
    expect(result.endedBy).toBeUndefined();
    expect(events).toEqual(['dialling', expect.stringMatching(/^ended bad-media: ./)]);
    await callee.lines[0]?.acknowledged;
    expect(await callee.lines[0]?.ended).toMatchObject({ kind: 'hung-up', by: 'peer' });
    expect(await world.until(() => callee.received('BYE'))).toContain('Reason: SIP;cause=488');
  });
});
