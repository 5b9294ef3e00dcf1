import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerOffer, createOffer, readAnswer } from '../../src/sdp/offer-answer.ts';
import type { MediaSession } from '../../src/session/types.ts';
import { createRecorder } from '../../src/sound/recorder.ts';
import { encodeTrack } from '../../src/sound/track.ts';
import { createLab, type Lab } from '../support/call.ts';
import { sine } from '../support/tone.ts';

let lab: Lab;
let caller: MediaSession;
let callee: MediaSession;

beforeEach(async () => {
  lab = createLab(13_600);
  [caller, callee] = await Promise.all([lab.near.open(), lab.far.open()]);
});
afterEach(() => lab.close());

const track = (seconds: number) => encodeTrack(sine(1_000, seconds), 'PCMA');
const HOST = { address: '127.0.0.1', sessionId: '1' };

/** A re-INVITE of the callee with its direction; the caller follows. */
function reinvite(direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive', address = '127.0.0.1'): void {
  const offer = createOffer({
    ...HOST,
    address: '127.0.0.1',
    port: callee.port,
    direction,
    sessionVersion: 2,
  });
  const { sdp, remote } = answerOffer(offer.replace('c=IN IP4 127.0.0.1', `c=IN IP4 ${address}`), {
    ...HOST,
    port: caller.port,
  });
  caller.connect(remote);
  callee.connect(readAnswer(sdp));
}

describe('RFC 3264 8.4 hold and re-INVITE', () => {
  test.each([
    ['sendonly', '127.0.0.1'],
    ['inactive', '127.0.0.1'],
    ['sendrecv', '0.0.0.0'],
  ] as const)(
    'RFC 3264 8.4: %s at %s holds the sound; sendrecv lets it go on where it was',
    async (direction, address) => {
      lab.agree(caller, callee);
      let over = false;
      caller.play(track(1), { onEnd: () => (over = true) });
      await lab.pass(500);
      reinvite(direction, address);
      const before = lab.near.stats().sent;
      await lab.pass(2_000);
      expect(lab.near.stats().sent).toBe(before);
      reinvite('sendrecv');
      await lab.pass(600);
      expect(over).toBe(true);
      expect(caller.close().sent).toBe(50);
      expect(callee.close()).toMatchObject({ received: 50, lost: 0, dropped: 0 });
    },
  );

  test('RFC 3264 8.4: a side that only listens goes on being sent to', async () => {
    lab.agree(caller, callee);
    caller.play(track(1));
    await lab.pass(100);
    reinvite('recvonly');
    await lab.pass(1_000);
    expect(callee.close().received).toBe(50);
  });
});

test('RFC 3261 13.2.1 late offer: the callee offers, the caller answers, and sound flows', async () => {
  const offer = createOffer({ ...HOST, port: callee.port });
  const { sdp, remote } = answerOffer(offer, { ...HOST, port: caller.port });
  caller.connect(remote);
  callee.connect(readAnswer(sdp));
  caller.play(track(0.2));
  callee.play(track(0.4));
  await lab.pass(500);
  expect([caller.close().received, callee.close().received]).toEqual([20, 10]);
});

test.each([20, 30])('RFC 4566 6: a side that asks for packets of %i ms gets them', async (ptime) => {
  const offer = createOffer({ ...HOST, port: caller.port });
  const { sdp, remote } = answerOffer(offer, { ...HOST, port: callee.port });
  callee.connect(remote);
  caller.connect(readAnswer(sdp.replace('a=ptime:20', `a=ptime:${ptime}`)));
  caller.play(track(0.6));
  await lab.pass(700);
  expect(callee.close().received).toBe(600 / ptime);
});

describe('RFC 3960 early media', () => {
  test('RFC 3960 3: sound before the answer is heard and counted, and starts, ends and records nothing', async () => {
    // A 183 with a description: connected, so that a ringing tone or an announcement is heard …
    lab.agree(caller, callee);
    callee.play(track(0.5));
    await lab.pass(600);
    const heard = createRecorder();
    expect(lab.near.stats()).toMatchObject({ sent: 0, playing: 0, received: 25 });
    // … and the answer is what the signalling says it is: only then a sound is played and a recording begun.
    const answeredAt = lab.clock.now();
    caller.record(heard);
    caller.play(track(0.2));
    await lab.pass(300);
    const report = caller.close();
    expect(report.firstReceivedAt).toBeLessThan(answeredAt);
    expect(heard.pcm(0).some((sample) => sample !== 0)).toBe(false);
    expect(report).toMatchObject({ sent: 10, received: 25 });
  });
});
