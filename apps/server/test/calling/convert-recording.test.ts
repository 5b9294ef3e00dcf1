import { decodeTrack, encodeTrack, encodeWav } from '@herald/media';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { convertRecording } from '../../src/calling/convert-recording.ts';
import { sine } from '../support/tones.ts';

function converted(wav: Uint8Array) {
  const result = convertRecording(wav);
  if ('unusable' in result) throw new Error(result.unusable);
  return result;
}
const silence = (seconds: number) => new Int16Array(Math.round(seconds * 8000));
const joined = (...parts: Int16Array[]) => Int16Array.from(parts.flatMap((part) => [...part]));

describe('rules: a recording is measured', () => {
  test('rules: its length, and a level that pauses do not lower', () => {
    const facts = converted(encodeWav(sine({ seconds: 2, amplitude: 0.1 })));
    expect(facts).toMatchObject({
      sampleRate: 8000,
      channels: 1,
      seconds: 2,
      clipped: 0,
      silent: 0,
      ms: 2000,
    });
    // A sine of a tenth of full scale: -20 dB, and 3 dB less as its mean.
    expect(facts.activeDb).toBeCloseTo(-23, 0);
    const paused = converted(encodeWav(joined(sine({ seconds: 1, amplitude: 0.1 }), silence(3))));
    expect(paused.activeDb).toBeCloseTo(-23, 0);
    expect(paused.silent).toBeCloseTo(0.75, 2);
  });

  test('rules: silence has no level, and is silent all through', () => {
    expect(converted(encodeWav(silence(1)))).toMatchObject({
      activeDb: Number.NEGATIVE_INFINITY,
      silent: 1,
    });
  });

  test('rules: what is at full scale is clipped', () => {
    const square = Int16Array.from({ length: 8000 }, (_, at) => (at % 20 < 10 ? 32_767 : -32_768));
    expect(converted(encodeWav(square)).clipped).toBe(1);
    expect(converted(encodeWav(sine({ seconds: 1, amplitude: 0.9 }))).clipped).toBe(0);
  });
});

describe('rules: a recording is brought to the wire’s form', () => {
  test.each([8000, 16_000, 22_050, 44_100, 48_000])('rules: %i Hz, mono and stereo', (rate) => {
    const mono = sine({ seconds: 1, amplitude: 0.5, rate });
    const stereo = Int16Array.from({ length: mono.length * 2 }, (_, at) => mono[at >> 1] as number);
    for (const wav of [encodeWav(mono, rate), encodeWav(stereo, rate, 2)]) {
      const { alaw, ms, activeDb } = converted(wav);
      expect(ms).toBe(1000);
      expect(activeDb).toBeCloseTo(-9, 0);
      const heard = decodeTrack({ codec: 'PCMA', payload: alaw });
      const expected = sine({ seconds: 1, amplitude: 0.5 });
      // The filter's ends apart it is the same tone, within what A-law can tell.
      for (let at = 400; at < 7600; at++) {
        expect(Math.abs((heard[at] as number) - (expected[at] as number))).toBeLessThan(700);
      }
    }
  });

  test('4.3.8 what has been through G.711 once is not changed again', () => {
    const { alaw } = converted(encodeWav(sine({ seconds: 1, amplitude: 0.3 })));
    const again = encodeTrack(decodeTrack({ codec: 'PCMA', payload: alaw }), 'PCMA');
    expect(again.payload).toEqual(alaw);
  });
});

describe('rules: what is no recording', () => {
  test('rules: is told so', () => {
    expect(convertRecording(Buffer.from('no wav at all'))).toEqual({ unusable: 'not-wav' });
    const odd = Buffer.from(encodeWav(silence(1)));
    odd.writeUInt16LE(0x55, 20); // MP3 in WAV
    expect(convertRecording(odd)).toEqual({ unusable: 'format' });
    expect(convertRecording(encodeWav(silence(1), 44_101))).toEqual({ unusable: 'format' });
  });

  test('rules: whatever the bytes, it answers', () => {
    const header = encodeWav(silence(0.1));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(60), (noise, at) => {
        const bytes = Uint8Array.from(header);
        bytes.set(noise.subarray(0, Math.max(0, bytes.length - at)), at);
        expect(convertRecording(bytes)).toBeTypeOf('object');
      }),
      { numRuns: 200 },
    );
  });
});
