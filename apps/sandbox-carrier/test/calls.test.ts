import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOffer, decodeWav, encodeTrack, readAnswer } from '@herald/media';
import { createManualClock } from '@herald/sip/testkit';
import { afterEach, describe, expect, test } from 'vitest';
import { createSandboxCarrier } from '../src/index.ts';
import { type Lab, openLab, type TestCall, turn } from './support/lab.ts';
import { CARRIER_RTP, OTHER_RTP } from './support/ports.ts';
import { createScriptedCaller } from './support/scripted-caller.ts';
import { secondsOfSine, sine } from './support/signal.ts';

let lab: Lab;
afterEach(() => lab?.close());

const heardOf = async (call: TestCall): Promise<Int16Array> => {
  const kept = await lab.until((event) => event.type === 'kept' && event.call.callId === call.callId);
  return decodeWav(await readFile(kept.call.heard ?? 'nothing was kept')).pcm;
};

describe('what the callee heard', () => {
  test('voice: a file that is found by the number of the message', async () => {
    lab = await openLab();
    const call = await lab.call('0200', { callId: '1790000000000000001.1' });
    await call.answered;
    await call.say(sine(450, 0.2));
    call.out.hangup();
    await heardOf(call);
    expect(await readdir(lab.heardDir)).toEqual(['1790000000000000001.1.wav']);
  });

  test('voice: a call under way when the carrier closes is hung up, and what it heard is on the disk', async () => {
    lab = await openLab();
    const call = await lab.call('0200');
    await call.answered;
    await call.say(sine(450, 0.3));
    await lab.carrier.close();
    expect(await call.ended).toMatchObject({ kind: 'hung-up', by: 'peer' });
    const { pcm } = decodeWav(await readFile(join(lab.heardDir, `${call.callId}.wav`)));
    expect(secondsOfSine(pcm)).toBeCloseTo(0.3, 2);
  });

  test('voice: a call that was never answered leaves no file', async () => {
    lab = await openLab();
    await (await lab.call('0486')).ended;
    await (await lab.call('8520', { offer: '' })).ended;
    await (await lab.call('0180', { onRinging: (out) => out.hangup() })).ended;
    await lab.carrier.close();
    expect(await readdir(lab.heardDir)).toEqual([]);
  });

  test('voice: a disk that fails stops no call', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'herald-disk-'));
    const heardDir = join(dir, 'file');
    await writeFile(heardDir, '');
    lab = await openLab({ heardDir });
    for (const callId of ['one', 'two']) {
      const call = await lab.call('0200', { callId });
      expect(await call.answered).toBe(true);
      call.out.hangup();
      expect(await call.ended).toEqual({ kind: 'hung-up', by: 'us' });
      const kept = await lab.until((event) => event.type === 'kept' && event.call.callId === callId);
      expect(kept.call).not.toHaveProperty('heard');
    }
    expect(lab.log).toHaveLength(3);
    await rm(dir, { recursive: true });
  });

  test('voice: without a folder a carrier answers all the same', async () => {
    const carrier = await createSandboxCarrier({ port: 0, rtpPorts: OTHER_RTP });
    lab = await openLab();
    const status = await lab.caller.options(`sip:127.0.0.1:${carrier.port}`);
    expect(status).toEqual({ status: 200, reason: 'OK' });
    await carrier.close();
  });
});

describe('a line that loses packets', () => {
  test('RFC 4961 3: carries nothing of a stranger', async () => {
    lab = await openLab();
    const call = await lab.call('3550');
    expect(await call.answered).toBe(true);
    await call.say(sine(450, 0.2));
    const stranger = await lab.media.open();
    // The first port of the range is this call's, and the odd one above it the line's.
    const answer = createOffer({ address: '127.0.0.1', port: CARRIER_RTP.min + 1, sessionId: '1' });
    stranger.connect(readAnswer(answer));
    await new Promise<void>((onEnd) => void stranger.play(encodeTrack(sine(800, 0.2), 'PCMA'), { onEnd }));
    await call.say(sine(450, 0.2));
    call.out.hangup();
    expect(secondsOfSine(await heardOf(call))).toBeCloseTo(0.2, 2);
  });
});

describe('session descriptions', () => {
  test('RFC 3261 13.2.1: a caller without an offer gets one in the 200 and answers in its ACK', async () => {
    lab = await openLab();
    const session = await lab.media.open();
    const caller = await createScriptedCaller(lab.carrier.port, '+8613800000200', 'late-offer');
    caller.request('INVITE', 1, '');
    const { body } = await caller.response(1, '200');
    session.connect(readAnswer(body));
    caller.request('ACK', 1, createOffer({ address: '127.0.0.1', port: session.port, sessionId: '5' }));
    // The called line greets.
    while (lab.media.stats().received < 21) await turn();
    caller.request('BYE', 2, '');
    await caller.response(2, '200');
    const { call } = await lab.until((event) => event.type === 'kept');
    expect(call).toMatchObject({ callId: 'late-offer', end: { kind: 'hung-up', by: 'peer' } });
    await caller.close();
  });

  test('RFC 3264 8: sound follows a changed offer; one that cannot be followed gets 488, and the call goes on', async () => {
    lab = await openLab();
    lab.hold(2_000);
    const [before, after] = [await lab.media.open(), await lab.media.open()];
    const caller = await createScriptedCaller(lab.carrier.port, '+8613800004705', 'moves');
    const offer = (port: number, sessionVersion: number): string =>
      createOffer({ address: '127.0.0.1', port, sessionId: '5', sessionVersion });
    caller.request('INVITE', 1, offer(before.port, 1));
    before.connect(readAnswer((await caller.response(1, '200')).body));
    caller.request('ACK', 1, '');
    while (lab.media.stats().received < 21) await turn();

    caller.request('INVITE', 2, offer(9_000, 2).replace(/RTP\/AVP [\d ]+/, 'RTP/AVP 18'));
    await caller.response(2, '488');
    caller.request('ACK', 2, '');
    caller.request('INVITE', 3, offer(after.port, 3));
    const { body } = await caller.response(3, '200');
    after.connect(readAnswer(body));
    caller.request('ACK', 3, '');
    lab.clock.advance(2_000);
    const key = await new Promise((resolve) => {
      before.onDigit = (digit) => resolve(`${digit}, to the old port`);
      after.onDigit = resolve;
    });
    expect(key).toBe('5');
    caller.request('BYE', 4, '');
    await caller.response(4, '200');
    await caller.close();
  });

  test('RFC 3261 14.2: a re-INVITE without an offer gets a new one, and sound follows its answer', async () => {
    lab = await openLab();
    lab.hold(2_000);
    const [before, after] = [await lab.media.open(), await lab.media.open()];
    const caller = await createScriptedCaller(lab.carrier.port, '+8613800004706', 'asks');
    const described = (port: number, sessionVersion: number): string =>
      createOffer({ address: '127.0.0.1', port, sessionId: '5', sessionVersion });
    caller.request('INVITE', 1, described(before.port, 1));
    const first = await caller.response(1, '200');
    before.connect(readAnswer(first.body));
    caller.request('ACK', 1, '');
    while (lab.media.stats().received < 21) await turn();

    caller.request('INVITE', 2, '');
    const second = await caller.response(2, '200');
    const [origin, next] = [first, second].map(({ body }) => /^o=- (\d+) (\d+) /m.exec(body));
    expect(next?.[1]).toBe(origin?.[1]);
    expect(Number(next?.[2])).toBeGreaterThan(Number(origin?.[2]));
    after.connect(readAnswer(second.body));
    caller.request('ACK', 2, described(after.port, 2));
    // Answered after the ACK was read: loopback keeps the order.
    caller.request('OPTIONS', 3, '');
    await caller.response(3, '200');
    lab.clock.advance(2_000);
    const key = await new Promise((resolve) => {
      before.onDigit = (digit) => resolve(`${digit}, to the old port`);
      after.onDigit = resolve;
    });
    expect(key).toBe('6');
    caller.request('BYE', 4, '');
    await caller.response(4, '200');
    await caller.close();
  });

  test('RFC 3261 13.3.1.3: an offer of which no codec is known is refused with 488, before anything rings', async () => {
    lab = await openLab();
    const offer = createOffer({ address: '127.0.0.1', port: 9_000, sessionId: '1' });
    const call = await lab.call('0200', { offer: offer.replace(/RTP\/AVP [\d ]+/, 'RTP/AVP 18') });
    expect(await call.ended).toMatchObject({ kind: 'rejected', status: 488 });
    expect(call.lines.filter((line) => line.startsWith('<'))).toEqual(['< SIP/2.0 488 Not Acceptable Here']);
  });

  test('RFC 3264 5: an address of the other IP version is refused with 488', async () => {
    lab = await openLab();
    const call = await lab.call('0200', {
      offer: createOffer({ address: '::1', port: 9_000, sessionId: '1' }),
    });
    expect(await call.ended).toMatchObject({ kind: 'rejected', status: 488 });
  });

  test('RFC 4566 5: an offer that cannot be read is refused with 400', async () => {
    lab = await openLab();
    const call = await lab.call('0200', { offer: 'hello' });
    expect(await call.ended).toMatchObject({ kind: 'rejected', status: 400 });
  });

  test('RFC 3264 8.4: a caller that does not listen is told nothing, and the announcement takes its time', async () => {
    lab = await openLab();
    const call = await lab.call('8520', { offered: { direction: 'sendonly' } });
    await lab.until((event) => event.type === 'step' && event.step.do === 'announce');
    lab.clock.advance(4_000);
    await turn();
    expect(lab.carrier.calls()[0]).not.toHaveProperty('end');
    lab.clock.advance(1_000);
    expect(await call.ended).toMatchObject({ kind: 'rejected', status: 480, q850: 20 });
    expect(call.session.close()).toMatchObject({ received: 0 });
  });

  test('RFC 3261 13.2.1: without an offer an announcement is left out, and the refusal comes', async () => {
    lab = await openLab();
    const call = await lab.call('8520', { offer: '' });
    expect(await call.ended).toMatchObject({ kind: 'rejected', status: 480, q850: 20 });
  });

  test('RFC 3261 19.1.1: over IPv6', async () => {
    lab = await openLab({ host: '::1' });
    const call = await lab.call('3550');
    expect(await call.answered).toBe(true);
    await call.say(sine(450, 0.4));
    call.out.hangup();
    expect(secondsOfSine(await heardOf(call))).toBeCloseTo(0.2, 2);
  });
});

describe('bounds', () => {
  test('rule: over the limit of calls an INVITE gets 503, and the calls under way go on', async () => {
    lab = await openLab({ limits: { calls: 1 } });
    const first = await lab.call('0200');
    expect(await first.answered).toBe(true);
    expect(await (await lab.call('0200')).ended).toMatchObject({ kind: 'rejected', status: 503 });
    first.out.hangup();
    expect(await first.ended).toEqual({ kind: 'hung-up', by: 'us' });
    await lab.until((event) => event.type === 'ended');
    const third = await lab.call('0200');
    expect(await third.answered).toBe(true);
    third.out.hangup();
  });

  test('RFC 3326 2: without a free RTP port a call gets 503 with Q.850;cause=34', async () => {
    lab = await openLab({ rtpPorts: { min: OTHER_RTP.min, max: OTHER_RTP.min + 1 } });
    const first = await lab.call('0200');
    expect(await first.answered).toBe(true);
    expect(await (await lab.call('0200')).ended).toMatchObject({ kind: 'rejected', status: 503, q850: 34 });
    first.out.hangup();
    await first.ended;
    expect(lab.log).toEqual([expect.stringContaining('1 sessions are open')]);
  });

  test('rule: a call that is over gives its port back, also one that is cancelled as it comes', async () => {
    lab = await openLab({ rtpPorts: { min: OTHER_RTP.min, max: OTHER_RTP.min + 1 } });
    const answered = async (): Promise<TestCall> => {
      // The port of the call before may be free a moment later than its caller knows.
      for (;;) {
        const call = await lab.call('0200');
        if (await call.answered) return call;
      }
    };
    const first = await answered();
    first.out.hangup();
    const second = await answered();
    second.out.hangup();
    await lab.until((event) => event.type === 'ended' && event.call.callId === second.callId);

    const hasty = await createScriptedCaller(lab.carrier.port, '+8613800000200', 'hasty');
    hasty.request('INVITE', 1, createOffer({ address: '127.0.0.1', port: 9_000, sessionId: '5' }));
    hasty.request('CANCEL', 1, '');
    await hasty.response(1, '487');
    const third = await answered();
    third.out.hangup();
    await hasty.close();
  });

  test('RFC 3261 15: an answered call that its caller forgets is hung up', async () => {
    lab = await openLab({ limits: { callSeconds: 60 } });
    const call = await lab.call('0200');
    expect(await call.answered).toBe(true);
    lab.clock.advance(59_000);
    await call.say(sine(450, 0.1));
    lab.clock.advance(1_000);
    expect(await call.ended).toMatchObject({ kind: 'hung-up', by: 'peer', q850: 16 });
  });

  test('rule: what goes wrong in one call ends that call alone, with 500', async () => {
    const clock = createManualClock();
    lab = await openLab({
      clocks: {
        steps: {
          now: () => clock.now(),
          setTimer(afterMs, fire) {
            if (afterMs === 1_000) throw new Error('no timer of a second');
            return clock.setTimer(afterMs, fire);
          },
        },
      },
    });
    const pump = async (call: TestCall) => {
      let over = false;
      void Promise.race([call.answered, call.ended]).then(() => {
        over = true;
      });
      while (!over) {
        clock.advance(100);
        await turn();
      }
    };
    const good = await lab.call('0200');
    await pump(good);
    const rejected = await lab.call('0603');
    await pump(rejected);
    expect(await rejected.ended).toMatchObject({ kind: 'rejected', status: 500 });
    const early = await lab.call('0201');
    await pump(early);
    expect(await early.ended).toMatchObject({ kind: 'hung-up', by: 'peer' });
    expect(lab.log).toEqual(Array(2).fill(expect.stringContaining('no timer of a second')));
    await good.say(sine(450, 0.2));
    good.out.hangup();
    expect(secondsOfSine(await heardOf(good))).toBeCloseTo(0.2, 2);
  });

  test('rule: who watches cannot end a call by throwing', async () => {
    lab = await openLab({
      onEvent() {
        throw new Error('watched badly');
      },
    });
    const call = await lab.call('0200');
    expect(await call.answered).toBe(true);
    call.out.hangup();
    await call.ended;
    expect(lab.log[0]).toContain('watched badly');
  });

  test('rule: calls are told of by number and by Call-ID, the latest ones', async () => {
    lab = await openLab({ limits: { callsRemembered: 2 } });
    for (const [callId, ending] of [
      ['a', '0404'],
      ['b', '0486'],
      ['c', '0404'],
    ] as const) {
      await (await lab.call(ending, { callId, user: `138${ending}` })).ended;
    }
    expect(lab.carrier.calls().map((call) => call.callId)).toEqual(['b', 'c']);
    expect(lab.carrier.calls({ called: '1380404' })).toMatchObject([{ callId: 'c', line: 'empty-number' }]);
    expect(lab.carrier.calls({ callId: 'b' })).toMatchObject([
      { called: '1380486', from: 'sip:02151860000@127.0.0.1' },
    ]);
  });

  test.each(['0.0.0.0', '::', 'localhost', ''])(
    'rule: %j is no address that callers could be told',
    async (host) => {
      await expect(createSandboxCarrier({ host, port: 0 })).rejects.toThrow(RangeError);
    },
  );
});
