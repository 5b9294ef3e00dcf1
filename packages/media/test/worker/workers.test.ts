import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerOffer, createOffer, readAnswer } from '../../src/sdp/offer-answer.ts';
import { MediaError } from '../../src/session/errors.ts';
import { encodeTrack } from '../../src/sound/track.ts';
import { decodeWav } from '../../src/sound/wav.ts';
import type { MediaLine, MediaLines } from '../../src/worker/lines.ts';
import { startWorkerThread } from '../../src/worker/worker-thread.ts';
import { createMediaWorkers } from '../../src/worker/workers.ts';
import { createPeer } from '../support/peer.ts';
import { amplitudeAt, sine } from '../support/tone.ts';

const HOST = { address: '127.0.0.1', sessionId: '1' };
let workers: MediaLines;

beforeEach(() => {
  workers = createMediaWorkers({
    address: '127.0.0.1',
    portMin: 14_000,
    portMax: 14_019,
    threads: 2,
    maxSessions: 8,
  });
});
afterEach(() => workers.close());

const track = (seconds: number) => encodeTrack(sine(1_000, seconds), 'PCMA');
const ended = (session: MediaLine, sound = track(0.1)) =>
  new Promise<void>((resolve) => session.play(sound, { onEnd: resolve }));

function agree(caller: MediaLine, callee: MediaLine, secure = false): void {
  const srtp = (session: MediaLine) =>
    secure ? { srtp: { mode: 'required' as const, keys: session.srtpKeys } } : {};
  const offer = createOffer({ ...HOST, port: caller.port, ...srtp(caller) });
  const { sdp, remote } = answerOffer(offer, { ...HOST, port: callee.port, ...srtp(callee) });
  callee.connect(remote);
  caller.connect(readAnswer(sdp, srtp(caller)));
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof MediaError ? error.code : error),
  );

describe('media threads', () => {
  test.each([false, true])(
    'a call between two threads: sound, keys and reports (SRTP: %s)',
    async (secure) => {
      const [caller, callee] = await Promise.all([workers.open(), workers.open()]);
      expect([caller.port < 14_010, callee.port >= 14_010]).toEqual([true, true]);
      agree(caller, callee, secure);
      const key = new Promise((resolve) => {
        callee.onDigit = (digit, ms) => resolve([digit, ms]);
      });
      await ended(caller);
      await caller.sendDigit('5');
      expect(await key).toEqual(['5', 120]);
      // The key's end packets have left when the next sound is over.
      await ended(caller);
      expect(await workers.stats()).toMatchObject({ sessions: 2, sent: 18 });
      const [near, far] = await Promise.all([caller.close(), callee.close()]);
      expect(near).toMatchObject({ sent: 18, sendErrors: 0 });
      expect(far).toMatchObject({ received: 18, lost: 0, dropped: 0 });
      expect(workers.sessions).toBe(0);
    },
  );

  test('a track is copied to a thread once, however often it is played', async () => {
    const peer = await createPeer();
    const session = await workers.open();
    session.connect({ ...peer.media, rtcpMux: false });
    const sound = track(0.04);
    await ended(session, sound);
    await ended(session, sound);
    for (let nth = 0; nth < 4; nth++)
      expect((await peer.next()).payload).toEqual(
        sound.payload.subarray((nth % 2) * 160, (nth % 2) * 160 + 160),
      );
    await session.close();
    await peer.close();
  });

  test('what is refused is refused by name, here as there', async () => {
    const session = await workers.open();
    expect(() => session.connect({ address: '::1' } as never)).toThrow(/no IPv4 address/);
    for (let nth = 0; nth < 64; nth++) session.play(track(0.02));
    expect(() => session.play(track(0.02))).toThrow(MediaError);
    await expect(session.sendDigit('x')).rejects.toThrow(RangeError);
    const digits = await Promise.all(Array.from({ length: 65 }, () => codeOf(session.sendDigit('1'))));
    expect(digits.filter((code) => code === 'queue-full').length).toBe(1);
    expect(await session.close()).toBe(await session.close());
    expect(() => session.play(track(0.02))).toThrow(MediaError);
    expect(await codeOf(session.sendDigit('1'))).toBe('closed');
  });

  test('a sound that is stopped is not told to have ended, and makes room', async () => {
    const session = await workers.open();
    let told = 0;
    const playing = Array.from({ length: 64 }, () => session.play(track(0.02), { onEnd: () => told++ }));
    for (const each of playing) each.stop();
    session.play(track(0.02));
    await workers.stats();
    expect(told).toBe(0);
  });

  test('sessions go to the thread that has the fewest, up to the bound of all', async () => {
    const opened = await Promise.all(Array.from({ length: 9 }, () => codeOf(workers.open())));
    expect(opened.filter((code) => code === 'sessions-exhausted').length).toBe(1);
    expect((await workers.stats()).sessions).toBe(8);
  });

  test('a recording is made in the thread, and kept when the session closes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'worker-'));
    const [caller, callee] = await Promise.all([workers.open(), workers.open()]);
    agree(caller, callee);
    await callee.record(join(folder, 'call.wav'), { layout: 'mixed' });
    await ended(caller, track(0.4));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await callee.close();
    const { pcm } = decodeWav(await readFile(join(folder, 'call.wav')));
    expect(amplitudeAt(pcm.subarray(pcm.length - 3_000), 1_000)).toBeGreaterThan(8_000);
    expect(await codeOf(caller.record(join(folder, 'no', 'call.wav')))).toBeInstanceOf(Error);
    await caller.record(join(folder, 'refused.wav'));
    expect(await caller.endRecording(false)).toMatchObject({ lostBlocks: 0 });
    await rm(folder, { recursive: true });
  });

  test('two legs beside each other are bridged; in different threads they are not', async () => {
    const [first, alice] = await Promise.all([workers.open(), workers.open()]);
    const second = await workers.open({ beside: first });
    const bob = await workers.open({ beside: alice });
    agree(first, alice);
    agree(second, bob);
    expect(() => workers.bridge(first, alice)).toThrow(RangeError);
    const joint = workers.bridge(first, second);
    await ended(alice, track(0.4));
    await new Promise((resolve) => setTimeout(resolve, 150));
    joint.stop();
    expect((await bob.close()).received).toBeGreaterThanOrEqual(18);
  });

  test('who answered is told from the thread', async () => {
    const session = await workers.open();
    const told = new Promise((resolve) => {
      session.detectAnswer(resolve, { initialSilenceMs: 200 });
    });
    expect(await told).toMatchObject({ kind: 'verdict', verdict: { by: 'unsure', reason: 'silence' } });
  });

  test('closed, the threads have ended and every port is free', async () => {
    const session = await workers.open();
    await workers.close();
    expect(await codeOf(workers.open())).toBe('closed');
    expect(await codeOf(session.close())).toBe('closed');
    const again = createMediaWorkers({ address: '127.0.0.1', portMin: 14_000, portMax: 14_003, threads: 1 });
    const ports = [(await again.open()).port, (await again.open()).port];
    expect(ports).toEqual([14_000, 14_002]);
    await again.close();
  });

  test('a thread that died is replaced, and its calls are told', async () => {
    const one = createMediaWorkers({ address: '127.0.0.1', portMin: 14_040, portMax: 14_043, threads: 1 });
    const session = await one.open();
    const lost = new Promise<void>((resolve) => {
      session.onLost = resolve;
    });
    // No description has a codec like this: the thread fails at it as at a fault of its own.
    session.connect({
      address: '127.0.0.1',
      port: 9,
      codec: { name: 'none' },
      ptimeMs: 20,
      direction: 'sendrecv',
    } as never);
    session.play({ codec: 'PCMA', payload: new Uint8Array(160) });
    await lost;
    expect(one.sessions).toBe(0);
    expect(await codeOf(session.close())).toBe('closed');
    expect(await codeOf(one.open({ beside: session }))).toBe('closed');
    const again = await one.open();
    expect(again.port).toBe(14_040);
    await one.close();
  });

  test.each([
    [{ threads: 0 }],
    [{ threads: 3, portMin: 14_000, portMax: 14_003 }],
    [{ address: 'localhost' }],
    [{ portMin: 14_001, portMax: 14_001 }],
  ])('%j is refused at once', (o) => {
    expect(() =>
      createMediaWorkers({ address: '127.0.0.1', portMin: 14_000, portMax: 14_019, threads: 1, ...o }),
    ).toThrow(RangeError);
  });
});

test('a thread that ends by itself is told to each of its sessions, and who waits is answered', async () => {
  const thread = startWorkerThread({ address: '127.0.0.1', portMin: 14_100, portMax: 14_103 });
  const { session } = await thread.ask({ ask: 'open' });
  const told: unknown[] = [];
  thread.listen(session, (what) => told.push(what));
  const waiting = codeOf(thread.ask({ ask: 'stats' }));
  await thread.end();
  expect(['done', 'closed']).toContain(await waiting);
  expect(told).toEqual(['lost']);
  expect(thread.alive).toBe(false);
  expect(await codeOf(thread.ask({ ask: 'stats' }))).toBe('closed');
});
