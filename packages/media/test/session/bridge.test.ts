import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bridge } from '../../src/session/bridge.ts';
import type { MediaSession } from '../../src/session/types.ts';
import { createRecorder } from '../../src/sound/recorder.ts';
import { encodeTrack } from '../../src/sound/track.ts';
import { createLab, type Lab } from '../support/call.ts';
import { amplitudeAt, sine } from '../support/tone.ts';

let lab: Lab;
/** The two legs that are bridged, and who is on the other side of each. */
let legs: readonly [MediaSession, MediaSession];
let alice: MediaSession;
let bob: MediaSession;

beforeEach(async () => {
  lab = createLab(13_800);
  legs = [await lab.near.open(), await lab.near.open()];
  [alice, bob] = await Promise.all([lab.far.open(), lab.far.open()]);
});
afterEach(() => lab.close());

type Name = 'PCMA' | 'PCMU' | 'G722';
function connect(first: Name, second: Name, o: { ptime?: number; keys?: boolean } = {}): void {
  for (const [nth, other] of [alice, bob].entries()) {
    const codecs = [nth === 0 ? first : second];
    const side = { codecs, ...(o.keys === false && nth === 1 ? { dtmf: false } : {}) };
    lab.agree(legs[nth] as MediaSession, other, { caller: side, callee: { codecs } });
  }
}

describe('a bridge', () => {
  test.each([
    ['PCMA', 'PCMA'],
    ['PCMA', 'PCMU'],
    ['G722', 'PCMA'],
    ['PCMU', 'G722'],
    ['G722', 'G722'],
  ] as const)('each hears the other, %s on one side and %s on the other', async (first, second) => {
    connect(first, second);
    const joint = bridge(...legs);
    const [atAlice, atBob] = [createRecorder(), createRecorder()];
    alice.record(atAlice);
    bob.record(atBob);
    alice.play(encodeTrack(sine(1_000, 2), first));
    bob.play(encodeTrack(sine(600, 2), second));
    await lab.pass(2_200);
    // 40 to 60 ms later, all of it.
    expect(amplitudeAt(atBob.pcm(0).subarray(1_600, 14_400), 1_000)).toBeGreaterThan(9_000);
    expect(amplitudeAt(atAlice.pcm(0).subarray(1_600, 14_400), 600)).toBeGreaterThan(9_000);
    expect(bob.close().received).toBe(100);
    expect(joint.dropped).toBe(0);
  });

  test('RFC 3264 8.4: packets of 30 ms from one side reach the other as packets of 20', async () => {
    connect('PCMA', 'PCMA');
    const { port } = legs[0];
    alice.connect({
      address: '127.0.0.1',
      port,
      codec: { name: 'PCMA', payloadType: 8 },
      ptimeMs: 30,
      direction: 'sendrecv',
      rtcpMux: true,
    });
    bridge(...legs);
    alice.play(encodeTrack(sine(1_000, 0.6), 'PCMA'));
    await lab.pass(1_000);
    expect([alice.close().sent, bob.close().received]).toEqual([20, 30]);
  });

  test('a key pressed as an event is pressed on the other side, as an event or, where it takes none, a tone', async () => {
    connect('PCMA', 'PCMA', { keys: false });
    bridge(...legs);
    const keys: string[] = [];
    bob.listen({ digit: (digit, _, as) => keys.push(`${as} ${digit}`) });
    alice.listen({ digit: (digit, _, as) => keys.push(`${as} ${digit}`) });
    alice.sendDigit('7');
    await lab.pass(800);
    expect(keys).toEqual(['tone 7']);
    // A tone is in the sound, and is not pressed a second time.
    bob.sendDigit('3');
    await lab.pass(800);
    expect(keys).toEqual(['tone 7']);
  });

  test('its own handler of keys is left to each session', async () => {
    connect('PCMA', 'PCMA');
    const keys: string[] = [];
    legs[0].onDigit = (digit) => keys.push(digit);
    bridge(...legs);
    alice.sendDigit('1');
    await lab.pass(500);
    expect(keys).toEqual(['1']);
  });

  test('a sound of the leg itself goes before the other’s voice, which is heard again after it', async () => {
    connect('PCMA', 'PCMA');
    bridge(...legs);
    const heard = createRecorder();
    bob.record(heard);
    alice.play(encodeTrack(sine(1_000, 3), 'PCMA'));
    await lab.pass(1_000);
    legs[1].play(encodeTrack(sine(2_000, 0.5), 'PCMA'));
    await lab.pass(2_000);
    const during = heard.pcm(0).subarray(8_800, 11_200);
    expect([amplitudeAt(during, 2_000) > 9_000, amplitudeAt(during, 1_000) < 500]).toEqual([true, true]);
    expect(amplitudeAt(heard.pcm(0).subarray(14_400, 22_400), 1_000)).toBeGreaterThan(9_000);
  });

  test('stopped, or when a side is closed, nothing is relayed and the other session lives on', async () => {
    connect('PCMA', 'PCMA');
    const joint = bridge(...legs);
    alice.play(encodeTrack(sine(1_000, 5), 'PCMA'));
    await lab.pass(500);
    legs[0].close();
    await lab.pass(100);
    const { sent, playing } = lab.near.stats();
    expect(playing).toBe(0);
    await lab.pass(500);
    expect(lab.near.stats().sent).toBe(sent);
    joint.stop();
    legs[1].play(encodeTrack(sine(1_000, 0.1), 'PCMA'));
    await lab.pass(200);
    expect(lab.near.stats().sent).toBe(sent + 5);
  });
});
