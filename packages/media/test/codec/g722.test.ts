import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decode, encode } from '../../src/codec/codec.ts';
import { createG722Decoder, createG722Encoder } from '../../src/codec/g722.ts';
import { encodeTrack, trackDurationMs, transcodeTrack } from '../../src/sound/track.ts';
import { seeded } from '../support/noise.ts';
import { amplitudeAt, sine } from '../support/tone.ts';

/** Eight stretches of half a second: from −60 dB to full scale, noise, square, and silence. */
function torture(): Int16Array {
  const random = seeded(722);
  const loudness = [30, 300, 3_000, 12_000, 32_000, 32_767, 8_000, 0];
  return Int16Array.from({ length: 64_000 }, (_, n) => {
    const stretch = Math.floor(n / 8_000);
    const chirp = Math.sin(n * n * 1e-5) * 0.6 + (random() - 0.5) * 0.5;
    const shape = stretch === 4 ? (random() - 0.5) * 2 : stretch === 5 ? (n % 7 < 3 ? 1 : -1) : chirp;
    return Math.max(-32_768, Math.min(32_767, Math.round(shape * (loudness[stretch] as number))));
  });
}

const digest = (data: Uint8Array | Int16Array) =>
  createHash('sha256')
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex')
    .slice(0, 16);

describe('ITU-T G.722 at 64 kbit/s', () => {
  // The digests are of what another implementation made of the same samples and bytes, bit for bit.
  test('G.722 6.2.1: 4 seconds of difficult sound are encoded bit for bit', () => {
    expect(digest(createG722Encoder(16_000)(torture()))).toBe('87be2e5fbac42bb6');
  });

  test('G.722 6.2.2: they are decoded bit for bit, and so are random bytes', () => {
    expect(digest(createG722Decoder(16_000)(createG722Encoder(16_000)(torture())))).toBe('4cfb04917cd61cad');
    const random = seeded(64);
    const codes = Uint8Array.from({ length: 20_000 }, () => random() * 256);
    expect(digest(createG722Decoder(16_000)(codes))).toBe('44ebdb41d0b1c35c');
  });

  test('packets are decoded one after the other as the whole is', () => {
    const codes = createG722Encoder(16_000)(torture());
    const whole = createG722Decoder(16_000)(codes);
    const decoder = createG722Decoder(16_000);
    for (let at = 0; at < codes.length; at += 160) {
      expect(decoder(codes.subarray(at, at + 160))).toEqual(whole.subarray(at * 2, at * 2 + 320));
    }
  });

  test.each([300, 1_000, 3_000, 5_000, 6_500])('G.722 1.1: a tone of %i Hz comes through', (hz) => {
    const heard = decode('G722', encode('G722', sine(hz, 1, 16_000), 16_000), 16_000);
    expect(amplitudeAt(heard.subarray(1_600), hz, 16_000)).toBeGreaterThan(9_000);
  });

  test.each([300, 1_000, 3_000])('telephone sound of %i Hz goes in and comes out at 8 kHz', (hz) => {
    const narrow = decode('G722', encode('G722', sine(hz, 1)));
    expect(amplitudeAt(narrow.subarray(800), hz)).toBeGreaterThan(9_300);
    const wide = decode('G722', encode('G722', sine(hz, 1)), 16_000);
    expect(amplitudeAt(wide.subarray(1_600), hz, 16_000)).toBeGreaterThan(9_000);
  });
});

describe('sample rates', () => {
  test.each(['PCMA', 'PCMU'] as const)(
    '%s takes 16 kHz without its upper band, and gives it without one',
    (codec) => {
      const coded = encode(codec, sine(1_000, 1, 16_000), 16_000);
      expect(coded.length).toBe(8_000);
      expect(amplitudeAt(decode(codec, coded).subarray(800), 1_000)).toBeGreaterThan(9_300);
      expect(amplitudeAt(decode(codec, coded, 16_000).subarray(1_600), 1_000, 16_000)).toBeGreaterThan(9_300);
      const above = decode(codec, encode(codec, sine(6_000, 1, 16_000), 16_000));
      expect(amplitudeAt(above.subarray(800), 2_000)).toBeLessThan(100);
    },
  );
});

describe('RFC 3551 4.5.2 tracks', () => {
  test('RFC 3551 4.5.2: a second of G.722 is 8,000 bytes, and 50 packets of 160 time stamp units', () => {
    const track = encodeTrack(sine(1_000, 1, 22_050), 'G722', 22_050);
    expect(track.payload.length).toBe(8_000);
    expect(trackDurationMs(track)).toBe(1_000);
    expect(amplitudeAt(decode('G722', track.payload, 16_000), 1_000, 16_000)).toBeGreaterThan(9_000);
  });

  test('a prompt for several codecs is encoded once for each, from its own samples', () => {
    const track = encodeTrack(sine(5_000, 1, 16_000), ['PCMA', 'G722'], 16_000);
    const wide = transcodeTrack(track, 'G722');
    expect(wide).toBe(track.also?.[0]);
    expect(amplitudeAt(decode('G722', wide.payload, 16_000), 5_000, 16_000)).toBeGreaterThan(9_000);
    expect(transcodeTrack(track, 'PCMU').codec).toBe('PCMU');
  });
});
