import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AnswerEvent } from '../../src/amd/answer-machine.ts';
import { encode } from '../../src/codec/codec.ts';
import { dtmfTone } from '../../src/dtmf/tone.ts';
import type { RemoteMedia } from '../../src/sdp/read.ts';
import type { MediaSession } from '../../src/session/types.ts';
import { createRecorder } from '../../src/sound/recorder.ts';
import { encodeTrack } from '../../src/sound/track.ts';
import { createLab, type Lab } from '../support/call.ts';
import { joined, seeded, speechLike } from '../support/noise.ts';
import { createPeer, type Peer } from '../support/peer.ts';
import { amplitudeAt, sine } from '../support/tone.ts';

let lab: Lab;
let session: MediaSession;
let peer: Peer;

beforeEach(async () => {
  lab = createLab(13_400);
  session = await lab.near.open();
  peer = await createPeer();
});
afterEach(async () => {
  await Promise.all([lab.close(), peer.close()]);
});

function withoutEvents({ dtmfPayloadType: _, ...media }: RemoteMedia): RemoteMedia {
  return media;
}

const ALL = ['1', '2', '3', 'A', '4', '5', '6', 'B', '7', '8', '9', 'C', '*', '0', '#', 'D'];

describe('keys as tones', () => {
  test.each(['PCMA', 'PCMU', 'G722'] as const)(
    'Q.23: where no events were agreed on, keys go out and are heard as tones, under %s',
    async (codec) => {
      const far = await lab.far.open();
      const heard: [string, string, number][] = [];
      far.listen({ digit: (digit, ms, as) => heard.push([digit, as, ms]) });
      lab.agree(session, far, {
        caller: { codecs: [codec], dtmf: false },
        callee: { codecs: [codec] },
      });
      for (const key of ALL) session.sendDigit(key, 80);
      await lab.pass(16 * 280 + 400);
      expect(heard.map(([digit]) => digit)).toEqual(ALL);
      expect(heard.every(([, as]) => as === 'tone')).toBe(true);
      expect(heard.every(([, , ms]) => Math.abs(ms - 80) <= 13)).toBe(true);
    },
  );

  test('a tone whose end is silence is told 160 ms after its last packet, and a lost packet splits none', async () => {
    const keys: string[] = [];
    session.onDigit = (digit) => keys.push(digit);
    session.connect(withoutEvents(peer.media));
    const tone = encode('PCMA', dtmfTone('5', 120) as Int16Array);
    for (const nth of [0, 1, 2, 4, 5]) {
      await peer.say(session.port, nth, nth * 160, tone.subarray(nth * 160, nth * 160 + 160));
    }
    await lab.pass(150);
    expect(keys).toEqual([]);
    await lab.pass(20);
    expect(keys).toEqual(['5']);
  });

  test('where events were agreed on, tones in the sound are no keys', async () => {
    const keys: string[] = [];
    session.onDigit = (digit) => keys.push(digit);
    session.connect(peer.media);
    const tone = encode('PCMA', dtmfTone('5', 120) as Int16Array);
    for (let nth = 0; nth < 6; nth++) {
      await peer.say(session.port, nth, nth * 160, tone.subarray(nth * 160, nth * 160 + 160));
    }
    await lab.pass(500);
    expect(keys).toEqual([]);
  });

  test('who sends events though it did not say so is heard once a key', async () => {
    const keys: string[] = [];
    session.onDigit = (digit) => keys.push(digit);
    session.connect(withoutEvents(peer.media));
    await peer.press(session.port, 1, 160, 5, true);
    const tone = encode('PCMA', dtmfTone('5', 120) as Int16Array);
    for (let nth = 0; nth < 6; nth++) {
      await peer.say(session.port, nth + 2, nth * 160, tone.subarray(nth * 160, nth * 160 + 160));
    }
    await lab.pass(500);
    expect(keys).toEqual(['5']);
  });
});

describe('RFC 3551 4.5.2 G.722', () => {
  test('RFC 3551 4.5.2: a prompt in wide band is heard in wide band, 160 time stamp units a packet', async () => {
    const far = await lab.far.open();
    const wide = ['G722', 'PCMA'] as const;
    lab.agree(session, far, { caller: { codecs: wide }, callee: { codecs: wide } });
    const samples: Int16Array[] = [];
    far.record({ sampleRate: 16_000, start() {}, put: (_, __, ___, pcm) => void samples.push(pcm) });
    session.play(encodeTrack(sine(5_000, 1, 16_000), ['PCMA', 'G722'], 16_000));
    await lab.pass(1_100);
    const heard = joined(...samples);
    expect(heard.length).toBe(16_000);
    expect(amplitudeAt(heard.subarray(1_600), 5_000, 16_000)).toBeGreaterThan(9_000);
    expect(far.close()).toMatchObject({ received: 50, lost: 0 });
  });
});

describe('RFC 3389 comfort noise', () => {
  test('RFC 3389 4: a packet of it is silence: received, no sound, nothing lost', async () => {
    const heard = createRecorder();
    session.connect(peer.media);
    session.record(heard);
    const sound = encode('PCMA', sine(1_000, 0.02));
    await peer.say(session.port, 1, 0, sound);
    await peer.say(session.port, 2, 160, Uint8Array.of(0x40), 13);
    await lab.pass(5);
    await peer.say(session.port, 3, 1_600, sound);
    await lab.pass(5);
    expect(heard.pcm(0).length).toBe(1_800);
    expect(
      heard
        .pcm(0)
        .subarray(200, 1_640)
        .every((sample) => sample === 0),
    ).toBe(true);
    expect(session.close()).toMatchObject({ received: 3, lost: 0, dropped: 0 });
  });
});

describe('who answered', () => {
  const say = async (pcm: Int16Array, startSequence = 0) => {
    const payload = encode('PCMA', pcm);
    for (let at = 0; at < payload.length; at += 160) {
      await peer.say(session.port, startSequence + at / 160, at, payload.subarray(at, at + 160));
      await lab.pass(20);
    }
  };

  test('a person is told from “喂？” while a sound plays, whose first packet left without delay', async () => {
    const events: AnswerEvent[] = [];
    session.connect(peer.media);
    session.detectAnswer((event) => events.push(event));
    session.play(encodeTrack(sine(440, 5), 'PCMA'));
    lab.clock.advance(5);
    expect(lab.near.stats().sent).toBe(1);
    await say(joined(new Int16Array(2_400), speechLike(0.3, 9_000, seeded(3)), new Int16Array(8_000)));
    expect(events).toMatchObject([{ kind: 'verdict', verdict: { by: 'person' } }]);
    // One packet each 20 ms, all the while.
    expect(lab.near.stats().sent).toBeGreaterThanOrEqual(80);
  });

  test('nothing at all comes: unsure after 2.5 s, by the clock', async () => {
    const events: AnswerEvent[] = [];
    session.connect(peer.media);
    session.detectAnswer((event) => events.push(event));
    await lab.pass(2_550);
    expect(events).toEqual([]);
    await lab.pass(250);
    expect(events).toMatchObject([{ verdict: { by: 'unsure', reason: 'silence' } }]);
  });

  test('silence that is not sent (suppression) ends a greeting as silence that is', async () => {
    const events: AnswerEvent[] = [];
    session.connect(peer.media);
    session.detectAnswer((event) => events.push(event));
    await say(speechLike(0.3, 9_000, seeded(3)));
    await lab.pass(1_300);
    expect(events).toMatchObject([{ verdict: { by: 'person', reason: 'short-greeting' } }]);
  });

  test('stopped, or closed, it tells nothing more and leaves no timer', async () => {
    const events: AnswerEvent[] = [];
    session.connect(peer.media);
    const rtcp = lab.clock.pending;
    session.detectAnswer((event) => events.push(event)).stop();
    expect(lab.clock.pending).toBe(rtcp);
    session.detectAnswer((event) => events.push(event));
    session.close();
    expect(lab.clock.pending).toBe(0);
    await lab.pass(6_000);
    expect(events).toEqual([]);
  });
});

test('a listener that closes the session at its last key closes it once', async () => {
  session.onDigit = () => void session.close();
  session.connect(peer.media);
  await peer.press(session.port, 1, 8_000, 5, false);
  await lab.pass(5);
  expect(session.close().received).toBe(1);
});
