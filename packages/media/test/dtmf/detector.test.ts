import { describe, expect, test } from 'vitest';
import { decode, encode } from '../../src/codec/codec.ts';
import { createToneDetector } from '../../src/dtmf/detector.ts';
import { DIGITS, tonesOfDigit } from '../../src/dtmf/digits.ts';
import { dtmfTone } from '../../src/dtmf/tone.ts';
import { joined, mixed, noise, seeded, speechLike } from '../support/noise.ts';

const QUIET = new Int16Array(400);

/** Row and column as given, `ms` long, each of its own amplitude and frequency factor. */
function dual(
  digit: string,
  ms: number,
  o: { row?: number; column?: number; detune?: number; phase?: number } = {},
): Int16Array {
  const [row, column] = tonesOfDigit(digit) as readonly [number, number];
  const { row: low = 3_000, column: high = 3_000, detune = 1, phase = 0 } = o;
  return Int16Array.from({ length: Math.round(ms * 8) }, (_, index) => {
    const at = ((2 * Math.PI * index) / 8_000) * detune;
    return Math.round(low * Math.sin(row * at + phase) + high * Math.sin(column * at));
  });
}

function keysIn(...sounds: readonly Int16Array[]): string {
  const detector = createToneDetector();
  const whole = joined(...sounds);
  let keys = '';
  // As packets bring it.
  for (let at = 0; at < whole.length; at += 160) {
    for (const { digit } of detector.samples(whole.subarray(at, at + 160))) keys += digit;
  }
  for (const { digit } of detector.flush()) keys += digit;
  return keys;
}

const keys = [...DIGITS];
/** In all positions of the tone against the detector's windows. */
const offsets = Array.from({ length: 17 }, (_, nth) => new Int16Array(nth * 3));

describe('ITU-T Q.24 keys heard as tones', () => {
  test.each(keys)('Q.24 2.1: key %s is heard at every level from −3 to −30 dBm0 a tone', (key) => {
    for (const amplitude of [15_000, 8_000, 3_000, 1_000, 500]) {
      const tone = dual(key, 80, { row: amplitude, column: amplitude });
      expect([amplitude, keysIn(QUIET, tone, QUIET)]).toEqual([amplitude, key]);
    }
  });

  test.each(keys)('Q.24 2.1: key %s is heard in noise 15 dB below it, whatever the noise', (key) => {
    for (let seed = 1; seed <= 20; seed++) {
      const tone = dual(key, 80);
      const sound = joined(QUIET, tone, QUIET);
      // Two sines of 3,000 have an r.m.s. of 3,000.
      const noisy = mixed(sound, noise(sound.length, 3_000 / 10 ** (15 / 20), seeded(seed)));
      expect([seed, keysIn(noisy)]).toEqual([seed, key]);
    }
  });

  test.each(keys)('Q.24 2.4: key %s is heard when it lasts 40 ms, and not when it lasts 23', (key) => {
    for (const offset of offsets) {
      for (const phase of [0, 1, 2]) {
        expect(keysIn(QUIET, offset, dual(key, 40, { phase }), QUIET)).toBe(key);
        expect(keysIn(QUIET, offset, dual(key, 23, { phase }), QUIET)).toBe('');
      }
    }
  });

  test.each(keys)('Q.24 2.2: key %s is heard 1.5 %% off its frequencies, and not 3.5 %% off', (key) => {
    for (const off of [-0.015, 0.015]) expect(keysIn(dual(key, 80, { detune: 1 + off }), QUIET)).toBe(key);
    for (const off of [-0.035, 0.035]) expect(keysIn(dual(key, 80, { detune: 1 + off }), QUIET)).toBe('');
  });

  test.each(keys)('Q.24 2.3: key %s may have its column 8 dB softer or 4 dB louder, and not 12', (key) => {
    const at = (db: number) => keysIn(dual(key, 80, { column: 3_000 * 10 ** (db / 20) }), QUIET);
    expect([at(-8), at(4), at(-12), at(12)]).toEqual([key, key, '', '']);
  });

  test('Q.24 2.5: 10 ms of interruption split no press, 40 ms of pause do', () => {
    for (const offset of offsets) {
      const tone = dual('5', 60);
      expect(keysIn(offset, tone, new Int16Array(80), tone, QUIET)).toBe('5');
      expect(keysIn(offset, tone, new Int16Array(320), tone, QUIET)).toBe('55');
    }
  });

  test('Q.24 2.5: keys that follow at once are told one by one', () => {
    expect(keysIn(dual('1', 60), dual('2', 60), dual('3', 60), QUIET)).toBe('123');
  });

  test('a press has its duration, to a window’s length', () => {
    const detector = createToneDetector();
    const [press] = detector.samples(joined(QUIET, dual('8', 200), QUIET));
    expect(press?.digit).toBe('8');
    expect(Math.abs((press?.duration as number) - 1_600)).toBeLessThan(102);
  });

  test.each(['PCMA', 'PCMU', 'G722'] as const)(
    'the keys that we send as tones are heard after %s',
    (codec) => {
      const sound = joined(...keys.flatMap((key) => [dtmfTone(key, 80) as Int16Array, QUIET]));
      expect(keysIn(decode(codec, encode(codec, sound)))).toBe(DIGITS);
    },
  );
});

describe('ITU-T Q.24 2.6 talk-off', () => {
  test('Q.24 2.6: 20 minutes of sounds made as speech is give no key', () => {
    for (let seed = 1; seed <= 40; seed++) {
      expect([seed, keysIn(speechLike(30, 20_000, seeded(seed)))]).toEqual([seed, '']);
    }
  });

  test('noise gives no key', () => {
    for (let seed = 1; seed <= 10; seed++) {
      expect(keysIn(noise(80_000, 4_000, seeded(seed)))).toBe('');
    }
  });

  test('one tone of a pair, tones of a dial, and a chord of three give no key', () => {
    const sine = (hz: number, amplitude: number) =>
      Int16Array.from({ length: 4_000 }, (_, n) => amplitude * Math.sin((2 * Math.PI * hz * n) / 8_000));
    expect(keysIn(sine(697, 8_000))).toBe('');
    expect(keysIn(mixed(sine(350, 5_000), sine(440, 5_000)))).toBe('');
    expect(keysIn(sine(450, 8_000))).toBe('');
    expect(keysIn(mixed(sine(770, 4_000), sine(1_336, 4_000), sine(2_672, 4_000)))).toBe('');
    expect(keysIn(mixed(sine(697, 4_000), sine(770, 4_000), sine(1_336, 4_000)))).toBe('');
    // Nine tenths of its energy are a key’s; the harmonic tells a voice.
    expect(keysIn(mixed(sine(770, 4_000), sine(1_336, 4_000), sine(2_672, 1_800)))).toBe('');
  });

  test('a key under a voice 12 dB below it is heard', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const voice = speechLike(0.3, 1_000, seeded(seed));
      expect([seed, keysIn(mixed(joined(QUIET, dual('9', 120)), voice), QUIET)]).toEqual([seed, '9']);
    }
  });
});
