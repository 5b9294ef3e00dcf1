import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeAlaw, encodeUlaw } from '../../src/codec/g711.ts';
import { decodeWav, encodeWav, WavError } from '../../src/sound/wav.ts';

const text = (value: string) => [...new TextEncoder().encode(value)];
const le32 = (value: number) => [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24];
const le16 = (value: number) => [value & 255, value >> 8];

function wav(format: number, channels: number, bits: number, data: readonly number[], rate = 8_000) {
  const fmt = [...le16(format), ...le16(channels), ...le32(rate), ...le32(0), ...le16(0), ...le16(bits)];
  return Uint8Array.from([
    ...text('RIFF'),
    ...le32(0),
    ...text('WAVE'),
    // an odd chunk before, which a reader has to pass over with its padding
    ...[...text('LIST'), ...le32(3), 1, 2, 3, 0],
    ...[...text('fmt '), ...le32(16), ...fmt],
    ...[...text('data'), ...le32(data.length), ...data],
  ]);
}

function codeOf(bytes: Uint8Array): string | undefined {
  try {
    decodeWav(bytes);
  } catch (error) {
    if (error instanceof WavError) return error.code;
    throw error;
  }
  return undefined;
}

test('RIFF WAVE: the header is the 44 bytes of the specification', () => {
  const bytes = encodeWav(Int16Array.of(1, -2), 8_000);
  expect([...bytes]).toEqual([
    ...[...text('RIFF'), ...le32(40), ...text('WAVE')],
    ...[...text('fmt '), ...le32(16), ...le16(1), ...le16(1)],
    ...[...le32(8_000), ...le32(16_000), ...le16(2), ...le16(16)],
    ...[...text('data'), ...le32(4), 1, 0, 0xfe, 0xff],
  ]);
});

test('RIFF WAVE: what is written is read again', () => {
  fc.assert(
    fc.property(fc.int16Array({ maxLength: 200 }), fc.constantFrom(8_000, 22_050), (pcm, sampleRate) => {
      expect(decodeWav(encodeWav(pcm, sampleRate))).toEqual({ sampleRate, channels: 1, pcm });
    }),
  );
});

test('RIFF WAVE: A-law, µ-law, 8-bit and stereo files are read', () => {
  const pcm = Int16Array.of(0, 8_000, -8_000, 32_000);
  const alaw = encodeAlaw(pcm);
  const ulaw = encodeUlaw(pcm);
  expect(encodeAlaw(decodeWav(wav(6, 1, 8, [...alaw])).pcm)).toEqual(alaw);
  expect(encodeUlaw(decodeWav(wav(7, 1, 8, [...ulaw])).pcm)).toEqual(ulaw);
  expect(decodeWav(wav(1, 1, 8, [0, 128, 255])).pcm).toEqual(Int16Array.of(-32_768, 0, 32_512));
  expect(decodeWav(wav(1, 2, 16, [1, 0, 2, 0, 9, 9]))).toEqual({
    sampleRate: 8_000,
    channels: 2,
    pcm: Int16Array.of(1, 2),
  });
});

test('RIFF WAVE: a data chunk that promises more than there is gives what is there', () => {
  const whole = encodeWav(Int16Array.of(1, 2, 3, 4));
  expect(decodeWav(whole.subarray(0, whole.length - 3)).pcm).toEqual(Int16Array.of(1, 2));
});

test.each([
  ['no RIFF file', Uint8Array.from(text('hello, world')), 'not-wav'],
  ['an empty file', new Uint8Array(0), 'not-wav'],
  ['a header alone', encodeWav(new Int16Array(0)).subarray(0, 36), 'no-data'],
  ['data before its format', Uint8Array.from([...text('RIFF....WAVEdata'), ...le32(0)]), 'no-format'],
  ['a format too short', Uint8Array.from([...text('RIFF....WAVEfmt '), ...le32(4), 1, 0, 1, 0]), 'no-format'],
  ['24 bits', wav(1, 1, 24, [1, 2, 3]), 'unsupported'],
  ['MP3 in a WAV', wav(0x55, 1, 16, [1, 2]), 'unsupported'],
  ['no channels', wav(1, 0, 16, [1, 2]), 'unsupported'],
  ['a rate of 0', wav(1, 1, 16, [1, 2], 0), 'unsupported'],
])('RIFF WAVE: %s is refused by name', (_, bytes, code) => {
  expect(codeOf(bytes)).toBe(code);
});

test('RIFF WAVE: no bytes make the reader throw anything but a WavError', () => {
  const chunk = fc.tuple(
    fc.constantFrom('fmt ', 'data', 'LIST', 'junk'),
    fc.oneof(fc.nat(64), fc.constantFrom(0xffff_ffff, 0x7fff_ffff)),
    fc.uint8Array({ maxLength: 64 }),
  );
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 6 }), (chunks) => {
      const body = chunks.flatMap(([name, size, data]) => [...text(name), ...le32(size), ...data]);
      codeOf(Uint8Array.from([...text('RIFF....WAVE'), ...body]));
    }),
    { numRuns: 1_000 },
  );
});
