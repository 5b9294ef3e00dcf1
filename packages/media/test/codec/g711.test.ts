import { describe, expect, test } from 'vitest';
import { CODECS, decode, encode } from '../../src/codec/codec.ts';
import { decodeAlaw, decodeUlaw, encodeAlaw, encodeUlaw } from '../../src/codec/g711.ts';

/** The ITU's own programs (G.191, alaw_compress and ulaw_compress), loop for loop. */
function referenceAlaw(sample: number): number {
  let ix = sample < 0 ? ~sample >> 4 : sample >> 4;
  if (ix > 15) {
    let exponent = 1;
    while (ix > 16 + 15) {
      ix >>= 1;
      exponent++;
    }
    ix -= 16;
    ix += exponent << 4;
  }
  if (sample >= 0) ix |= 0x80;
  return ix ^ 0x55;
}

function referenceUlaw(sample: number): number {
  let absolute = sample < 0 ? (~sample >> 2) + 33 : (sample >> 2) + 33;
  if (absolute > 0x1fff) absolute = 0x1fff;
  let i = absolute >> 6;
  let segment = 1;
  while (i !== 0) {
    segment++;
    i >>= 1;
  }
  const high = 8 - segment;
  const low = 0xf - ((absolute >> segment) & 0xf);
  const byte = (high << 4) | low;
  return sample >= 0 ? byte | 0x80 : byte;
}

const every16bit = Int16Array.from({ length: 65_536 }, (_, index) => index - 32_768);
const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

describe('G.711 A-law', () => {
  test('G.711 table 1: every one of the 65,536 samples is encoded as by the ITU program', () => {
    const wanted = Uint8Array.from(every16bit, referenceAlaw);
    expect(encodeAlaw(every16bit)).toEqual(wanted);
  });

  test('G.711 table 1: each of the 256 bytes decodes to the middle of the interval that encodes to it', () => {
    const decoded = decodeAlaw(everyByte);
    for (const byte of everyByte) {
      const interval = every16bit.filter((sample) => referenceAlaw(sample) === byte);
      const middle = ((interval[0] as number) + (interval.at(-1) as number) + 1) / 2;
      expect(decoded[byte], `byte ${byte}`).toBe(middle);
    }
  });
});

describe('G.711 µ-law', () => {
  test('G.711 table 2: every one of the 65,536 samples is encoded as by the ITU program', () => {
    const wanted = Uint8Array.from(every16bit, referenceUlaw);
    expect(encodeUlaw(every16bit)).toEqual(wanted);
  });

  test('G.711 table 2: each of the 256 bytes decodes by the formula, and its value encodes to it again', () => {
    const decoded = decodeUlaw(everyByte);
    for (const byte of everyByte) {
      const segment = 7 - ((byte >> 4) & 7);
      const step = 15 - (byte & 0x0f);
      const magnitude = 4 * ((33 + 2 * step) * 2 ** segment - 33);
      expect(decoded[byte], `byte ${byte}`).toBe(byte & 0x80 ? magnitude : 0 - magnitude);
    }
    // 0x7f is minus zero, which encodes as plus zero
    const again = encodeUlaw(decoded);
    expect(again).toEqual(everyByte.map((byte) => (byte === 0x7f ? 0xff : byte)));
  });
});

test.each(['PCMA', 'PCMU'] as const)('G.711: silence of %s is the byte nearest zero', (codec) => {
  const [value] = decode(codec, Uint8Array.of(CODECS[codec].silence));
  expect(Math.abs(value as number)).toBe(Math.min(...decode(codec, everyByte).map(Math.abs)));
  expect(encode(codec, new Int16Array(1))[0]).toBe(CODECS[codec].silence);
});

test.each([
  ['PCMA', 33],
  ['PCMU', 33],
] as const)('G.712: a tone comes out of %s with more than %i dB over its distortion', (codec, leastDb) => {
  const tone = Int16Array.from({ length: 8_000 }, (_, i) =>
    Math.round(10_000 * Math.sin((2 * Math.PI * 1_020 * i) / 8_000)),
  );
  const back = decode(codec, encode(codec, tone));
  let signal = 0;
  let noise = 0;
  for (const [index, sample] of tone.entries()) {
    signal += sample ** 2;
    noise += (sample - (back[index] as number)) ** 2;
  }
  expect(10 * Math.log10(signal / noise)).toBeGreaterThan(leastDb);
});
