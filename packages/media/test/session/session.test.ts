import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMediaEngine } from '../../src/session/engine.ts';
import { MediaError } from '../../src/session/errors.ts';
import type { MediaEngine, MediaSession } from '../../src/session/types.ts';
import { createRecorder, type Recorder } from '../../src/sound/recorder.ts';
import { encodeTrack } from '../../src/sound/track.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { createPeer, type Peer } from '../support/peer.ts';
import { countingRandom } from '../support/random.ts';
import { amplitudeAt, sine } from '../support/tone.ts';

let clock: ManualClock;
let engine: MediaEngine;
let session: MediaSession;
let peer: Peer;
let stranger: Peer;

beforeEach(async () => {
  clock = createManualClock();
  const random = countingRandom();
  engine = createMediaEngine({ address: '127.0.0.1', portMin: 12_200, portMax: 12_399, clock, random });
  session = await engine.open();
  peer = await createPeer();
  stranger = await createPeer();
});

afterEach(async () => {
  await Promise.all([engine.close(), peer.close(), stranger.close()]);
});

const SOUND = new Uint8Array(160).fill(0x2a);
const track = encodeTrack(sine(1_000, 0.06), 'PCMA');

/** Waits until the engine has taken in (or dropped) so many packets altogether: loopback keeps their order. */
async function taken(packets: number): Promise<void> {
  while (engine.stats().received + engine.stats().dropped < packets) await new Promise(setImmediate);
}

describe('RFC 3550 5.1 sending', () => {
  test('RFC 3550 5.1: SSRC, first number and first time stamp are drawn at random, the port is the session’s', async () => {
    session.connect(peer.media);
    session.play(track);
    clock.advance(5);
    const packet = await peer.next();
    expect(packet).toMatchObject({ ssrc: 0x01020304, sequence: 0x0506, timestamp: 0x0708090a, marker: true });
    expect(packet.from).toBe(session.port);
    expect(packet.payload).toEqual(track.payload.subarray(0, 160));
  });

  test('a sound played before the other side is known waits for it', async () => {
    let ended = 0;
    session.play(track, { onEnd: () => ended++ });
    clock.advance(500);
    session.connect(peer.media);
    clock.advance(100);
    for (let index = 0; index < 3; index++) await peer.next();
    expect(ended).toBe(1);
    expect(session.close()).toMatchObject({ sent: 3, received: 0, sendErrors: 0 });
  });

  test('RFC 3264 8.4: nothing is sent to a side on hold', async () => {
    session.connect({ ...peer.media, direction: 'sendonly' });
    session.play(track);
    clock.advance(500);
    expect(engine.stats().sent).toBe(0);
    session.connect(peer.media);
    clock.advance(5);
    expect((await peer.next()).payload).toEqual(track.payload.subarray(0, 160));
  });

  test('RFC 4733 2.5.1: a key is sent under the other side’s payload type', async () => {
    session.connect({ ...peer.media, dtmfPayloadType: 96 });
    session.sendDigit('#');
    clock.advance(5);
    expect(await peer.next()).toMatchObject({ payloadType: 96, marker: true });
  });

  test('an address of the other IP version is refused by name', () => {
    expect(() => session.connect({ ...peer.media, address: '::1' })).toThrow(/no IPv4 address/);
  });

  test('what is queued is bounded, and refused by name beyond', () => {
    for (let index = 0; index < 64; index++) session.play(track);
    for (let index = 0; index < 64; index++) session.sendDigit('1');
    expect(() => session.play(track)).toThrow(MediaError);
    expect(() => session.sendDigit('1')).toThrow(MediaError);
    expect(() => session.sendDigit('x')).toThrow(RangeError);
  });
});

describe('RFC 4961 symmetric RTP', () => {
  test('RFC 4961 2: sound goes to where sound comes from, whatever was described', async () => {
    const elsewhere = await createPeer();
    session.connect(elsewhere.media);
    await peer.say(session.port, 1, 160, SOUND);
    await taken(1);
    session.play(track);
    clock.advance(5);
    expect((await peer.next()).from).toBe(session.port);
    await elsewhere.close();
  });

  test('RFC 4961 2: once the other side is heard, every other source is foreign and dropped', async () => {
    const elsewhere = await createPeer();
    session.connect(elsewhere.media);
    await peer.say(session.port, 1, 160, SOUND);
    await taken(1);
    await stranger.say(session.port, 1, 160, SOUND);
    await taken(2);
    await peer.say(session.port, 2, 320, SOUND);
    await taken(3);
    expect(session.close()).toMatchObject({ received: 2, dropped: 1 });
    await elsewhere.close();
  });

  test('RFC 4961 2: a stranger who was quicker loses the call to the described address', async () => {
    session.connect(peer.media);
    await stranger.say(session.port, 9, 160, SOUND);
    await taken(1);
    await peer.say(session.port, 1, 160, SOUND);
    await taken(2);
    session.play(track);
    clock.advance(5);
    expect((await peer.next()).payloadType).toBe(8);
  });

  test('RFC 3264 8.3.1: a new description moves the call to another address', async () => {
    session.connect(peer.media);
    await peer.say(session.port, 1, 160, SOUND);
    await taken(1);
    session.connect(stranger.media);
    session.play(track);
    clock.advance(5);
    expect((await stranger.next()).from).toBe(session.port);
    await stranger.say(session.port, 1, 160, SOUND);
    await taken(2);
    expect(session.close()).toMatchObject({ received: 2, dropped: 0 });
  });

  test('the same description again keeps what was heard', async () => {
    const elsewhere = await createPeer();
    session.connect(elsewhere.media);
    await peer.say(session.port, 1, 160, SOUND);
    await taken(1);
    session.connect(elsewhere.media);
    session.play(track);
    clock.advance(5);
    await peer.next();
    await elsewhere.close();
  });
});

test('RFC 1122 4.1.3.3: the other side’s port is closed: sending fails, is counted, and nothing breaks', async () => {
  const gone = await createPeer();
  session.connect(gone.media);
  await gone.say(session.port, 1, 160, SOUND);
  await taken(1);
  await gone.close();
  session.play(encodeTrack(sine(1_000, 2), 'PCMA'));
  while (engine.stats().sendErrors === 0) {
    clock.advance(20);
    await new Promise(setImmediate);
  }
  expect(session.close().sendErrors).toBeGreaterThan(0);
});

describe('RFC 3550 A.1 receiving', () => {
  test('RFC 3550 A.1: what is no RTP, has an unknown payload type or comes before the call is known is dropped', async () => {
    await peer.say(session.port, 1, 160, SOUND);
    await taken(1);
    session.connect(peer.media);
    await peer.send(session.port, Uint8Array.of(1, 2, 3));
    await peer.say(session.port, 1, 160, SOUND, 33);
    await peer.say(session.port, 2, 320, SOUND);
    await peer.say(session.port, 3, 480, SOUND, 13);
    await taken(5);
    expect(session.close()).toMatchObject({ received: 2, dropped: 3, lost: 0 });
  });

  test('RFC 3550 A.3, A.8: the report has loss, jitter, and when the other side was first and last heard', async () => {
    session.connect(peer.media);
    const began = clock.now();
    await peer.say(session.port, 1, 0, SOUND);
    await taken(1);
    clock.advance(60);
    await peer.say(session.port, 4, 480, SOUND);
    await taken(2);
    clock.advance(36);
    await peer.say(session.port, 5, 640, SOUND);
    await taken(3);
    expect(session.close()).toEqual({
      sent: 0,
      received: 3,
      lost: 2,
      jitterMs: 1,
      dropped: 0,
      unauthentic: 0,
      sendErrors: 0,
      firstReceivedAt: began,
      lastReceivedAt: began + 96,
      mos: { heard: 1.8 },
      rtcp: { sent: 0, received: 0, dropped: 0 },
    });
  });
});

describe('RFC 4733 2.5.2 keys heard', () => {
  let keys: [string, number][];

  beforeEach(() => {
    keys = [];
    session.onDigit = (digit, ms) => keys.push([digit, ms]);
    session.connect(peer.media);
  });

  test('RFC 4733 2.5.1.4: one digit for a press, its end sent three times', async () => {
    await peer.press(session.port, 1, 8_000, 5, false);
    for (let sequence = 2; sequence < 5; sequence++) {
      await peer.press(session.port, sequence, 8_000, 5, true);
    }
    await taken(4);
    clock.advance(1_000);
    expect(keys).toEqual([['5', 100]]);
    // RTCP's is the one that is left.
    expect(clock.pending).toBe(1);
  });

  test('RFC 4733 2.5.2.2: a key whose ends are lost is told when it has been silent for 160 ms', async () => {
    await peer.press(session.port, 1, 8_000, 11, false);
    await taken(1);
    clock.advance(100);
    await peer.press(session.port, 2, 8_000, 11, false);
    await taken(2);
    clock.advance(159);
    expect(keys).toEqual([]);
    clock.advance(1);
    expect(keys).toEqual([['#', 100]]);
  });

  test('RFC 4733 2.5.2.2: … or when the call ends', async () => {
    await peer.press(session.port, 1, 8_000, 0, false);
    await taken(1);
    session.close();
    expect(keys).toEqual([['0', 100]]);
    expect(clock.pending).toBe(0);
  });

  test('RFC 4733 2.3: an event cut off is dropped', async () => {
    await peer.say(session.port, 1, 160, Uint8Array.of(5, 0x80), 101);
    await taken(2);
    expect(session.close()).toMatchObject({ dropped: 1 });
    expect(keys).toEqual([]);
  });
});

describe('recording', () => {
  const frames = (recorder: Recorder, channel: 0 | 1) => {
    const pcm = recorder.pcm(channel);
    return Array.from({ length: pcm.length / 160 }, (_, index) =>
      pcm.subarray(index * 160, index * 160 + 160).some((sample) => Math.abs(sample) > 100),
    );
  };

  test('received sound on channel 0, sent sound on channel 1, each where it was in time', async () => {
    const recorder = createRecorder();
    session.connect(peer.media);
    session.record(recorder);
    clock.advance(15);
    session.play(track);
    clock.advance(85);
    await peer.say(session.port, 1, 999, SOUND);
    await taken(1);
    expect(frames(recorder, 0)).toEqual([false, false, false, false, false, true]);
    expect(frames(recorder, 1)).toEqual([false, true, true, true, false, false]);
    expect(amplitudeAt(recorder.pcm(1).subarray(160, 640), 1_000)).toBeGreaterThan(9_500);
  });

  test('RFC 3264 6.1: either law that was offered is understood, whichever was agreed', async () => {
    const recorder = createRecorder();
    session.connect(peer.media);
    session.record(recorder);
    await peer.say(session.port, 1, 0, encodeTrack(sine(1_000, 0.02), 'PCMU').payload, 0);
    await taken(1);
    expect(amplitudeAt(recorder.pcm(0), 1_000)).toBeGreaterThan(9_500);
  });
});

test('closed twice, a session tells the same report', () => {
  session.connect(peer.media);
  const report = session.close();
  expect(session.close()).toBe(report);
  expect(() => session.connect(peer.media)).toThrow(MediaError);
  expect(() => session.play(track)).toThrow(MediaError);
});

describe('consent', () => {
  test('what was said before `record` is kept nowhere, nor what is said after it was ended', async () => {
    const recorder = createRecorder();
    session.connect(peer.media);
    await peer.say(session.port, 1, 0, SOUND);
    await taken(1);
    session.play(track);
    clock.advance(100);
    session.record(recorder);
    session.record(undefined);
    await peer.say(session.port, 2, 800, SOUND);
    await taken(2);
    session.play(track);
    clock.advance(100);
    expect(recorder.seconds).toBe(0);
  });
});
